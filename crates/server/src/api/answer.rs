//! From a value to an answer: JSON or a table, with tag and cache rule.

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_DISPOSITION, HeaderMap};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use homestretch_press::table::Table;
use serde::Serialize;

use super::ask::{Known, Page};
use super::problem::Problem;
use super::shapes::Paging;
use crate::files::body::Effort;
use crate::files::{Body, Cache, Kind};
use crate::http::{Shared, files};

/// How long an answer may be kept: one about the past, by what was known then, hardly ever changes.
pub fn cache(fixed_instant: bool, known: Known) -> Cache {
    match (fixed_instant, known) {
        (true, Known::At(_)) => Cache::Seconds(60),
        _ => Cache::Seconds(1),
    }
}

/// An answer that is made off the async threads, for a big field takes its time.
pub async fn make(
    shared: Shared,
    asked: HeaderMap,
    make: impl FnOnce(&Shared) -> Result<Body, Problem> + Send + 'static,
) -> Response {
    let to_make = shared.clone();
    let made = tokio::task::spawn_blocking(move || make(&to_make)).await;
    let body = match made {
        Ok(Ok(body)) => body,
        Ok(Err(problem)) => return problem.into_response(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let mut answer = files::answer(&body, &asked, &shared.policy);
    let head = answer.headers_mut();
    // Results are public: a newsroom's own page may ask for them.
    head.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if body.kind == Kind::Csv {
        let as_file = HeaderValue::from_static("attachment; filename=\"results.csv\"");
        head.insert(CONTENT_DISPOSITION, as_file);
    }
    answer
}

/// JSON.
pub fn json(value: &impl Serialize, cache: Cache) -> Body {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Body::packed(bytes, Kind::Json, cache, Effort::Quick)
}

/// CSV.
pub fn csv(table: &Table, cache: Cache) -> Body {
    Body::packed(table.csv(), Kind::Csv, cache, Effort::Quick)
}

/// Where a page lies in a list of so many.
pub fn paging(page: Page, total: usize) -> Paging {
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    let next = page.offset.saturating_add(page.limit);
    Paging {
        total,
        offset: page.offset,
        limit: page.limit,
        next_offset: (next < total).then_some(next),
    }
}
