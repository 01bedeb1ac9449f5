//! `GET /api/v1/screen`: what the screens are told. `POST`: the race office's remote tells them something else; always
//! the whole document, so that nobody needs to know what was said before.

use std::net::SocketAddr;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH};
use axum::response::{IntoResponse, Response};
use homestretch_feed::orders;

use super::Shared;
use super::gate::Shown;
use super::reads::problem;
use crate::screens::Said;
use crate::wall;

/// Answers with the orders, or that they are as they were.
pub async fn get(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let said = now(&shared).await;
    let known = headers.get(IF_NONE_MATCH).and_then(|h| h.to_str().ok());
    if known.is_some_and(|known| known.contains(&said.etag)) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, said.etag)]).into_response();
    }
    answer(said)
}

/// Takes other orders.
pub async fn post(
    State(shared): State<Shared>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let shown = Shown {
        peer: peer.map(|p| p.0.0),
        headers: &headers,
        query: query.as_deref(),
    };
    let office = shared.gate.admits_office(shown).map(drop);
    if let Err(why) = office.or_else(|_| shared.gate.admits(shown, None)) {
        return shared.gate.refuse(shown, why).await;
    }
    let orders = match orders::read(&body) {
        Ok(parsed) => parsed.value,
        Err(error) => return problem(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    };
    match shared.screens.set(orders) {
        Ok(()) => answer(now(&shared).await),
        Err(error) => problem(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// What the screens are told now: by the remote, and by the race office where it announces something.
async fn now(shared: &Shared) -> Said {
    let notice = shared.line.look(|hub| hub.notice(wall::now()));
    shared.screens.now(notice.await.unwrap_or_default())
}

fn answer(said: Said) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (ETAG, said.etag),
    ];
    (headers, said.bytes).into_response()
}
