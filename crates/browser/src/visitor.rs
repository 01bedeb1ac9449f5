//! Owns what a visitor does and sees: opens pages, reads, clicks, types; what the console and the network say.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::chrome::Chrome;
use crate::{Done, wait_for};

/// How long a visitor looks for something before giving up. Long, for the machine may be busy; most come at once.
const PATIENCE_S: f64 = 20.0;

/// Somebody at a browser. The browser is closed when this value goes, which needs a second thread of the runtime:
/// tests say `#[tokio::test(flavor = "multi_thread")]`.
pub struct Visitor {
    chrome: Chrome,
}

/// A request of the page and what became of it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Scheme, host and port, such as `http://127.0.0.1:8080`.
    pub origin: String,
    /// The rest of the address.
    pub path: String,
    /// The status that the browser was given; 0 while there is none.
    pub status: u16,
    /// Bytes on the wire, headers included.
    pub bytes: u64,
    /// True when it came out of the browser's own cache.
    pub from_cache: bool,
    /// The Cache-Control header of the answer.
    pub cache_control: String,
}

impl Visitor {
    /// A visitor with a fresh browser who reads these languages, best first, such as `ko,en`.
    ///
    /// # Errors
    /// When the browser cannot be started.
    pub async fn new(languages: &str) -> Done<Self> {
        Ok(Self {
            chrome: Chrome::start(languages, None, None).await?,
        })
    }

    /// A visitor whose browser was told to trust an authority, as docs/SCREEN.md says.
    ///
    /// # Errors
    /// When the browser cannot be told or started.
    pub async fn trusting(authority: &Path) -> Done<Self> {
        Ok(Self {
            chrome: Chrome::start("en", None, Some(authority)).await?,
        })
    }

    /// A visitor like any other, whose browser also tells what its main thread did: see [`Visitor::tasks`].
    ///
    /// # Errors
    /// When the browser cannot be started.
    pub async fn traced(languages: &str) -> Done<Self> {
        Ok(Self {
            chrome: Chrome::start(languages, Some(crate::tasks::CATEGORIES), None).await?,
        })
    }

    /// The session itself, for what has no word of its own here.
    pub fn driver(&self) -> &WebDriver {
        &self.chrome.driver
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, url: &str) -> Done {
        Ok(self.driver().goto(url).await?)
    }

    /// Gives the visitor a screen of so many CSS pixels, and of so many device pixels each.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn on_screen(&self, width: u32, height: u32, ratio: f64) -> Done {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": width < 600});
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        self.cdp(
            "Emulation.setTouchEmulationEnabled",
            json!({"enabled": width < 600}),
        )
        .await
    }

    /// Puts the visitor into a time zone.
    ///
    /// # Errors
    /// When the browser does not know the zone.
    pub async fn in_zone(&self, iana: &str) -> Done {
        self.cdp("Emulation.setTimezoneOverride", json!({"timezoneId": iana}))
            .await
    }

    /// Puts the visitor behind a link of so many kbit/s each way, with so many milliseconds there and back.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn on_link(&self, kbit_s: f64, latency_ms: f64) -> Done {
        let bytes_s = kbit_s * 1000.0 / 8.0;
        self.cdp("Network.enable", json!({})).await?;
        let conditions = json!({"offline": false, "latency": latency_ms, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s});
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await
    }

    /// Waits until the first element of that CSS selector is there.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find(&self, css: &str) -> Done<WebElement> {
        wait_for(&format!("`{css}` on the page"), PATIENCE_S, async || {
            Ok(self
                .driver()
                .find_all(By::Css(css))
                .await?
                .into_iter()
                .next())
        })
        .await
    }

    /// Waits until the text of the first element of that selector pleases, and gives it.
    ///
    /// # Errors
    /// When it never does; the error says what was read last.
    pub async fn read_until(
        &self,
        css: &str,
        seconds: f64,
        pleases: impl Fn(&str) -> bool,
    ) -> Done<String> {
        let mut last = String::new();
        let read = wait_for("", seconds, async || {
            last = self.text(css).await?;
            Ok(pleases(&last).then(|| last.clone()))
        })
        .await;
        read.map_err(|_| format!("waited {seconds} s; `{css}` still reads {last:?}").into())
    }

    /// The text of all elements of that selector, as it stands on the screen, one a line; empty where there is none.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn text(&self, css: &str) -> Done<String> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText).join('\\n')";
        let text = self.driver().execute(script, vec![json!(css)]).await?;
        Ok(text.json().as_str().unwrap_or_default().to_owned())
    }

    /// Clicks the first element of that selector, once it is there.
    ///
    /// # Errors
    /// When it does not come or cannot be clicked.
    pub async fn click(&self, css: &str) -> Done {
        Ok(self.find(css).await?.click().await?)
    }

    /// Presses and lets go at a place on the screen, in CSS pixels.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn click_at(&self, x: f64, y: f64) -> Done {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let buttons = u8::from(kind == "mousePressed");
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
            self.cdp("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// What a script in the page gives back; for looking, not for doing.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn look(&self, script: &str) -> Done<Value> {
        Ok(self
            .driver()
            .execute(script, Vec::new())
            .await?
            .json()
            .clone())
    }

    /// A picture of the screen.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn shoot(&self, file: &Path) -> Done {
        Ok(self.driver().screenshot(file).await?)
    }

    /// Warnings and errors of the console since the last call.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn complaints(&self) -> Done<Vec<String>> {
        let log = self.driver().browser_log().await?;
        let loud = log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING");
        Ok(loud
            .map(|entry| format!("{}: {}", entry.level, entry.message))
            .collect())
    }

    /// The requests of the page since the last call, in the order they were sent.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn requests(&self) -> Done<Vec<Request>> {
        let mut requests: Vec<(String, Request)> = Vec::new();
        for entry in self.driver().get_log("performance").await? {
            let Ok(message) = serde_json::from_str::<Value>(&entry.message) else {
                continue;
            };
            let (method, params) = (&message["message"]["method"], &message["message"]["params"]);
            let id = params["requestId"].as_str().unwrap_or_default();
            if method == "Network.requestWillBeSent" {
                // What is inside the page itself (`data:`, `blob:`) is no request.
                let url = params["request"]["url"].as_str().unwrap_or_default();
                if url.starts_with("http") {
                    let (origin, path) = parts_of(url);
                    let request = Request {
                        origin,
                        path,
                        ..Request::default()
                    };
                    requests.push((id.to_owned(), request));
                }
                continue;
            }
            let Some((_, request)) = requests.iter_mut().rev().find(|(known, _)| known == id)
            else {
                continue;
            };
            match method.as_str().unwrap_or_default() {
                "Network.responseReceived" => {
                    let response = &params["response"];
                    // What really came over the wire is in the extra info below; this is what the page was told.
                    if request.status == 0 {
                        request.status = response["status"].as_u64().unwrap_or_default() as u16;
                    }
                    request.from_cache |= response["fromDiskCache"] == true;
                    request.cache_control = header(&response["headers"], "cache-control");
                }
                "Network.responseReceivedExtraInfo" => {
                    request.status = params["statusCode"].as_u64().unwrap_or_default() as u16;
                }
                "Network.requestServedFromCache" => request.from_cache = true,
                "Network.loadingFinished" => {
                    request.bytes = params["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                }
                _ => {}
            }
        }
        Ok(requests.into_iter().map(|(_, request)| request).collect())
    }

    /// Asks something of the browser by its own protocol, for what has no word of its own here.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn cdp(&self, method: &str, params: Value) -> Done {
        self.ask_browser(method, params).await?;
        Ok(())
    }

    /// Says something to the browser itself, and gives its answer.
    pub(crate) async fn ask_browser(&self, method: &str, params: Value) -> Done<Value> {
        Ok(self.driver().cdp().send_raw(method, params).await?)
    }
}

fn parts_of(url: &str) -> (String, String) {
    let host = url.find("://").map_or(0, |at| at + 3);
    let slash = url[host..].find('/').map_or(url.len(), |at| host + at);
    (url[..slash].to_owned(), url[slash..].to_owned())
}

fn header(headers: &Value, name: &str) -> String {
    let fields = headers.as_object().into_iter().flatten();
    let found = fields
        .filter(|(field, _)| field.eq_ignore_ascii_case(name))
        .find_map(|(_, value)| value.as_str());
    found.unwrap_or_default().to_owned()
}
