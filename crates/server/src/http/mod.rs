//! The HTTP face: which address leads where. What is behind an address lies in the files beside this one.

pub mod files;
pub mod headers;
pub mod health;
pub mod light;
pub mod reads;
pub mod serve;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::door::Door;
use crate::files::Files;
use crate::hub::status::Status;
use crate::lights::Lights;
use headers::Policy;
use reads::Gate;

/// What every handler may use.
#[derive(Clone)]
pub struct Shared {
    /// The files of feed and app.
    pub files: Arc<Files>,
    /// The light files, made when asked for.
    pub lights: Arc<Lights>,
    /// Where reads go in.
    pub door: Door,
    /// Who may bring reads.
    pub gate: Arc<Gate>,
    /// What pages may load.
    pub policy: Arc<Policy>,
    /// How the race and its reads stand.
    pub status: Arc<Status>,
}

/// All addresses of the server.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/healthz", get(health::health))
        .route("/api/v1/reads", post(reads::post))
        .fallback(files::get)
        .with_state(shared)
}
