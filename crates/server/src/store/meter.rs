//! What the store's transactions cost, for whoever watches the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts transactions. Copies count together.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    commits: AtomicU64,
    nanos: AtomicU64,
    failures: AtomicU64,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// Transactions that are on the disk.
    pub commits: u64,
    /// Time that they took, in seconds.
    pub seconds: f64,
    /// Transactions that failed.
    pub failures: u64,
}

impl Meter {
    /// A transaction is over.
    pub fn count(&self, took: Duration, done: bool) {
        let counters = &self.0;
        if done {
            counters.commits.fetch_add(1, Ordering::Relaxed);
            let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
            counters.nanos.fetch_add(nanos, Ordering::Relaxed);
        } else {
            counters.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What was counted up to now.
    pub fn now(&self) -> Costs {
        Costs {
            commits: self.0.commits.load(Ordering::Relaxed),
            seconds: self.0.nanos.load(Ordering::Relaxed) as f64 / 1e9,
            failures: self.0.failures.load(Ordering::Relaxed),
        }
    }
}
