//! `GET /api/v1/contests`: what is run, by which points, and how many are where.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use homestretch_race::event::{RankBy, Role};
use homestretch_race::time::Instant;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer;
use super::ask::{self, Known};
use super::look::{Look, names, sex_word, time_text};
use super::problem::Problem;
use super::shapes::{ContestBrief, Contests, PointBrief, RankWord, RecordBrief, WaveBrief};
use crate::http::Shared;

/// As of when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The race instant asked about: RFC 3339. Without it, the instant up to which every known read is in.
    #[serde(default, deserialize_with = "ask::instant")]
    #[param(value_type = Option<String>, format = DateTime, example = "2026-04-05T01:32:00Z")]
    at: Option<Instant>,
    /// What counts as known: `now`, `then` (what was known at the instant asked about) or the number of a tick.
    #[serde(default, deserialize_with = "ask::known")]
    #[param(value_type = Option<String>, pattern = "^(now|then|[0-9]{1,9})$", example = "now")]
    known: Known,
}

/// The contests
///
/// All contests of the event with their points, waves and records, and how many are where.
#[utoipa::path(
    get, path = "/api/v1/contests", params(Asked), tag = "results",
    responses(
        (status = 200, description = "The contests", body = Contests,
            headers(("ETag" = String, description = "For If-None-Match"), ("Cache-Control" = String, description = "How long it may be kept"))),
        (status = 304, description = "Not modified"),
        (status = 400, description = "Not understood", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    State(shared): State<Shared>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let asked = match ask::query(query) {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    answer::make(shared, headers, move |shared| {
        let look = shared.api.look(asked.at, asked.known);
        let all = 0..look.race().event().contests.len();
        let contests = Contests {
            as_of: look.as_of(),
            contests: all.map(|contest| brief(&look, contest)).collect(),
        };
        let cache = answer::cache(asked.at.is_some(), asked.known);
        Ok(answer::json(&contests, cache))
    })
    .await
}

fn brief(look: &Look, contest: usize) -> ContestBrief {
    let (race, view) = (look.race(), look.view());
    let of = &race.event().contests[contest];
    let tally = view.tally(contest);
    let waves = of.waves.iter().enumerate().map(|(wave, of)| WaveBrief {
        key: of.key.clone(),
        gun: look.local(view.gun(contest, wave)),
        fired: race.gun_fired(contest, wave, look.known),
    });
    let points = of.points.iter().zip(&tally.passed);
    let points = points.map(|(point, (passed, _))| PointBrief {
        key: point.key.clone(),
        names: names(&point.names),
        at_m: point.at_m,
        shown: point.role != Role::Helper,
        passed: *passed,
    });
    let records = of.records.iter().map(|record| RecordBrief {
        sex: record.sex.map(sex_word),
        time_ms: record.time.0,
        time: time_text(record.time.0),
        holder: names(&record.holder),
        year: record.year,
    });
    ContestBrief {
        key: of.key.clone(),
        names: names(&of.names),
        length_m: of.length_m,
        rank_by: match of.rank_by {
            RankBy::Gun => RankWord::Gun,
            RankBy::Net => RankWord::Net,
        },
        waves: waves.collect(),
        points: points.collect(),
        records: records.collect(),
        entrants: tally.on_course + tally.finished + tally.out + tally.not_started,
        on_course: tally.on_course,
        finished: tally.finished,
        out: tally.out,
        not_started: tally.not_started,
    }
}
