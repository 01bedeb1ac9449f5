//! Where a made-up runner really is, at every instant. Only the simulation and tests of estimates may look.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;

/// The true course of one runner's day.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Who.
    pub entrant: EntrantNo,
    /// Index of the contest.
    pub contest: usize,
    /// Certified metres and instants, both never decreasing, from the runner's own start to the end of the day;
    /// between them the pace is even, and a stop is two instants at the same metres. Empty for who never started.
    pub knots: Vec<(f64, Instant)>,
    /// How the day ended.
    pub end: End,
}

/// How a runner's day ended, at the last knot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Did not come to the start.
    NeverStarted,
    /// Home.
    Finished,
    /// Stopped running.
    DroppedOut,
    /// Reached by the vehicle that follows the last runner.
    SweptUp,
}

impl Truth {
    /// The runner's own start.
    pub fn started_at(&self) -> Option<Instant> {
        self.knots.first().map(|knot| knot.1)
    }

    /// Where the day ended, and when.
    pub fn ended_at(&self) -> Option<(f64, Instant)> {
        self.knots.last().copied()
    }

    /// The certified metres covered at an instant; none before the own start, held after the end.
    pub fn position_at(&self, now: Instant) -> Option<f64> {
        let after = self.knots.partition_point(|knot| knot.1 <= now);
        let (from_m, from) = *self.knots.get(after.checked_sub(1)?)?;
        let Some(&(to_m, to)) = self.knots.get(after) else {
            return Some(from_m);
        };
        let share = (now - from).as_s() / (to - from).as_s();
        Some(from_m + (to_m - from_m) * share)
    }

    /// When a certified distance was first reached, if it was.
    pub fn passed_at(&self, at_m: f64) -> Option<Instant> {
        let after = self.knots.partition_point(|knot| knot.0 < at_m);
        let &(to_m, to) = self.knots.get(after)?;
        let Some(&(from_m, from)) = after.checked_sub(1).and_then(|i| self.knots.get(i)) else {
            return Some(to);
        };
        let share = (at_m - from_m) / (to_m - from_m);
        Some(Instant(
            from.0 + libm::round((to - from).0 as f64 * share) as i64,
        ))
    }

    /// The day ends where the other side of the course's time limit reaches the runner: `sweep_at` gives the
    /// metres that the following vehicle has covered at an instant.
    /// Who has come within `let_go_m` of the finish is left to run home.
    pub(super) fn cut_off(
        &mut self,
        length_m: f64,
        let_go_m: f64,
        sweep_m_at: impl Fn(Instant) -> f64,
    ) {
        let last_m = length_m - let_go_m;
        let caught = |knot: &(f64, Instant)| knot.0 < last_m && sweep_m_at(knot.1) > knot.0;
        if let Some(i) = self.knots.iter().position(caught) {
            self.knots.truncate(i + 1);
            self.end = End::SweptUp;
        }
    }
}
