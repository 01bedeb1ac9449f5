//! `GET /api/v1/contests/{contest}/story`: what has happened, moment by moment, as sentences and as values.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use homestretch_press::Speech;
use homestretch_press::moment::rfc3339;
use homestretch_press::table::{Cell, Table};
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_race::story::{Happened, Moment};
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer;
use super::ask::{self, Form, Known, Page};
use super::look::{Look, sex_word, speak};
use super::problem::Problem;
use super::shapes::{MomentRow, Story};
use crate::http::Shared;
use crate::pages::in_address;

/// As of when, and which moments.
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
    /// Only moments that matter at least so much.
    #[param(minimum = 0, maximum = 100)]
    weight: Option<u8>,
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
    /// Language of the sentences; English where it is not known.
    #[param(example = "ko")]
    lang: Option<String>,
}

/// The story of a contest
///
/// Lead changes, gaps, climbs, records, firsts and more, in order of time. Only what reads and rulings support.
#[utoipa::path(
    get, path = "/api/v1/contests/{contest}/story", tag = "results",
    params(("contest" = String, Path, description = "Key of the contest", example = "full"), Asked),
    responses(
        (status = 200, description = "The story", content((Story = "application/json"), (String = "text/csv")),
            headers(("ETag" = String, description = "For If-None-Match"), ("Cache-Control" = String, description = "How long it may be kept"))),
        (status = 304, description = "Not modified"),
        (status = 400, description = "Not understood", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such contest", body = Problem, content_type = "application/problem+json"),
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
        let view = look.view();
        let least = asked.weight.unwrap_or(0);
        if least > 100 {
            return Err(Problem::bad(format!(
                "`weight` is {least}; it may be from 0 to 100."
            )));
        }
        let mut moments = view.story(contest);
        moments.retain(|moment| moment.weight >= least);
        let total = moments.len();
        let moments = page.cut(moments);
        let cache = answer::cache(asked.at.is_some(), asked.known);
        speak(asked.lang.as_deref(), |speech| {
            let rows = moments.iter().map(|moment| {
                let address = address(&look, moment);
                row(&look, &view, moment, speech, shared.api.address(&address))
            });
            let rows: Vec<MomentRow> = rows.collect();
            if asked.format == Form::Csv {
                let source = shared.api.source(&look, "/press");
                let about = speech.about(look.race(), contest, look.at, look.official(), &source);
                return Ok(answer::csv(&table(&rows, about), cache));
            }
            let story = Story {
                as_of: look.as_of(),
                contest: look.race().event().contests[contest].key.clone(),
                paging: answer::paging(page, total),
                moments: rows,
            };
            Ok(answer::json(&story, cache))
        })
    })
    .await
}

/// The press page at that moment, by what was known when it became known.
fn address(look: &Look, moment: &Moment) -> String {
    let contest = &look.race().event().contests[moment.contest].key;
    format!(
        "/press?contest={}&at={}&known={}",
        in_address(contest),
        rfc3339(moment.at, 0),
        moment.known.0
    )
}

fn row(
    look: &Look,
    view: &View<'_>,
    moment: &Moment,
    speech: &Speech<'_>,
    link: String,
) -> MomentRow {
    let points = &look.race().event().contests[moment.contest].points;
    let point = |point: Option<usize>| Some(points.get(point?)?.key.clone());
    let figures = Figures::of(&moment.what);
    let ms = |span: Option<Span>| span.map(|span| span.0);
    let sex = match moment.group {
        Group::Sex(sex) => Some(sex),
        _ => None::<Sex>,
    };
    let runners = moment.what.runners();
    MomentRow {
        id: moment.id.clone(),
        kind: figures.kind.to_owned(),
        text: speech.moment(view, moment),
        weight: moment.weight,
        sex: sex.map(sex_word),
        at: look.local(moment.at),
        known_tick: moment.known.0,
        known_at: look.race().cut_at(moment.known).map(|at| rfc3339(at, 0)),
        runners: runners.into_iter().map(|index| look.brief(index)).collect(),
        point: point(figures.point),
        from_point: point(figures.from_point),
        place: figures.place,
        place_before: figures.place_before,
        time_ms: ms(figures.time),
        gap_ms: ms(figures.gap),
        gap_before_ms: ms(figures.gap_before),
        link,
    }
}

/// What a moment says in figures.
#[derive(Default)]
struct Figures {
    kind: &'static str,
    point: Option<usize>,
    from_point: Option<usize>,
    place: Option<u32>,
    place_before: Option<u32>,
    time: Option<Span>,
    gap: Option<Span>,
    gap_before: Option<Span>,
}

impl Figures {
    fn of(what: &Happened) -> Self {
        let mut figures = Self::default();
        let f = &mut figures;
        match *what {
            Happened::Leads { point, .. } => (f.kind, f.point) = ("leads", Some(point)),
            Happened::Gap {
                point, gap, before, ..
            } => {
                (f.kind, f.point) = ("gap", Some(point));
                (f.gap, f.gap_before) = (Some(gap), before);
            }
            Happened::BreaksAway { point, gap, .. } => {
                (f.kind, f.point, f.gap) = ("breaks_away", Some(point), Some(gap));
            }
            Happened::Climbs {
                from_point,
                point,
                before,
                after,
                front,
                ..
            } => {
                f.kind = if front { "climbs_front" } else { "climbs" };
                (f.point, f.from_point) = (Some(point), Some(from_point));
                (f.place, f.place_before) = (Some(after), Some(before));
            }
            Happened::RecordPace { point, ahead, .. } => {
                (f.kind, f.point, f.gap) = ("record_pace", Some(point), Some(ahead));
            }
            Happened::Home { place, time, .. } => {
                (f.kind, f.place, f.time) = ("home", Some(place), Some(time));
            }
            Happened::Record { time, by, .. } => {
                (f.kind, f.time, f.gap) = ("record", Some(time), Some(by));
            }
            Happened::FirstOfNoc { place, time, .. } => {
                (f.kind, f.place, f.time) = ("first_of_noc", Some(place), Some(time));
            }
            Happened::NegativeSplit {
                place,
                first_half,
                second_half,
                ..
            } => {
                (f.kind, f.place) = ("negative_split", Some(place));
                (f.time, f.gap) = (Some(second_half), Some(first_half - second_half));
            }
            Happened::Closest { place, gap, .. } => {
                (f.kind, f.place, f.gap) = ("closest", Some(place), Some(gap));
            }
            Happened::Out { point, place, .. } => {
                (f.kind, f.point, f.place) = ("out", Some(point), Some(place));
            }
            Happened::Last { time, .. } => (f.kind, f.time) = ("last", Some(time)),
        }
        figures
    }
}

fn table(rows: &[MomentRow], about: String) -> Table {
    let head = ["at", "text", "kind", "weight", "bib", "id", "link"];
    let to_row = |row: &MomentRow| {
        let bib = row.runners.first().map_or("", |runner| runner.bib.as_str());
        vec![
            Cell::Figure(row.at.clone()),
            Cell::Text(row.text.clone()),
            Cell::Figure(row.kind.clone()),
            Cell::Figure(row.weight.to_string()),
            Cell::Text(bib.to_owned()),
            Cell::Text(row.id.clone()),
            Cell::Text(row.link.clone()),
        ]
    };
    Table {
        about,
        head: head.map(str::to_owned).to_vec(),
        rows: rows.iter().map(to_row).collect(),
    }
}
