//! Who is near a runner on the road: those who came by her last point just before her, and just after.

use crate::time::Span;
use crate::view::{Status, View};

/// A runner near another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Index of the entrant in the roster.
    pub index: usize,
    /// How long before or after the other at the point; never negative.
    pub gap: Span,
    /// True when the runner has not been read there yet, so that the gap is an estimate.
    pub estimated: bool,
}

/// Those near a runner, by when they passed the last point that read her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// Index of the point in the contest.
    pub point: usize,
    /// Those before her, the nearest first.
    pub ahead: Vec<Near>,
    /// Those after her, the nearest first.
    pub behind: Vec<Near>,
}

impl View<'_> {
    /// At most `n` runners of the same contest before and after the entrant, on the road as it is: by the clock, not
    /// by net time. None for those without a place, before there is a point to compare at, and where not everybody is
    /// held.
    ///
    /// One look at everybody in the contest; estimates are made for a few only.
    pub fn around(&self, index: usize, n: usize) -> Option<Around> {
        if self.ruling(index).is_some() || self.race.part().is_some() {
            return None;
        }
        let (entrant, _) = self.entrant(index)?;
        let (point, at) = self
            .passings(index)
            .last()
            .filter(|(point, _)| *point > 0)?;
        let (mut ahead, mut behind) = (Vec::new(), Vec::new());
        // Those on their way there, by how far they were behind at the last point that read them.
        let mut coming: Vec<(Span, usize)> = Vec::new();
        for (other, who) in self.race.roster().all().iter().enumerate() {
            if who.contest != entrant.contest || other == index || self.ruling(other).is_some() {
                continue;
            }
            if let Some(then) = self.passed_at(other, point) {
                let gap = then - at;
                let near = |gap| Near {
                    index: other,
                    gap,
                    estimated: false,
                };
                if gap.0 <= 0 {
                    keep(&mut ahead, near(Span(-gap.0)), n);
                } else {
                    keep(&mut behind, near(gap), n);
                }
            } else if let Some((last, then)) = self.passings(other).last()
                && last < point
            {
                let hers = self.passed_at(index, last).unwrap_or(at);
                coming.push((Span((then - hers).0.max(0)), other));
            }
        }
        // More than are shown, for who was nearer at the last point need not be so at the next.
        let most = (4 * n).min(coming.len());
        if most > 0 && most < coming.len() {
            coming.select_nth_unstable(most - 1);
        }
        for (_, other) in coming.into_iter().take(most) {
            if self.status(other) != Status::OnCourse {
                continue;
            }
            let arrivals = self.arrivals(other, self.through());
            if let Some(arrival) = arrivals.iter().find(|arrival| arrival.point == point) {
                let near = Near {
                    index: other,
                    gap: Span((arrival.p50 - at).0.max(0)),
                    estimated: true,
                };
                keep(&mut behind, near, n);
            }
        }
        Some(Around {
            point,
            ahead,
            behind,
        })
    }

    /// The pace of the middle runner of a contest on each stretch between two of these points, in seconds per
    /// kilometre. Whoever has not run a stretch that others have counts as slower there, so that the quick ones, who
    /// are first everywhere, are not taken for the field; none for a stretch that not half of it has run.
    /// `points` are indices into the contest's, in order; where not everybody is held it is told of the points that are
    /// shown, whichever are asked for.
    pub fn middle_pace(&self, contest: usize, points: &[usize]) -> Vec<Option<f64>> {
        let Some(known) = self.race.event().contests.get(contest) else {
            return Vec::new();
        };
        if let Some(part) = self.race.part() {
            return part.middle.get(contest).cloned().unwrap_or_default();
        }
        let far_m = |point: usize| known.points.get(point).map_or(0.0, |point| point.at_m);
        let stretches = points.windows(2);
        let mut paces: Vec<Vec<f64>> = stretches.clone().map(|_| Vec::new()).collect();
        for (index, entrant) in self.race.roster().all().iter().enumerate() {
            if entrant.contest != contest {
                continue;
            }
            let passings: Vec<_> = self.passings(index).collect();
            let at = |point| {
                passings
                    .iter()
                    .find(|(p, _)| *p == point)
                    .map(|(_, at)| *at)
            };
            for (stretch, paces) in stretches.clone().zip(&mut paces) {
                let [from, to] = [stretch[0], stretch[1]];
                let far_m = far_m(to) - far_m(from);
                if let (Some(since), Some(then)) = (at(from), at(to))
                    && far_m > 0.0
                {
                    paces.push((then - since).as_s() * 1000.0 / far_m);
                }
            }
        }
        let field = paces.iter().map(Vec::len).max().unwrap_or_default();
        let middle = |mut paces: Vec<f64>| {
            (field >= FEW && field / 2 < paces.len())
                .then(|| *paces.select_nth_unstable_by(field / 2, f64::total_cmp).1)
        };
        paces.into_iter().map(middle).collect()
    }
}

/// Of fewer runners than these the middle says nothing about a field.
const FEW: usize = 5;

/// Keeps the nearest `n`, in order; of equals the first in the roster comes first.
fn keep(nearest: &mut Vec<Near>, near: Near, n: usize) {
    let place = nearest.partition_point(|known| known.gap <= near.gap);
    if place < n {
        nearest.insert(place, near);
        nearest.truncate(n);
    }
}
