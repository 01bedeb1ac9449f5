//! Where a runner is between mats, how sure that is, and when she will be at the points ahead.
//!
//! The one place that knows how people run: views hand in what was [`Seen`] of a runner and get a [`Forecast`].

use crate::event::Point;
use crate::mats::Mats;
use crate::time::{Instant, Span};

/// A position with its band, in certified metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// One in ten is behind this.
    pub low_m: f64,
    /// As likely ahead as behind.
    pub mid_m: f64,
    /// One in ten is ahead of this.
    pub high_m: f64,
    /// What it rests on.
    pub basis: Basis,
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Just read at a point: certain.
    Confirmed {
        /// Index of the point.
        point: usize,
    },
    /// Between the last point read and the next.
    Between {
        /// Index of the last point read; none before the first read.
        last: Option<usize>,
    },
    /// Held short of a living mat that should have read the runner by now.
    HeldAt {
        /// Index of the point.
        point: usize,
    },
    /// Past a mat without a read: the mat is silent for everybody, or a miss is the likelier story.
    PastUnread {
        /// Index of the point.
        point: usize,
    },
}

/// When a runner is expected at a point: quantiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Index of the point.
    pub point: usize,
    /// Five in a hundred are earlier.
    pub p05: Instant,
    /// One in ten is earlier.
    pub p10: Instant,
    /// Half are earlier.
    pub p50: Instant,
    /// One in ten is later.
    pub p90: Instant,
    /// Five in a hundred are later.
    pub p95: Instant,
}

/// What was seen of one runner on the course: everything an estimate may rest on.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The points of the runner's contest.
    pub points: &'a [Point],
    /// The passings so far, as (index of the point, instant), in order of distance.
    pub passings: &'a [(usize, Instant)],
    /// When the runner's own race began.
    pub started_at: Instant,
    /// Up to when silence means that there was no read.
    pub through: Instant,
    /// Which mats read.
    pub mats: &'a Mats,
}

/// Six minutes a kilometre: what is thought of a runner of whom nothing is known yet.
const USUAL_S_PER_M: f64 = 0.36;
/// Nobody is thought slower than 20 minutes a kilometre, so that the dot of a runner who waited long still moves.
const SLOWEST_S_PER_M: f64 = 1.2;
/// Nobody is thought faster than 2:20 a kilometre.
const FASTEST_S_PER_M: f64 = 0.14;
/// A pace over less than this says little.
const TOO_SHORT_M: f64 = 300.0;
/// For so long after a read the runner counts as just read.
const JUST_READ_S: f64 = 5.0;
/// The tenth slowest and the tenth fastest in a hundred, as parts of the distance since the last read.
const BAND: (f64, f64) = (0.82, 1.12);
/// Before this much more than the expected time has gone by, nobody is overdue.
const OVERDUE_S: f64 = 600.0;
/// The same as a part of the time expected.
const OVERDUE_PART: f64 = 0.5;

/// A runner's way ahead from what was last known; holds until the next read. Positions from it are cheap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    last: Option<usize>,
    from: Instant,
    from_m: f64,
    s_per_m: f64,
    /// The next living mat: nobody gets past it unread.
    hold: Option<(usize, f64)>,
    /// The living mat after that, else the same: one mat misses a chip now and then, two in a row hardly.
    surely_m: f64,
    /// The first silent mat before it, where there is one.
    silent: Option<(usize, f64)>,
    end_m: f64,
    through: Instant,
}

impl Forecast {
    /// The way ahead of a runner.
    pub fn of(seen: &Seen<'_>) -> Self {
        let last = seen.passings.last();
        let (from, from_m, ahead) = last.map_or((seen.started_at, 0.0, 0), |&(point, at)| {
            (at, seen.points[point].at_m, point + 1)
        });
        let run_s = (from - seen.started_at).as_s();
        let s_per_m = if from_m < TOO_SHORT_M || run_s <= 0.0 {
            USUAL_S_PER_M
        } else {
            (run_s / from_m).clamp(FASTEST_S_PER_M, SLOWEST_S_PER_M)
        };
        let ahead = seen.points.iter().enumerate().skip(ahead);
        let ahead = ahead.map(|(point, p)| (point, p.at_m, seen.mats.alive(p.mat)));
        let mut alive = ahead.clone().filter(|(.., alive)| *alive);
        let hold = alive.next().map(|(point, at_m, _)| (point, at_m));
        let surely_m = alive.next().map(|(_, at_m, _)| at_m).or(hold.map(|h| h.1));
        let silent = ahead.take(1).find(|(.., alive)| !alive);
        Self {
            last: last.map(|l| l.0),
            from,
            from_m,
            s_per_m,
            hold,
            surely_m: surely_m.unwrap_or(from_m),
            silent: silent.map(|(point, at_m, _)| (point, at_m)),
            end_m: seen.points.last().map_or(0.0, |p| p.at_m),
            through: seen.through,
        }
    }
    /// The position at an instant: never backwards as `now` goes on, never past a living mat that did not read.
    pub fn position(&self, now: Instant) -> Estimate {
        let gone_s = (now - self.from).as_s().max(0.0);
        let gone_m = gone_s / self.s_per_m;
        let (edge, edge_m) = self
            .hold
            .map_or((None, self.end_m), |(point, at_m)| (Some(point), at_m));
        let mid_m = (self.from_m + gone_m).min(edge_m);
        if let Some(point) = self.last
            && gone_s <= JUST_READ_S
        {
            return Estimate {
                low_m: mid_m,
                mid_m,
                high_m: mid_m,
                basis: Basis::Confirmed { point },
            };
        }
        let basis = match (edge, self.silent) {
            (Some(point), _) if mid_m >= edge_m => Basis::HeldAt { point },
            (_, Some((point, at_m))) if mid_m >= at_m => Basis::PastUnread { point },
            _ => Basis::Between { last: self.last },
        };
        Estimate {
            low_m: (self.from_m + gone_m * BAND.0).min(edge_m),
            mid_m,
            high_m: (self.from_m + gone_m * BAND.1).min(edge_m),
            basis,
        }
    }
    /// The arrival at a point ahead, not before `now`.
    fn arrival(&self, point: usize, at_m: f64, now: Instant) -> Arrival {
        let expected_s = (at_m - self.from_m) * self.s_per_m;
        let at = |part: f64| (self.from + Span::from_s(expected_s * part)).max(now);
        Arrival {
            point,
            p05: at(0.88),
            p10: at(1.0 / BAND.1),
            p50: at(1.0),
            p90: at(1.0 / BAND.0),
            p95: at(1.32),
        }
    }
    /// The arrivals at every point ahead, in order of distance; none is before `now`.
    pub fn arrivals(&self, points: &[Point], now: Instant) -> Vec<Arrival> {
        let ahead = self.last.map_or(0, |last| last + 1);
        points
            .iter()
            .enumerate()
            .skip(ahead)
            .map(|(point, p)| self.arrival(point, p.at_m, now))
            .collect()
    }
    /// True when the runner should have been read at a living mat for far longer than the pace so far explains.
    pub fn overdue(&self) -> bool {
        let expected_s = (self.surely_m - self.from_m) * self.s_per_m;
        let silence_s = (self.through - self.from).as_s();
        self.hold.is_some() && silence_s > expected_s + OVERDUE_S.max(OVERDUE_PART * expected_s)
    }
}
