//! From reads to passings: which read of which mat is which point of whose race, and what is set aside and why.
//! Used where reads come in; everybody else sees only the changes that come out.

use crate::change::{Ruling, What};
use crate::event::Event;
use crate::roster::{EntrantNo, Roster};
use crate::time::Instant;

/// A read as it came in, after chip and decoder were looked up. `seq` is the order the server took them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The server's sequence number: unique, and the order of rival corrections.
    pub seq: u64,
    /// Whose chip it was.
    pub entrant: EntrantNo,
    /// Index of the mat in the event.
    pub mat: usize,
    /// When the chip was on the mat.
    pub at: Instant,
}

/// Why a read does not count. It is kept, and may count later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// Another read of the same visit counts.
    SameVisit,
    /// Before the gun of the runner's wave.
    BeforeGun,
    /// No point of the runner's contest is on that mat.
    NotOnCourse,
    /// It would make the runner faster than anybody runs.
    TooFast,
    /// It does not fit between the other reads.
    OutOfOrder,
    /// After the finish.
    AfterFinish,
    /// The race office withdrew it.
    Withdrawn,
}

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

/// All reads and decisions so far, and what was published of them.
#[derive(Clone, Debug)]
pub struct Intake {}

impl Intake {
    /// Nothing read yet.
    pub fn new(_event: &Event, _roster: &Roster) -> Self {
        todo!()
    }
    /// Takes in a read; the same `seq` twice counts once.
    pub fn read(&mut self, _read: Read) {
        todo!()
    }
    /// Takes in a decision with its own sequence number.
    pub fn decide(&mut self, _seq: u64, _decision: Decision) {
        todo!()
    }
    /// What has changed since the last call, each thing at most once: the content of the next tick.
    /// Folded over all calls, the result depends on the set of reads and decisions alone, not on their order.
    pub fn take_changes(&mut self) -> Vec<What> {
        todo!()
    }
    /// Reads set aside of an entrant, with the reason.
    pub fn set_aside(&self, _entrant: EntrantNo) -> Vec<(Read, Aside)> {
        todo!()
    }
}

/// The instant of a time of day without a date, nearest to `near` (the moment it was received, or the gun):
/// right over midnight, and for reads that are hours late.
pub fn instant_from_time_of_day(
    _since_midnight_ms: i64,
    _offset_min: i32,
    _near: Instant,
) -> Instant {
    todo!()
}
