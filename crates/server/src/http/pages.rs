//! `GET /r/BIB`: one runner without the app, and `GET /r/`: which one. In the reader's language.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderName, LOCATION, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Shared, files};
use crate::files::Body;
use crate::pages::{Asked, in_address, speech};
use crate::wall;

/// Browsers take it as they take `<meta http-equiv="refresh">`.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// What an address may say beside the bib.
#[derive(Debug, Default, Deserialize)]
pub struct Wish {
    lang: Option<String>,
    still: Option<String>,
    bib: Option<String>,
}

impl Wish {
    fn asked(&self, headers: &HeaderMap) -> Asked {
        let accepted = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let lang = self.lang.as_deref().filter(|lang| !lang.is_empty());
        Asked {
            tag: speech::choose(lang, accepted.unwrap_or_default()),
            by_address: lang.is_some(),
            still: self.still.is_some(),
        }
    }
}

/// Answers with the page of a runner, or says kindly that there is none.
pub async fn runner(
    State(shared): State<Shared>,
    Path(bib): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let asked = wish.asked(&headers);
    let pages = Arc::clone(&shared.pages);
    // In a big field the first page of a tick takes a while, so it does not hold up the thread that answers everybody.
    let wanted = bib.clone();
    let made = tokio::task::spawn_blocking(move || pages.runner(&wanted, asked, wall::now())).await;
    let Some(page) = made.ok().flatten() else {
        // What was asked for is repeated, but not at any length.
        let bib: String = bib.chars().take(20).collect();
        let mut answer = answer(&shared.pages.ask(Some(&bib), asked), &headers, &shared);
        if answer.status() == StatusCode::OK {
            *answer.status_mut() = StatusCode::NOT_FOUND;
        }
        return answer;
    };
    let mut answer = answer(&page.body, &headers, &shared);
    if let Some(renew_s) = page.renew_s {
        answer
            .headers_mut()
            .insert(REFRESH, HeaderValue::from(renew_s));
    }
    answer
}

/// Answers with the page that asks for a bib, or sends on to the bib that was entered there.
pub async fn ask(
    State(shared): State<Shared>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let asked = wish.asked(&headers);
    if let Some(bib) = wish
        .bib
        .as_deref()
        .map(str::trim)
        .filter(|bib| !bib.is_empty())
    {
        let lang = if asked.by_address {
            format!("?lang={}", asked.tag)
        } else {
            String::new()
        };
        let to = format!("/r/{}{lang}", in_address(bib));
        if let Ok(to) = HeaderValue::from_str(&to) {
            return (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
        }
    }
    answer(&shared.pages.ask(None, asked), &headers, &shared)
}

fn answer(body: &Body, headers: &HeaderMap, shared: &Shared) -> Response {
    let mut answer = files::answer(body, headers, &shared.policy);
    answer.headers_mut().insert(
        VARY,
        HeaderValue::from_static("accept-encoding, accept-language"),
    );
    answer
}
