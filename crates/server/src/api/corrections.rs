//! `GET /api/v1/corrections`: what was published and is different now. JSON, CSV, or Atom to be told of new ones.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use homestretch_press::Speech;
use homestretch_press::corrected::{self, entrant_of};
use homestretch_press::moment::rfc3339;
use homestretch_press::table::{Cell, Table};
use homestretch_race::corrections::{Corrected, Correction};
use homestretch_race::time::Instant;
use homestretch_race::{Ruling, Tick};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::ask::{self, Known, Page};
use super::look::{Look, speak};
use super::problem::Problem;
use super::shapes::{CorrectionRow, Corrections};
use super::{answer, atom};
use crate::http::Shared;

/// How the list is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Form {
    #[default]
    Json,
    Csv,
    Atom,
}

/// Up to when, and which.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Only those known by this tick, or `now`.
    #[serde(default, deserialize_with = "ask::known")]
    #[param(value_type = Option<String>, pattern = "^(now|[0-9]{1,9})$", example = "now")]
    known: Known,
    /// Only those made after this tick.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 4_294_967_295_u32)]
    since: Option<u32>,
    /// Only those of this bib.
    bib: Option<String>,
    /// So many are left out first.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 4_294_967_295_u32)]
    offset: Option<u32>,
    /// So many at most; 1000 where nothing is said.
    #[param(minimum = 1, maximum = 100_000)]
    limit: Option<u32>,
    /// JSON, CSV or Atom; a feed holds the newest hundred.
    #[serde(default)]
    #[param(inline)]
    format: Form,
    /// Language of the sentences; English where it is not known.
    #[param(example = "ko")]
    lang: Option<String>,
}

/// So many entries a feed has.
const IN_A_FEED: usize = 100;

/// Corrections
///
/// Every passing, ruling and gun time that was published and has been changed or withdrawn since: what, from what, to
/// what, when and why, oldest first. A feed has the newest first.
#[utoipa::path(
    get, path = "/api/v1/corrections", params(Asked), tag = "results",
    responses(
        (status = 200, description = "The corrections",
            content((Corrections = "application/json"), (String = "text/csv"), (String = "application/atom+xml")),
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
        let page = Page::of(asked.offset, asked.limit)?;
        let look = shared.api.look(None, asked.known);
        let mut found = look.race().corrections();
        let since = Tick(asked.since.unwrap_or(0));
        let bib = asked.bib.as_deref();
        let of = bib.map(|bib| look.race().roster().by_bib(bib).map(|e| e.no));
        found.retain(|c| {
            c.corrected <= look.known
                && c.corrected > since
                && of.is_none_or(|no| no.is_some() && entrant_of(c) == no)
        });
        let total = found.len();
        let cache = answer::cache(false, asked.known);
        speak(asked.lang.as_deref(), |speech| {
            let to_rows = |found: Vec<Correction>| -> Vec<CorrectionRow> {
                found.iter().map(|c| row(&look, c, speech)).collect()
            };
            Ok(match asked.format {
                Form::Json => answer::json(
                    &Corrections {
                        as_of: look.as_of(),
                        paging: answer::paging(page, total),
                        corrections: to_rows(page.cut(found)),
                    },
                    cache,
                ),
                Form::Csv => {
                    let source = shared.api.source(&look, "/press");
                    let about = speech.about(look.race(), 0, look.at, look.official(), &source);
                    answer::csv(&table(&to_rows(page.cut(found)), about), cache)
                }
                Form::Atom => {
                    let newest = found.split_off(found.len().saturating_sub(IN_A_FEED));
                    let mut rows = to_rows(newest);
                    rows.reverse();
                    let home = shared.api.address("/api/v1/corrections?format=atom");
                    atom::feed(&look, &rows, speech, &home, cache)
                }
            })
        })
    })
    .await
}

fn row(look: &Look, correction: &Correction, speech: &Speech<'_>) -> CorrectionRow {
    let race = look.race();
    let event = race.event();
    let time = |at: Option<Instant>| at.map(|at| look.local(at));
    let ruling = |ruling: Option<Ruling>| ruling.map(word_of);
    let index = entrant_of(correction).and_then(|no| race.roster().index(no));
    let entrant = index.and_then(|index| race.roster().all().get(index));
    let contest = entrant.map(|e| e.contest);
    let cut = |tick| race.cut_at(tick).map(|at| rfc3339(at, 0));
    let (place_from, place_to) = corrected::places(race, correction);
    let bib = entrant.map_or("", |e| e.bib.as_str());
    let tick = correction.corrected.0;
    let key = |contest: Option<usize>| Some(event.contests.get(contest?)?.key.clone());
    let mut row = CorrectionRow {
        id: String::new(),
        kind: String::new(),
        text: speech.correction(race, correction),
        contest: key(contest),
        runner: index.map(|index| look.brief(index)),
        point: None,
        wave: None,
        from: None,
        to: None,
        place_from,
        place_to,
        published_tick: correction.published.0,
        published_at: cut(correction.published),
        corrected_tick: tick,
        corrected_at: cut(correction.corrected),
        why: None,
    };
    match &correction.what {
        Corrected::Passing {
            point,
            from,
            to,
            why,
            ..
        } => {
            let of = contest.and_then(|contest| event.contests.get(contest));
            let point = of.and_then(|c| c.points.get(*point)).map(|p| p.key.clone());
            let key = point.as_deref().unwrap_or_default();
            (row.kind, row.id) = ("passing".into(), format!("{tick}.{bib}.{key}"));
            (row.from, row.to) = (time(*from), time(*to));
            row.why = Some(speech.why(*why));
            row.point = point;
        }
        Corrected::Status { from, to, note, .. } => {
            (row.kind, row.id) = ("status".into(), format!("{tick}.{bib}.status"));
            (row.from, row.to) = (ruling(*from), ruling(*to));
            row.why.clone_from(note);
        }
        Corrected::Gun {
            contest,
            wave,
            from,
            to,
        } => {
            row.contest = key(Some(*contest));
            let of = event.contests.get(*contest);
            row.wave = of.and_then(|c| c.waves.get(*wave)).map(|w| w.key.clone());
            (row.kind, row.id) = ("gun".into(), format!("{tick}.gun.{contest}.{wave}"));
            (row.from, row.to) = (time(Some(*from)), time(Some(*to)));
        }
    }
    row
}

fn word_of(ruling: Ruling) -> String {
    match ruling {
        Ruling::Dns => "dns",
        Ruling::Dnf => "dnf",
        Ruling::Dsq => "dsq",
        Ruling::CutOff => "cut_off",
    }
    .to_owned()
}

fn table(rows: &[CorrectionRow], about: String) -> Table {
    let head = [
        "corrected_at",
        "text",
        "kind",
        "contest",
        "bib",
        "point",
        "from",
        "to",
        "place_from",
        "place_to",
        "why",
        "published_tick",
        "corrected_tick",
    ];
    let text = |text: &Option<String>| Cell::Text(text.clone().unwrap_or_default());
    let figure = |n: Option<u32>| Cell::Figure(n.map_or_else(String::new, |n| n.to_string()));
    let to_row = |row: &CorrectionRow| {
        vec![
            text(&row.corrected_at),
            Cell::Text(row.text.clone()),
            Cell::Figure(row.kind.clone()),
            text(&row.contest),
            text(&row.runner.as_ref().map(|runner| runner.bib.clone())),
            text(&row.point),
            text(&row.from),
            text(&row.to),
            figure(row.place_from),
            figure(row.place_to),
            text(&row.why),
            figure(Some(row.published_tick)),
            figure(Some(row.corrected_tick)),
        ]
    };
    Table {
        about,
        head: head.map(str::to_owned).to_vec(),
        rows: rows.iter().map(to_row).collect(),
    }
}
