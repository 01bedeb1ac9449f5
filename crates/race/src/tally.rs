//! A contest in numbers: how many are on the course, home, out or still to come, and how many have passed each point.

use crate::time::Instant;
use crate::view::{Status, View};

/// A contest in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// On the course, the overdue among them.
    pub on_course: u32,
    /// Home.
    pub finished: u32,
    /// Did not finish, stopped at the cut-off, or disqualified.
    pub out: u32,
    /// Not started: still to come, or known not to start.
    pub not_started: u32,
    /// For each point of the contest, how many were read there and when the last of them.
    pub passed: Vec<(u32, Option<Instant>)>,
}

impl View<'_> {
    /// The contest in numbers at the view's instant. Those who show results only are counted at points once home.
    pub fn tally(&self, contest: usize) -> Tally {
        if let Some(part) = self.race.part() {
            return part.tallies.get(contest).cloned().unwrap_or_default();
        }
        let n_points = self
            .race
            .event()
            .contests
            .get(contest)
            .map_or(0, |c| c.points.len());
        let mut tally = Tally {
            passed: vec![(0, None); n_points],
            ..Tally::default()
        };
        let entrants = self.race.roster().all().iter().enumerate();
        for (index, _) in entrants.filter(|(_, entrant)| entrant.contest == contest) {
            for (point, at) in self.passings(index) {
                if let Some((n, last)) = tally.passed.get_mut(point) {
                    *n += 1;
                    *last = (*last).max(Some(at));
                }
            }
            match self.status_but_lateness(index) {
                Status::OnCourse | Status::Overdue => tally.on_course += 1,
                Status::Finished => tally.finished += 1,
                Status::Dnf | Status::CutOff | Status::Dsq => tally.out += 1,
                Status::NotStarted | Status::Dns => tally.not_started += 1,
            }
        }
        tally
    }
}
