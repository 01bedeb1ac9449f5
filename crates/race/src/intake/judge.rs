//! One runner's reads, judged: which count as which point, and why the others do not.

use super::assign::{Rules, Story};
use super::office::Pin;
use super::pace::fastest_s;
use super::visits::{self, Visit};
use super::{Aside, Read};
use crate::time::Instant;

/// What came of the reads of one runner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Judged {
    /// The reads that count, as (index of the point, read), in order of point.
    pub passings: Vec<(usize, Read)>,
    /// All other reads, in order of time.
    pub aside: Vec<(Read, Aside)>,
    /// The instant at which further silence may change this.
    pub due: Option<Instant>,
}

/// Judges the reads of one runner. `pin_of` is what the race office said of a read.
pub(super) fn judge(
    rules: &Rules<'_>,
    mut reads: Vec<Read>,
    pin_of: impl Fn(&Read) -> Option<Pin>,
) -> Judged {
    reads.sort_by_key(|r| (r.mat, r.at, r.seq));
    let mut judged = Judged::default();
    let points = &rules.contest.points;
    let mut pinned: Vec<(u64, usize, Read)> = Vec::new();
    reads.retain(|read| {
        let aside = match pin_of(read) {
            Some(Pin::Withdrawn) => Aside::Withdrawn,
            Some(Pin::Point { seq, point }) if point < points.len() => {
                pinned.push((seq, point, *read));
                return false;
            }
            _ if !points.iter().any(|p| p.mat == read.mat) => Aside::NotOnCourse,
            _ if read.at.floor_to_tenth() < rules.gun => Aside::BeforeGun,
            _ => return true,
        };
        judged.aside.push((*read, aside));
        false
    });
    // Of two reads accepted as the same point, the later decision counts.
    pinned.sort_by_key(|(seq, point, _)| (*point, std::cmp::Reverse(*seq)));
    pinned.dedup_by(|later, kept| {
        let same = later.1 == kept.1;
        if same {
            judged.aside.push((later.2, Aside::SameVisit));
        }
        same
    });

    // What else was read on the mat just then is the same visit.
    let near = |a: &Read, b: &Read| visits::same_visit(a, b, rules.contest);
    reads.retain(|read| {
        let same = |(_, _, pin): &(u64, usize, Read)| near(pin, read);
        let keep = !pinned.iter().any(same);
        if !keep {
            judged.aside.push((*read, Aside::SameVisit));
        }
        keep
    });

    let mut visits = visits::visits_of(&reads, rules.contest);
    visits.extend(pinned.iter().map(|(_, point, read)| Visit {
        mat: read.mat,
        reads: vec![*read],
        pinned: Some(*point),
    }));
    visits::sort(&mut visits);
    let (visits, middles) = visits::ends_of_rows(visits, rules.contest);
    let story = rules.story(&visits);
    for (visit, point) in visits.iter().zip(&story.points) {
        if let Some(point) = *point {
            let counts = visit.picked(points[point].pick);
            judged.passings.push((point, counts));
            let others = visit.reads.iter().filter(|r| **r != counts);
            judged.aside.extend(others.map(|r| (*r, Aside::SameVisit)));
        }
    }
    judged.passings.sort_by_key(|(point, _)| *point);
    let untold = visits.iter().zip(&story.points);
    let untold = untold.filter(|(_, p)| p.is_none()).map(|(v, _)| v);
    for visit in untold.chain(&middles) {
        let why = reason(rules, visit, &judged.passings);
        judged.aside.extend(visit.reads.iter().map(|r| (*r, why)));
    }
    judged
        .aside
        .sort_by_key(|(read, _)| (read.at, read.mat, read.seq));
    let Story { due, .. } = story;
    judged.due = due;
    judged
}

/// Why a visit is no part of the story.
fn reason(rules: &Rules<'_>, visit: &Visit, passings: &[(usize, Read)]) -> Aside {
    let points = &rules.contest.points;
    let at = visit.first_at();
    let near = |r: &Read| visits::same_visit(r, &visit.reads[0], rules.contest);
    if passings.iter().any(|(_, r)| near(r)) {
        return Aside::SameVisit;
    }
    if let Some((point, finish)) = passings.last()
        && *point == rules.contest.finish()
        && at > finish.at
    {
        return Aside::AfterFinish;
    }
    if let Some((0, start)) = passings.first()
        && start.mat == visit.mat
        && at < start.at
    {
        return Aside::SameVisit;
    }
    let before = passings.iter().rev().find(|(_, r)| r.at < at);
    let after = passings.iter().find(|(_, r)| r.at >= at);
    let (from, from_m, since) =
        before.map_or((0, 0.0, rules.gun), |(p, r)| (p + 1, points[*p].at_m, r.at));
    let to = after.map_or(points.len(), |(p, _)| *p);
    let mut room = (from..to)
        .filter(|p| points[*p].mat == visit.mat)
        .peekable();
    if room.peek().is_none() {
        return Aside::OutOfOrder;
    }
    let fits = |point: usize| {
        let at_m = points[point].at_m;
        let soon = (at - since).as_s() < fastest_s(at_m - from_m);
        let late =
            after.is_some_and(|(p, r)| (r.at - at).as_s() < fastest_s(points[*p].at_m - at_m));
        !soon && !late
    };
    if room.any(fits) {
        Aside::OutOfOrder
    } else {
        Aside::TooFast
    }
}
