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
pub(super) fn visits_of(reads: &[Read], contest: &Contest) -> Vec<Visit> {
    let mut visits: Vec<Visit> = reads
        .chunk_by(|a, b| same_visit(a, b, contest))
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

/// Sets the middle of a long row of visits to one mat apart: a chip that lies beside a mat is read for hours,
/// and only the ends of the row can be part of the race. The first are the visits to look at, in order of time.
pub(super) fn ends_of_rows(visits: Vec<Visit>, contest: &Contest) -> (Vec<Visit>, Vec<Visit>) {
    let mut is_end = Vec::with_capacity(visits.len());
    for row in visits.chunk_by(|a, b| a.mat == b.mat) {
        let points = contest.points.iter().filter(|p| p.mat == row[0].mat);
        let n_ends = points.count() + 4;
        is_end.extend((0..row.len()).map(|i| i < n_ends || i + n_ends >= row.len()));
    }
    let mut is_end = is_end.into_iter();
    visits
        .into_iter()
        .partition(|v| is_end.next().unwrap_or(true) || v.pinned.is_some())
}

/// True when two reads of a runner are so near that they belong to one visit.
pub(super) fn same_visit(a: &Read, b: &Read, contest: &Contest) -> bool {
    let apart = Span((a.at - b.at).0.abs());
    // Most pairs are so far apart that nothing needs to be worked out.
    a.mat == b.mat && apart <= LONGEST_GAP && apart <= gap_of(contest, a.mat)
}

const LONGEST_GAP: Span = Span(60_000);

/// The longest gap within a visit to a mat: well under the time that anybody needs from one point to the next
/// on the same mat, and never more than a minute.
fn gap_of(contest: &Contest, mat: usize) -> Span {
    let points = contest.points.iter().filter(|p| p.mat == mat);
    let nearest_m = points
        .clone()
        .zip(points.skip(1))
        .map(|(a, b)| b.at_m - a.at_m)
        .fold(f64::INFINITY, f64::min);
    Span::from_s((fastest_s(nearest_m) / 2.0).clamp(5.0, LONGEST_GAP.as_s()))
}
