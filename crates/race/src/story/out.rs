//! Who of the first ten is out. Told only when the race office has said so: silence alone is no proof.

use super::board::places;
use super::front::FRONT;
use super::{Happened, Teller};
use crate::change::Ruling;
use crate::standings::Group;

pub(super) fn tell(teller: &mut Teller<'_, '_>, group: &Group) {
    let (view, board) = (teller.view, teller.board);
    let roster = view.race.roster().all();
    for (index, entrant) in roster.iter().enumerate() {
        if entrant.contest != teller.contest || !group.has(entrant) {
            continue;
        }
        let Some(ruling) = view.ruling(index).filter(|r| *r != Ruling::Dns) else {
            continue;
        };
        let finish = teller.of.finish();
        let last = view
            .passings(index)
            .filter(|(p, _)| *p < finish && board.points.contains(p))
            .last();
        let Some((point, read_at)) = last else {
            continue;
        };
        let Some(place) = place_at(teller, group, index, point) else {
            continue;
        };
        let tick = view.ruled_at(index).unwrap_or_default();
        // Where nobody told when it became known, nothing better is known than the last read.
        let at = view.race.told_at(tick).unwrap_or(read_at).max(read_at);
        let what = Happened::Out {
            index,
            point,
            place,
            ruling,
        };
        let weight = if place <= 3 { 85 } else { 60 };
        let bib = entrant.bib.clone();
        teller.tell((group, "out"), &bib, (at, &[(index, point)]), weight, what);
        if let Some(told) = teller.told.last_mut() {
            told.known = told.known.max(tick);
        }
    }
}

/// The place at a point, when it is among the first. The disqualified are on no board, so their time is laid beside it.
fn place_at(teller: &Teller<'_, '_>, group: &Group, index: usize, point: usize) -> Option<u32> {
    let (view, board) = (teller.view, teller.board);
    let n = board.points.iter().position(|p| *p == point)?;
    let time = view.ranked_time(index, view.passed_at(index, point)?);
    let front = board.first(view, group, n, FRONT);
    let ahead = places(&front).filter(|(_, row)| row.time() < time).count();
    (ahead < FRONT).then_some(ahead as u32 + 1)
}
