//! What was published and later changed: for whoever quoted a number.

use crate::change::{Ruling, Tick, Why};
use crate::race::Race;
use crate::roster::EntrantNo;
use crate::time::Instant;

/// One published thing that later became another.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The tick that published what no longer stands.
    pub published: Tick,
    /// The tick that corrected it.
    pub corrected: Tick,
    /// What changed.
    pub what: Corrected,
}

/// What was corrected, from what, to what.
#[derive(Clone, Debug, PartialEq)]
pub enum Corrected {
    /// A passing moved, was withdrawn (`to` is none) or came back (`from` is none).
    Passing {
        /// Who.
        entrant: EntrantNo,
        /// Index of the point in the entrant's contest.
        point: usize,
        /// The instant as published before.
        from: Option<Instant>,
        /// The instant since.
        to: Option<Instant>,
        /// Why.
        why: Why,
    },
    /// The race office changed or took back a ruling.
    Status {
        /// Who.
        entrant: EntrantNo,
        /// The ruling before.
        from: Option<Ruling>,
        /// The ruling since.
        to: Option<Ruling>,
        /// The office's own words, where given.
        note: Option<String>,
    },
    /// A gun time was corrected.
    Gun {
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
        /// Gun time before.
        from: Instant,
        /// Gun time since.
        to: Instant,
    },
}

impl Race {
    /// Every correction of what was published about entrants of the roster and about guns, in order of tick.
    pub fn corrections(&self) -> Vec<Correction> {
        let mut found = Vec::new();
        for (index, entrant) in self.roster().all().iter().enumerate() {
            self.corrections_of(index, entrant.no, &mut found);
        }
        for (contest, wave, versions) in self.guns() {
            for pair in versions.windows(2).filter(|p| p[0].1 != p[1].1) {
                found.push(Correction {
                    published: pair[0].0,
                    corrected: pair[1].0,
                    what: Corrected::Gun {
                        contest,
                        wave,
                        from: pair[0].1,
                        to: pair[1].1,
                    },
                });
            }
        }
        found.sort_by_key(|c| c.corrected);
        found
    }

    fn corrections_of(&self, index: usize, entrant: EntrantNo, found: &mut Vec<Correction>) {
        let Some(record) = self.record(index) else {
            return;
        };
        for pair in record.versions().windows(2) {
            if pair[0].point() == pair[1].point() && pair[0].at() != pair[1].at() {
                found.push(Correction {
                    published: pair[0].tick(),
                    corrected: pair[1].tick(),
                    what: Corrected::Passing {
                        entrant,
                        point: pair[1].point(),
                        from: pair[0].at(),
                        to: pair[1].at(),
                        why: pair[1].why(),
                    },
                });
            }
        }
        for pair in record.rulings().windows(2) {
            if pair[0].1.0 != pair[1].1.0 {
                found.push(Correction {
                    published: pair[0].0,
                    corrected: pair[1].0,
                    what: Corrected::Status {
                        entrant,
                        from: pair[0].1.0,
                        to: pair[1].1.0,
                        note: pair[1].1.1.clone(),
                    },
                });
            }
        }
    }
}
