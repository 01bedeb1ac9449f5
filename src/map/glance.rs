//! Glances at the race: the field as it was last seen, shared by all that show it; and what the chart learns from it,
//! how far the last have come and how fast the first go.

use std::cell::RefCell;
use std::rc::Rc;

use super::chart::Chart;
use super::field::Field;
use super::scale::BIG_FIELD;
use super::wiring::Wiring;
use homestretch_dots::look::Shape;
use homestretch_race::Phase;
use homestretch_race::time::Instant;

/// The race is looked into this often in the viewer's time, also when no news has come.
pub const LOOK_EVERY_MS: f64 = 1_000.0;
/// The same while the race runs hardly faster than life: less changes by itself.
const LOOK_EVERY_CALM_MS: f64 = 2_000.0;
/// The same in a field of many thousands.
const LOOK_EVERY_BIG_MS: f64 = 2_500.0;
/// A look gives way to the picture after so long.
const LOOK_MS: f64 = 6.0;
/// So much of the race's time at once is another moment: whoever went there waits for its picture, and the old one is
/// of no use to her.
const LEAP_MS: f64 = 30_000.0;
/// A look at another moment gives way only after so long.
const LEAP_LOOK_MS: f64 = 150.0;
/// The line that the last runner has left behind moves on in steps of this.
const SWEPT_STEP_M: f64 = 250.0;

/// The field as it was last seen.
#[derive(Default)]
pub struct Sight {
    /// The field.
    pub field: Field,
    /// How many looks were completed.
    pub n_looks: u32,
    looked: Option<(u32, f64)>,
    /// The race's time at the last look.
    looked_at: Option<Instant>,
    looking: bool,
    /// True while the look is one at another moment.
    leaping: bool,
    /// When the last part of a look was done.
    parted_ms: f64,
}

/// What became of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is over, or none was due.
    Complete,
    /// It goes on with the next frame.
    GoesOn,
    /// Somebody else is at it.
    Elsewhere,
}

/// Map and strip look with the same eyes.
pub type SharedSight = Rc<RefCell<Sight>>;

impl Sight {
    /// Looks into the race when something is new or some time has passed; leaves a look that goes on to whoever has had
    /// a part in it no longer than `elsewhere_ms` ago.
    pub fn look(&mut self, wiring: &Wiring, viewer_ms: f64, elsewhere_ms: f64) -> Look {
        let held = wiring.held;
        let version = held.version().get_untracked();
        let every = if self.field.runners().len() > BIG_FIELD {
            LOOK_EVERY_BIG_MS
        } else if wiring.clock.rate() <= 2.0 {
            LOOK_EVERY_CALM_MS
        } else {
            LOOK_EVERY_MS
        };
        let due = self
            .looked
            .is_none_or(|(seen, at_ms)| seen != version || viewer_ms - at_ms >= every);
        if !self.looking && !due {
            return Look::Complete;
        }
        // The frame's own time may lie before that of a part in the same frame.
        if self.looking && viewer_ms - self.parted_ms < elsewhere_ms {
            return Look::Elsewhere;
        }
        self.parted_ms = viewer_ms;
        let anew = !self.looking;
        let now = wiring.clock.now_frame();
        if anew {
            self.leaping = self.leaps(now, viewer_ms, wiring.clock.rate());
            self.looked_at = Some(now);
        }
        let smooth = self.looked.is_some() && !self.leaping && !wiring.reduced_motion();
        let field = &mut self.field;
        let most_ms = if self.leaping { LEAP_LOOK_MS } else { LOOK_MS };
        let until = wiring.viewer_ms() + most_ms;
        let complete = held
            .look_untracked(now, |view| {
                field.look(view, anew, viewer_ms, smooth, || wiring.viewer_ms() < until)
            })
            .unwrap_or(true);
        self.looking = !complete;
        if anew {
            self.looked = Some((version, viewer_ms));
        }
        self.n_looks = self.n_looks.wrapping_add(u32::from(complete));
        if complete {
            Look::Complete
        } else {
            Look::GoesOn
        }
    }
}

impl Sight {
    /// True when the race's time is far from where it has run on to since the last look.
    fn leaps(&self, now: Instant, viewer_ms: f64, rate: f64) -> bool {
        let Some((then, (_, at_ms))) = self.looked_at.zip(self.looked) else {
            return false;
        };
        let gone_ms = (now - then).0 as f64 - (viewer_ms - at_ms) * rate;
        gone_ms.abs() > LEAP_MS
    }
}

impl Chart {
    /// Looks into the race where that is due. False while the look goes on.
    pub(super) fn look(&mut self, viewer_ms: f64) -> bool {
        let sight = Rc::clone(&self.wiring.sight);
        let mut sight = sight.borrow_mut();
        let complete = sight.look(&self.wiring, viewer_ms, 0.0) == Look::Complete;
        if self.n_looks != sight.n_looks {
            self.n_looks = sight.n_looks;
            self.last_m.1.clear();
            self.sweep(&sight.field);
        }
        complete
    }

    /// Finds how far the last runner on each track has come.
    fn sweep(&mut self, field: &Field) {
        let live = self.wiring.held.stand().get_untracked().phase == Phase::Live;
        let mut last = vec![f64::INFINITY; self.swept_m.len()];
        for runner in field.runners().iter().filter(|r| r.shape != Shape::Stopped) {
            if let Some(track) = self.courses.track_of(usize::from(runner.contest)) {
                last[track] = last[track].min(runner.low_m);
            }
        }
        for (swept, last) in self.swept_m.iter_mut().zip(last) {
            let steps = if live && last.is_finite() {
                (last / SWEPT_STEP_M).floor() * SWEPT_STEP_M
            } else {
                0.0
            };
            if (*swept - steps).abs() > 1.0 {
                *swept = steps;
                self.ground_stale = true;
            }
        }
    }

    /// How fast the fastest runner in sight goes, in metres of course per second of race, from one frame to the next.
    pub(super) fn measure_speed(&mut self, now_ms: i64) {
        let gone_s = (now_ms - self.last_m.0) as f64 / 1000.0;
        let sight = self.wiring.sight.borrow();
        let runners = sight.field.runners();
        if self.last_m.1.len() == runners.len() && gone_s > 0.5 {
            let in_sight = self.scene.shown.iter().map(|s| s.runner);
            self.fastest_m_s = in_sight
                .filter_map(|i| Some((runners.get(i)?, self.last_m.1.get(i)?)))
                .filter(|(r, _)| !r.gliding())
                .map(|(r, before)| (r.at_m - before).abs() / gone_s)
                .fold(0.0, f64::max)
                .min(12.0);
        }
        if self.last_m.1.len() != runners.len() || !(0.0..=0.5).contains(&gone_s) {
            self.last_m = (now_ms, runners.iter().map(|r| r.at_m).collect());
        }
    }
}
