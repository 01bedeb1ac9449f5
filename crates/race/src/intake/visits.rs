//! Visits: the reads of one mat that belong together, since a chip is read many times while it is near.

use super::Read;
use super::pace::fastest_s;
use crate::event::{Contest, Pick};
use crate::time::{Instant, Span};

/// Reads of one runner on one mat without a long gap, in order of time; at least one.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub mat: usize,
    pub reads: Vec<Read>,
    /// The point that the race office said it is.
    pub pinned: Option<usize>,
}

impl Visit {
    /// The read that counts.
    pub fn picked(&self, pick: Pick) -> Read {
        match pick {
            Pick::First => self.reads[0],
            Pick::Last => self.reads[self.reads.len() - 1],
        }
    }
    pub fn first_at(&self) -> Instant {
        self.reads[0].at
    }
}

/// Groups reads that are in order of (mat, time) into visits in order of time.
pub(super) fn visits_of(reads: &[Read], gap: Span) -> Vec<Visit> {
    let mut visits: Vec<Visit> = reads
        .chunk_by(|a, b| a.mat == b.mat && b.at - a.at <= gap)
        .map(|reads| Visit {
            mat: reads[0].mat,
            reads: reads.to_vec(),
            pinned: None,
        })
        .collect();
    sort(&mut visits);
    visits
}

/// Puts visits in order of time.
pub(super) fn sort(visits: &mut [Visit]) {
    visits.sort_by_key(|v| (v.first_at(), v.mat, v.reads[0].seq));
}

/// The longest gap within a visit: well under the time that anybody needs from one point to the next on the
/// same mat, and never more than a minute.
pub(super) fn gap_of(contest: &Contest) -> Span {
    let points = &contest.points;
    let nearest_m = points
        .iter()
        .enumerate()
        .filter_map(|(i, p)| {
            let next = points[i + 1..].iter().find(|n| n.mat == p.mat)?;
            Some(next.at_m - p.at_m)
        })
        .fold(f64::INFINITY, f64::min);
    Span::from_s((fastest_s(nearest_m) / 2.0).clamp(5.0, 60.0))
}
