//! The health line of each source: what it last brought, how fast, how late, what was not understood, and what looks
//! wrong. Codes of chips and names of places are told, never a person's.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use homestretch_race::time::{Instant, Span};
use serde::Serialize;

use super::lag::{ClockTold, Lag};
use super::rate::Rate;
use super::session::Reject;
pub use super::state::State;
use crate::door::Ack;

/// Of sources that nobody set up, this many are remembered.
const SOURCES_REMEMBERED: usize = 200;
/// Of places, guns and reasons, this many different ones are remembered for each source.
const REMEMBERED: usize = 50;

/// All health lines.
#[derive(Debug, Default)]
pub struct Healths(Mutex<BTreeMap<String, Line>>);

/// A source's line, as it is kept.
#[derive(Debug, Default)]
struct Line {
    system: &'static str,
    state: State,
    notice: Option<String>,
    last_arrived: Option<Instant>,
    last_read: Option<Instant>,
    counts: Counts,
    unmapped_places: BTreeMap<String, u64>,
    unmapped_guns: BTreeMap<String, u64>,
    rejected: BTreeMap<&'static str, Rejected>,
    lag: Lag,
    rate: Rate,
}

/// A batch, as far as the health line is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The source.
    pub source: String,
    /// When it came, by this machine's clock.
    pub received: Instant,
    /// When it came, by the race's clock; none where a race is told and not read.
    pub race_now: Option<Instant>,
    /// How many reads it has.
    pub n_reads: usize,
    /// The instant of its newest read.
    pub newest: Option<Instant>,
    /// The places of its reads that are no mat of the event.
    pub unmapped: Vec<String>,
}

/// What a source has brought since the server was started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Reads that were new.
    pub new: u64,
    /// Reads that were there before: sent again.
    pub known: u64,
    /// Reads whose number stood for another one.
    pub conflicts: u64,
    /// Reads of chips that nobody wears.
    pub unknown_chips: u64,
    /// Reads at places that are no mat of the event.
    pub unknown_places: u64,
    /// Lines and records that were not understood.
    pub rejected: u64,
}

/// What was not understood, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// How many.
    pub count: u64,
    /// The newest of them, cut short.
    pub last: String,
}

/// A health line as it is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// The source.
    pub name: String,
    /// The timing system, where it is set up.
    pub system: &'static str,
    /// How the line stands, in words, ...
    pub state: String,
    /// ... and in one: `posted`, `waiting`, `connected`, `following`, `asking`.
    pub line: &'static str,
    /// How many seconds ago it last brought something.
    pub quiet_s: Option<i64>,
    /// When it last brought something, in epoch milliseconds of this machine.
    pub last_arrived_ms: Option<i64>,
    /// The newest read's instant, in epoch milliseconds by its own clock and offset.
    pub last_read_ms: Option<i64>,
    /// Reads in the last minute.
    pub per_minute: u64,
    /// The middle of the newest lags from mat to here, in seconds of the race.
    pub lag_s: Option<f64>,
    /// Counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// Places that are no mat of the event, and how many reads they had.
    pub unmapped_places: BTreeMap<String, u64>,
    /// What was not understood, by reason.
    pub rejected_for: BTreeMap<&'static str, Rejected>,
    /// Guns that are for no wave, and how often each came.
    pub unmapped_guns: BTreeMap<String, u64>,
    /// What is to be doubted about its clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockTold>,
    /// What the device says of itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What looks wrong, and what to do.
    pub warnings: Vec<String>,
}

impl Healths {
    /// A source is set up.
    pub fn set_up(&self, name: &str, system: &'static str, state: State) {
        self.on(name, |line| {
            line.system = system;
            line.state = state;
        });
    }

    /// A source's line stands differently.
    pub fn state(&self, name: &str, state: State) {
        self.on(name, |line| line.state = state);
    }

    /// One more connection, or one less.
    pub fn connections(&self, name: &str, open: usize, waiting: &str) {
        let state = match open {
            0 => State::Waiting(waiting.to_owned()),
            n => State::Connected(n),
        };
        self.state(name, state);
    }

    /// The device says something of itself.
    pub fn notice(&self, name: &str, notice: String) {
        self.on(name, |line| line.notice = Some(notice));
    }

    /// Something was not understood.
    pub fn rejected(&self, name: &str, rejects: &[Reject]) {
        self.on(name, |line| {
            for reject in rejects {
                line.counts.rejected += 1;
                if line.rejected.len() < REMEMBERED || line.rejected.contains_key(reject.why) {
                    let entry = line.rejected.entry(reject.why).or_insert(Rejected {
                        count: 0,
                        last: String::new(),
                    });
                    entry.count += 1;
                    entry.last.clone_from(&reject.what);
                }
            }
        });
    }

    /// A gun came in that is for no wave.
    pub fn unmapped_gun(&self, name: &str, gun: &str) {
        self.on(name, |line| count(&mut line.unmapped_guns, gun));
    }

    /// A batch is durable.
    pub fn kept(&self, arrival: &Arrival, ack: &Ack) {
        self.on(&arrival.source, |line| {
            line.last_arrived = Some(arrival.received);
            line.counts.new += ack.kept.n_new as u64;
            line.counts.known += ack.kept.n_known as u64;
            line.counts.conflicts += ack.kept.conflicts.len() as u64;
            line.counts.unknown_chips += ack.unknown_chips as u64;
            line.counts.unknown_places += ack.unknown_mats as u64;
            for place in &arrival.unmapped {
                count(&mut line.unmapped_places, place);
            }
            line.rate.add(arrival.received, arrival.n_reads as u64);
            line.last_read = line.last_read.max(arrival.newest);
            // What was sent again says nothing about the clock.
            let told_now = arrival.newest.zip(arrival.race_now);
            if let Some((newest, now)) = told_now.filter(|_| ack.kept.n_new > 0) {
                line.lag.arrived(now - newest);
            }
        });
    }

    /// All lines, by name, as they stand at an instant of this machine's clock.
    pub fn all(&self, now: Instant) -> Vec<Told> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines
            .iter()
            .map(|(name, line)| line.told(name, now))
            .collect()
    }

    fn on(&self, name: &str, change: impl FnOnce(&mut Line)) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get_mut(name) {
            change(line);
        } else if lines.len() < SOURCES_REMEMBERED {
            change(lines.entry(name.to_owned()).or_default());
        }
    }
}

impl Line {
    fn told(&self, name: &str, now: Instant) -> Told {
        Told {
            name: name.to_owned(),
            system: if self.system.is_empty() {
                "json"
            } else {
                self.system
            },
            state: self.state.words(),
            line: self.state.word(),
            quiet_s: self.last_arrived.map(|at| (now - at).0.max(0) / 1000),
            last_arrived_ms: self.last_arrived.map(|at| at.0),
            last_read_ms: self.last_read.map(|at| at.0),
            per_minute: self.rate.per_minute(now),
            lag_s: self.lag.middle().map(Span::as_s),
            counts: self.counts,
            unmapped_places: self.unmapped_places.clone(),
            rejected_for: self.rejected.clone(),
            unmapped_guns: self.unmapped_guns.clone(),
            clock: self.lag.doubt().map(ClockTold::from),
            notice: self.notice.clone(),
            warnings: self.warnings(),
        }
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(doubt) = self.lag.doubt() {
            warnings.push(doubt.words());
        }
        for place in self.unmapped_places.keys() {
            warnings.push(format!(
                "Reads at `{place}` are of no mat of the event: add `{place}` to `points` of this source."
            ));
        }
        for gun in self.unmapped_guns.keys() {
            warnings.push(format!(
                "The gun `{gun}` is for no wave: add `{gun}` to `guns` of this source."
            ));
        }
        if self.counts.conflicts > 0 {
            warnings.push(format!(
                "{} reads had numbers that stood for others, and were not kept: a source that counts from the beginning \
                 again takes a new name.",
                self.counts.conflicts
            ));
        }
        warnings
    }
}

fn count(counts: &mut BTreeMap<String, u64>, what: &str) {
    if let Some(n) = counts.get_mut(what) {
        *n += 1;
    } else if counts.len() < REMEMBERED {
        counts.insert(what.chars().take(REMEMBERED).collect(), 1);
    }
}
