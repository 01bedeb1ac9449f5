//! How the race and its reads stand, for `/healthz` and the log.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// Of a code that nobody knows, this many different ones are remembered; the rest is only counted.
const CODES_REMEMBERED: usize = 1_000;

/// Shared between the hub, which writes, and whoever asks.
#[derive(Debug, Default)]
pub struct Status(Mutex<Standing>);

/// How things stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The history that is served.
    pub epoch: String,
    /// The newest published tick.
    pub tick: u32,
    /// Entries taken in: reads and decisions.
    pub entries: u64,
    /// Reads of chips that nobody wears.
    pub unknown_chips: Unknown,
    /// Reads of mats that the event does not have.
    pub unknown_mats: Unknown,
    /// What has gone wrong with publishing, while it does.
    pub trouble: Option<String>,
}

/// Codes that nobody knows, and how often they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Reads in all.
    pub reads: u64,
    /// Reads by code, of the first codes that came in.
    #[serde(skip)]
    pub by_code: BTreeMap<String, u64>,
}

impl<'a> FromIterator<(&'a str, u64)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (&'a str, u64)>>(counts: I) -> Self {
        let mut unknown = Self::default();
        for (code, n) in counts {
            unknown.reads += n;
            if unknown.by_code.len() < CODES_REMEMBERED || unknown.by_code.contains_key(code) {
                *unknown.by_code.entry(code.to_owned()).or_default() += n;
            }
        }
        unknown
    }
}

impl Unknown {
    /// Counts a read.
    pub fn count(&mut self, code: &str) {
        self.reads += 1;
        if let Some(n) = self.by_code.get_mut(code) {
            *n += 1;
        } else if self.by_code.len() < CODES_REMEMBERED {
            self.by_code.insert(code.to_owned(), 1);
        }
    }
}

impl Status {
    /// A copy of how things stand.
    pub fn now(&self) -> Standing {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
    /// Writes down how things stand.
    pub fn set(&self, change: impl FnOnce(&mut Standing)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
