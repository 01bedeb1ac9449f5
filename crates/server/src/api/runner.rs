//! `GET /api/v1/runners/{bib}`: one runner.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use homestretch_race::event::Role;
use homestretch_race::standings::Group;
use homestretch_race::time::Instant;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer;
use super::ask::{self, Known};
use super::look::{Look, age_group, names, sex_word, status_word, time_text};
use super::problem::Problem;
use super::shapes::{Expected, PlaceIn, Runner, SplitRow};
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
    #[param(value_type = Option<String>, pattern = "^(now|then|[0-9]{1,9})$", example = "then")]
    known: Known,
}

/// One runner
///
/// Status, places and splits of the runner with that bib. Whoever shows results only has no splits before the finish.
#[utoipa::path(
    get, path = "/api/v1/runners/{bib}", tag = "results",
    params(("bib" = String, Path, description = "The number on the shirt, as printed", example = "101"), Asked),
    responses(
        (status = 200, description = "The runner", body = Runner,
            headers(("ETag" = String, description = "For If-None-Match"), ("Cache-Control" = String, description = "How long it may be kept"))),
        (status = 304, description = "Not modified"),
        (status = 400, description = "Not understood", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such bib", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let (bib, asked) = match ask::both(path, query) {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    answer::make(shared, headers, move |shared| {
        let look = shared.api.look(asked.at, asked.known);
        let runner = runner(&look, &bib);
        let runner = runner
            .ok_or_else(|| Problem::missing(format!("There is no bib `{bib}` in this race.")))?;
        let cache = answer::cache(asked.at.is_some(), asked.known);
        Ok(answer::json(&runner, cache))
    })
    .await
}

fn runner(look: &Look, bib: &str) -> Option<Runner> {
    let (race, view) = (look.race(), look.view());
    let entrant = race.roster().by_bib(bib)?;
    let index = race.roster().index(entrant.no)?;
    let contest = race.event().contests.get(entrant.contest)?;
    let places = view.places(index).into_iter().map(|place| PlaceIn {
        among: match place.group {
            Group::All => "contest",
            Group::Sex(_) => "sex",
            Group::Category(_) => "category",
            Group::Noc(_) => "noc",
        }
        .to_owned(),
        place: place.place,
        tied: place.tied,
        of: place.of,
    });
    let splits = view.splits(index).into_iter();
    let splits = splits.filter(|s| contest.points[s.point].role != Role::Helper);
    let splits = splits.map(|split| SplitRow {
        point: contest.points[split.point].key.clone(),
        at_m: contest.points[split.point].at_m,
        at: look.local(split.at),
        gun_ms: split.gun_time.0,
        net_ms: split.net_time.0,
        pace_s_per_km: split.pace_s_per_km.map(|pace| (pace * 10.0).round() / 10.0),
        known_tick: view.told_at(index, split.point).map(|tick| tick.0),
    });
    let arrivals = view.arrivals(index, view.through());
    let home = arrivals.iter().find(|a| a.point == contest.finish());
    let result = view.result(index);
    Some(Runner {
        as_of: look.as_of(),
        bib: entrant.bib.clone(),
        names: names(&entrant.names),
        noc: entrant.noc.clone(),
        sex: entrant.sex.map(sex_word),
        category: look.category(entrant),
        age_group: age_group(entrant),
        contest: contest.key.clone(),
        wave: look.wave(entrant),
        status: status_word(view.status(index)),
        note: view.note(index).map(str::to_owned),
        result_ms: result.map(|time| time.0),
        result: result.map(|time| time_text(time.0)),
        places: places.collect(),
        splits: splits.collect(),
        expected_finish: home.map(|arrival| Expected {
            low: look.local(arrival.p10),
            mid: look.local(arrival.p50),
            high: look.local(arrival.p90),
            estimate: true,
        }),
    })
}
