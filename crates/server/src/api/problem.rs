//! What could not be answered, as problem details (RFC 9457).

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why there is no answer, and what to do about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is; `about:blank` says that the status says it.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The kind of problem in words.
    #[schema(example = "Not Found")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What was wrong this time.
    #[schema(example = "There is no contest `ful`; there are: full, half.")]
    detail: String,
}

impl Problem {
    /// Something that was asked for is not there.
    pub fn missing(detail: String) -> Self {
        Self::of(StatusCode::NOT_FOUND, detail)
    }
    /// Something was asked in a way that is not understood.
    pub fn bad(detail: String) -> Self {
        Self::of(StatusCode::BAD_REQUEST, detail)
    }
    fn of(status: StatusCode, detail: String) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let head = [
            (CONTENT_TYPE, "application/problem+json"),
            (CACHE_CONTROL, "no-store"),
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ];
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (status, head, body).into_response()
    }
}

/// Results are only read here.
pub async fn wrong_method() -> Response {
    let detail = "Results are only read here: use GET or HEAD.".to_owned();
    let mut answer = Problem::of(StatusCode::METHOD_NOT_ALLOWED, detail).into_response();
    let allow = HeaderValue::from_static("GET, HEAD");
    answer.headers_mut().insert(ALLOW, allow);
    answer
}
