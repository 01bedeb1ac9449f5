//! How fast people run, and how likely it is that a mat misses a chip or reads one that did not race past it.
//! Likelihoods are costs in nats: the smaller, the likelier; a difference of 2.3 is ten to one.

/// Seconds that nobody beats over a stretch: 2:20 a kilometre, less six seconds for a sprint and for where
/// on the mat the chip was read.
pub(super) fn fastest_s(far_m: f64) -> f64 {
    (0.14 * far_m - 6.0).max(0.0)
}

/// What is thought of a runner's pace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habit {
    s_per_m: f64,
    /// Spread of the logarithm of the pace of one stretch.
    spread: f64,
}

impl Habit {
    /// Of a runner of whom nothing is known.
    pub const UNKNOWN: Self = Self {
        s_per_m: 0.34,
        spread: 0.45,
    };
    /// Of a runner who has run at this pace.
    pub fn of(s_per_m: f64) -> Self {
        Self {
            s_per_m,
            spread: 0.15,
        }
    }
    /// Seconds that the runner is expected to need.
    pub fn expected_s(self, far_m: f64) -> f64 {
        far_m * self.s_per_m
    }
    /// Cost of a stretch run in so many seconds. Slow stretches are cheap, since people stop, walk and queue;
    /// nobody runs at twice her own speed.
    pub fn cost(self, far_m: f64, took_s: f64) -> f64 {
        let z = self.deviation(far_m, took_s);
        if z < 0.0 {
            0.5 * z * z
        } else {
            1.5 * libm::log(1.0 + 0.5 * z * z)
        }
    }
    /// Cost of being somewhere so long after the gun, where the start was not read: running slower costs as
    /// much as having started late.
    pub fn cost_since_gun(self, far_m: f64, since_s: f64, start: StartDelay) -> f64 {
        let z = self.deviation(far_m, since_s).min(0.0);
        0.5 * z * z + start.cost(since_s - self.expected_s(far_m))
    }
    /// Quarter of a minute is no matter of pace on any stretch.
    fn deviation(self, far_m: f64, took_s: f64) -> f64 {
        let ratio = (took_s + 15.0) / (self.expected_s(far_m) + 15.0);
        libm::log(ratio.max(f64::MIN_POSITIVE)) / self.spread
    }
}

/// How long the runners of a wave take to get over the start line.
#[derive(Clone, Copy, Debug)]
pub(super) struct StartDelay {
    scale_s: f64,
}

impl StartDelay {
    /// Of a wave of so many: some fifteen get over the line each second, with ten seconds for the first.
    pub fn of_wave(n_entrants: usize) -> Self {
        Self {
            scale_s: 10.0 + n_entrants as f64 / 15.0,
        }
    }
    /// Cost of a start so long after the gun. It is bounded: some arrive late.
    pub fn cost(self, delay_s: f64) -> f64 {
        (delay_s.max(0.0) / self.scale_s).min(6.0)
    }
}

/// Cost of so many mats in a row that did not read the runner. After the fourth it hardly matters how many more:
/// the chip reads badly, or a whole stretch of the course is without power.
pub(super) fn cost_of_missed(n_mats: usize) -> f64 {
    match n_mats {
        0 => 0.0,
        n @ 1..=4 => 3.5 + 2.5 * (n - 1) as f64,
        n => (11.0 + 0.3 * (n - 4) as f64).min(MOST_FOR_MISSED),
    }
}

const MOST_FOR_MISSED: f64 = 13.0;

/// Cost of a visit that is no part of the race although the chip was on the mat.
///
/// Where a mat serves several points, as in a stadium, people come back to it by other ways than running:
/// one visit after four unread mats is no finish, two visits are. One finish outweighs any other read.
pub(super) fn cost_of_stray(serves_several: bool, finish: bool) -> f64 {
    match (serves_several, finish) {
        (true, _) => 10.5,
        (false, false) => MOST_FOR_MISSED + 1.0,
        (false, true) => 2.0 * MOST_FOR_MISSED,
    }
}

/// Cost of a visit while waiting for the start or walking about after the finish.
pub(super) const COST_OF_LINGERING: f64 = 2.5;
