//! `GET /api/v1/openapi.json`: what the API answers, made from the code that answers.

use std::sync::OnceLock;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::response::Response;
use utoipa::OpenApi;

use crate::files::body::Effort;
use crate::files::{Body, Cache, Kind};
use crate::http::{Shared, files};

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Homestretch results",
        description = "Results of a chip-timed road race for newsrooms: standings, splits, the story so far and every correction, as of any instant, as known then or known now. Times are milliseconds in whole tenths of a second; instants are RFC 3339.",
        license(name = "The data: see the organiser", identifier = "LicenseRef-organiser"),
    ),
    paths(
        super::contests::get,
        super::standings::get,
        super::story::get,
        super::runner::get,
        super::corrections::get,
    ),
    tags((name = "results", description = "Results and what became of them"))
)]
struct Description;

/// Answers with the description.
pub async fn get(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    static BODY: OnceLock<Body> = OnceLock::new();
    let body = BODY.get_or_init(|| {
        let text = Description::openapi().to_pretty_json().unwrap_or_default();
        Body::packed(
            text.into_bytes(),
            Kind::Json,
            Cache::Seconds(60),
            Effort::Quick,
        )
    });
    let mut answer = files::answer(body, &headers, &shared.policy);
    let anybody = HeaderValue::from_static("*");
    answer
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    answer
}
