//! What the race office says, as it is kept in the store: numbers and short words, readable without this program.

use homestretch_race::change::{Phase, Ruling};
use homestretch_race::intake::Decision;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};
use serde::{Deserialize, Serialize};

/// A decision in the form of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The read does not count.
    Withdraw {
        /// Sequence number of the read.
        read: u64,
    },
    /// The read counts as this point.
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
    /// Gun time of a wave.
    Gun {
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
        /// Epoch milliseconds.
        at_ms: i64,
    },
    /// A ruling on an entrant, or none.
    Rule {
        /// The entrant's number.
        entrant: u32,
        /// The ruling; none takes it back.
        ruling: Option<RulingSaid>,
        /// The office's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// How the race stands.
    Phase {
        /// The phase.
        phase: PhaseSaid,
        /// True once results are official.
        official: bool,
    },
}

/// A ruling in the form of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the same words as in `Ruling`")]
pub enum RulingSaid {
    Dns,
    Dnf,
    Dsq,
    CutOff,
}

/// A phase in the form of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the same words as in `Phase`")]
pub enum PhaseSaid {
    Before,
    Live,
    Paused,
    Ended,
}

/// What a decision is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Meant {
    /// Reads, guns, statuses.
    Decision(Decision),
    /// The race as a whole.
    Phase {
        /// The phase.
        phase: Phase,
        /// True once results are official.
        official: bool,
    },
}

impl Said {
    /// The same with a gun's time put right by what its source's clock is off.
    #[must_use]
    pub fn shifted(mut self, offset: Span) -> Self {
        if let Self::Gun { at_ms, .. } = &mut self {
            *at_ms = at_ms.saturating_add(offset.0);
        }
        self
    }

    /// In the race's own terms.
    pub fn meant(&self) -> Meant {
        Meant::Decision(match self {
            Self::Withdraw { read } => Decision::Withdraw { read: *read },
            Self::Accept { read, point } => Decision::Accept {
                read: *read,
                point: *point,
            },
            Self::Reconsider { read } => Decision::Reconsider { read: *read },
            Self::Gun {
                contest,
                wave,
                at_ms,
            } => Decision::Gun {
                contest: *contest,
                wave: *wave,
                at: Instant(*at_ms),
            },
            Self::Rule {
                entrant,
                ruling,
                note,
            } => Decision::Rule {
                entrant: EntrantNo(*entrant),
                ruling: ruling.map(Ruling::from),
                note: note.clone(),
            },
            Self::Phase { phase, official } => {
                return Meant::Phase {
                    phase: (*phase).into(),
                    official: *official,
                };
            }
        })
    }
}

impl From<RulingSaid> for Ruling {
    fn from(said: RulingSaid) -> Self {
        match said {
            RulingSaid::Dns => Self::Dns,
            RulingSaid::Dnf => Self::Dnf,
            RulingSaid::Dsq => Self::Dsq,
            RulingSaid::CutOff => Self::CutOff,
        }
    }
}

impl From<Ruling> for RulingSaid {
    fn from(ruling: Ruling) -> Self {
        match ruling {
            Ruling::Dns => Self::Dns,
            Ruling::Dnf => Self::Dnf,
            Ruling::Dsq => Self::Dsq,
            Ruling::CutOff => Self::CutOff,
        }
    }
}

impl From<PhaseSaid> for Phase {
    fn from(said: PhaseSaid) -> Self {
        match said {
            PhaseSaid::Before => Self::Before,
            PhaseSaid::Live => Self::Live,
            PhaseSaid::Paused => Self::Paused,
            PhaseSaid::Ended => Self::Ended,
        }
    }
}

impl From<Phase> for PhaseSaid {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Before => Self::Before,
            Phase::Live => Self::Live,
            Phase::Paused => Self::Paused,
            Phase::Ended => Self::Ended,
        }
    }
}
