//! What the race office decided, and which of its decisions stand: of rivals the one with the highest number.

use std::collections::HashMap;
use std::hash::Hash;

use super::Read;
use crate::change::Ruling;
use crate::roster::EntrantNo;
use crate::time::Instant;

/// A decision of the race office about reads, guns and statuses; later sequence numbers win over earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// The read does not count.
    Withdraw {
        /// Sequence number of the read.
        read: u64,
    },
    /// The read counts as this point, however implausible.
    Accept {
        /// Sequence number of the read.
        read: u64,
        /// Index of the point.
        point: usize,
    },
    /// Takes back what was decided about the read.
    Reconsider {
        /// Sequence number of the read.
        read: u64,
    },
    /// The read is of another entrant: chips were swapped. None takes it back.
    Move {
        /// Sequence number of the read.
        read: u64,
        /// Whose read it is.
        to: Option<EntrantNo>,
    },
    /// The read was at another instant: the decoder's clock was wrong. None takes it back.
    Retime {
        /// Sequence number of the read.
        read: u64,
        /// When the chip was on the mat.
        at: Option<Instant>,
    },
    /// Gun time of a wave.
    Gun {
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
        /// The instant.
        at: Instant,
    },
    /// A ruling on an entrant, or none.
    Rule {
        /// Who.
        entrant: EntrantNo,
        /// The ruling.
        ruling: Option<Ruling>,
        /// The office's words.
        note: Option<String>,
    },
}

/// Whether a read counts, by the race office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pin {
    Withdrawn,
    Point { seq: u64, point: usize },
    Reconsidered,
}

/// A ruling with the office's words.
pub(super) type Said = (Option<Ruling>, Option<String>);

/// Things decided, each with the number of the decision that stands.
#[derive(Clone, Debug)]
pub(super) struct Decided<K, T>(HashMap<K, (u64, T)>);

impl<K, T> Default for Decided<K, T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, T> Decided<K, T> {
    /// Keeps the later of two decisions about the same thing; true when it is the new one.
    fn decide(&mut self, seq: u64, key: K, value: T) -> bool {
        let newer = self.0.get(&key).is_none_or(|(s, _)| *s < seq);
        if newer {
            self.0.insert(key, (seq, value));
        }
        newer
    }
    pub fn get(&self, key: &K) -> Option<&T> {
        self.0.get(key).map(|(_, value)| value)
    }
    pub fn iter(&self) -> impl Iterator<Item = (&K, &T)> {
        self.0.iter().map(|(key, (_, value))| (key, value))
    }
}

/// Whose reads a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Nothing,
    Read(u64),
    Everybody,
}

/// Every decision that stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Office {
    pub guns: Decided<(usize, usize), Instant>,
    pub rulings: Decided<EntrantNo, Said>,
    pins: Decided<u64, Pin>,
    owners: Decided<u64, Option<EntrantNo>>,
    times: Decided<u64, Option<Instant>>,
}

impl Office {
    /// Takes in a decision; tells whose reads must be judged again.
    pub fn decide(&mut self, seq: u64, decision: Decision) -> About {
        let (new, about) = match decision {
            Decision::Withdraw { read } => {
                let new = self.pins.decide(seq, read, Pin::Withdrawn);
                (new, About::Read(read))
            }
            Decision::Accept { read, point } => {
                let new = self.pins.decide(seq, read, Pin::Point { seq, point });
                (new, About::Read(read))
            }
            Decision::Reconsider { read } => {
                let new = self.pins.decide(seq, read, Pin::Reconsidered);
                (new, About::Read(read))
            }
            Decision::Move { read, to } => (self.owners.decide(seq, read, to), About::Read(read)),
            Decision::Retime { read, at } => (self.times.decide(seq, read, at), About::Read(read)),
            Decision::Gun { contest, wave, at } => {
                let new = self.guns.decide(seq, (contest, wave), at);
                (new, About::Everybody)
            }
            Decision::Rule {
                entrant,
                ruling,
                note,
            } => {
                let new = self.rulings.decide(seq, entrant, (ruling, note));
                (new, About::Nothing)
            }
        };
        if new { about } else { About::Nothing }
    }
    /// Whether the read counts; none where the office left it to the rules.
    pub fn pin(&self, read: &Read) -> Option<Pin> {
        self.pins.get(&read.seq).copied()
    }
    /// True when the office decided about the read, be it only to take back what it had decided.
    pub fn decided(&self, read: &Read) -> bool {
        self.pins.get(&read.seq).is_some()
    }
    /// True when the read was put at another instant, or back.
    pub fn retimed(&self, read: &Read) -> bool {
        self.times.get(&read.seq).is_some()
    }
    /// Whose read it is.
    pub fn owner(&self, read: &Read) -> EntrantNo {
        let moved = self.owners.get(&read.seq).copied().flatten();
        moved.unwrap_or(read.entrant)
    }
    /// The read at the instant that the office says.
    pub fn at_its_time(&self, read: &Read) -> Read {
        let at = self.times.get(&read.seq).copied().flatten();
        Read {
            at: at.unwrap_or(read.at),
            ..*read
        }
    }
}
