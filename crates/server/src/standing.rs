//! A feed that stands still: a folder that was published or exported, served by a machine that has no race of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use homestretch_feed::{PREFIX, paths};

use crate::files::{Body, Cache, Edit, Files, Found, app};
use crate::http::files::{answer_of, page, problem};
use crate::http::headers::Policy;
use crate::raceless::{self, RacelessError, Running};

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum StandingError {
    #[error(
        "`{0}` holds no feed: there is no feed/v1/live.json; make one with `homestretch export`"
    )]
    NoFeed(String),
    #[error(transparent)]
    Listen(#[from] RacelessError),
    #[error(transparent)]
    App(#[from] app::AppError),
}

#[derive(Clone)]
struct Standing {
    files: Arc<Files>,
    policy: Arc<Policy>,
}

/// Serves the folder as it is now.
///
/// # Errors
/// When there is no feed in it, or the address cannot be had.
pub fn start(folder: &Path, listen: SocketAddr, policy: Policy) -> Result<Running, StandingError> {
    let files = Arc::new(Files::default());
    if !folder.join("feed/v1").join(paths::LIVE).is_file() {
        return Err(StandingError::NoFeed(folder.display().to_string()));
    }
    app::load(folder, &files)?;
    keep_as_the_race_does(&files);
    let pack = Arc::clone(&files);
    std::thread::spawn(move || app::pack_all(&pack));
    let standing = Standing {
        files,
        policy: Arc::new(policy),
    };
    let router = Router::new().fallback(get).with_state(standing);
    Ok(raceless::start(router, listen)?)
}

/// Files of the feed may be kept as long as the race's own server says; what names people, a day.
fn keep_as_the_race_does(files: &Files) {
    let mut edit = Edit::default();
    for path in files.paths(PREFIX) {
        let Found::Here(body) = files.get(&path) else {
            continue;
        };
        let name = path.strip_prefix(PREFIX).unwrap_or_default();
        let numbered = name.starts_with("ticks/") || name.starts_with("keyframes/");
        let cache = if name.starts_with("entrants-") {
            Cache::Day
        } else if numbered || paths::is_name(name) {
            Cache::Immutable
        } else {
            Cache::Seconds(5)
        };
        let body = Body {
            cache,
            ..Body::clone(&body)
        };
        edit.put(path, body);
    }
    files.change(edit);
}

async fn get(State(standing): State<Standing>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = "This race stands still here, and is only read.\n";
        return problem(StatusCode::METHOD_NOT_ALLOWED, text);
    }
    let path = request.uri().path();
    let at = if path == "/" { app::INDEX } else { path };
    match standing.files.get(at) {
        Found::Here(body) => answer_of(path, &body, request.headers(), &standing.policy),
        Found::Gone | Found::Missing => match page(&standing.files, path) {
            Some((file, page)) => answer_of(&file, &page, request.headers(), &standing.policy),
            None => problem(
                StatusCode::NOT_FOUND,
                "There is no file of that name here.\n",
            ),
        },
    }
}
