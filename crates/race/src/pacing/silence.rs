//! What silence says: how late is late, and whether somebody who goes on as others do may still be unread.

use libm::pow;

use super::forecast::Forecast;
use super::model::{MEDIAN, QUANTILES};

/// Shares of runners who are there by each of a forecast's quantiles.
pub const LEVELS: [f64; QUANTILES] = [0.05, 0.1, 0.5, 0.9, 0.95, 0.999_5];
/// Who is silent for longer than all but this share of those who run on is overdue. So chosen that in each of the races
/// of ACCURACY.md, misses and all, fewer than one finisher in a hundred is ever called so.
pub const OVERDUE_CHANCE: f64 = 0.001;
/// A chip that one mat missed is missed by the next at least so often: it may be the chip, or how it is worn.
const AGAIN: f64 = 0.2;

/// A mat ahead that reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Living {
    /// Index of its point in the plan.
    pub point: usize,
    /// The share of runners who come by it unread.
    pub miss: f64,
}

/// The share of runners who are not there after so many seconds. Between quantiles it falls evenly, in the far tail by
/// the same factor each second, beyond it as well.
pub fn share_after(at_s: &[f64; QUANTILES], s: f64) -> f64 {
    const TAIL: usize = QUANTILES - 2;
    let n = at_s.partition_point(|q| *q <= s);
    let part = |b: usize| (s - at_s[b]) / (at_s[b + 1] - at_s[b]).max(1e-3);
    match n.checked_sub(1) {
        // Below the first quantile the shape of the tail is not known: nobody is there.
        None => 1.0,
        Some(TAIL..) => {
            let (near, far) = (1.0 - LEVELS[TAIL], 1.0 - LEVELS[TAIL + 1]);
            near * pow(far / near, part(TAIL).min(4.0))
        }
        Some(b) => 1.0 - (LEVELS[b] + part(b) * (LEVELS[b + 1] - LEVELS[b])),
    }
}

/// By when so large a share of runners is there.
pub fn time_by(at_s: &[f64; QUANTILES], level: f64) -> f64 {
    let n = LEVELS.partition_point(|l| *l <= level);
    match (n.checked_sub(1), at_s.get(n)) {
        (None, _) => at_s[0],
        (Some(_), None) => at_s[QUANTILES - 1],
        (Some(b), Some(next)) => {
            let part = (level - LEVELS[b]) / (LEVELS[n] - LEVELS[b]);
            at_s[b] + part * (next - at_s[b])
        }
    }
}

impl Forecast {
    /// The chance that a runner who goes on as others do is still unread so many seconds after her own start: not yet
    /// at the first of the living mats ahead (given in order of distance), or missed by it and not yet at the next,
    /// and so on. One where the forecast says nothing about the first of them.
    pub fn still_unread(&self, living: impl IntoIterator<Item = Living>, elapsed_s: f64) -> f64 {
        let (mut chance, mut missed_so_far, mut beyond) = (0.0, 1.0, 1.0);
        for mat in living {
            let Some(arrival) = self.arrival(mat.point) else {
                break;
            };
            if chance == 0.0 && elapsed_s < arrival.at_s[MEDIAN] {
                return 1.0;
            }
            // Nobody is at a further mat sooner.
            let there = (1.0 - share_after(&arrival.at_s, elapsed_s)).min(beyond);
            chance += missed_so_far * (beyond - there);
            let again = if missed_so_far < 1.0 { AGAIN } else { 0.0 };
            let miss = if mat.miss > 0.0 {
                mat.miss.max(again)
            } else {
                0.0
            };
            (beyond, missed_so_far) = (there, missed_so_far * miss);
            if missed_so_far * beyond < 1e-9 {
                return chance;
            }
        }
        chance + missed_so_far * beyond
    }
    /// True when silence for so many seconds after the own start is more than a slow runner and the mats' own misses
    /// explain. The one rule by which anybody is called overdue.
    pub fn overdue(&self, living: impl IntoIterator<Item = Living>, elapsed_s: f64) -> bool {
        self.still_unread(living, elapsed_s) < OVERDUE_CHANCE
    }
}
