//! `GET /api/v1/contests/{contest}/standings`: who is where, in order of place.

use std::collections::{BTreeMap, HashMap};

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use homestretch_race::event::Role;
use homestretch_race::roster::Entrant;
use homestretch_race::standings::{Group, Standing};
use homestretch_race::time::{Instant, Span};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ask::{self, Form, Known, Page};
use super::look::{Look, age_group, names, sex_word, status_word, time_text};
use super::problem::Problem;
use super::shapes::{SexWord, StandingRow, Standings, StatusWord};
use super::{answer, sheet};
use crate::http::Shared;

/// As of when, and which rows.
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
    /// The standing at this point alone, by its key.
    point: Option<String>,
    /// Only this sex; places stay those of the contest, and `place_in_sex` is beside them.
    #[param(inline)]
    sex: Option<SexWord>,
    /// Only this committee, by its three letters.
    #[param(example = "PRK")]
    noc: Option<String>,
    /// Only this category, by its key.
    category: Option<String>,
    /// Only those with this status; nobody is counted as overdue here.
    #[param(inline)]
    status: Option<StatusWord>,
    /// So many are left out first.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: Option<u32>,
    /// So many at most; 1000 where nothing is said.
    #[param(minimum = 1, maximum = 100_000)]
    limit: Option<u32>,
    /// JSON or CSV.
    #[serde(default)]
    #[param(inline)]
    format: Form,
    /// Language of the names in CSV.
    #[param(example = "ko")]
    lang: Option<String>,
}

/// The standings of a contest
///
/// As of any instant, by what was known then or is known now. Those without a place come last; the order is stable.
#[utoipa::path(
    get, path = "/api/v1/contests/{contest}/standings", tag = "results",
    params(("contest" = String, Path, description = "Key of the contest", example = "full"), Asked),
    responses(
        (status = 200, description = "The standings", content((Standings = "application/json"), (String = "text/csv")),
            headers(("ETag" = String, description = "For If-None-Match"), ("Cache-Control" = String, description = "How long it may be kept"))),
        (status = 304, description = "Not modified"),
        (status = 400, description = "Not understood", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such contest, point or category", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let (contest, asked) = match ask::both(path, query) {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    answer::make(shared, headers, move |shared| {
        let page = Page::of(asked.offset, asked.limit)?;
        let look = shared.api.look(asked.at, asked.known);
        let contest = look.contest(&contest)?;
        let point = asked.point.as_deref();
        let point = point.map(|key| look.point(contest, key)).transpose()?;
        let rows = wanted(&look, contest, point, &asked)?;
        let total = rows.len();
        let rows: Vec<StandingRow> = page
            .cut(rows)
            .into_iter()
            .filter_map(|placed| row(&look, contest, &placed))
            .collect();
        let cache = answer::cache(asked.at.is_some(), asked.known);
        if asked.format == Form::Csv {
            let source = shared.api.source(&look, "/");
            let table = sheet::table(&look, contest, &rows, asked.lang.as_deref(), &source);
            return Ok(answer::csv(&table, cache));
        }
        let of = &look.race().event().contests[contest];
        let standings = Standings {
            as_of: look.as_of(),
            contest: of.key.clone(),
            point: point.map(|point| of.points[point].key.clone()),
            paging: answer::paging(page, total),
            rows,
        };
        Ok(answer::json(&standings, cache))
    })
    .await
}

/// A line of the standing with its places in smaller groups.
struct Placed {
    standing: Standing,
    in_groups: [Option<u32>; 3],
}

fn wanted(
    look: &Look,
    contest: usize,
    point: Option<usize>,
    asked: &Asked,
) -> Result<Vec<Placed>, Problem> {
    let view = look.view();
    let category = asked.category.as_deref();
    let category = category.map(|key| category_of(look, key)).transpose()?;
    let standings = match point {
        Some(point) => view.standings_at(contest, &Group::All, point),
        None => view.standings(contest, &Group::All),
    };
    let all = look.race().roster().all();
    let keeps = |entrant: &Entrant, index: usize| {
        let sex = asked
            .sex
            .is_none_or(|sex| entrant.sex.map(sex_word) == Some(sex));
        let noc = asked.noc.as_deref().is_none_or(|noc| {
            let own = entrant.noc.as_deref();
            own.is_some_and(|own| own.eq_ignore_ascii_case(noc))
        });
        let category = category.is_none_or(|category| entrant.category == Some(category));
        let status = asked
            .status
            .is_none_or(|status| status_word(view.status_but_lateness(index)) == status);
        sex && noc && category && status
    };
    // In order of place, so that each group's places come out of one pass.
    let mut counts: HashMap<(usize, String), Count> = HashMap::new();
    let mut rows = Vec::new();
    for standing in standings {
        let Some(entrant) = all.get(standing.index) else {
            continue;
        };
        let keys = [
            entrant.sex.map(|sex| format!("{sex:?}")),
            entrant.category.map(|category| category.to_string()),
            entrant.noc.clone(),
        ];
        let mut in_groups = [None; 3];
        if let Some(place) = standing.place {
            for (n, key) in keys.into_iter().enumerate() {
                let Some(key) = key else { continue };
                in_groups[n] = Some(counts.entry((n, key)).or_default().take(place));
            }
        }
        if keeps(entrant, standing.index) {
            rows.push(Placed {
                standing,
                in_groups,
            });
        }
    }
    Ok(rows)
}

/// Counts a group; whoever shares a place in the contest shares it in the group.
#[derive(Default)]
struct Count {
    n: u32,
    contest_place: u32,
    place: u32,
}

impl Count {
    fn take(&mut self, contest_place: u32) -> u32 {
        self.n += 1;
        if self.contest_place != contest_place {
            (self.contest_place, self.place) = (contest_place, self.n);
        }
        self.place
    }
}

fn category_of(look: &Look, key: &str) -> Result<usize, Problem> {
    let categories = &look.race().event().categories;
    let found = categories
        .iter()
        .position(|c| c.key.eq_ignore_ascii_case(key));
    found.ok_or_else(|| Problem::missing(format!("There is no category `{key}`.")))
}

fn row(look: &Look, contest: usize, placed: &Placed) -> Option<StandingRow> {
    let (view, standing) = (look.view(), placed.standing);
    let entrant = look.race().roster().all().get(standing.index)?;
    let points = &look.race().event().contests.get(contest)?.points;
    let mut splits_ms = BTreeMap::new();
    for (point, at) in view.passings(standing.index) {
        if points[point].role != Role::Helper {
            let time = view.ranked_time(standing.index, at);
            splits_ms.insert(points[point].key.clone(), time.0);
        }
    }
    let ms = |span: Option<Span>| span.map(|span| span.0);
    Some(StandingRow {
        place: standing.place,
        tied: standing.tied,
        place_in_sex: placed.in_groups[0],
        place_in_category: placed.in_groups[1],
        place_in_noc: placed.in_groups[2],
        bib: entrant.bib.clone(),
        names: names(&entrant.names),
        noc: entrant.noc.clone(),
        sex: entrant.sex.map(sex_word),
        category: look.category(entrant),
        age_group: age_group(entrant),
        wave: look.wave(entrant),
        status: status_word(view.status_but_lateness(standing.index)),
        point: standing
            .time
            .and_then(|_| Some(points.get(standing.point)?.key.clone())),
        time_ms: ms(standing.time),
        time: standing.time.map(|time| time_text(time.0)),
        gap_ms: ms(standing.gap),
        splits_ms,
    })
}
