//! `POST /api/v1/reads`: reads as JSON, from anything that can send JSON. The answer comes when they are durable.
//!
//! `{"source": "start-line", "reads": [{"no": 1, "chip": "101", "mat": "stadium", "at_ms": 1775433600000}]}`
//! The instant is `at_ms` (epoch milliseconds) or `at` (RFC 3339 with an offset). `no` is the source's own number of
//! the read: sending it again changes nothing. `through_ms`, where the source knows it, says that it has told
//! everything up to that instant; a batch without reads is good for that alone.

use std::net::SocketAddr;

use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, FORWARDED, HeaderMap, HeaderName, ORIGIN};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use homestretch_race::time::Instant;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::Shared;
use crate::store::{Batch, RawRead};
use crate::wall;

/// Who may bring reads.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// The token that sources must show; none means that only this machine may bring reads.
    pub token: Option<String>,
}

/// The request.
#[derive(Debug, Deserialize)]
pub struct Brought {
    source: String,
    #[serde(default)]
    reads: Vec<BroughtRead>,
    through_ms: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct BroughtRead {
    no: u64,
    chip: String,
    mat: String,
    at_ms: Option<i64>,
    at: Option<String>,
    raw: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
struct Acknowledged {
    /// Reads that are durable now.
    new: usize,
    /// Reads that were durable before.
    known: usize,
    /// Of all these, reads of chips that nobody wears.
    unknown_chips: usize,
    /// Of all these, reads of mats that the event does not have.
    unknown_mats: usize,
    /// Numbers that this source has used before for other reads; these reads are not kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<u64>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'static str>,
}

/// Takes reads in.
pub async fn post(
    State(shared): State<Shared>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    body: Result<Json<Brought>, JsonRejection>,
) -> Response {
    if let Err(why) = shared.gate.admits(peer.map(|p| p.0.0), &headers) {
        return problem(StatusCode::FORBIDDEN, why);
    }
    let brought = match body {
        Ok(Json(brought)) => brought,
        Err(rejection) => return problem(rejection.status(), &rejection.body_text()),
    };
    let batch = match batch_from_brought(brought) {
        Ok(batch) => batch,
        Err(why) => return problem(StatusCode::UNPROCESSABLE_ENTITY, &why),
    };
    match shared.door.submit(batch).await {
        Ok(ack) => {
            let conflict = !ack.kept.conflicts.is_empty();
            let answer = Acknowledged {
                new: ack.kept.n_new,
                known: ack.kept.n_known,
                unknown_chips: ack.unknown_chips,
                unknown_mats: ack.unknown_mats,
                conflicts: ack.kept.conflicts,
                remedy: conflict.then_some(
                    "a source that counts from the beginning again takes a new name; send these reads under it",
                ),
            };
            let status = if conflict {
                StatusCode::CONFLICT
            } else {
                StatusCode::OK
            };
            (status, Json(answer)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "reads could not be kept");
            problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "The reads could not be kept; nothing is acknowledged. Send them again.",
            )
        }
    }
}

impl Gate {
    /// Without a token only programs on this machine are let in: no page in a browser, and nobody through a proxy,
    /// who would look like this machine.
    fn admits(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> Result<(), &'static str> {
        if let Some(token) = &self.token {
            let shown = headers.get(AUTHORIZATION).and_then(|h| h.to_str().ok());
            let shown = shown
                .and_then(|h| h.strip_prefix("Bearer "))
                .unwrap_or_default();
            let same: bool = shown.trim().as_bytes().ct_eq(token.as_bytes()).into();
            return same
                .then_some(())
                .ok_or("Show the token of this race: `Authorization: Bearer TOKEN`.");
        }
        let foreign: [HeaderName; 4] = [
            FORWARDED,
            ORIGIN,
            HeaderName::from_static("x-forwarded-for"),
            HeaderName::from_static("sec-fetch-site"),
        ];
        let local = peer.is_some_and(|p| p.ip().is_loopback());
        if local && !foreign.iter().any(|name| headers.contains_key(name)) {
            return Ok(());
        }
        Err(
            "Without a token, reads are taken from programs on this machine alone; start the server with --token-file.",
        )
    }
}

fn batch_from_brought(brought: Brought) -> Result<Batch, String> {
    let source = brought.source.trim();
    if source.is_empty() || source.len() > 100 || source.starts_with('@') {
        return Err(
            "`source` is a name of 1 to 100 characters that does not begin with @.".to_owned(),
        );
    }
    let mut reads = Vec::with_capacity(brought.reads.len());
    for read in brought.reads {
        let no = read.no;
        let at = match (read.at_ms, read.at) {
            (Some(at_ms), None) => Instant(at_ms),
            (None, Some(at)) => at
                .parse::<jiff::Timestamp>()
                .map(|t| Instant(t.as_millisecond()))
                .map_err(|error| {
                    format!(
                        "read {no}: `at` {at}: {error}; write it as 2026-04-05T09:00:00.0+09:00."
                    )
                })?,
            _ => return Err(format!("read {no}: give either `at_ms` or `at`.")),
        };
        if !PLAUSIBLE_MS.contains(&at.0) {
            return Err(format!(
                "read {no}: {} is not a time of this century in epoch milliseconds.",
                at.0
            ));
        }
        reads.push(RawRead {
            no,
            chip: read.chip,
            mat: read.mat,
            at,
            raw: read.raw,
        });
    }
    Ok(Batch {
        source: source.to_owned(),
        received: wall::now(),
        reads,
        said: Vec::new(),
        through: brought.through_ms.map(Instant),
    })
}

/// 2000 to 2100: outside, seconds were sent for milliseconds or the like.
const PLAUSIBLE_MS: std::ops::Range<i64> = 946_684_800_000..4_102_444_800_000;

fn problem(status: StatusCode, text: &str) -> Response {
    (status, Json(serde_json::json!({ "problem": text }))).into_response()
}
