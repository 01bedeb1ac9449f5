//! What publishing has done, for `/metrics` and the log.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use homestretch_race::time::Instant;

/// Counts, as they are now.
#[derive(Debug, Default)]
pub struct Meter {
    files: AtomicU64,
    bytes: AtomicU64,
    withdrawn: AtomicU64,
    failures: AtomicU64,
    waiting: AtomicU64,
    light: AtomicU64,
    head_at_ms: AtomicI64,
    trouble: Mutex<Option<String>>,
}

/// A look at the counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that were written.
    pub files: u64,
    /// Bytes that went out with them.
    pub bytes: u64,
    /// Files that were taken away.
    pub withdrawn: u64,
    /// Tries that failed.
    pub failures: u64,
    /// Files that are still to be written, without those that cannot wait.
    pub waiting: u64,
    /// Light files that are known to be there.
    pub light: u64,
    /// When the head was last written, in milliseconds since 1970; 0 for never.
    pub head_at_ms: i64,
    /// What is wrong, while it is.
    pub trouble: Option<String>,
}

impl Meter {
    /// As things stand.
    pub fn now(&self) -> Counts {
        Counts {
            files: self.files.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            withdrawn: self.withdrawn.load(Relaxed),
            failures: self.failures.load(Relaxed),
            waiting: self.waiting.load(Relaxed),
            light: self.light.load(Relaxed),
            head_at_ms: self.head_at_ms.load(Relaxed),
            trouble: self.lock().clone(),
        }
    }

    pub(super) fn put(&self, bytes: u64) {
        self.files.fetch_add(1, Relaxed);
        self.bytes.fetch_add(bytes, Relaxed);
    }

    pub(super) fn withdrawn(&self) {
        self.withdrawn.fetch_add(1, Relaxed);
    }

    pub(super) fn waiting(&self, files: usize) {
        self.waiting.store(files as u64, Relaxed);
    }

    pub(super) fn light(&self, files: usize) {
        self.light.store(files as u64, Relaxed);
    }

    pub(super) fn head(&self, at: Instant) {
        self.head_at_ms.store(at.0, Relaxed);
    }

    /// Notes a failure; true when it is not the one that was told last.
    pub(super) fn failed(&self, why: &str) -> bool {
        self.failures.fetch_add(1, Relaxed);
        let new = self.lock().as_deref() != Some(why);
        *self.lock() = Some(why.to_owned());
        new
    }

    /// Notes that all is well; true when something was wrong before.
    pub(super) fn well(&self) -> bool {
        self.lock().take().is_some()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
