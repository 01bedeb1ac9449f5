//! What may change after the gun. A race is the fold of its changes, whatever the order they arrive in.

use crate::roster::EntrantNo;
use crate::time::Instant;

/// Number of a feed tick: the order in which things became known. Tick 0 is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tick(pub u32);

/// One thing that became known at a tick. Of two changes to the same thing the later tick stands;
/// within one tick a thing changes at most once.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The tick it became known at.
    pub tick: Tick,
    /// What became known.
    pub what: What,
}

/// The kinds of change.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A passing was read, moved (another instant) or withdrawn (no instant).
    Passing {
        /// Who.
        entrant: EntrantNo,
        /// Index of the timing point in the entrant's contest.
        point: usize,
        /// When, in whole tenths of a second; none when withdrawn.
        at: Option<Instant>,
        /// Why it differs from what was published before.
        why: Why,
    },
    /// The race office says how things stand with an entrant; none takes it back.
    Status {
        /// Who.
        entrant: EntrantNo,
        /// What it says.
        ruling: Option<Ruling>,
        /// The office's own words, where given.
        note: Option<String>,
    },
    /// A wave's gun was fired, or its time corrected.
    Gun {
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
        /// Gun time.
        at: Instant,
    },
    /// The race starts, is paused, ends; results become official.
    Phase {
        /// How the race stands.
        phase: Phase,
        /// True once the results are official.
        official: bool,
    },
}

/// Why a passing was published or republished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It was read.
    #[default]
    Read,
    /// An earlier or later read of the same visit counts.
    BetterRead,
    /// The read belongs to another point or another runner.
    Misplaced,
    /// The read is not plausible.
    Implausible,
    /// The race office decided so.
    Office,
    /// The decoder's clock was put right.
    ClockFixed,
}

/// What only the race office can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ruling {
    /// Did not start.
    Dns,
    /// Did not finish.
    Dnf,
    /// Disqualified.
    Dsq,
    /// Stopped at the cut-off.
    CutOff,
}

/// How the race stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Before the first gun.
    #[default]
    Before,
    /// On.
    Live,
    /// Halted by the race office.
    Paused,
    /// Over.
    Ended,
}
