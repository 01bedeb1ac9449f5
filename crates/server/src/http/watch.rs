//! Around every request: counts answers by their kind, and gives up on bodies that do not come.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::reads::problem;
use super::{MAX_BODY_BYTES, Shared};

/// How many answers there were, by the first digit of their status.
#[derive(Debug, Default)]
pub struct Answers([AtomicU64; 6]);

impl Answers {
    pub(super) fn count(&self, status: StatusCode) {
        let kind = usize::from(status.as_u16() / 100);
        if let Some(count) = self.0.get(kind) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The counts, from 1xx to 5xx.
    pub fn all(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.0.iter().enumerate().skip(1);
        counts.map(|(kind, count)| (kind, count.load(Ordering::Relaxed)))
    }
}

/// A body that says itself that it is too long need not come in first.
fn is_too_long(request: &Request) -> bool {
    let said = request.headers().get(CONTENT_LENGTH);
    let bytes = said.and_then(|text| text.to_str().ok()?.parse::<usize>().ok());
    bytes.is_some_and(|bytes| bytes > MAX_BODY_BYTES)
}

/// Answers the request, watched over.
pub async fn watch(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let brings = !matches!(*request.method(), Method::GET | Method::HEAD);
    let answer = if brings && is_too_long(&request) {
        problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is too long. Send it in smaller pieces.",
        )
    } else if brings {
        match tokio::time::timeout(shared.body_patience, next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => problem(
                StatusCode::REQUEST_TIMEOUT,
                "The request took too long to come in. Send it again, in smaller pieces.",
            ),
        }
    } else {
        next.run(request).await
    };
    shared.answers.count(answer.status());
    answer
}
