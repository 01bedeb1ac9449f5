//! One run, from its start on, as a line of metres over time: a runner's own from read to read, or an even pace. To be
//! laid beside another run as if both had started together.

use crate::time::{Instant, Span};
use crate::view::View;

/// A run. Between two corners it is even; after the last it goes on as before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// When it began.
    pub began: Instant,
    /// Seconds since then and metres, both going up; the first is nought and nought.
    corners: Vec<(f64, f64)>,
    /// True when the last corner is the finish.
    home: bool,
}

impl Run {
    /// A runner's own, from the start that the contest ranks by, as far as it was read by the view's instant;
    /// none before the first read beyond the start.
    pub fn of(view: &View<'_>, index: usize) -> Option<Self> {
        let (entrant, contest) = view.entrant(index)?;
        let finish = contest.finish();
        let mut corners = vec![(0.0, 0.0)];
        let mut last = 0;
        let mut began = view.gun(entrant.contest, entrant.wave);
        for (point, at) in view.passings(index) {
            began = at - view.ranked_time(index, at);
            let corner = (
                view.ranked_time(index, at).as_s(),
                contest.points[point].at_m,
            );
            let before = corners[corners.len() - 1];
            if corner.0 > before.0 && corner.1 > before.1 {
                corners.push(corner);
                last = point;
            }
        }
        (corners.len() > 1).then_some(Self {
            began,
            corners,
            home: last == finish,
        })
    }

    /// So many metres in so much time, each as fast as the next.
    pub fn even(began: Instant, length_m: f64, time: Span) -> Self {
        Self {
            began,
            corners: vec![(0.0, 0.0), (time.as_s(), length_m)],
            home: true,
        }
    }

    /// The metres after so many seconds.
    pub fn at_m(&self, s: f64) -> f64 {
        let done = self.home.then(|| self.corners[self.corners.len() - 1].1);
        let at_m = along(&self.corners, s, |corner| corner);
        done.map_or(at_m, |end_m| at_m.min(end_m)).max(0.0)
    }

    /// The metres at an instant.
    pub fn at(&self, now: Instant) -> f64 {
        self.at_m((now - self.began).as_s())
    }

    /// The seconds after which so many metres were run; past the last corner it is a guess, and after the finish there
    /// is none.
    pub fn after_s(&self, at_m: f64) -> Option<f64> {
        let (_, end_m) = *self.corners.last()?;
        if self.home && at_m > end_m {
            return None;
        }
        Some(along(&self.corners, at_m, |(s, m)| (m, s)))
    }

    /// True when the runner was read there.
    pub fn reads(&self, at_m: f64) -> bool {
        self.corners.iter().any(|c| (c.1 - at_m).abs() < 0.01)
    }

    /// True when the run was seen to go so far.
    pub fn reaches(&self, at_m: f64) -> bool {
        self.corners.last().is_some_and(|last| at_m <= last.1)
    }
}

/// Along straight lines between corners, and on beyond the last as before it.
fn along(corners: &[(f64, f64)], x: f64, turned: impl Fn((f64, f64)) -> (f64, f64)) -> f64 {
    let after = corners.partition_point(|corner| turned(*corner).0 < x);
    let b = after.clamp(1, corners.len().max(2) - 1);
    let (Some(from), Some(to)) = (corners.get(b - 1), corners.get(b)) else {
        return 0.0;
    };
    let ((x0, y0), (x1, y1)) = (turned(*from), turned(*to));
    y0 + (y1 - y0) * (x - x0) / (x1 - x0).max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_run_is_even_and_ends_at_the_finish() {
        let run = Run::even(Instant(5_000), 42_195.0, Span(7_200_000));
        assert!((run.at(Instant(3_605_000)) - 21_097.5).abs() < 1e-6);
        assert!(run.at(Instant(0)).abs() < 1e-9);
        assert!((run.at_m(9_999.0) - 42_195.0).abs() < 1e-9);
        assert!((run.after_s(10_548.75).unwrap_or_default() - 1_800.0).abs() < 1e-6);
        assert_eq!(run.after_s(42_196.0), None);
    }
}
