//! The course strip of a race's front: which stretch of the course is shown, who stands where on it, and on which shelf
//! each name finds room. Pure.

use homestretch_race::estimate::Basis;
use homestretch_race::event::Role;
use homestretch_race::view::View;

use super::front::Front;

/// A stretch of the course with the front on it. Places along it are shares of its length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// The stretch in metres.
    pub from_m: f64,
    /// Its far end.
    pub to_m: f64,
    /// The whole course in metres.
    pub length_m: f64,
    /// Kilometres in sight, as (share, kilometre).
    pub km: Vec<(f64, u32)>,
    /// Points in sight, as (share, index of the point).
    pub mats: Vec<(f64, usize)>,
    /// The front, in order of place.
    pub runners: Vec<Stands>,
}

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stands {
    /// Index in the roster.
    pub index: usize,
    /// Her place.
    pub place: u32,
    /// Her band and its middle.
    pub low: f64,
    /// As likely ahead as behind.
    pub mid: f64,
    /// The far end of the band.
    pub high: f64,
    /// Just read at a mat, so that she stands where she is drawn.
    pub read: bool,
    /// Her name flies to the left of where she stands, for there is no room at the right.
    pub turned: bool,
    /// The shelf of her name, from 0 next to the line; none where there is no room.
    pub shelf: Option<usize>,
}

/// The stretch begins and ends at whole steps, so that it does not creep along with the leader.
const STEP_M: f64 = 500.0;
/// Kept free behind the last and ahead of the leader: room for the leader's name, as a share of the way between them.
const BEHIND_M: f64 = 200.0;
const AHEAD_M: f64 = 500.0;
const AHEAD: f64 = 0.34;
/// The stretch is at least so long, and at most: whoever is further behind chases nobody.
const LEAST_M: f64 = 2_000.0;
const MOST_M: f64 = 6_000.0;
/// Shelves for names, and the share of the strip that a name takes.
pub const SHELVES: usize = 3;
const NAME: f64 = 0.235;

/// The strip of a front.
pub fn strip(view: &View<'_>, contest: usize, front: &Front) -> Strip {
    let Some(of) = view.race.event().contests.get(contest) else {
        return Strip::default();
    };
    let stands = front.rows.iter().filter_map(|row| {
        let forecast = view.forecast(row.index, view.through())?;
        let estimate = forecast.position(view.at);
        let read = matches!(estimate.basis, Basis::Confirmed { .. });
        Some((row, estimate, read))
    });
    let stands: Vec<_> = stands.collect();
    let mids = || stands.iter().map(|(_, estimate, _)| estimate.mid_m);
    let lead_m = mids().fold(f64::NEG_INFINITY, f64::max);
    if !lead_m.is_finite() {
        return Strip::default();
    }
    let last_m = mids()
        .filter(|at_m| lead_m - at_m <= MOST_M - AHEAD_M - BEHIND_M)
        .fold(lead_m, f64::min);
    let ahead_m = AHEAD_M.max((lead_m - last_m + BEHIND_M) * AHEAD);
    let to_m = ((lead_m + ahead_m) / STEP_M).ceil() * STEP_M;
    let to_m = to_m.min(of.length_m).max(LEAST_M.min(of.length_m));
    let from_m = ((last_m - BEHIND_M) / STEP_M).floor() * STEP_M;
    let from_m = from_m.min(to_m - LEAST_M).max(0.0);
    let share = |at_m: f64| (at_m - from_m) / (to_m - from_m).max(1.0);
    let in_sight = |share: &f64| (0.0..=1.0).contains(share);
    let runners = stands
        .iter()
        .map(|(row, estimate, read)| Stands {
            index: row.index,
            place: row.place,
            low: share(estimate.low_m).clamp(0.0, 1.0),
            mid: share(estimate.mid_m),
            high: share(estimate.high_m).clamp(0.0, 1.0),
            read: *read,
            turned: share(estimate.mid_m) > 1.0 - NAME,
            shelf: None,
        })
        .filter(|one| in_sight(&one.mid));
    let first_km = (from_m / 1000.0).ceil() as u32;
    let km = (first_km..=(to_m / 1000.0) as u32).map(|km| (share(f64::from(km) * 1000.0), km));
    let points = of.points.iter().enumerate();
    let points = points.filter(|(_, point)| point.role != Role::Helper);
    let mats = points.map(|(i, point)| (share(point.at_m), i));
    let mats: Vec<_> = mats.filter(|(share, _)| in_sight(share)).collect();
    // A mat at a kilometre has a name of its own.
    let bare = |(share, _): &(f64, u32)| mats.iter().all(|(mat, _)| (mat - share).abs() > 0.03);
    Strip {
        from_m,
        to_m,
        length_m: of.length_m,
        km: km
            .filter(|(share, _)| in_sight(share))
            .filter(bare)
            .collect(),
        mats,
        runners: shelved(runners.collect()),
    }
}

/// Gives each name the lowest shelf on which it touches nobody else's, the leader's first. Names fly from poles: to the
/// right, so that no pole of somebody behind goes through the name of somebody ahead.
fn shelved(mut runners: Vec<Stands>) -> Vec<Stands> {
    let mut shelves: [Vec<f64>; SHELVES] = Default::default();
    for one in &mut runners {
        let from = if one.turned { one.mid - NAME } else { one.mid };
        let free = |taken: &Vec<f64>| taken.iter().all(|other| (other - from).abs() >= NAME);
        one.shelf = shelves.iter().position(free);
        if let Some(shelf) = one.shelf {
            shelves[shelf].push(from);
        }
    }
    runners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_group_lie_over_one_another_and_never_on_one_another() {
        let at = |mid: f64| Stands {
            index: 0,
            place: 1,
            low: mid,
            mid,
            high: mid,
            read: false,
            turned: mid > 1.0 - NAME,
            shelf: None,
        };
        let placed = shelved([0.7, 0.69, 0.68, 0.67, 0.2].map(at).to_vec());
        let shelves: Vec<_> = placed.iter().map(|one| one.shelf).collect();
        assert_eq!(shelves, [Some(0), Some(1), Some(2), None, Some(0)]);
        let ends = shelved([0.99, 0.5].map(at).to_vec());
        assert_eq!(
            ends.iter().map(|one| one.shelf).collect::<Vec<_>>(),
            [Some(0), Some(0)]
        );
        assert!(ends[0].turned && !ends[1].turned, "within the strip");
    }
}
