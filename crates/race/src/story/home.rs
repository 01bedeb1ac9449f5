//! Coming home: the first three, records, negative splits, the closest finish, the first of each committee, the last.

use super::board::{Row, places};
use super::front::{FRONT, passed, record_of};
use super::{Happened, Teller};
use crate::change::Phase;
use crate::standings::Group;
use crate::time::Span;

/// Finishes further apart than this are not close.
const CLOSE: Span = Span(3_000);
/// A point so near to the half of the contest is its half.
const NEAR_HALF_M: f64 = 10.0;

pub(super) fn tell(teller: &mut Teller<'_, '_>, group: &Group) {
    let Some(last) = teller.board.points.len().checked_sub(1) else {
        return;
    };
    let front = teller.board.first(teller.view, group, last, FRONT);
    let finish = teller.of.finish();
    for (place, row) in places(&front) {
        let (index, time) = (row.index(), row.time());
        let told = (passed(teller, index, finish), [(index, finish)]);
        let told = (told.0, told.1.as_slice());
        let bib = bib(teller, index);
        if place <= 3 {
            let weight = [98, 80, 75][place as usize - 1];
            // Two who share a place are two moments.
            let name = if front.iter().filter(|r| r.time() == time).count() > 1 {
                format!("{place}.{bib}")
            } else {
                place.to_string()
            };
            let what = Happened::Home { index, place, time };
            teller.tell((group, "home"), &name, told, weight, what);
        }
        if let Some(record) = record_of(teller, group).filter(|record| time < *record) {
            let by = record - time;
            let what = Happened::Record { index, time, by };
            teller.tell((group, "record"), &bib, told, 100, what);
        }
        negative_split(teller, group, place, row);
    }
    closest(teller, group, &front);
}

fn negative_split(teller: &mut Teller<'_, '_>, group: &Group, place: u32, row: Row) {
    let of = teller.of;
    let is_half = |p: &usize| (of.points[*p].at_m - of.length_m / 2.0).abs() <= NEAR_HALF_M;
    let Some(half) = (1..of.finish()).find(is_half) else {
        return;
    };
    let index = row.index();
    let at = passed(teller, index, of.finish());
    let Some(half_at) = teller.view.passed_at(index, half) else {
        return;
    };
    let first_half = (half_at - teller.view.started_at(index)).floor_to_tenth();
    let second_half = (at - half_at).floor_to_tenth();
    if second_half >= first_half {
        return;
    }
    let name = bib(teller, index);
    let what = Happened::NegativeSplit {
        index,
        place,
        first_half,
        second_half,
    };
    let passings = [(index, half), (index, of.finish())];
    teller.tell((group, "negative-split"), &name, (at, &passings), 35, what);
}

fn closest(teller: &mut Teller<'_, '_>, group: &Group, front: &[Row]) {
    let finish = teller.of.finish();
    let placed: Vec<_> = places(front).collect();
    let mut nearest: Option<(Span, u32, Row, Row)> = None;
    for pair in placed.windows(2) {
        let gap = pair[1].1.time() - pair[0].1.time();
        if gap <= CLOSE && nearest.is_none_or(|(known, ..)| gap < known) {
            nearest = Some((gap, pair[0].0, pair[0].1, pair[1].1));
        }
    }
    let Some((gap, place, ahead, behind)) = nearest else {
        return;
    };
    let (index, other) = (ahead.index(), behind.index());
    let at = passed(teller, index, finish).max(passed(teller, other, finish));
    let what = Happened::Closest {
        index,
        other,
        place,
        gap,
    };
    let passings = [(index, finish), (other, finish)];
    let weight = if place == 1 { 90 } else { 55 };
    teller.tell((group, "closest"), "", (at, &passings), weight, what);
}

/// The first of each committee.
pub(super) fn tell_firsts(teller: &mut Teller<'_, '_>) {
    let finish = teller.of.finish();
    let mut seen: Vec<&str> = Vec::new();
    let roster = teller.view.race.roster().all();
    for (place, row) in places(teller.board.home()) {
        let index = row.index();
        let Some(noc) = roster.get(index).and_then(|e| e.noc.as_deref()) else {
            continue;
        };
        if seen.contains(&noc) {
            continue;
        }
        seen.push(noc);
        let time = row.time();
        let what = Happened::FirstOfNoc { index, place, time };
        let told = (passed(teller, index, finish), [(index, finish)]);
        let weight = if place <= 100 { 25 } else { 20 };
        teller.tell((&Group::All, "noc"), noc, (told.0, &told.1), weight, what);
    }
}

/// The last to come home, once the race is over.
pub(super) fn tell_last(teller: &mut Teller<'_, '_>) {
    let (phase, _) = teller.view.race.phase(teller.view.known);
    if phase != Phase::Ended {
        return;
    }
    let finish = teller.of.finish();
    let at = |row: &Row| teller.view.passed_at(row.index(), finish);
    let Some(row) = teller
        .board
        .home()
        .iter()
        .max_by_key(|row| at(row))
        .copied()
    else {
        return;
    };
    let (index, time) = (row.index(), row.time());
    let told = (passed(teller, index, finish), [(index, finish)]);
    let what = Happened::Last { index, time };
    teller.tell((&Group::All, "last"), "", (told.0, &told.1), 65, what);
}

fn bib(teller: &Teller<'_, '_>, index: usize) -> String {
    let all = teller.view.race.roster().all();
    all.get(index).map_or_else(String::new, |e| e.bib.clone())
}
