//! `GET /healthz`: that the server lives, and how its race stands. `GET /readyz`: that it can be asked.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;

use super::Shared;

/// Answers 200 while ticks can be published, else 503 with what is wrong.
pub async fn health(State(shared): State<Shared>) -> impl IntoResponse {
    let standing = shared.status.now();
    let status = match standing.trouble {
        None => StatusCode::OK,
        Some(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(standing))
}

/// Answers 200 while the feed is there and can be published, else 503: for whatever sends spectators here.
pub async fn ready(State(shared): State<Shared>) -> impl IntoResponse {
    let why_not = if shared.stopping.load(Ordering::Relaxed) {
        Some("the server is stopping".to_owned())
    } else {
        shared.status.now().trouble
    };
    let status = match why_not {
        None => StatusCode::OK,
        Some(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    let body = why_not.map_or_else(|| "ready\n".to_owned(), |why| format!("{why}\n"));
    (status, [(CACHE_CONTROL, "no-store")], body)
}
