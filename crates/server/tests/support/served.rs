//! A whole server on a real socket, and a client that asks it.

use std::path::Path;

use homestretch_feed::RaceClock;
use homestretch_server::http::gate::Gate;
use homestretch_server::http::headers::Policy;
use homestretch_server::http::serve::Limits;
use homestretch_server::hub::pace::Pace;
use homestretch_server::race_day::RaceDay;
use homestretch_server::server::{self, Options, Running};

/// A server that cuts a tick only when it is told to.
pub struct Served {
    pub running: Running,
    _app: tempfile::TempDir,
}

/// An answer, with its body as text.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |v| v.to_str().expect("ascii"))
    }
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("text")
    }
}

/// Options for tests: any free port, no ticks by themselves.
pub fn options(app: &Path) -> Options {
    Options {
        listen: "127.0.0.1:0".parse().expect("an address"),
        app: app.to_owned(),
        store: None,
        clock: RaceClock::REAL,
        pace: Pace {
            tick_ms: 3_600_000,
            idle_ms: 3_600_000,
        },
        gate: Gate::default(),
        limits: Limits::USUAL,
        policy: Policy::new(None).expect("a policy"),
        public_url: None,
        tiles: None,
        publish: None,
        publish_light: None,
        map_file: None,
        secure: None,
    }
}

/// Serves a race with a small app.
pub fn serve(day: &RaceDay, change: impl FnOnce(&mut Options)) -> Served {
    let app = tempfile::tempdir().expect("a directory");
    let put = |name: &str, content: &str| {
        let path = app.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("a file");
    };
    put("index.html", "<!doctype html><title>app</title>");
    put("wall/index.html", "<!doctype html><title>wall</title>");
    put("embed/index.html", "<!doctype html><title>embed</title>");
    put("homestretch-app-0123456789abcdef_bg.wasm", "wasm");
    put("style-0123456789abcdef.css", &"p { color: red }".repeat(50));
    put("boot.js", "start()");
    put("words/ko.json", "{}");
    let mut options = options(app.path());
    change(&mut options);
    let running = server::start(day, None, options).expect("a server");
    Served { running, _app: app }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.build().into()
}

pub fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        bytes: response.body_mut().read_to_vec().expect("a body"),
    }
}

impl Served {
    /// Stops the server in good order.
    pub fn stop(self) {
        self.running.stop();
    }
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }
    pub fn get(&self, path: &str) -> Answer {
        get(&self.url(path), &[])
    }
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(&self.url(path), headers)
    }
    pub fn head(&self, path: &str) -> Answer {
        let request = agent().head(self.url(path));
        answer(request.call().expect("an answer"))
    }
    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        post(&self.url(path), headers, body)
    }
    /// The feed's head.
    pub fn live(&self) -> homestretch_feed::Head {
        let head = self.get("/feed/v1/live.json");
        homestretch_feed::read::head(&head.bytes)
            .expect("a head")
            .value
    }
}

/// Asks for an address.
pub fn get(url: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = agent().get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.call().expect("an answer"))
}

/// Posts JSON to an address.
pub fn post(url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = agent().post(url).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.send(body).expect("an answer"))
}
