//! `GET /healthz`: that the server lives, and how its race stands.

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
