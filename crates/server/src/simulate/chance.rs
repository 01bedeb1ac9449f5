//! Chance from a seed: the same draws for the same seed on every machine.

use homestretch_race::time::Span;

/// A source of draws.
pub(super) struct Chance(fastrand::Rng);

impl Chance {
    /// One stream of draws per seed and purpose, so that a change in one part leaves the others as they were.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        let mixed =
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ purpose.wrapping_mul(0xD1B5_4A32_D192_ED03);
        Self(fastrand::Rng::with_seed(mixed))
    }

    /// From 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        self.0.f64()
    }

    /// Evenly between two numbers.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// True with the given probability.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A whole number from 0 up to `n`, which must not be 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0.usize(0..n)
    }

    /// A span between two numbers of seconds.
    pub(super) fn span_s(&mut self, low_s: f64, high_s: f64) -> Span {
        Span::from_s(self.between(low_s, high_s))
    }

    /// Bell-shaped around 0 with deviation 1 (Box and Muller's way).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.share()));
        radius * libm::cos(core::f64::consts::TAU * self.share())
    }

    /// Waiting-time shaped, mean 1: mostly small, seldom large.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.share())
    }

    /// Puts the items into a chance order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        self.0.shuffle(items);
    }

    /// The index of one of the weights, each as likely as it is heavy.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.share() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (i, weight) in weights.enumerate() {
            last = i;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }
}
