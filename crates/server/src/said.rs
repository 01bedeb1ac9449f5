//! What the race office says, as it is kept in the store: numbers and short words, readable without this program.

use std::collections::BTreeMap;

use homestretch_race::change::{Phase, Ruling};
use homestretch_race::time::Span;
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
    /// The read is of another entrant; none takes it back.
    Move {
        /// Sequence number of the read.
        read: u64,
        /// The entrant's number.
        to: Option<u32>,
    },
    /// The read was at another instant; none takes it back.
    Retime {
        /// Sequence number of the read.
        read: u64,
        /// Epoch milliseconds.
        at_ms: Option<i64>,
    },
    /// A time taken by hand.
    ByHand {
        /// The entrant's number.
        entrant: u32,
        /// Index of the point.
        point: usize,
        /// Epoch milliseconds.
        at_ms: i64,
    },
    /// One ruling on many entrants: a cut-off sweep.
    RuleMany {
        /// Numbers of the entrants.
        entrants: Vec<u32>,
        /// The ruling.
        ruling: RulingSaid,
        /// The office's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Who wears a chip; none for nobody.
    Chip {
        /// The chip's code.
        chip: String,
        /// The entrant's number.
        entrant: Option<u32>,
    },
    /// Two entrants wear each other's chips.
    SwapChips {
        /// The entrants' numbers.
        entrants: (u32, u32),
    },
    /// An entrant wears another bib.
    Bib {
        /// The entrant's number.
        entrant: u32,
        /// The bib.
        bib: String,
    },
    /// Two entrants wear each other's bibs.
    SwapBibs {
        /// The entrants' numbers.
        entrants: (u32, u32),
    },
    /// What a source reads at a place counts on a mat; none for not at all.
    Place {
        /// The name of the source.
        source: String,
        /// What the source calls the place.
        place: String,
        /// Index of the mat.
        mat: Option<usize>,
    },
    /// What is shown of an entrant; none for what the start list says.
    Show {
        /// The entrant's number.
        entrant: u32,
        /// What is shown.
        shown: Option<ShownSaid>,
    },
    /// Words for everybody.
    Announce {
        /// The words by language.
        texts: BTreeMap<String, String>,
        /// Until when they are shown, in epoch milliseconds.
        until_ms: Option<i64>,
    },
    /// An earlier entry counts no more, or an earlier undoing.
    Undo {
        /// Sequence number of the entry.
        entry: u64,
    },
}

/// What is shown of an entrant.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum ShownSaid {
    /// Everything.
    Live,
    /// The result alone, once it is there.
    Results,
    /// Everything but the name.
    Nameless,
    /// Nothing, from the first tick on.
    Absent,
}

/// A ruling in the form of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the same words as in `Ruling`")]
pub enum RulingSaid {
    Dns,
    Dnf,
    Dsq,
    CutOff,
}

/// A phase in the form of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the same words as in `Phase`")]
pub enum PhaseSaid {
    Before,
    Live,
    Paused,
    Ended,
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
