//! The results API for newsrooms, `/api/v1/…`: contests, standings, runners, story and corrections, as of any instant,
//! as known then or now. JSON, CSV and Atom; docs/API.md says how to use it, and the description is made from this code.

mod answer;
mod ask;
mod atom;
mod contests;
mod corrections;
mod description;
mod look;
mod problem;
mod runner;
mod shapes;
mod sheet;
mod standings;
mod story;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::http::Shared;
use crate::hub::published::Published;
use crate::pages::public_url::PublicUrl;

/// What the API answers from.
#[derive(Debug)]
pub struct Api {
    published: Arc<Published>,
    public: Option<PublicUrl>,
}

impl Api {
    /// For the race as published; `public` is the address that the world knows the server by.
    pub fn new(published: Arc<Published>, public: Option<PublicUrl>) -> Self {
        Self { published, public }
    }
}

/// The API's addresses.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v1/openapi.json", get(description::get))
        .route("/api/v1/contests", get(contests::get))
        .route("/api/v1/contests/{contest}/standings", get(standings::get))
        .route("/api/v1/contests/{contest}/story", get(story::get))
        .route("/api/v1/runners/{bib}", get(runner::get))
        .route("/api/v1/corrections", get(corrections::get))
        .method_not_allowed_fallback(problem::wrong_method)
}
