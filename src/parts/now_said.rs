//! What is said of one runner at this moment: where, how surely, since when, and when at the points ahead.

use homestretch_race::estimate::{Arrival, Basis, Estimate};
use homestretch_race::event::{Contest, Event, Role};
use homestretch_race::roster::{Entrant, EntrantNo};
use homestretch_race::view::{Status, View};
use homestretch_words::Words;

use super::course_bar::Bar;
use super::face;
use super::how::how;
use crate::format;
use crate::prefs::Prefs;
use crate::zone;

/// Steps of the line: less than half a pixel each, where it is as wide as a phone.
const BAR_STEPS: f64 = 1_000.0;

/// What is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    pub status: &'static str,
    pub headline: String,
    pub result: Option<String>,
    pub lines: Vec<String>,
    pub ahead: Vec<Ahead>,
    pub how: Option<String>,
    pub bar: Bar,
}

/// When the runner is expected at a point: in race time, and in the viewer's where that is another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ahead {
    pub sentence: String,
    pub elsewhere: Option<String>,
}

/// How it stands with a runner, in one sentence.
pub fn where_now(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<String> {
    Some(say(view, no, prefs)?.headline)
}

/// All of it.
pub fn say(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<Said> {
    let (event, roster) = (view.race.event(), view.race.roster());
    let (index, entrant) = (roster.index(no)?, roster.get(no)?);
    let contest = event.contests.get(entrant.contest)?;
    let (status, words) = (view.status(index), prefs.words());
    let estimate = view.estimate(index, view.through());
    let mut said = Said {
        status: key(status),
        headline: face::status(status, &words),
        bar: bar(view, index, contest, estimate),
        ..Said::default()
    };
    let last = view.last_split(index);
    let passed = last.map(|split| {
        let at = format::time_of_day_s(split.at, event.zone.offset_min);
        (name(contest, split.point, prefs), at)
    });
    let told = passed.clone();
    let sweep = || Some(prefs.text(&event.sweep)).filter(|text| !text.is_empty());
    said.lines
        .extend(kind_word(status, &face::name(entrant, prefs), &words));
    match (status, estimate) {
        // Nothing of her is told before the finish, not even that she has started.
        (Status::NotStarted, _) if face::is_silent(view, entrant) => {
            said.headline = words.status_results_only();
        }
        (Status::NotStarted, _) => {
            let gun = zone::in_both(view.gun(entrant.contest, entrant.wave), &event.zone);
            said.lines
                .push(words.before_title(&words.time_race_zone(&gun.0)));
            said.lines
                .extend(gun.1.map(|time| words.time_your_zone(&time)));
        }
        (Status::OnCourse, Some(estimate)) => {
            said.headline = headline(estimate, contest, prefs);
            if let Basis::PastUnread { point } = estimate.basis
                && contest
                    .points
                    .get(point)
                    .is_some_and(|p| !view.mats().alive(p.mat))
            {
                said.lines
                    .push(words.mat_quiet(&name(contest, point, prefs)));
            }
        }
        (Status::Overdue, _) => {
            if let Some((point, at)) = &passed {
                said.headline = words.no_news_since(point, at);
            }
            said.lines.extend(sweep());
        }
        (Status::Dnf | Status::CutOff, _) => said.lines.extend(sweep()),
        (Status::Finished, _) => said.result = view.result(index).map(format::taken),
        _ => {}
    }
    said.lines
        .extend(view.note(index).map(|text| words.office_says(text)));
    if !entrant.live && status != Status::Finished {
        said.lines.push(words.results_only());
    } else if let Some((point, at)) = passed.filter(|_| !matches!(status, Status::Overdue)) {
        said.lines.push(words.last_seen(&point, &at));
        let elsewhere = last.and_then(|split| zone::in_both(split.at, &event.zone).1);
        said.lines
            .extend(elsewhere.map(|time| words.time_your_zone(&time)));
    }
    if let (Status::OnCourse, Some(estimate), Some((point, time))) = (status, estimate, &told) {
        said.how = how(view, index, contest, estimate, (point, time), prefs);
    }
    if status == Status::OnCourse {
        said.ahead = ahead(&view.arrivals(index, view.through()), entrant, event, prefs);
    }
    Some(said)
}

/// What is said to those who hoped for a finish: what the race office says, and no more.
fn kind_word(status: Status, name: &str, words: &Words) -> Option<String> {
    Some(match status {
        Status::Dns => words.kind_dns(name),
        Status::Dnf => words.kind_dnf(name),
        Status::CutOff => words.kind_cut_off(name),
        Status::Dsq => words.kind_dsq(name),
        _ => return None,
    })
}

fn headline(estimate: Estimate, contest: &Contest, prefs: Prefs) -> String {
    let (words, units) = (prefs.words(), prefs.units.get());
    match estimate.basis {
        Basis::Confirmed { point } => return words.confirmed_here(&name(contest, point, prefs)),
        Basis::HeldAt { point } => return words.near_unseen(&name(contest, point, prefs)),
        _ => {}
    }
    let half_m = (estimate.high_m - estimate.low_m) / 2.0;
    let here = format::distance(estimate.mid_m, units, &words);
    words.about_here(&here, &format::margin(half_m, units, &words))
}

/// The next point that is shown, and the finish.
fn ahead(arrivals: &[Arrival], entrant: &Entrant, event: &Event, prefs: Prefs) -> Vec<Ahead> {
    let Some(contest) = event.contests.get(entrant.contest) else {
        return Vec::new();
    };
    let words = prefs.words();
    let shown = |a: &&Arrival| {
        contest
            .points
            .get(a.point)
            .is_some_and(|p| p.role == Role::Split)
    };
    let next = arrivals.iter().find(shown);
    let home = arrivals
        .iter()
        .find(|arrival| arrival.point == contest.finish());
    let one = |arrival: &Arrival| {
        let (from, from_viewer) = zone::in_both(arrival.p05, &event.zone);
        let (to, to_viewer) = zone::in_both(arrival.p95, &event.zone);
        let sentence = if arrival.point == contest.finish() {
            words.expected_finish(&from, &to)
        } else {
            words.expected_next(&name(contest, arrival.point, prefs), &from, &to)
        };
        let elsewhere = from_viewer.zip(to_viewer);
        let elsewhere = elsewhere.map(|(from, to)| words.time_your_zone(&words.window(&from, &to)));
        Ahead {
            sentence,
            elsewhere,
        }
    };
    next.into_iter().chain(home).map(one).collect()
}

fn bar(view: &View<'_>, index: usize, contest: &Contest, estimate: Option<Estimate>) -> Bar {
    let part = |m: f64| {
        if contest.length_m > 0.0 {
            (m / contest.length_m * BAR_STEPS).round() / BAR_STEPS
        } else {
            0.0
        }
    };
    let last = view.last_split(index).map(|split| split.point);
    let mats = contest
        .points
        .iter()
        .enumerate()
        .filter(|(_, p)| p.role != Role::Helper);
    Bar {
        mats: mats
            .map(|(i, p)| (part(p.at_m), view.passed_at(index, i).is_some()))
            .collect(),
        at: estimate.map(|e| (part(e.low_m), part(e.mid_m), part(e.high_m))),
        confirmed: estimate.is_some_and(|e| matches!(e.basis, Basis::Confirmed { .. })),
        run: last
            .and_then(|i| contest.points.get(i))
            .map_or(0.0, |p| part(p.at_m)),
    }
}

fn name(contest: &Contest, point: usize, prefs: Prefs) -> String {
    contest
        .points
        .get(point)
        .map_or_else(String::new, |point| prefs.text(&point.names))
}

/// As the style knows it.
fn key(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "waiting",
        Status::OnCourse => "running",
        Status::Overdue => "overdue",
        Status::Finished => "finished",
        Status::Dns | Status::Dnf | Status::CutOff | Status::Dsq => "stopped",
    }
}
