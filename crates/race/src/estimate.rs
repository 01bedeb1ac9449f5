//! Where a runner is between mats, how sure that is, and when she will be at the points ahead.

use crate::time::Instant;

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
