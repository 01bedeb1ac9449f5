//! `POST /api/v1/reads`: reads as JSON, from anything that can send JSON. The answer comes when they are durable.
//!
//! `{"source": "start-line", "reads": [{"no": 1, "chip": "101", "mat": "stadium", "at_ms": 1775433600000}]}`
//! The instant is `at_ms` (epoch milliseconds) or `at` (RFC 3339 with an offset). `no` is the source's own number of
//! the read: sending it again changes nothing; without numbers the same chip, mat and instant is the same read.
//! A runner may be told by bib instead of chip: `"chip": "bib:101"`. `through_ms`, where the source knows it, says that it has told
//! everything up to that instant; a batch without reads is good for that alone.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use homestretch_race::time::Instant;
use serde::{Deserialize, Serialize};

use super::Shared;
use super::gate::Shown;
use crate::door::Ack;
use crate::sources::content_no;
use crate::sources::moment::PLAUSIBLE_MS;
use crate::sources::session::Reject;
use crate::store::{Batch, RawRead, StoreError};
use crate::wall;

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
    no: Option<u64>,
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
    /// Lines and records that were not understood; the others are kept.
    #[serde(skip_serializing_if = "is_zero")]
    n_rejected: usize,
    /// The first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rejected: Vec<Rejected>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Rejected {
    why: &'static str,
    what: String,
}

/// So many of what was not understood are shown in an answer.
const REJECTS_SHOWN: usize = 20;

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// Takes reads in.
pub async fn post(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let shown = Shown::of(&parts.uri, &parts.headers, &parts.extensions);
    let sources = shared.door.sources();
    let owns = sources.all().into_iter().filter_map(|s| s.token.as_ref());
    // A body of many megabytes is not read from somebody who cannot be let in, whatever it says.
    if let Err(why) = shared.gate.may_admit(shown, owns) {
        return shared.gate.refuse(shown, why).await;
    }
    let request = Request::from_parts(parts.clone(), body);
    let brought = match Json::<Brought>::from_request(request, &()).await {
        Ok(Json(brought)) => Ok(brought),
        Err(rejection) => Err(problem(rejection.status(), &rejection.body_text())),
    };
    let setup = brought.as_ref().ok();
    let setup = setup.and_then(|b| sources.get(b.source.trim()));
    // A source's own token admits to its own reads alone.
    if let Err(why) = shared
        .gate
        .admits(shown, setup.and_then(|s| s.token.as_ref()))
    {
        return shared.gate.refuse(shown, why).await;
    }
    let brought = match brought {
        Ok(brought) => brought,
        Err(answer) => return answer,
    };
    let batch = match batch_from_brought(brought) {
        Ok(batch) => batch,
        Err(why) => return problem(StatusCode::UNPROCESSABLE_ENTITY, &why),
    };
    kept(shared.door.submit(batch).await, &[])
}

/// The answer to reads that were to be kept.
pub(super) fn kept(ack: Result<Ack, StoreError>, rejects: &[Reject]) -> Response {
    match ack {
        Ok(ack) => {
            let conflict = !ack.kept.conflicts.is_empty();
            let rejected = rejects.iter().map(|reject| Rejected {
                why: reject.why,
                what: reject.what.clone(),
            });
            let answer = Acknowledged {
                new: ack.kept.n_new,
                known: ack.kept.n_known,
                unknown_chips: ack.unknown_chips,
                unknown_mats: ack.unknown_mats,
                conflicts: ack.kept.conflicts,
                n_rejected: rejects.len(),
                rejected: rejected.take(REJECTS_SHOWN).collect(),
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

fn batch_from_brought(brought: Brought) -> Result<Batch, String> {
    let source = brought.source.trim();
    if source.is_empty() || source.len() > 100 || source.starts_with('@') {
        return Err(
            "`source` is a name of 1 to 100 characters that does not begin with @.".to_owned(),
        );
    }
    let mut reads = Vec::with_capacity(brought.reads.len());
    for (read, nth) in brought.reads.into_iter().zip(1_u64..) {
        let no = read.no.unwrap_or(nth);
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
            no: read
                .no
                .unwrap_or_else(|| content_no(&read.chip, &read.mat, at)),
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

/// An answer that says what is wrong.
pub(super) fn problem(status: StatusCode, text: &str) -> Response {
    (status, Json(serde_json::json!({ "problem": text }))).into_response()
}
