//! The chart's glances at the race: what is new, how far the last have come, how fast the first go.

use homestretch_dots::look::Shape;
use homestretch_race::Phase;
use leptos::prelude::*;

use super::chart::{Chart, LOOK_EVERY_MS};

/// The same in a field of many thousands.
const LOOK_EVERY_BIG_MS: f64 = 2_500.0;
/// A look gives way to the picture after so long.
const LOOK_MS: f64 = 6.0;
/// The line that the last runner has left behind moves on in steps of this.
const SWEPT_STEP_M: f64 = 250.0;

impl Chart {
    /// Looks into the race when something is new or some time has passed. False while the look goes on.
    pub(super) fn look(&mut self, viewer_ms: f64) -> bool {
        let held = self.wiring.held;
        let version = held.version().get_untracked();
        let every = if self.field.runners().len() > 5_000 {
            LOOK_EVERY_BIG_MS
        } else {
            LOOK_EVERY_MS
        };
        let due = self
            .looked
            .is_none_or(|(seen, at_ms)| seen != version || viewer_ms - at_ms >= every);
        if !self.looking && !due {
            return true;
        }
        let anew = !self.looking;
        let smooth = self.looked.is_some() && !self.wiring.reduced_motion();
        let now = self.wiring.clock.now_frame();
        let (field, wiring) = (&mut self.field, &self.wiring);
        let until = wiring.viewer_ms() + LOOK_MS;
        let complete = held
            .with_race(|race| {
                let view = race.as_of(now, race.newest()).with_through(held.through());
                field.look(&view, anew, viewer_ms, smooth, || {
                    wiring.viewer_ms() < until
                })
            })
            .unwrap_or(true);
        self.looking = !complete;
        if anew {
            self.looked = Some((version, viewer_ms));
        }
        if complete {
            self.last_m.1.clear();
            self.sweep();
        }
        complete
    }

    /// Finds how far the last runner on each track has come.
    fn sweep(&mut self) {
        let live = self.wiring.held.stand().get_untracked().phase == Phase::Live;
        let mut last = vec![f64::INFINITY; self.swept_m.len()];
        for runner in self
            .field
            .runners()
            .iter()
            .filter(|r| r.shape != Shape::Stopped)
        {
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
        let runners = self.field.runners();
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
