//! Instants and spans. The core never reads a clock; it is told the time.

use std::ops::{Add, Sub};

/// A moment of the race, in epoch milliseconds as the server counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// A difference of two instants, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

impl Instant {
    /// The whole seconds since the epoch, rounded down.
    pub fn epoch_s(self) -> i64 {
        self.0.div_euclid(1000)
    }
    /// The instant rounded down to the tenth of a second that the feed carries.
    #[must_use]
    pub fn floor_to_tenth(self) -> Self {
        Self(self.0.div_euclid(100) * 100)
    }
}

impl Span {
    /// A span of so many seconds.
    pub fn from_s(seconds: f64) -> Self {
        Self(libm::round(seconds * 1000.0) as i64)
    }
    /// The span rounded down to the tenth of a second that results are given in.
    #[must_use]
    pub fn floor_to_tenth(self) -> Self {
        Self(self.0.div_euclid(100) * 100)
    }
    /// The span in seconds.
    pub fn as_s(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Add<Span> for Instant {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Instant {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, other: Self) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
