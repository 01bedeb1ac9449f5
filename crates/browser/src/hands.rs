//! Owns how a visitor differs from others: keys instead of a pointer, a taste for dark or still or plain pages, a slow
//! link, a browser that lacks something.

use serde_json::json;

use crate::{Done, Visitor};

/// What a visitor's device asks of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taste {
    /// Dark rather than light.
    pub dark: bool,
    /// As little motion as can be.
    pub still: bool,
    /// The device's own few colours.
    pub forced_colours: bool,
}

impl Visitor {
    /// Whether the visitor's device likes it dark.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn in_the_dark(&self, dark: bool) -> Done {
        let taste = Taste {
            dark,
            ..Taste::default()
        };
        self.with_taste(taste).await
    }

    /// What the visitor's device asks of pages.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn with_taste(&self, taste: Taste) -> Done {
        let choose = |on: bool, yes: &'static str, no: &'static str| if on { yes } else { no };
        let features = json!({"features": [
            {"name": "prefers-color-scheme", "value": choose(taste.dark, "dark", "light")},
            {"name": "prefers-reduced-motion", "value": choose(taste.still, "reduce", "no-preference")},
            {"name": "forced-colors", "value": choose(taste.forced_colours, "active", "none")},
        ]});
        self.cdp("Emulation.setEmulatedMedia", features).await
    }

    /// Puts the visitor on a link of so many kilobits a second, with so long a way to the server.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn on_slow_link(&self, kbit_s: u32, latency_ms: u32) -> Done {
        let bytes_s = kbit_s * 1000 / 8;
        let link = json!({"offline": false, "latency": latency_ms, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s});
        self.cdp("Network.emulateNetworkConditions", link).await
    }

    /// Has the browser turn down every file that a page would keep on this machine.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn keeps_no_files(&self) -> Done {
        self.cdp("Browser.setDownloadBehavior", json!({"behavior": "deny"}))
            .await
    }

    /// Presses a key, by its name in the browser, such as `Enter`, `Tab` or `a`.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn press(&self, key: &str) -> Done {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            _ => 0,
        };
        let text = match key {
            "Enter" => "\r",
            letter if letter.chars().count() == 1 => letter,
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({"type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code});
            self.cdp("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }

    /// Has a script run before everything else on each page that is opened from now on.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn before_each_page(&self, script: &str) -> Done {
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": script}),
        )
        .await
    }
}
