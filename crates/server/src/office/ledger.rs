//! Every decision with who said it and when, and which of them stand. Nothing is ever removed: undoing is an entry of
//! its own, and may itself be undone.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use homestretch_race::change::{Phase, Ruling};
use homestretch_race::intake::Decision;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;

use crate::said::Said;

/// A decision as it was taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Who said it: the name of the source.
    pub who: Arc<str>,
    /// When it came in, by this machine's clock.
    pub received: Instant,
    /// What was said.
    pub said: Said,
}

/// All decisions by sequence number.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    rows: BTreeMap<u64, Row>,
    /// Entries that undo an entry, by that.
    undoing: HashMap<u64, Vec<u64>>,
    /// Entries by what they are about.
    about: HashMap<Thing, Vec<u64>>,
}

/// What a decision is about: of rivals about one thing, the last that stands counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Thing {
    Pin(u64),
    Owner(u64),
    Time(u64),
    Gun(usize, usize),
    Ruling(u32),
    Phase,
    Hand(u64),
    Roll,
    Notices,
}

/// What a decision changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Reads, guns, rulings.
    Decide(Decision),
    /// The gun of a wave is the scheduled one again.
    GunAsScheduled {
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
    },
    /// How the race stands; none leaves it to the clock.
    Phase(Option<(Phase, bool)>),
    /// A time taken by hand counts.
    ByHand {
        /// The entry, which is the number of the read as well.
        read: u64,
        /// Who.
        entrant: EntrantNo,
        /// Index of the point.
        point: usize,
        /// When.
        at: Instant,
    },
    /// Start list, chips or places are to be worked out anew.
    Roll,
    /// So are the announcements.
    Notices,
}

impl Ledger {
    /// Takes in a decision; gives what it changes.
    pub fn take(&mut self, seq: u64, row: Row) -> Vec<Effect> {
        let things = match &row.said {
            Said::Undo { entry } if *entry < seq && self.rows.contains_key(entry) => {
                let entry = *entry;
                self.undoing.entry(entry).or_default().push(seq);
                let root = self.root(entry);
                self.rows
                    .get(&root)
                    .map_or_else(Vec::new, |row| things(root, &row.said))
            }
            Said::Undo { .. } => Vec::new(),
            said => {
                let things = things(seq, said);
                for thing in &things {
                    self.about.entry(*thing).or_default().push(seq);
                }
                things
            }
        };
        self.rows.insert(seq, row);
        let effects = things
            .into_iter()
            .filter_map(|thing| self.effect(thing, seq));
        effects.collect()
    }

    /// The entry that an undoing is about in the end.
    fn root(&self, mut entry: u64) -> u64 {
        while let Some(Row {
            said: Said::Undo { entry: earlier },
            ..
        }) = self.rows.get(&entry)
        {
            if *earlier >= entry {
                break;
            }
            entry = *earlier;
        }
        entry
    }

    /// Whether an entry counts: no undoing of it does.
    pub fn stands(&self, entry: u64) -> bool {
        // An undoing comes after what it undoes, so this ends.
        let undoing = self.undoing.get(&entry).into_iter().flatten();
        undoing.into_iter().all(|undo| !self.stands(*undo))
    }

    /// Whether there is such an entry.
    pub fn get(&self, entry: u64) -> Option<&Row> {
        self.rows.get(&entry)
    }

    /// All entries, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = (u64, &Row)> {
        self.rows.iter().rev().map(|(seq, row)| (*seq, row))
    }

    /// What stands of start list, chips, places and announcements, in order.
    pub fn standing(&self) -> impl Iterator<Item = (u64, &Row)> {
        let of = |thing| self.about.get(&thing).into_iter().flatten();
        let seqs = of(Thing::Roll).chain(of(Thing::Notices));
        seqs.filter(|seq| self.stands(**seq))
            .filter_map(|seq| Some((*seq, self.rows.get(seq)?)))
    }

    /// Whether the office said how the race stands, and that stands.
    pub fn phase_is_said(&self) -> bool {
        self.last(Thing::Phase).is_some()
    }

    fn last(&self, thing: Thing) -> Option<(u64, &Said)> {
        let seqs = self.about.get(&thing)?;
        let seq = seqs.iter().rev().find(|seq| self.stands(**seq))?;
        Some((*seq, &self.rows.get(seq)?.said))
    }

    /// What stands about a thing, as a change numbered `seq`.
    fn effect(&self, thing: Thing, seq: u64) -> Option<Effect> {
        let last = self.last(thing);
        let said = last.map(|(_, said)| said);
        Some(Effect::Decide(match (thing, said) {
            (Thing::Pin(_), Some(Said::Withdraw { read })) => Decision::Withdraw { read: *read },
            (Thing::Pin(_), Some(Said::Accept { read, point })) => Decision::Accept {
                read: *read,
                point: *point,
            },
            (Thing::Pin(read), _) => Decision::Reconsider { read },
            (Thing::Owner(_), Some(Said::Move { read, to })) => Decision::Move {
                read: *read,
                to: to.map(EntrantNo),
            },
            (Thing::Owner(read), _) => Decision::Move { read, to: None },
            (Thing::Time(_), Some(Said::Retime { read, at_ms })) => Decision::Retime {
                read: *read,
                at: at_ms.map(Instant),
            },
            (Thing::Time(read), _) => Decision::Retime { read, at: None },
            (
                Thing::Gun(..),
                Some(Said::Gun {
                    contest,
                    wave,
                    at_ms,
                }),
            ) => Decision::Gun {
                contest: *contest,
                wave: *wave,
                at: Instant(*at_ms),
            },
            (Thing::Gun(contest, wave), _) => {
                return Some(Effect::GunAsScheduled { contest, wave });
            }
            (Thing::Ruling(entrant), said) => {
                let (ruling, note) = match said {
                    Some(Said::Rule { ruling, note, .. }) => (*ruling, note.clone()),
                    Some(Said::RuleMany { ruling, note, .. }) => (Some(*ruling), note.clone()),
                    _ => (None, None),
                };
                Decision::Rule {
                    entrant: EntrantNo(entrant),
                    ruling: ruling.map(Ruling::from),
                    note,
                }
            }
            (Thing::Phase, Some(Said::Phase { phase, official })) => {
                return Some(Effect::Phase(Some(((*phase).into(), *official))));
            }
            (Thing::Phase, _) => return Some(Effect::Phase(None)),
            (
                Thing::Hand(read),
                Some(Said::ByHand {
                    entrant,
                    point,
                    at_ms,
                }),
            ) => {
                return Some(Effect::ByHand {
                    read,
                    entrant: EntrantNo(*entrant),
                    point: *point,
                    at: Instant(*at_ms),
                });
            }
            (Thing::Hand(read), _) if read < seq => Decision::Withdraw { read },
            (Thing::Hand(_), _) => return None,
            (Thing::Roll, _) => return Some(Effect::Roll),
            (Thing::Notices, _) => return Some(Effect::Notices),
        }))
    }
}

fn things(seq: u64, said: &Said) -> Vec<Thing> {
    vec![match said {
        Said::Withdraw { read } | Said::Accept { read, .. } | Said::Reconsider { read } => {
            Thing::Pin(*read)
        }
        Said::Move { read, .. } => Thing::Owner(*read),
        Said::Retime { read, .. } => Thing::Time(*read),
        Said::Gun { contest, wave, .. } => Thing::Gun(*contest, *wave),
        Said::Rule { entrant, .. } => Thing::Ruling(*entrant),
        Said::RuleMany { entrants, .. } => {
            return entrants.iter().map(|no| Thing::Ruling(*no)).collect();
        }
        Said::Phase { .. } => Thing::Phase,
        Said::ByHand { .. } => Thing::Hand(seq),
        Said::Chip { .. }
        | Said::SwapChips { .. }
        | Said::Bib { .. }
        | Said::SwapBibs { .. }
        | Said::Place { .. }
        | Said::Show { .. } => Thing::Roll,
        Said::Announce { .. } => Thing::Notices,
        Said::Undo { .. } => return Vec::new(),
    }]
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
