//! Where a runner is between mats, how sure that is, and when she will be at the points ahead.
//!
//! The one place that knows how people run: views hand in what was [`Seen`] of a runner and get a [`Forecast`].
//! Long because a forecast, a position and the mats' silence answer one another.

use std::sync::Arc;

use crate::event::Point;
use crate::mats::Mats;
use crate::pacing::{self, LEVELS, share_after, time_by};
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

/// For so long after a read the runner counts as just read.
const JUST_READ_S: f64 = 5.0;
/// Reads may lag so far behind the clock before silence stops meaning anything.
const LAG_S: f64 = 60.0;

/// A runner's way ahead from what was last known; holds until the next read. Positions from it are cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    way: Arc<pacing::Forecast>,
    started_at: Instant,
    last: Option<usize>,
    from: Instant,
    /// The next two living mats: a miss of the first is possible, of both hardly.
    hold: Option<Hold>,
    surely: Option<Hold>,
    /// The last point, where its mat lives.
    home: Option<Hold>,
    /// The first point ahead, where its mat is silent.
    silent: Option<(usize, f64)>,
    end_m: f64,
    /// Seconds from the own start up to which silence means that there was no read.
    through_s: f64,
    overdue: bool,
    /// Where she was thought to be before the newest lesson came.
    floor_m: f64,
}

/// How far a runner may be thought to be.
struct Edge {
    /// The mat that she cannot be past.
    stop: Option<Hold>,
    /// The living one that she may have passed unread.
    unread: Option<Hold>,
    /// The band reaches back at least to here.
    short_m: f64,
}

/// A living mat ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hold {
    point: usize,
    at_m: f64,
    /// The share of runners whom it misses; none at the finish, which is watched by other means as well.
    miss: f64,
}

impl Forecast {
    /// The way ahead of a runner who was seen so, by what the model says.
    pub fn of(seen: &Seen<'_>, way: Arc<pacing::Forecast>) -> Self {
        let last = seen.passings.last();
        let (from, ahead) = last.map_or((seen.started_at, 0), |&(point, at)| (at, point + 1));
        let end = seen.points.len().saturating_sub(1);
        let ahead = seen.points.iter().enumerate().skip(ahead);
        let expected = |point: usize| {
            let after_s = way.arrival(point)?.at_s[pacing::MEDIAN];
            Some(seen.started_at + Span::from_s(after_s))
        };
        let mut alive = ahead
            .clone()
            .filter(|(_, p)| seen.mats.alive(p.mat))
            .map(|(point, p)| Hold {
                point,
                at_m: p.at_m,
                miss: if point == end {
                    0.0
                } else {
                    expected(point).map_or(0.0, |at| seen.mats.miss(p.mat, at))
                },
            });
        let through_s = (seen.through - seen.started_at).as_s();
        let living = alive.clone().map(|hold| pacing::Living {
            point: hold.point,
            miss: hold.miss,
        });
        let overdue = way.overdue(living, through_s);
        let home = alive.clone().next_back().filter(|hold| hold.point == end);
        let hold = alive.next();
        let surely = alive.next().or(hold);
        let silent = ahead.take(1).find(|(_, p)| !seen.mats.alive(p.mat));
        Self {
            started_at: seen.started_at,
            last: last.map(|l| l.0),
            from,
            hold,
            surely,
            home,
            silent: silent.map(|(point, p)| (point, p.at_m)),
            end_m: seen.points.last().map_or(0.0, |p| p.at_m),
            through_s,
            overdue,
            floor_m: 0.0,
            way,
        }
    }
    /// A way that is known to have been run, however often mats missed her: there is no doubt left but between reads.
    pub(crate) fn told(
        started_at: Instant,
        last: Option<(usize, Instant)>,
        way: Arc<pacing::Forecast>,
    ) -> Self {
        Self {
            started_at,
            last: last.map(|l| l.0),
            from: last.map_or(started_at, |l| l.1),
            hold: None,
            surely: None,
            home: None,
            silent: None,
            end_m: way.arrivals.last().map_or(0.0, |a| a.at_m),
            through_s: 0.0,
            overdue: false,
            floor_m: 0.0,
            way,
        }
    }
    /// The same way, with the runner no further back than she was already thought to be.
    #[must_use]
    pub fn not_behind(mut self, floor_m: f64) -> Self {
        self.floor_m = floor_m;
        self
    }
    /// The position at an instant: never backwards as `now` goes on, and past a living mat that did not read only as
    /// doubt, once a miss is the likelier story or nobody's reads come in.
    pub fn position(&self, now: Instant) -> Estimate {
        let now_s = (now - self.started_at).as_s();
        let mut way = self.way.position_at(now_s);
        if let Some(point) = self.last
            && (now - self.from).as_s() <= JUST_READ_S
        {
            return Estimate {
                low_m: way.mid_m,
                mid_m: way.mid_m,
                high_m: way.mid_m,
                basis: Basis::Confirmed { point },
            };
        }
        way.mid_m = way.mid_m.max(self.floor_m);
        let edge = self.edge(now_s, way.mid_m);
        let stop_m = edge.stop.map_or(self.end_m, |hold| hold.at_m);
        let mid_m = way.mid_m.min(stop_m);
        let basis = match (edge.stop, edge.unread, self.silent) {
            (Some(hold), ..) if mid_m >= stop_m => Basis::HeldAt { point: hold.point },
            (_, Some(hold), _) if mid_m >= hold.at_m => Basis::PastUnread { point: hold.point },
            (_, _, Some((point, at_m))) if mid_m >= at_m => Basis::PastUnread { point },
            _ => Basis::Between { last: self.last },
        };
        Estimate {
            low_m: way.low_m.min(edge.short_m).min(mid_m),
            mid_m,
            high_m: way.high_m.min(stop_m).max(mid_m),
            basis,
        }
    }
    /// The pace on the stretch where she is thought to be, in seconds per kilometre: the runner's, and not the dot's,
    /// which a mat may hold.
    pub fn pace(&self, now: Instant) -> Option<f64> {
        let now_s = (now - self.started_at).as_s();
        let (mut from_m, mut from_s) = (self.way.from_m, self.way.from_s);
        let mut pace = None;
        for ahead in &self.way.arrivals {
            let at_s = ahead.at_s[pacing::MEDIAN];
            pace = Some((at_s - from_s) * 1000.0 / (ahead.at_m - from_m).max(1.0));
            if now_s < at_s {
                break;
            }
            (from_m, from_s) = (ahead.at_m, at_s);
        }
        pace
    }
    fn edge(&self, now_s: f64, mid_m: f64) -> Edge {
        let until = |stop: Option<Hold>| Edge {
            stop,
            unread: None,
            short_m: stop.map_or(self.end_m, |hold| hold.at_m),
        };
        let Some(hold) = self.hold.filter(|hold| mid_m >= hold.at_m) else {
            return until(self.hold);
        };
        // Silence after `through` means nothing: the race's own link is down, and the estimate runs on.
        let deaf = now_s - self.through_s > LAG_S;
        let heard_m = deaf.then(|| self.way.position_at(self.through_s).mid_m);
        let unheard = |mat: Hold| heard_m.is_some_and(|m| m < mat.at_m) && mat.miss > 0.0;
        if unheard(hold) {
            let unread = Some(hold);
            return Edge {
                unread,
                ..until(self.home)
            };
        }
        if !self.missed(hold) {
            return until(Some(hold));
        }
        let further = self.surely.filter(|s| s.point != hold.point);
        let stop = further.and_then(|mat| if unheard(mat) { self.home } else { Some(mat) });
        Edge {
            stop,
            unread: Some(hold),
            // Whoever is past a mat by guess may as well be short of it.
            short_m: hold.at_m,
        }
    }
    /// True when so long a silence is likelier to be the mat's miss than the runner's delay.
    fn missed(&self, hold: Hold) -> bool {
        self.way
            .arrival(hold.point)
            .is_some_and(|a| share_after(&a.at_s, self.through_s) < hold.miss)
    }
    /// The arrivals at every point ahead, in order of distance; none is before `now`.
    ///
    /// Silence up to `through` is taken into account: whoever was not read yet at a living mat is later than the
    /// quickest of those who might have been.
    pub fn arrivals(&self, points: &[Point], now: Instant) -> Vec<Arrival> {
        let gone = self.hold.and_then(|hold| {
            let at_s = self.way.arrival(hold.point)?.at_s;
            let after = share_after(&at_s, self.through_s);
            (after < 1.0 && after > hold.miss).then_some((hold.point, at_s, after))
        });
        let ahead = self.last.map_or(0, |last| last + 1);
        let later_s = |level: f64| {
            gone.map_or(0.0, |(_, at_s, after)| {
                time_by(&at_s, 1.0 - after * (1.0 - level)) - time_by(&at_s, level)
            })
        };
        let reached = gone.map_or(usize::MAX, |(point, ..)| point);
        points
            .iter()
            .enumerate()
            .skip(ahead)
            .filter_map(|(point, _)| {
                let at_s = self.way.arrival(point)?.at_s;
                let at = |q: usize| {
                    let later_s = if point >= reached {
                        later_s(LEVELS[q])
                    } else {
                        0.0
                    };
                    (self.started_at + Span::from_s(at_s[q] + later_s)).max(now)
                };
                Some(Arrival {
                    point,
                    p05: at(0),
                    p10: at(1),
                    p50: at(2),
                    p90: at(3),
                    p95: at(4),
                })
            })
            .collect()
    }
    /// True when silence is more than a slow runner and the mats' own misses explain.
    pub fn overdue(&self) -> bool {
        self.overdue
    }
}
