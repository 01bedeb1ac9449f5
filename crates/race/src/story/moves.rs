//! Who won the most places on each stretch.

use super::board::places;
use super::front::passed;
use super::{Happened, Teller};
use crate::standings::Group;

/// Those near the front are one in so many of the contest, and at least [`FEW`].
const ONE_IN: usize = 100;
const FEW: usize = 10;

/// The one who won most places, told by (places won, index, before, after).
type Best = Option<(u32, usize, u32, u32)>;

pub(super) fn tell(teller: &mut Teller<'_, '_>) {
    let board = teller.board;
    let roster = teller.view.race.roster().all();
    let entered = roster
        .iter()
        .filter(|e| e.contest == teller.contest)
        .count();
    let front = (entered / ONE_IN).max(FEW) as u32;
    // Place of each entrant at the point before; 0 for those who were not read there.
    let mut before = vec![0_u32; roster.len()];
    let mut since = None;
    for (n, point) in board.points.iter().copied().enumerate() {
        // Where nobody was read, the stretch goes on.
        if board.all(n).is_empty() {
            continue;
        }
        let mut now = vec![0_u32; roster.len()];
        let (mut most, mut most_in_front): (Best, Best) = (None, None);
        for (place, row) in places(board.all(n)) {
            let index = row.index();
            now[index] = place;
            let was = before[index];
            if was <= place {
                continue;
            }
            let won = (was - place, index, was, place);
            // In order of place, so of equals the one further ahead stays.
            if most.is_none_or(|best| best.0 < won.0) {
                most = Some(won);
            }
            if place <= front && most_in_front.is_none_or(|best| best.0 < won.0) {
                most_in_front = Some(won);
            }
        }
        if let Some(from_point) = since.replace(point) {
            let stretch = (from_point, point);
            climb(teller, stretch, most_in_front, true);
            if most != most_in_front {
                climb(teller, stretch, most, false);
            }
        }
        before = now;
    }
}

fn climb(teller: &mut Teller<'_, '_>, stretch: (usize, usize), best: Best, front: bool) {
    let Some((_, index, before, after)) = best else {
        return;
    };
    let (from_point, point) = stretch;
    let key = teller.point_key(point).to_owned();
    let (name, weight) = if front {
        ("climb-front", 45)
    } else {
        ("climb", 25)
    };
    let what = Happened::Climbs {
        index,
        from_point,
        point,
        before,
        after,
        front,
    };
    let at = passed(teller, index, point);
    let passings = [(index, from_point), (index, point)];
    teller.tell((&Group::All, name), &key, (at, &passings), weight, what);
}
