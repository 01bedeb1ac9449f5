//! `GET` and `HEAD` of files: feed, app, words. Answers from memory, with the right form, tag and cache rule.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::Full;

use super::headers::Policy;
use super::{Shared, headers, light};
use crate::files::{Body, Files, Found, Kind, app, negotiate};

/// Answers with the file of that name.
pub async fn get(State(shared): State<Shared>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = "Files are only read here: use GET or HEAD.\n";
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], text).into_response();
    }
    let path = request.uri().path();
    let asked = request.headers();
    let path = if path == "/" { app::INDEX } else { path };
    match shared.files.get(path) {
        Found::Here(body) => answer_of(path, &body, asked, &shared.policy),
        Found::Gone => problem(
            StatusCode::GONE,
            "This file was withdrawn. Delete your copy and start again from the newest head.\n",
        ),
        Found::Missing => {
            if let Some(body) = light::body(&shared, path).await {
                return answer(&body, asked, &shared.policy);
            }
            match page(&shared.files, path) {
                Some((file, page)) => answer_of(&file, &page, asked, &shared.policy),
                None => problem(
                    StatusCode::NOT_FOUND,
                    "There is no file of that name here.\n",
                ),
            }
        }
    }
}

/// The answer with something made on demand.
pub(crate) fn answer(body: &Body, asked: &HeaderMap, policy: &Policy) -> Response {
    answer_of("", body, asked, policy)
}

/// The answer with a file.
pub(crate) fn answer_of(file: &str, body: &Body, asked: &HeaderMap, policy: &Policy) -> Response {
    whole_answer(file, body, asked, policy).map(axum::body::Body::new)
}

/// The answer with a file in the form that suits the client, or that it has it already; all of it at hand.
/// The body of an answer to `HEAD` is left out by the HTTP library, which keeps its length.
pub(crate) fn whole_answer(
    file: &str,
    body: &Body,
    asked: &HeaderMap,
    policy: &Policy,
) -> axum::http::Response<Full<Bytes>> {
    let (packed, encoding) = negotiate::form(body, asked);
    let mut answer = axum::http::Response::new(Full::default());
    let mut head = HeaderMap::with_capacity(12);
    head.insert(ETAG, packed.etag.clone());
    head.insert(CACHE_CONTROL, body.cache.header());
    if body.brotli.is_some() || body.gzip.is_some() {
        head.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    if negotiate::has_already(packed, asked) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        head.insert(CONTENT_TYPE, body.kind.header());
        if let Some(encoding) = encoding {
            head.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        headers::on_file(&mut head);
        if body.kind == Kind::Html {
            policy.on_page(&mut head, file);
        }
        *answer.body_mut() = Full::new(packed.bytes.clone());
        if packed.copy.is_some() {
            // For the connection, which sends it from there.
            answer.extensions_mut().insert(packed.clone());
        }
    }
    *answer.headers_mut() = head;
    answer
}

/// The page that finds its way in that address, and its file: one with a program of its own, such as the screen's, else
/// the app's.
pub(crate) fn page(files: &Files, path: &str) -> Option<(String, Arc<Body>)> {
    if !is_app_route(path) {
        return None;
    }
    let first = path.split('/').nth(1).unwrap_or_default();
    let own = format!("/{first}{}", app::INDEX);
    [own, app::INDEX.to_owned()]
        .into_iter()
        .find_map(|file| match files.get(&file) {
            Found::Here(page) => Some((file, page)),
            _ => None,
        })
}

/// Whether an address is one of the app's own pages, which the app itself finds its way in.
/// Everything with a dot is a file, and a file that is not there is an error that must be seen.
fn is_app_route(path: &str) -> bool {
    let elsewhere = ["/feed/", "/api/", "/r/", "/words/"];
    let is_elsewhere = elsewhere
        .iter()
        .any(|prefix| path.starts_with(prefix) || path == prefix.trim_end_matches('/'));
    !path.contains('.') && !is_elsewhere
}

pub(crate) fn problem(status: StatusCode, text: &'static str) -> Response {
    let mut head = HeaderMap::with_capacity(3);
    head.insert(CONTENT_TYPE, Kind::Text.header());
    // A file that is not there yet may be there a second later.
    head.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers::on_file(&mut head);
    (status, head, text).into_response()
}
