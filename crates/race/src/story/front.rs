//! The head of the race, point by point: the lead, the gap behind it, who breaks away, and the course record's pace.

use super::board::Row;
use super::{Happened, Teller};
use crate::roster::Sex;
use crate::standings::Group;
use crate::time::{Instant, Span};
use crate::view::View;

/// So many are looked at behind the first.
pub(super) const FRONT: usize = 10;
/// Runners so close to the first are with the first.
const TOGETHER: Span = Span(5_000);
/// Whoever is so far ahead is alone.
const ALONE: Span = Span(15_000);

pub(super) fn tell(teller: &mut Teller<'_, '_>, group: &Group) {
    let board = teller.board;
    // The front at the last point that could be told, with its index on the board.
    let mut before: Option<(usize, Vec<Row>)> = None;
    let mut was_ahead = false;
    for n in 0..board.points.len() {
        let front = board.first(teller.view, group, n, FRONT);
        if front.is_empty() || is_unsure(teller, group, n, &front) {
            continue;
        }
        let point = board.points[n];
        lead(teller, group, point, &front, before.as_ref());
        let before_there = before.as_ref().map(|(n, front)| (board.points[*n], front));
        gap(teller, group, point, &front, before_there);
        was_ahead = record_pace(teller, group, point, front[0], was_ahead);
        before = Some((n, front));
    }
}

/// True when somebody who belongs to the front was not read here but further on: then nobody can say who was first.
fn is_unsure(teller: &Teller<'_, '_>, group: &Group, n: usize, front: &[Row]) -> bool {
    let (view, board) = (teller.view, teller.board);
    let point = board.points[n];
    let first = front[0];
    let read = |index, point| Some(view.ranked_time(index, view.passed_at(index, point)?));
    (n + 1..board.points.len()).any(|later| {
        let there = board.points[later];
        let Some(first_there) = read(first.index(), there) else {
            return false;
        };
        board.first(view, group, later, FRONT).iter().any(|row| {
            read(row.index(), point).is_none()
                && read(row.index(), there).is_some_and(|time| time < first_there)
        })
    }) || (n > 0
        && board
            .first(view, group, n - 1, 1)
            .iter()
            .any(|row| read(row.index(), point).is_none() && is_further(view, row.index(), point)))
}

fn is_further(view: &View<'_>, index: usize, point: usize) -> bool {
    view.passings(index).any(|(p, _)| p > point)
}

fn lead(
    teller: &mut Teller<'_, '_>,
    group: &Group,
    point: usize,
    front: &[Row],
    before: Option<&(usize, Vec<Row>)>,
) {
    let first = front[0];
    let from = before.and_then(|(_, rows)| rows.first()).map(|r| r.index());
    // Whoever led and is level with the first leads still.
    let still = |led: usize| {
        front
            .iter()
            .any(|row| row.index() == led && row.time() == first.time())
    };
    // Who is first at the finish is told as having come home.
    let is_home = point == teller.of.finish();
    if from.is_some_and(still) || (from.is_none() && is_home) {
        return;
    }
    let index = first.index();
    let mut passings = vec![(index, point)];
    passings.extend(from.map(|led| (led, point)));
    // A change counts the more the later it comes.
    let weight = if from.is_none() {
        40
    } else {
        70 + share(teller, point, 25)
    };
    let key = teller.point_key(point).to_owned();
    let what = Happened::Leads { index, point, from };
    let at = passed(teller, index, point);
    teller.tell((group, "lead"), &key, (at, &passings), weight, what);
}

fn gap(
    teller: &mut Teller<'_, '_>,
    group: &Group,
    point: usize,
    front: &[Row],
    before: Option<(usize, &Vec<Row>)>,
) {
    let [first, second, ..] = *front else { return };
    let gap = second.time() - first.time();
    let at_before = |row: Row| {
        let (point, _) = before?;
        let at = teller.view.passed_at(row.index(), point)?;
        Some(teller.view.ranked_time(row.index(), at))
    };
    let before_gap = at_before(first).and_then(|led| Some(at_before(second)? - led));
    let key = teller.point_key(point).to_owned();
    let passings = [(first.index(), point), (second.index(), point)];
    let at = passed(teller, second.index(), point);
    let what = Happened::Gap {
        point,
        first: first.index(),
        second: second.index(),
        gap,
        before: before_gap,
    };
    let weight = 30 + share(teller, point, 10);
    teller.tell((group, "gap"), &key, (at, &passings), weight, what);

    let Some((_, rows)) = before else { return };
    let head = rows[0].time();
    let with_first: Vec<_> = rows
        .iter()
        .filter(|r| r.time() - head <= TOGETHER)
        .collect();
    let was_with = with_first.iter().any(|r| r.index() == first.index());
    if with_first.len() > 1 && was_with && gap >= ALONE {
        let what = Happened::BreaksAway {
            index: first.index(),
            point,
            gap,
            together: with_first.len() as u32,
        };
        let weight = 60 + share(teller, point, 25);
        teller.tell((group, "breaks-away"), &key, (at, &passings), weight, what);
    }
}

/// Tells it where the first is ahead of the record's even pace, and once where that is over.
fn record_pace(
    teller: &mut Teller<'_, '_>,
    group: &Group,
    point: usize,
    first: Row,
    was_ahead: bool,
) -> bool {
    let Some(record) = record_of(teller, group) else {
        return false;
    };
    let of = teller.of;
    if point == of.finish() || of.length_m <= 0.0 {
        return false;
    }
    let even = Span::from_s(record.as_s() * of.points[point].at_m / of.length_m);
    let ahead = (even - first.time()).floor_to_tenth();
    let is_ahead = ahead > Span(0);
    if is_ahead || was_ahead {
        let index = first.index();
        let key = teller.point_key(point).to_owned();
        let at = passed(teller, index, point);
        let what = Happened::RecordPace {
            index,
            point,
            ahead,
        };
        let weight = 45 + share(teller, point, 30);
        let passings = [(index, point)];
        teller.tell((group, "record-pace"), &key, (at, &passings), weight, what);
    }
    is_ahead
}

/// The course record that a group runs against.
pub(super) fn record_of(teller: &Teller<'_, '_>, group: &Group) -> Option<Span> {
    let sex: Option<Sex> = match group {
        Group::Sex(sex) => Some(*sex),
        _ => None,
    };
    let records = &teller.of.records;
    records.iter().find(|r| r.sex == sex).map(|r| r.time)
}

pub(super) fn passed(teller: &Teller<'_, '_>, index: usize, point: usize) -> Instant {
    teller.view.passed_at(index, point).unwrap_or_default()
}

/// What part of `most` belongs to a point: all of it at the finish.
fn share(teller: &Teller<'_, '_>, point: usize, most: u8) -> u8 {
    let points = &teller.of.points;
    let (at_m, length_m) = (points[point].at_m, teller.of.length_m.max(1.0));
    (f64::from(most) * (at_m / length_m).clamp(0.0, 1.0)) as u8
}
