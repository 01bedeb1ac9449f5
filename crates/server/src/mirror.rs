//! Another server's race, served to the screen of this machine: app from here, feed and remote from there.
//!
//! A browser trusts `localhost` as it trusts a site with a certificate, so that a screen has its wake lock and its
//! service worker without one. What never changes is kept; while the other server is away, what is kept is served, and
//! for the rest the answer says that it is away, which the screen understands.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::files::{Files, Found, app};
use crate::http::files::{answer_of, page, problem};
use crate::http::headers::{Policy, on_file};
use crate::raceless::{self, RacelessError, Running};

/// What the other server may take to answer; the screen itself waits a little longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// No file of a feed is larger.
const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;
/// A day's feed of a big race fits several times; beyond it nothing more is kept.
const KEPT_BYTES: usize = 256 * 1024 * 1024;
/// What goes through as it is. The date is among it: the screen sets its race clock by the other server's.
const THROUGH: [HeaderName; 4] = [CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG];

/// Why there is no mirror.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum MirrorError {
    #[error("`{0}` is no server: give scheme, host and port, such as `http://192.168.1.10:8080`")]
    NotAServer(String),
    #[error(transparent)]
    Listen(#[from] RacelessError),
    #[error(transparent)]
    App(#[from] app::AppError),
}

/// What every answer may use.
#[derive(Clone)]
struct Mirror {
    origin: Arc<str>,
    agent: ureq::Agent,
    files: Arc<Files>,
    policy: Arc<Policy>,
    kept: Arc<Kept>,
}

/// Files that never change, by path.
#[derive(Default)]
struct Kept {
    files: Mutex<HashMap<String, Told>>,
    bytes: AtomicUsize,
}

/// An answer of the other server.
#[derive(Clone)]
struct Told {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
}

/// Starts a mirror of the server at `origin`.
///
/// # Errors
/// When the address cannot be had, there is no app, or `origin` is no server's.
pub fn start(
    origin: &str,
    listen: SocketAddr,
    app: &Path,
    policy: Policy,
) -> Result<Running, MirrorError> {
    let origin = origin.trim_end_matches('/');
    let host = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    if host.is_none_or(|host| host.is_empty() || host.contains('/')) {
        return Err(MirrorError::NotAServer(origin.to_owned()));
    }
    let files = Arc::new(Files::default());
    app::load(app, &files)?;
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("homestretch/", env!("CARGO_PKG_VERSION")))
        .build();
    let mirror = Mirror {
        origin: origin.into(),
        agent: config.into(),
        files,
        policy: Arc::new(policy),
        kept: Arc::default(),
    };
    let router = Router::new().fallback(get).with_state(mirror);
    Ok(raceless::start(router, listen)?)
}

async fn get(State(mirror): State<Mirror>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problem(
            StatusCode::METHOD_NOT_ALLOWED,
            "This is a mirror, which only reads. Use the race's own server.\n",
        );
    }
    let path = request.uri().path().to_owned();
    if path.starts_with("/feed/") || path.starts_with("/api/") {
        return mirror.through(path, request.headers()).await;
    }
    let at = if path == "/" { app::INDEX } else { &path };
    match mirror.files.get(at) {
        Found::Here(body) => answer_of(&path, &body, request.headers(), &mirror.policy),
        Found::Gone | Found::Missing => match page(&mirror.files, &path) {
            Some((file, page)) => answer_of(&file, &page, request.headers(), &mirror.policy),
            None => problem(
                StatusCode::NOT_FOUND,
                "There is no file of that name here.\n",
            ),
        },
    }
}

impl Mirror {
    async fn through(&self, path: String, asked: &HeaderMap) -> Response {
        if let Some(kept) = self.kept.get(&path) {
            return kept.into_response();
        }
        let known = asked.get(IF_NONE_MATCH).cloned();
        let (mirror, wanted) = (self.clone(), path.clone());
        let told = tokio::task::spawn_blocking(move || mirror.ask(&wanted, known.as_ref())).await;
        match told {
            Ok(Some(told)) => {
                self.kept.keep(path, &told);
                told.into_response()
            }
            Ok(None) | Err(_) => problem(
                StatusCode::BAD_GATEWAY,
                "The race's server does not answer; trying again with the next question.\n",
            ),
        }
    }

    fn ask(&self, path: &str, known: Option<&HeaderValue>) -> Option<Told> {
        let mut request = self.agent.get(format!("{}{path}", self.origin));
        if let Some(known) = known.and_then(|known| known.to_str().ok()) {
            request = request.header(IF_NONE_MATCH.as_str(), known);
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

impl Kept {
    fn get(&self, path: &str) -> Option<Told> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(path).cloned()
    }
    /// Keeps what never changes.
    fn keep(&self, path: String, told: &Told) {
        let cache = told.headers.get(CACHE_CONTROL);
        let immutable = cache
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("immutable"));
        let room = self.bytes.load(Relaxed) + told.bytes.len() <= KEPT_BYTES;
        if told.status == StatusCode::OK && immutable && room {
            self.bytes.fetch_add(told.bytes.len(), Relaxed);
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            files.insert(path, told.clone());
        }
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let mut headers = self.headers;
        on_file(&mut headers);
        (self.status, headers, self.bytes).into_response()
    }
}
