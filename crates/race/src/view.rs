//! The race as it was at one instant, as known at one tick: status, splits, times, estimate of each entrant.
//! Entrants are addressed by their index in [`Roster::all`](crate::roster::Roster::all).

use crate::change::{Tick, Why};
use crate::estimate::{Arrival, Estimate};
use crate::race::Race;
use crate::time::{Instant, Span};

/// A borrowed look at a race.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The race looked at.
    pub race: &'a Race,
    /// The instant looked at.
    pub at: Instant,
    /// The tick up to which changes count.
    pub known: Tick,
}

/// How it stands with an entrant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The gun of the wave is still to come, or no read yet at the start.
    NotStarted,
    /// On the course.
    OnCourse,
    /// Due at a living mat for far longer than the pace so far explains.
    Overdue,
    /// Home.
    Finished,
    /// Did not start.
    Dns,
    /// Did not finish.
    Dnf,
    /// Stopped at the cut-off.
    CutOff,
    /// Disqualified.
    Dsq,
}

/// One passing of an entrant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Index of the point in the contest.
    pub point: usize,
    /// When.
    pub at: Instant,
    /// Since the gun of the wave.
    pub gun_time: Span,
    /// Since the runner's own start; the gun where the start was not read.
    pub net_time: Span,
    /// Seconds per kilometre since the split before; none at the start.
    pub pace_s_per_km: Option<f64>,
    /// Why the newest version of it was published.
    pub why: Why,
}

impl View<'_> {
    /// Status of the entrant at `index`.
    pub fn status(&self, _index: usize) -> Status {
        todo!()
    }
    /// The passings up to the instant, in order of distance.
    pub fn splits(&self, _index: usize) -> Vec<Split> {
        todo!()
    }
    /// The furthest split.
    pub fn last_split(&self, _index: usize) -> Option<Split> {
        todo!()
    }
    /// The instant the entrant's own race began: the start read, else the gun.
    pub fn started_at(&self, _index: usize) -> Instant {
        todo!()
    }
    /// The finish by the contest's own ranking (gun or net), once home.
    pub fn result(&self, _index: usize) -> Option<Span> {
        todo!()
    }
    /// Where the entrant is thought to be; none for those who are not on the course.
    /// `through` is the instant up to which every known read is in the race: silence after it means nothing.
    pub fn estimate(&self, _index: usize, _through: Instant) -> Option<Estimate> {
        todo!()
    }
    /// When the entrant is expected at each point still ahead.
    pub fn arrivals(&self, _index: usize, _through: Instant) -> Vec<Arrival> {
        todo!()
    }
    /// The wave's gun as known.
    pub fn gun(&self, _contest: usize, _wave: usize) -> Instant {
        todo!()
    }
}
