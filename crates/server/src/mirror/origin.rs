//! The server that is mirrored, and asking it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, DATE, ETAG, IF_NONE_MATCH, RANGE,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::http::headers::on_file;

/// What the other server may take to answer; the screen itself waits a little longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// No file of a feed is larger, and no part of a map that is asked for at once.
const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;
/// What goes through as it is. The date is among it: the screen sets its race clock by the other server's.
const THROUGH: [HeaderName; 6] = [
    ACCEPT_RANGES,
    CACHE_CONTROL,
    CONTENT_RANGE,
    CONTENT_TYPE,
    DATE,
    ETAG,
];
/// What is asked on as it was asked.
const ASKED: [HeaderName; 2] = [IF_NONE_MATCH, RANGE];

/// The other server; copies are the same.
#[derive(Clone)]
pub struct Origin {
    url: Arc<str>,
    agent: ureq::Agent,
}

/// An answer of it.
#[derive(Clone)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Origin {
    /// The server at scheme, host and port.
    pub fn new(url: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("homestretch/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            url: url.into(),
            agent: config.into(),
        }
    }

    /// What it says to a question; none when it does not answer.
    pub fn ask(&self, path: &str, asked: &HeaderMap) -> Option<Told> {
        let mut request = self.agent.get(format!("{}{path}", self.url));
        for name in ASKED {
            if let Some(value) = asked.get(&name).and_then(|value| value.to_str().ok()) {
                request = request.header(name.as_str(), value);
            }
        }
        let mut response = request.call().ok()?;
        let status = StatusCode::from_u16(response.status().as_u16()).ok()?;
        let mut headers = HeaderMap::new();
        for name in THROUGH {
            if let Some(value) = response.headers().get(&name) {
                headers.insert(name, value.clone());
            }
        }
        let body = response.body_mut().with_config().limit(MAX_BODY_BYTES);
        let bytes = body.read_to_vec().ok()?.into();
        Some(Told {
            status,
            headers,
            bytes,
        })
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let mut headers = self.headers;
        on_file(&mut headers);
        (self.status, headers, self.bytes).into_response()
    }
}
