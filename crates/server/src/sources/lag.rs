//! How long reads take from the mat to here, and what that says about a source's clock. Backlogs arrive late and by
//! different amounts; a wrong clock is off by the same amount all the time.

use std::collections::VecDeque;

use homestretch_race::time::Span;
use serde::Serialize;

/// So many of the newest arrivals are looked at.
const LOOKED_AT: usize = 16;
/// From so few arrivals on something can be said.
const ENOUGH: usize = 3;
/// Arrivals that agree this well have a common cause.
const SPREAD: Span = Span(90_000);
/// A lag of less is a slow link at most.
const NOTABLE: Span = Span(120_000);
/// A clock is off by whole or half hours when it is this near to them: zones and summer time.
const NEAR_HALF_HOUR: Span = Span(120_000);
const HALF_HOUR_MS: i64 = 1_800_000;
/// A clock drifts when its least lag has moved by more, in one direction.
const DRIFT: Span = Span(5_000);
/// The least lag is taken of so many arrivals.
const WINDOW: usize = 20;
const WINDOWS: usize = 500;

/// The lags of a source.
#[derive(Clone, Debug, Default)]
pub struct Lag {
    newest: VecDeque<Span>,
    window: Vec<Span>,
    least: VecDeque<Span>,
}

/// What the lags say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The clock is fast (above 0) or slow by this, which is whole or half hours: the zone is wrong.
    Shifted(Span),
    /// The clock is fast (above 0) or slow by this, or the link holds everything up by as much.
    Off(Span),
    /// The clock has gained (above 0) or lost this since the source was first heard.
    Drifted(Span),
}

/// What is to be doubted about a clock, for a page to say.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClockTold {
    /// `shifted` by whole or half hours, `off`, or `drifted`.
    pub doubt: &'static str,
    /// By so many seconds; above 0 it is ahead.
    pub by_s: f64,
}

impl From<Doubt> for ClockTold {
    fn from(doubt: Doubt) -> Self {
        let (doubt, by) = match doubt {
            Doubt::Shifted(by) => ("shifted", by),
            Doubt::Off(by) => ("off", by),
            Doubt::Drifted(by) => ("drifted", by),
        };
        Self {
            doubt,
            by_s: by.as_s(),
        }
    }
}

impl Doubt {
    /// In words for the race office, with the remedy.
    pub fn words(self) -> String {
        let fast = |span: Span| if span.0 > 0 { "ahead" } else { "behind" };
        let seconds = |span: Span| span.as_s().abs();
        match self {
            Self::Shifted(by) => format!(
                "Its times are {} h {} the time of arrival: is the zone wrong? Add {} to `offset_s` of this source.",
                seconds(by) / 3_600.0,
                fast(by),
                -by.as_s()
            ),
            Self::Off(by) => format!(
                "Its times are {:.0} s {} the time of arrival: is its clock wrong, or the link held up?",
                seconds(by),
                fast(by)
            ),
            Self::Drifted(by) => format!(
                "Its clock has {} {:.0} s since it was first heard: set the device's clock, or correct with `offset_s`.",
                if by.0 > 0 { "gained" } else { "lost" },
                seconds(by)
            ),
        }
    }
}

impl Lag {
    /// Something arrived; its newest read is so old. Less than 0: the read is from the future.
    pub fn arrived(&mut self, lag: Span) {
        self.newest.push_back(lag);
        if self.newest.len() > LOOKED_AT {
            self.newest.pop_front();
        }
        self.window.push(lag);
        if self.window.len() == WINDOW {
            self.least.extend(self.window.iter().min());
            self.window.clear();
            if self.least.len() > WINDOWS {
                self.least.pop_front();
            }
        }
    }

    /// The middle lag of the newest arrivals.
    pub fn middle(&self) -> Option<Span> {
        let mut sorted: Vec<Span> = self.newest.iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }

    /// What is to be doubted about the clock.
    pub fn doubt(&self) -> Option<Doubt> {
        let middle = self.middle()?;
        // Most agree with the middle one, though now and then a backlog comes in.
        let agree = |lag: &&Span| abs(**lag - middle) <= SPREAD;
        let n_agree = self.newest.iter().filter(agree).count();
        if n_agree >= ENOUGH && n_agree * 3 >= self.newest.len() * 2 && abs(middle) >= NOTABLE {
            let half_hours = (middle.0 as f64 / HALF_HOUR_MS as f64).round() as i64;
            let nearest = Span(half_hours * HALF_HOUR_MS);
            // A late read was said to be too early: the clock is slow.
            if half_hours != 0 && abs(middle - nearest) <= NEAR_HALF_HOUR {
                return Some(Doubt::Shifted(Span(-nearest.0)));
            }
            return Some(Doubt::Off(Span(-middle.0)));
        }
        self.drift().map(Doubt::Drifted)
    }

    /// A link only ever adds to the lag, so its least value shows the clock; three windows in one direction are no chance.
    fn drift(&self) -> Option<Span> {
        let (first, last) = (*self.least.front()?, *self.least.back()?);
        let moved = last - first;
        let rising = |a: &Span, b: &Span| if moved.0 > 0 { a <= b } else { a >= b };
        let steady = self.least.iter().zip(self.least.iter().skip(1));
        let steady = steady.filter(|(a, b)| rising(a, b)).count();
        let is_steady = self.least.len() >= 3 && steady * 4 >= (self.least.len() - 1) * 3;
        (is_steady && abs(moved) > DRIFT).then_some(Span(-moved.0))
    }
}

fn abs(span: Span) -> Span {
    Span(span.0.saturating_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(lags_s: impl IntoIterator<Item = f64>) -> Option<Doubt> {
        let mut lag = Lag::default();
        for s in lags_s {
            lag.arrived(Span::from_s(s));
        }
        lag.doubt()
    }

    #[test]
    fn a_right_clock_is_not_doubted() {
        assert_eq!(doubt([]), None);
        assert_eq!(doubt([0.3, 1.2, 0.8, 45.0, 0.5]), None);
        // A backlog after an hour without a link: reads of all ages.
        let backlog = (0..40).map(|i| 3_600.0 - 90.0 * f64::from(i));
        assert_eq!(doubt(backlog), None);
        // The link is slow now and then, for hours.
        let slow = (0..400).map(|i| if i % 7 == 0 { 1.0 } else { 40.0 });
        assert_eq!(doubt(slow), None);
    }

    #[test]
    fn whole_hours_are_a_zone() {
        let hour = |h: i64| Some(Doubt::Shifted(Span(h * 3_600_000)));
        assert_eq!(doubt([3_600.8, 3_601.0, 3_600.2]), hour(-1));
        assert_eq!(doubt([-7_199.0, -7_190.0, -7_199.5]), hour(2));
        let nepal = Some(Doubt::Shifted(Span(-19_800_000)));
        assert_eq!(doubt([19_801.0; 5]), nepal);
        // One that comes late among them changes nothing.
        assert_eq!(doubt([3_601.0, 9_000.0, 3_601.0, 3_601.0]), hour(-1));
        // Two are too few to say.
        assert_eq!(doubt([3_600.8, 3_601.0]), None);
    }

    #[test]
    fn minutes_are_a_wrong_clock() {
        assert_eq!(
            doubt([-400.0, -401.0, -402.0]),
            Some(Doubt::Off(Span(401_000)))
        );
    }

    #[test]
    fn a_clock_that_runs_slow_drifts_away() {
        let slow = (0..100).map(|i| 1.0 + f64::from(i) * 0.1 + f64::from(i % 3));
        let Some(Doubt::Drifted(by)) = doubt(slow) else {
            panic!("a drift");
        };
        assert!((-9_000..-7_000).contains(&by.0), "{by:?}");
    }
}
