//! A feed that stands still: a folder that was published or exported, served by a machine that has no race of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use homestretch_feed::{PREFIX, paths};
use tokio::sync::oneshot;

use crate::files::{Body, Cache, Edit, Files, Found, app};
use crate::http::files::{answer, page, problem};
use crate::http::headers::Policy;
use crate::http::serve::{self, Limits, ListenError};
use crate::signal;

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum StandingError {
    #[error(
        "`{0}` holds no feed: there is no feed/v1/live.json; make one with `homestretch export`"
    )]
    NoFeed(String),
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error(transparent)]
    App(#[from] app::AppError),
    #[error("the system gives no thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// A running server of a folder.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    runtime: tokio::runtime::Runtime,
    stop: oneshot::Sender<()>,
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let listener = runtime.block_on(serve::bind(listen))?;
    let address = listener.local_addr()?;
    let standing = Standing {
        files,
        policy: Arc::new(policy),
    };
    let router = Router::new().fallback(get).with_state(standing);
    let (stop, stopped) = oneshot::channel();
    runtime.spawn(async move {
        let stop = async {
            let _ = stopped.await;
        };
        serve::serve(listener, router, Limits::USUAL, stop).await;
    });
    Ok(Running {
        address,
        runtime,
        stop,
    })
}

impl Running {
    /// Waits for Ctrl-C or the system's request to end.
    pub fn wait_for_signal(&self) {
        self.runtime.block_on(signal::to_end());
    }
    /// Stops.
    pub fn stop(self) {
        let _ = self.stop.send(());
        self.runtime.shutdown_timeout(Duration::from_secs(1));
    }
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
        Found::Here(body) => answer(&body, request.headers(), &standing.policy),
        Found::Gone | Found::Missing => match page(&standing.files, path) {
            Some(page) => answer(&page, request.headers(), &standing.policy),
            None => problem(
                StatusCode::NOT_FOUND,
                "There is no file of that name here.\n",
            ),
        },
    }
}
