//! The field as the map shows it: for each runner on the course a shape and a way ahead, from which a frame takes
//! positions. Looks into the race now and then, a slice at a time; frames between only follow the ways.

use homestretch_dots::look::Shape;
use homestretch_race::estimate::{Basis, Forecast};
use homestretch_race::event::RankBy;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::view::{Status, View};

/// Runners looked up between two looks at the watch.
const SLICE: usize = 256;
/// A correction is drawn as a way, in this much of the viewer's time.
const GLIDE_MS: f64 = 1_000.0;
/// Corrections shorter than this are not worth a way.
const JUMP_M: f64 = 2.0;
/// Places that are written into dots.
const N_PLACES: usize = 3;

/// A runner on the map.
#[derive(Clone, Debug)]
pub struct Runner {
    /// Index in the roster.
    pub index: u32,
    /// The entrant's number.
    pub no: EntrantNo,
    /// Index of the contest.
    pub contest: u16,
    /// How certain the position is.
    pub shape: Shape,
    /// Place in the contest at the last mat, for the first three; 0 for all others.
    pub place: u8,
    /// Certified metres, as shown in this frame.
    pub at_m: f64,
    /// One in ten is behind this.
    pub low_m: f64,
    /// One in ten is ahead of this.
    pub high_m: f64,
    way: Way,
    /// How far the dot was from where it should be, and when that was found, in the viewer's time.
    lag: (f64, f64),
    /// What share of the correction's time is left, as of this frame.
    left: f64,
}

#[derive(Clone, Debug)]
enum Way {
    Ahead(Box<Forecast>),
    Still(f64),
}

impl Runner {
    /// True while a correction is being drawn.
    pub fn gliding(&self) -> bool {
        self.lag.0 != 0.0
    }
    /// How much of the correction is still to be drawn, in metres.
    pub fn glide_m(&self) -> f64 {
        self.lag.0.abs() * self.left.powi(3)
    }
    /// How fast it is being drawn, in metres a second.
    pub fn glide_m_s(&self) -> f64 {
        self.lag.0.abs() * 3.0 * self.left.powi(2) * 1_000.0 / GLIDE_MS
    }
}

/// The field.
#[derive(Default)]
pub struct Field {
    runners: Vec<Runner>,
    next: Vec<Runner>,
    leaders: Vec<Leaders>,
    next_finished: u32,
    cursor: Option<usize>,
    /// Where a runner of the roster stands in `runners`.
    slot: Vec<u32>,
    /// How many are home.
    pub n_finished: u32,
}

/// The first few of a contest: (time at the point, place in `next` when on the course).
#[derive(Clone, Debug, Default)]
struct Leaders(Vec<(usize, i64, Option<usize>)>);

impl Leaders {
    /// Takes a runner in: whoever is further along is ahead, then whoever was there sooner.
    fn take(&mut self, point: usize, time_ms: i64, slot: Option<usize>) {
        let at = self.0.partition_point(|l| {
            (std::cmp::Reverse(l.0), l.1) <= (std::cmp::Reverse(point), time_ms)
        });
        if at < N_PLACES {
            self.0.insert(at, (point, time_ms, slot));
            self.0.truncate(N_PLACES);
        }
    }
}

impl Field {
    /// The runners on the map, in order of the roster.
    pub fn runners(&self) -> &[Runner] {
        &self.runners
    }

    /// The runner of an entrant.
    pub fn find(&self, no: EntrantNo) -> Option<&Runner> {
        self.runners.iter().find(|r| r.no == no)
    }

    /// The runner of an entrant's index in the roster.
    pub fn runner(&self, index: usize) -> Option<&Runner> {
        self.runners.get(*self.slot.get(index)? as usize)
    }

    /// Looks into the race: from the beginning when `anew`, else on from where the last look ended, as long as
    /// `more` says so. True when the look is complete. `viewer_ms` is the viewer's time; without `smooth`,
    /// corrections jump.
    pub fn look(
        &mut self,
        view: &View<'_>,
        anew: bool,
        viewer_ms: f64,
        smooth: bool,
        mut more: impl FnMut() -> bool,
    ) -> bool {
        let n = view.race.roster().all().len();
        let mut at = match self.cursor {
            Some(at) if !anew && at <= n => at,
            _ => {
                self.next.clear();
                self.next_finished = 0;
                self.leaders = vec![Leaders::default(); view.race.event().contests.len()];
                0
            }
        };
        while at < n {
            for index in at..(at + SLICE).min(n) {
                self.take(view, index, viewer_ms, smooth);
            }
            at = (at + SLICE).min(n);
            if at < n && !more() {
                self.cursor = Some(at);
                return false;
            }
        }
        self.cursor = None;
        for leaders in &self.leaders {
            for (place, &(.., slot)) in leaders.0.iter().enumerate() {
                if let Some(runner) = slot.and_then(|s| self.next.get_mut(s)) {
                    runner.place = place as u8 + 1;
                }
            }
        }
        std::mem::swap(&mut self.runners, &mut self.next);
        self.n_finished = self.next_finished;
        self.slot.clear();
        self.slot.resize(n, u32::MAX);
        for (s, runner) in self.runners.iter().enumerate() {
            self.slot[runner.index as usize] = s as u32;
        }
        true
    }

    fn take(&mut self, view: &View<'_>, index: usize, viewer_ms: f64, smooth: bool) {
        let Some(entrant) = view.race.roster().all().get(index) else {
            return;
        };
        let Some(contest) = view.race.event().contests.get(entrant.contest) else {
            return;
        };
        let (shape, way) = match view.status_but_lateness(index) {
            Status::OnCourse | Status::Overdue => {
                // Who is overdue is known from the way ahead, which is worked out only once.
                let Some(forecast) = view.forecast(index, view.through()) else {
                    return;
                };
                let shape = match forecast.position(view.at).basis {
                    _ if forecast.overdue() => Shape::Overdue,
                    Basis::Confirmed { .. } => Shape::Confirmed,
                    _ => Shape::Estimated,
                };
                (shape, Way::Ahead(Box::new(forecast)))
            }
            Status::Dnf | Status::Dsq | Status::CutOff => {
                let last = view
                    .passings(index)
                    .last()
                    .and_then(|(point, _)| contest.points.get(point));
                // Whoever never crossed a mat did not stop anywhere on the map.
                let Some(last) = last.filter(|_| entrant.live) else {
                    return;
                };
                (Shape::Stopped, Way::Still(last.at_m))
            }
            Status::Finished => {
                self.next_finished += 1;
                self.lead(view, index, None);
                return;
            }
            Status::NotStarted | Status::Dns => return,
        };
        if shape != Shape::Stopped {
            self.lead(view, index, Some(self.next.len()));
        }
        let mut runner = Runner {
            index: index as u32,
            no: entrant.no,
            contest: entrant.contest as u16,
            shape,
            place: 0,
            at_m: 0.0,
            low_m: 0.0,
            high_m: 0.0,
            way,
            lag: (0.0, 0.0),
            left: 0.0,
        };
        runner.follow(view.at, viewer_ms);
        if smooth && let Some(before) = self.runner(index) {
            // Where the dot would be now had nothing been learnt, not where it was in the last frame.
            let mut before = before.clone();
            before.follow(view.at, viewer_ms);
            let lag_m = before.at_m - runner.at_m;
            if lag_m.abs() > JUMP_M {
                runner.lag = (lag_m, viewer_ms);
                runner.left = 1.0;
                runner.follow(view.at, viewer_ms);
            }
        }
        self.next.push(runner);
    }

    /// Notes a runner for the places, by the furthest split and the time there.
    fn lead(&mut self, view: &View<'_>, index: usize, slot: Option<usize>) {
        let Some(entrant) = view.race.roster().all().get(index) else {
            return;
        };
        let Some(contest) = view.race.event().contests.get(entrant.contest) else {
            return;
        };
        let Some((point, at)) = view.passings(index).last().filter(|p| p.0 > 0) else {
            return;
        };
        let from = match contest.rank_by {
            RankBy::Gun => view.gun(entrant.contest, entrant.wave),
            RankBy::Net => view.started_at(index),
        };
        if let Some(leaders) = self.leaders.get_mut(entrant.contest) {
            leaders.take(point, (at - from).0, slot);
        }
    }

    /// Moves everybody on to an instant of the race, `viewer_ms` in the viewer's time.
    pub fn follow(&mut self, now: Instant, viewer_ms: f64) {
        for runner in &mut self.runners {
            runner.follow(now, viewer_ms);
        }
    }
}

impl Runner {
    fn follow(&mut self, now: Instant, viewer_ms: f64) {
        match &self.way {
            Way::Still(at_m) => {
                (self.at_m, self.low_m, self.high_m) = (*at_m, *at_m, *at_m);
            }
            Way::Ahead(forecast) => {
                let estimate = forecast.position(now);
                (self.at_m, self.low_m, self.high_m) =
                    (estimate.mid_m, estimate.low_m, estimate.high_m);
                if self.shape != Shape::Overdue {
                    self.shape = match estimate.basis {
                        Basis::Confirmed { .. } => Shape::Confirmed,
                        _ => Shape::Estimated,
                    };
                }
            }
        }
        if self.lag.0 != 0.0 {
            self.left = (1.0 - (viewer_ms - self.lag.1) / GLIDE_MS).clamp(0.0, 1.0);
            if self.left == 0.0 {
                self.lag.0 = 0.0;
            }
            self.at_m += self.lag.0 * self.left.powi(3);
        }
    }
}
