//! The race as it was at one instant, as known at one tick: status, splits, times, estimate of each entrant.
//! Entrants are addressed by their index in [`Roster::all`](crate::roster::Roster::all).
//! An index that the roster does not have is answered like an entrant who never started.
//! Long because every question about an entrant is asked of the same borrowed race, and they answer one another.

use std::sync::{Arc, OnceLock};

use crate::change::{Ruling, Tick, Why};
use crate::estimate::{Arrival, Estimate, Forecast, Seen};
use crate::event::{Contest, RankBy};
use crate::expectation::{Place, telling};
use crate::mats::Mats;
use crate::race::Race;
use crate::record::Version;
use crate::roster::Entrant;
use crate::time::{Instant, Span};

/// A borrowed look at a race.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The race looked at.
    pub race: &'a Race,
    /// The instant looked at.
    pub at: Instant,
    /// The tick up to which changes count.
    pub known: Tick,
    through: Instant,
    back: bool,
    mats: OnceLock<Mats>,
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

impl From<Ruling> for Status {
    fn from(ruling: Ruling) -> Self {
        match ruling {
            Ruling::Dns => Self::Dns,
            Ruling::Dnf => Self::Dnf,
            Ruling::Dsq => Self::Dsq,
            Ruling::CutOff => Self::CutOff,
        }
    }
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

impl<'a> View<'a> {
    pub(crate) fn new(race: &'a Race, at: Instant, known: Tick) -> Self {
        Self {
            race,
            at,
            known,
            // As long as nobody says how far the reads reach, they reach to the newest of them:
            // when everybody is silent, nobody is late.
            through: race.latest().map_or(at, |latest| latest.min(at)),
            back: false,
            mats: OnceLock::new(),
        }
    }
    /// The same view, told up to when every known read is in the race. Lateness is judged against it.
    #[must_use]
    pub fn with_through(mut self, through: Instant) -> Self {
        self.through = through.min(self.at);
        self
    }
    /// The same view of somebody who looks back: whoever came off the course later is still on it.
    #[must_use]
    pub fn looking_back(mut self) -> Self {
        self.back = true;
        self
    }
    /// The same view, told which mats read: whoever looks many times at one tick need find that out only once.
    #[must_use]
    pub fn with_mats(mut self, mats: Mats) -> Self {
        self.mats = OnceLock::from(mats);
        self
    }
    /// Up to when silence means that there was no read.
    pub fn through(&self) -> Instant {
        self.through
    }
    /// Which mats read, as far as this view can tell; found out once per view.
    pub fn mats(&self) -> &Mats {
        self.mats.get_or_init(|| Mats::seen(self))
    }
    pub(crate) fn entrant(&self, index: usize) -> Option<(&'a Entrant, &'a Contest)> {
        let entrant = self.race.roster().all().get(index)?;
        Some((entrant, self.race.event().contests.get(entrant.contest)?))
    }
    /// The passings up to the instant as (index of the point, instant), in order of distance.
    /// A runner who shows results only has none before the finish.
    pub fn passings(&self, index: usize) -> impl Iterator<Item = (usize, Instant)> {
        self.versions(index).map(|(v, at)| (v.point(), at))
    }
    fn versions(&self, index: usize) -> impl Iterator<Item = (Version, Instant)> {
        let seen = self.entrant(index).and_then(|(entrant, contest)| {
            let shown = entrant.live || self.seen_at(index, contest.finish()).is_some();
            Some((self.race.record(index).filter(|_| shown)?, contest))
        });
        let n_points = seen.map_or(0, |(_, contest)| contest.points.len());
        seen.into_iter()
            .flat_map(|(record, _)| record.passings(self.known))
            .filter(move |(v, at)| v.point() < n_points && *at <= self.at)
    }
    fn seen_at(&self, index: usize, point: usize) -> Option<Instant> {
        let (_, at) = self.race.record(index)?.passing(point, self.known)?;
        (at <= self.at).then_some(at)
    }
    /// When the entrant passed a point, if that was seen by the view's instant.
    pub fn passed_at(&self, index: usize, point: usize) -> Option<Instant> {
        let (entrant, contest) = self.entrant(index)?;
        if point >= contest.points.len()
            || !(entrant.live || self.seen_at(index, contest.finish()).is_some())
        {
            return None;
        }
        self.seen_at(index, point)
    }
    /// The tick at which a passing became known as it stands; none where there is none.
    pub fn told_at(&self, index: usize, point: usize) -> Option<Tick> {
        self.passed_at(index, point)?;
        let (version, _) = self.race.record(index)?.passing(point, self.known)?;
        Some(version.tick())
    }
    /// The tick at which the race office's ruling became known.
    pub fn ruled_at(&self, index: usize) -> Option<Tick> {
        Some(self.race.record(index)?.ruled(self.known)?.1)
    }
    /// What the race office ruled about the entrant, by what was known.
    pub fn ruling(&self, index: usize) -> Option<Ruling> {
        if self.back {
            let (ruling, from) = self.race.ruled_from(index, self.known)?;
            return (from <= self.at).then_some(ruling);
        }
        self.race.record(index)?.said(self.known)?.0
    }
    /// The race office's own words about the entrant, where given.
    pub fn note(&self, index: usize) -> Option<&'a str> {
        let (ruling, note, _) = self.race.record(index)?.said(self.known)?;
        let counts = ruling.is_none() || self.ruling(index).is_some();
        note.as_deref().filter(|_| counts)
    }
    /// Status of the entrant at `index`. What the race office ruled wins over everything that was read.
    pub fn status(&self, index: usize) -> Status {
        match self.status_but_lateness(index) {
            Status::OnCourse if self.overdue(index) => Status::Overdue,
            status => status,
        }
    }
    /// The status, with the overdue counted as on the course: all that a standing needs, and cheaper.
    pub fn status_but_lateness(&self, index: usize) -> Status {
        let Some((entrant, contest)) = self.entrant(index) else {
            return Status::NotStarted;
        };
        if let Some(ruling) = self.ruling(index) {
            return ruling.into();
        }
        if self.passed_at(index, contest.finish()).is_some() {
            return Status::Finished;
        }
        if self.gun(entrant.contest, entrant.wave) > self.at
            || self.passings(index).next().is_none()
        {
            return Status::NotStarted;
        }
        if self.closed(entrant.contest) {
            return Status::CutOff;
        }
        Status::OnCourse
    }
    fn overdue(&self, index: usize) -> bool {
        self.forecast_through(index, self.through)
            .is_some_and(|f| f.overdue())
    }
    /// The instant the course closes for a contest: its limit after its first gun.
    pub fn limit_at(&self, contest: usize) -> Option<Instant> {
        let c = self.race.event().contests.get(contest)?;
        let first = (0..c.waves.len()).map(|w| self.gun(contest, w)).min()?;
        Some(first + c.limit?)
    }
    /// True when the limit has passed, as far as the reads reach.
    pub(crate) fn closed(&self, contest: usize) -> bool {
        self.limit_at(contest).is_some_and(|l| self.through > l)
    }
    /// The passings up to the instant, in order of distance.
    pub fn splits(&self, index: usize) -> Vec<Split> {
        let Some((entrant, contest)) = self.entrant(index) else {
            return Vec::new();
        };
        let gun = self.gun(entrant.contest, entrant.wave);
        let started_at = self.started_at(index);
        let mut before = (0.0, started_at);
        self.versions(index)
            .map(|(version, at)| {
                let at_m = contest.points[version.point()].at_m;
                let (from_m, from) = std::mem::replace(&mut before, (at_m, at));
                let far_m = at_m - from_m;
                Split {
                    point: version.point(),
                    at,
                    gun_time: (at - gun).floor_to_tenth(),
                    net_time: (at - started_at).floor_to_tenth(),
                    pace_s_per_km: (far_m > 0.0).then(|| (at - from).as_s() * 1000.0 / far_m),
                    why: version.why(),
                }
            })
            .collect()
    }
    /// The furthest split.
    pub fn last_split(&self, index: usize) -> Option<Split> {
        self.splits(index).pop()
    }
    /// The instant the entrant's own race began: the start read, else the gun.
    pub fn started_at(&self, index: usize) -> Instant {
        let gun = || {
            self.entrant(index)
                .map_or(Instant::default(), |(e, _)| self.gun(e.contest, e.wave))
        };
        self.passed_at(index, 0).unwrap_or_else(gun)
    }
    /// The time that the contest ranks by, at an instant of the entrant's race.
    pub fn ranked_time(&self, index: usize, at: Instant) -> Span {
        let Some((entrant, contest)) = self.entrant(index) else {
            return Span::default();
        };
        let from = match contest.rank_by {
            RankBy::Gun => self.gun(entrant.contest, entrant.wave),
            RankBy::Net => self.started_at(index),
        };
        (at - from).floor_to_tenth()
    }
    /// The finish by the contest's own ranking (gun or net), once home.
    pub fn result(&self, index: usize) -> Option<Span> {
        let (_, contest) = self.entrant(index)?;
        if self.ruling(index).is_some() {
            return None;
        }
        let at = self.passed_at(index, contest.finish())?;
        Some(self.ranked_time(index, at))
    }
    /// Where the entrant is thought to be; none for those who are not on the course, or do not want it shown.
    /// `through` is the instant up to which every known read is in the race: silence after it means nothing.
    pub fn estimate(&self, index: usize, through: Instant) -> Option<Estimate> {
        Some(self.forecast(index, through)?.position(self.at))
    }
    /// The way ahead, from which positions at later instants are cheap until the next change of the race;
    /// none where there is no estimate.
    pub fn forecast(&self, index: usize, through: Instant) -> Option<Forecast> {
        if self.status_but_lateness(index) != Status::OnCourse {
            return None;
        }
        self.forecast_through(index, through)
    }
    fn forecast_through(&self, index: usize, through: Instant) -> Option<Forecast> {
        let (entrant, contest) = self.entrant(index)?;
        if !entrant.live {
            return None;
        }
        let passings: Vec<_> = self.passings(index).collect();
        let started_at = self.started_at(index);
        let fresh = || {
            let plan = self.race.expectation().plan(entrant.contest)?;
            let told = passings
                .iter()
                .map(|(p, at)| (*p, (*at - started_at).as_s()));
            let reads = telling(plan, told);
            self.race.expectation().way(entrant, &reads, self.known)
        };
        // What was worked out holds for everybody who looks at all that is known.
        let all_seen = self.known >= self.race.newest()
            && self.race.latest().is_none_or(|latest| latest <= self.at);
        let kept = self.race.ways().get(index).filter(|_| all_seen);
        if let Some(way) = kept.and_then(Place::told) {
            return Some(Forecast::told(started_at, passings.last().copied(), way));
        }
        let (way, floor_m) = match kept {
            Some(kept) => kept.way(started_at, fresh)?,
            None => (Arc::new(fresh()?), 0.0),
        };
        let forecast = Forecast::of(
            &Seen {
                points: &contest.points,
                passings: &passings,
                started_at,
                through,
                mats: self.mats(),
            },
            way,
        );
        Some(forecast.not_behind(floor_m))
    }
    /// When the entrant is expected at each point still ahead, but for those where even the late would have been by now:
    /// when, can then no longer be said.
    pub fn arrivals(&self, index: usize, through: Instant) -> Vec<Arrival> {
        let Some((_, contest)) = self.entrant(index) else {
            return Vec::new();
        };
        let mut arrivals = self
            .forecast(index, through)
            .map_or_else(Vec::new, |f| f.arrivals(&contest.points, self.at));
        arrivals.retain(|arrival| arrival.p95 > self.at);
        arrivals
    }
    /// The wave's gun as known; the epoch for a wave that the event does not name.
    pub fn gun(&self, contest: usize, wave: usize) -> Instant {
        self.race.gun(contest, wave, self.known).unwrap_or_default()
    }
}
