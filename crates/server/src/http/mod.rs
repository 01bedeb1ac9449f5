//! The HTTP face: which address leads where. What is behind an address lies in the files beside this one.

pub mod files;
pub mod front;
pub mod gate;
mod greeting;
pub mod headers;
pub mod health;
pub mod light;
pub mod listening;
pub mod metrics;
pub mod office;
mod open_files;
mod outgoing;
pub mod pages;
pub mod patient;
pub mod reads;
pub mod screen;
pub mod serve;
pub mod sources;
pub mod tls;
pub mod venue;
pub mod watch;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::api::{self, Api};
use crate::door::Door;
use crate::files::Files;
use crate::files::map_file::MapFile;
use crate::hub::run::Line;
use crate::hub::status::Status;
use crate::lights::Lights;
use crate::pages::Pages;
use crate::screens::Screens;
use front::Front;
use gate::Gate;
use headers::Policy;
use serve::Site;
use watch::Answers;

/// A day's reads of a big race fit into one body of so many bytes; more is refused.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// What every handler may use.
#[derive(Clone)]
pub struct Shared {
    /// The files of feed and app.
    pub files: Arc<Files>,
    /// The light files, made when asked for.
    pub lights: Arc<Lights>,
    /// The results API.
    pub api: Arc<Api>,
    /// The pages without the app.
    pub pages: Arc<Pages>,
    /// Where reads go in.
    pub door: Door,
    /// Who may bring reads.
    pub gate: Arc<Gate>,
    /// What pages may load.
    pub policy: Arc<Policy>,
    /// Where the server listens.
    pub address: SocketAddr,
    /// Where it serves with a certificate.
    pub secure: Option<SocketAddr>,
    /// What the screens are told.
    pub screens: Arc<Screens>,
    /// How the race and its reads stand.
    pub status: Arc<Status>,
    /// How many answers there were.
    pub answers: Arc<Answers>,
    /// What comes in may take so long.
    pub body_patience: Duration,
    /// The way to the hub.
    pub line: Line,
    /// What publishing has done, where feed and app are published.
    pub published: Option<Arc<crate::publish::Meter>>,
    /// True from the moment that the server is told to stop.
    pub stopping: Arc<AtomicBool>,
}

/// All that the server answers.
pub fn site(shared: Shared, map_file: Option<&MapFile>) -> Site {
    Site {
        front: Some(Front::of(&shared)),
        router: router(shared, map_file),
    }
}

/// All addresses of the server.
fn router(shared: Shared, map_file: Option<&MapFile>) -> Router {
    let map = map_file.map_or_else(Router::new, |file| {
        Router::new().route(file.address(), file.serve())
    });
    map.route("/healthz", get(health::health))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::get))
        .route("/api/v1/reads", post(reads::post))
        .route("/r", get(pages::ask))
        .route("/r/", get(pages::ask))
        .route("/r/{bib}", get(pages::runner))
        .route("/api/v1/venue", get(venue::get))
        .route("/api/v1/screen", get(screen::get).post(screen::post))
        .route("/api/v1/sources", get(sources::get))
        .route("/api/v1/sources/{name}", post(sources::post))
        .nest("/api/v1/office", office::router(&shared))
        .merge(api::router())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .fallback(files::get)
        .layer(from_fn_with_state(shared.clone(), watch::watch))
        .with_state(shared)
}
