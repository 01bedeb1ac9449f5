//! How often: ticks, heads without news, and polls.

use homestretch_race::Phase;

/// The rhythm of a race's feed, in milliseconds of the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// A tick is cut so often, if anything has changed.
    pub tick_ms: u32,
    /// Without any change the head moves its `through` only so often, so that most polls find nothing modified.
    pub idle_ms: u32,
}

impl Pace {
    /// A race in real time.
    pub const RACE: Self = Self {
        tick_ms: 5_000,
        idle_ms: 30_000,
    };
    /// A race in quick motion, where a second holds what a race has in twenty.
    pub const QUICK: Self = Self {
        tick_ms: 1_500,
        idle_ms: 6_000,
    };

    /// The pace that suits a rate of the race's clock.
    pub fn for_rate(rate: f64) -> Self {
        if rate > 2.0 { Self::QUICK } else { Self::RACE }
    }

    /// How far `through` may lag behind without any change, in milliseconds of the race.
    pub fn idle_race_ms(self, rate: f64) -> i64 {
        // A clock that is halted moves nothing; one millisecond keeps the comparison meaningful.
        ((f64::from(self.idle_ms) * rate) as i64).max(1)
    }

    /// So many of the newest ticks are offered to the head, which takes those that fit: what a client that asks in time
    /// has not seen yet. More would be told to it twice.
    pub fn inline(self, ask_again_ms: u32) -> usize {
        ask_again_ms.div_ceil(self.tick_ms.max(1)) as usize + 2
    }

    /// When a client should ask again, in milliseconds. Before and after the race there is little to ask for.
    pub fn ask_again_ms(self, phase: Phase, rate: f64) -> u32 {
        let patience = match phase {
            Phase::Live => 15_000.0,
            Phase::Before | Phase::Paused => 30_000.0,
            Phase::Ended => 60_000.0,
        };
        // Whoever halted the clock lets it go on, and nobody knows when.
        let quicker = if rate > 0.0 {
            patience / rate.max(1.0)
        } else {
            0.0
        };
        (quicker as u32).max(self.tick_ms.min(2_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_ask_every_fifteen_seconds_on_race_day_and_more_often_in_quick_motion() {
        assert_eq!(Pace::RACE.ask_again_ms(Phase::Live, 1.0), 15_000);
        assert_eq!(Pace::RACE.ask_again_ms(Phase::Ended, 1.0), 60_000);
        assert_eq!(Pace::QUICK.ask_again_ms(Phase::Live, 20.0), 1_500);
        assert_eq!(Pace::RACE.inline(15_000), 5);
        assert_eq!(Pace::QUICK.inline(1_500), 3);
        assert_eq!(Pace::QUICK.ask_again_ms(Phase::Live, 0.0), 1_500, "halted");
        assert_eq!(Pace::for_rate(20.0), Pace::QUICK);
        assert_eq!(Pace::for_rate(1.0), Pace::RACE);
    }
}
