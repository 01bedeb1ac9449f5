//! A race that is known beforehand, as a list of what becomes known when: a simulated one, or one of the past.

use homestretch_race::change::{Phase, Ruling};
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;

use crate::said::{PhaseSaid, RulingSaid, Said};
use crate::store::RawRead;

/// All that will become known, in order. The place in the list is the source's number, so that telling the list again
/// after a restart changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The name of the source.
    pub source: String,
    /// In order of `due`.
    pub steps: Vec<Step>,
}

/// One thing that becomes known.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The race instant it becomes known at.
    pub due: Instant,
    /// What it is.
    pub what: Happening,
}

/// What may become known.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A chip is read.
    Read {
        /// The chip.
        chip: String,
        /// The mat's key.
        mat: String,
        /// When the chip was on the mat.
        at: Instant,
        /// Index of the point that it counts as on the word of the office, however implausible.
        accepted_as: Option<usize>,
    },
    /// The office rules on an entrant, or takes a ruling back.
    Rule {
        /// Who.
        entrant: EntrantNo,
        /// The ruling.
        ruling: Option<Ruling>,
        /// The office's words.
        note: Option<String>,
    },
    /// The office says how the race stands.
    Phase {
        /// The phase.
        phase: Phase,
        /// True once results are official.
        official: bool,
    },
}

/// What a step means to the door.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A read, and the point that it is to be accepted as.
    Read(RawRead, Option<usize>),
    /// A decision.
    Said(u64, Said),
}

impl Timeline {
    /// A timeline of steps in any order.
    pub fn new(source: &str, mut steps: Vec<Step>) -> Self {
        steps.sort_by_key(|step| step.due);
        Self {
            source: source.to_owned(),
            steps,
        }
    }

    /// When the last thing becomes known.
    pub fn last(&self) -> Option<Instant> {
        self.steps.last().map(|step| step.due)
    }

    /// What the steps from `next` on tell that are due by now, at most `most` of them.
    pub fn due(&self, next: usize, now: Instant, most: usize) -> impl Iterator<Item = Told> {
        let steps = self.steps.iter().enumerate().skip(next).take(most);
        steps
            .take_while(move |(_, step)| step.due <= now)
            .map(|(no, step)| step.told(no as u64))
    }
}

impl Step {
    fn told(&self, no: u64) -> Told {
        match &self.what {
            Happening::Read {
                chip,
                mat,
                at,
                accepted_as,
            } => {
                let read = RawRead {
                    no,
                    chip: chip.clone(),
                    mat: mat.clone(),
                    at: *at,
                    raw: None,
                };
                Told::Read(read, *accepted_as)
            }
            Happening::Rule {
                entrant,
                ruling,
                note,
            } => Told::Said(
                no,
                Said::Rule {
                    entrant: entrant.0,
                    ruling: ruling.map(RulingSaid::from),
                    note: note.clone(),
                },
            ),
            Happening::Phase { phase, official } => Told::Said(
                no,
                Said::Phase {
                    phase: PhaseSaid::from(*phase),
                    official: *official,
                },
            ),
        }
    }
}
