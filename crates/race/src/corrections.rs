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
            for (before, since) in replaced(versions, |a, b| a.1 == b.1) {
                found.push(Correction {
                    published: before.0,
                    corrected: since.0,
                    what: Corrected::Gun {
                        contest,
                        wave,
                        from: before.1,
                        to: since.1,
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
        for versions in record.versions().chunk_by(|a, b| a.point() == b.point()) {
            for (before, since) in replaced(versions, |a, b| a.at() == b.at()) {
                found.push(Correction {
                    published: before.tick(),
                    corrected: since.tick(),
                    what: Corrected::Passing {
                        entrant,
                        point: since.point(),
                        from: before.at(),
                        to: since.at(),
                        why: since.why(),
                    },
                });
            }
        }
        for (before, since) in replaced(record.rulings(), |a, b| a.1.0 == b.1.0) {
            found.push(Correction {
                published: before.0,
                corrected: since.0,
                what: Corrected::Status {
                    entrant,
                    from: before.1.0,
                    to: since.1.0,
                    note: since.1.1.clone(),
                },
            });
        }
    }
}

/// What was published, each with what took its place. What says the same again, as a keyframe does, is no news.
fn replaced<T>(versions: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<(&T, &T)> {
    let mut replaced = Vec::new();
    let Some((mut stands, later)) = versions.split_first() else {
        return replaced;
    };
    for version in later {
        if !same(stands, version) {
            replaced.push((stands, version));
            stands = version;
        }
    }
    replaced
}
