//! From rows of results to a race: the event, the start list, and what became known when.
//!
//! The results are official, so every time of a runner counts: where a stretch looks impossible, the reads of that
//! runner are accepted on the word of the office.

use homestretch_feed::CourseFile;
use homestretch_race::change::{Phase, Ruling};
use homestretch_race::event::{Contest, Event, Mat, Pick, Point, RankBy, Role, Text, Wave};
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::time::{Instant, Span};

use super::ResultsError;
use super::columns::{From, Mapping};
use super::rows::Row;
use crate::local_time::{midnight, span_from_clock, zone_on};
use crate::race_day::RaceDay;
use crate::timeline::{Happening, Step, Timeline};

/// The source's name at the door.
const SOURCE: &str = "@results";
/// The results are official so long after the last runner came in.
const UNTIL_OFFICIAL: Span = Span(10 * 60_000);

/// A past race, ready to be told again.
#[derive(Clone, Debug)]
pub struct PastRace {
    /// The race day.
    pub day: RaceDay,
    /// What became known when.
    pub timeline: Timeline,
}

/// Makes a race of results. `key` is a short name; `today` stands in for a date that the mapping does not give.
///
/// # Errors
/// When mapping, event and course do not fit together.
pub fn past_race(
    rows: &[Row],
    mapping: &Mapping,
    key: &str,
    course: CourseFile,
    event: Option<Event>,
    today: &str,
) -> Result<PastRace, ResultsError> {
    let route = course
        .routes
        .first()
        .map(|r| r.key.clone())
        .ok_or(ResultsError::NoRoute)?;
    let event = match event {
        Some(event) => event,
        None => event_from_mapping(rows, mapping, key, route, today)?,
    };
    let contest = event
        .contests
        .first()
        .ok_or(crate::race_day::RaceDayError::NoContest)?;
    let points = points_of(mapping, contest)?;
    let entrants = rows
        .iter()
        .zip(0..)
        .map(|(row, no)| entrant(row, EntrantNo(no), contest));
    let roster = Roster::new(entrants.collect());
    let mut steps = Vec::with_capacity(rows.len() * (points.len() + 1));
    for (row, entrant) in rows.iter().zip(roster.all()) {
        let gun = contest
            .waves
            .get(entrant.wave)
            .map_or(event.base, |w| w.gun);
        runner(row, entrant, gun, mapping, &points, &event, &mut steps);
    }
    let last = steps.iter().map(|s| s.due).max().unwrap_or(event.base);
    close(rows, &roster, last, &mut steps);
    let day = RaceDay::new(event, course, roster, &[])?;
    Ok(PastRace {
        day,
        timeline: Timeline::new(SOURCE, steps),
    })
}

fn event_from_mapping(
    rows: &[Row],
    mapping: &Mapping,
    key: &str,
    route: String,
    today: &str,
) -> Result<Event, ResultsError> {
    let date = mapping.date.as_deref().unwrap_or(today);
    let zone = zone_on(&mapping.zone, date)?;
    let base = midnight(date, &zone)?;
    let gun = base + span_from_clock(&mapping.gun)?;
    let mut waves: Vec<String> = rows.iter().filter_map(|r| r.wave.clone()).collect();
    waves.sort_unstable();
    waves.dedup();
    if waves.is_empty() || rows.iter().any(|r| r.wave.is_none()) {
        waves.push(String::new());
    }
    let start = ("start", 0.0);
    let splits = mapping.splits.iter().map(|s| (s.key.as_str(), s.at_m));
    let places: Vec<(&str, f64)> = std::iter::once(start).chain(splits).collect();
    let points = places.iter().enumerate().map(|(i, (key, at_m))| Point {
        key: (*key).to_owned(),
        names: Text::of("en", &place_name(key, *at_m)),
        at_m: *at_m,
        mat: i,
        pick: if i == 0 { Pick::Last } else { Pick::First },
        role: match i {
            0 => Role::Start,
            _ if i + 1 == places.len() => Role::Finish,
            _ => Role::Split,
        },
    });
    let points: Vec<Point> = points.collect();
    let mats = points.iter().map(|p| Mat {
        key: p.key.clone(),
        names: p.names.clone(),
    });
    let name = mapping
        .name
        .clone()
        .unwrap_or_else(|| key.replace(['_', '-'], " "));
    Ok(Event {
        key: key.to_owned(),
        names: Text::of("en", &name),
        date: date.to_owned(),
        zone,
        base,
        mats: mats.collect(),
        contests: vec![Contest {
            key: "race".to_owned(),
            names: Text::of("en", &name),
            length_m: mapping.length_m,
            route,
            points,
            waves: waves.into_iter().map(|key| Wave { key, gun }).collect(),
            rank_by: match mapping.splits_are {
                From::Net => RankBy::Net,
                From::Gun => RankBy::Gun,
            },
            limit: None,
            records: Vec::new(),
        }],
        ..Event::default()
    })
}

/// `5 km` for a split at full kilometres, else its key with a capital letter.
fn place_name(key: &str, at_m: f64) -> String {
    let of_km = key.ends_with('k') || key.ends_with("km");
    if of_km && at_m % 1000.0 == 0.0 {
        return format!("{} km", at_m / 1000.0);
    }
    let mut letters = key.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// For each split of the mapping the index of its point.
fn points_of(mapping: &Mapping, contest: &Contest) -> Result<Vec<usize>, ResultsError> {
    let find = |key: &String| contest.points.iter().position(|p| p.key == *key);
    let points = mapping
        .splits
        .iter()
        .map(|split| find(&split.key).ok_or_else(|| ResultsError::NoPoint(split.key.clone())));
    points.collect()
}

fn entrant(row: &Row, no: EntrantNo, contest: &Contest) -> Entrant {
    let wave = row.wave.as_deref().unwrap_or_default();
    Entrant {
        no,
        bib: row.bib.clone(),
        names: row
            .name
            .as_deref()
            .map(|name| Text::of("und", name))
            .unwrap_or_default(),
        noc: row.noc.clone().filter(|noc| noc.len() == 3),
        contest: 0,
        wave: contest
            .waves
            .iter()
            .position(|w| w.key == wave)
            .unwrap_or(0),
        sex: row.sex,
        age: row.age,
        live: true,
        ..Entrant::default()
    }
}

/// The reads of one runner, as they would have been made.
fn runner(
    row: &Row,
    entrant: &Entrant,
    gun: Instant,
    mapping: &Mapping,
    points: &[usize],
    event: &Event,
    steps: &mut Vec<Step>,
) {
    if row.splits.iter().all(Option::is_none) {
        return;
    }
    let start = gun + row.start_offset.unwrap_or_default();
    let from = match mapping.splits_are {
        From::Net => start,
        From::Gun => gun,
    };
    let contest = &event.contests[0];
    let strange = is_strange(row, mapping);
    let mut read = |point: usize, at: Instant, strange: bool| {
        let mat = contest
            .points
            .get(point)
            .and_then(|p| event.mats.get(p.mat));
        steps.push(Step {
            due: at,
            what: Happening::Read {
                chip: entrant.bib.clone(),
                mat: mat.map(|m| m.key.clone()).unwrap_or_default(),
                at,
                accepted_as: strange.then_some(point),
            },
        });
    };
    read(0, start, false);
    for (split, point) in row.splits.iter().zip(points) {
        if let Some(split) = split {
            read(*point, from + *split, strange);
        }
    }
}

/// Whether a stretch of the runner's race looks like anything but running: backwards, faster than anybody, or far
/// faster than the runner's own mean.
fn is_strange(row: &Row, mapping: &Mapping) -> bool {
    let offset_s = match mapping.splits_are {
        From::Net => 0.0,
        From::Gun => row.start_offset.unwrap_or_default().as_s(),
    };
    let splits = row.splits.iter().zip(&mapping.splits);
    let known = splits.filter_map(|(split, at)| Some((at.at_m, (*split)?.as_s() - offset_s)));
    let known: Vec<(f64, f64)> = known.collect();
    let mean_s_per_m = known.last().map_or(0.0, |(at_m, s)| s / at_m);
    let mut before = (0.0, 0.0);
    known.iter().any(|&(at_m, s)| {
        let s_per_m = (s - before.1) / (at_m - before.0);
        before = (at_m, s);
        s_per_m < 0.15 || s_per_m < 0.65 * mean_s_per_m
    })
}

/// When the last one is in, the office says who did not finish, and that it is over.
fn close(rows: &[Row], roster: &Roster, last: Instant, steps: &mut Vec<Step>) {
    for (row, entrant) in rows.iter().zip(roster.all()) {
        let finished = row.splits.last().is_some_and(Option::is_some);
        let started = row.splits.iter().any(Option::is_some);
        let ruling = row.ruling.or(match (finished, started) {
            (true, _) => None,
            (false, true) => Some(Ruling::Dnf),
            (false, false) => Some(Ruling::Dns),
        });
        if ruling.is_some() {
            steps.push(Step {
                due: last,
                what: Happening::Rule {
                    entrant: entrant.no,
                    ruling,
                    note: None,
                },
            });
        }
    }
    for (due, official) in [(last, false), (last + UNTIL_OFFICIAL, true)] {
        let phase = Phase::Ended;
        steps.push(Step {
            due,
            what: Happening::Phase { phase, official },
        });
    }
}
