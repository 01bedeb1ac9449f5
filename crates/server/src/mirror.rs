//! Another server's race, served to the screen of this machine: app from here, feed and remote from there.
//!
//! A browser trusts `localhost` as it trusts a site with a certificate, so that a screen has its wake lock and its
//! service worker without one. What never changes is kept; while the other server is away, what is kept is served, and
//! for the rest the answer says that it is away, which the screen understands. The parts of the organiser's own map file
//! that a screen asks for are kept likewise: it shows the same streets over and over.

mod map;
mod origin;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, RANGE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::files::map_file::FOLDER;
use crate::files::{Files, Found, app};
use crate::http::files::{answer_of, page, problem};
use crate::http::headers::Policy;
use crate::raceless::{self, RacelessError, Running};
use origin::{Origin, Told};

/// A day's feed of a big race fits several times; beyond it nothing more is kept.
const KEPT_BYTES: usize = 256 * 1024 * 1024;

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
    #[error("the system gives no thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// What every answer may use.
#[derive(Clone)]
struct Mirror {
    origin: Origin,
    files: Arc<Files>,
    policy: Arc<Policy>,
    kept: Arc<Kept>,
}

/// Files that never change, or parts of them: by path, and by what was asked of it where that is a part.
#[derive(Default)]
struct Kept {
    files: Mutex<HashMap<Wanted, Told>>,
    bytes: AtomicUsize,
}

/// A path and the range of it.
type Wanted = (String, Option<HeaderValue>);

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
    let origin = Origin::new(origin);
    map::carry(&origin, &files)?;
    let mirror = Mirror {
        origin,
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
    if ["/feed/", "/api/", FOLDER]
        .iter()
        .any(|folder| path.starts_with(folder))
    {
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
        let wanted = (path, asked.get(RANGE).cloned());
        if let Some(kept) = self.kept.get(&wanted) {
            return kept.into_response();
        }
        let (origin, path, asked) = (self.origin.clone(), wanted.0.clone(), asked.clone());
        let told = tokio::task::spawn_blocking(move || origin.ask(&path, &asked)).await;
        match told {
            Ok(Some(told)) => {
                self.kept.keep(wanted, &told);
                told.into_response()
            }
            Ok(None) | Err(_) => problem(
                StatusCode::BAD_GATEWAY,
                "The race's server does not answer; trying again with the next question.\n",
            ),
        }
    }
}

impl Kept {
    fn get(&self, wanted: &Wanted) -> Option<Told> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(wanted).cloned()
    }
    /// Keeps what never changes.
    fn keep(&self, wanted: Wanted, told: &Told) {
        let cache = told.headers.get(CACHE_CONTROL);
        let immutable = cache
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("immutable"));
        let room = self.bytes.load(Relaxed) + told.bytes.len() <= KEPT_BYTES;
        let whole = [StatusCode::OK, StatusCode::PARTIAL_CONTENT].contains(&told.status);
        if whole && immutable && room {
            self.bytes.fetch_add(told.bytes.len(), Relaxed);
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            files.insert(wanted, told.clone());
        }
    }
}
