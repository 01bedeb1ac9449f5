//! The fold of changes: what a keyframe holds.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick, What, Why};

use crate::content::{Keyframe, Learned};

/// The newest change to each thing so far. Order of arrival does not matter, and twice counts once.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    /// Everything but passings.
    newest: BTreeMap<Thing, Change>,
    /// Of each entrant in order of point. A big race has hundreds of thousands, so they are kept small.
    passings: BTreeMap<EntrantNo, Vec<Passing>>,
    learned: Option<Learned>,
}

/// The newest change to a passing, in 16 bytes.
#[derive(Clone, Copy, Debug)]
struct Passing {
    at_ms: i64,
    tick: Tick,
    point: u16,
    why: Why,
}

/// Stands for "withdrawn" among instants, so that a passing needs no tag.
const WITHDRAWN: i64 = i64::MIN;

/// What a change is about, in the order that keyframes tell things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Phase,
    Gun(usize, usize),
    Status(EntrantNo),
    Passing(EntrantNo, usize),
}

fn thing(what: &What) -> Thing {
    match *what {
        What::Phase { .. } => Thing::Phase,
        What::Gun { contest, wave, .. } => Thing::Gun(contest, wave),
        What::Status { entrant, .. } => Thing::Status(entrant),
        What::Passing { entrant, point, .. } => Thing::Passing(entrant, point),
    }
}

impl Passing {
    fn change(self, entrant: EntrantNo) -> Change {
        let at = (self.at_ms != WITHDRAWN).then_some(Instant(self.at_ms));
        let what = What::Passing {
            entrant,
            point: usize::from(self.point),
            at,
            why: self.why,
        };
        Change {
            tick: self.tick,
            what,
        }
    }
}

impl Fold {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a change.
    pub fn add(&mut self, change: &Change) {
        if let What::Passing {
            entrant,
            point,
            at,
            why,
        } = change.what
        {
            self.pass(entrant, point, at, (change.tick, why));
            return;
        }
        let newest = self
            .newest
            .entry(thing(&change.what))
            .or_insert_with(|| change.clone());
        if newest.tick < change.tick {
            *newest = change.clone();
        }
    }

    fn pass(
        &mut self,
        entrant: EntrantNo,
        point: usize,
        at: Option<Instant>,
        (tick, why): (Tick, Why),
    ) {
        // No course has 65,536 points, so such a point is nonsense and ignored.
        let Ok(point) = u16::try_from(point) else {
            return;
        };
        let passing = Passing {
            at_ms: at.map_or(WITHDRAWN, |at| at.0),
            tick,
            point,
            why,
        };
        let passings = self.passings.entry(entrant).or_default();
        match passings.binary_search_by_key(&point, |known| known.point) {
            Ok(i) if passings[i].tick < tick => passings[i] = passing,
            Ok(_) => {}
            Err(i) => {
                if passings.len() == passings.capacity() {
                    // Doubling would leave half of it empty for most entrants.
                    passings.reserve_exact(4);
                }
                passings.insert(i, passing);
            }
        }
    }

    fn passings_of(&self, entrant: EntrantNo) -> impl Iterator<Item = Change> {
        let passings = self.passings.get(&entrant).into_iter().flatten();
        passings.map(move |passing| passing.change(entrant))
    }

    /// Takes in what a model has learned, in place of what it had learned before.
    pub fn learn(&mut self, learned: Option<&Learned>) {
        if learned.is_some() {
            self.learned = learned.cloned();
        }
    }

    /// What the model has learned by now.
    pub fn learned(&self) -> Option<&Learned> {
        self.learned.as_ref()
    }

    /// The newest change to each thing, in the order of [`sort`].
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        let passings = self.passings.iter().flat_map(|(entrant, passings)| {
            let of_one = passings.iter();
            of_one.map(|passing| passing.change(*entrant))
        });
        self.newest.values().cloned().chain(passings)
    }

    /// The race at a tick. All changes up to that tick, and none after it, must have been added. Since when rulings are
    /// some, a fold does not know.
    pub fn keyframe(&self, tick: Tick, through: Instant) -> Keyframe {
        let n_passings: usize = self.passings.values().map(Vec::len).sum();
        let mut changes = Vec::with_capacity(self.newest.len() + n_passings);
        changes.extend(self.changes().map(|change| stamped(change, tick)));
        Keyframe {
            tick,
            through,
            changes,
            learned: self.learned.clone(),
            ruled: Vec::new(),
        }
    }

    /// Phase, guns, and what is known of some entrants, for a light file or the field's leaders:
    /// the newest tick among them, and the changes stamped with it.
    pub fn of(&self, entrants: impl IntoIterator<Item = EntrantNo>) -> (Tick, Vec<Change>) {
        let common = self.newest.range(..Thing::Status(EntrantNo(0)));
        let mut of_them: Vec<Change> = common.map(|(_, change)| change.clone()).collect();
        for entrant in entrants {
            of_them.extend(self.newest.get(&Thing::Status(entrant)).cloned());
            of_them.extend(self.passings_of(entrant));
        }
        let tick = of_them
            .iter()
            .map(|change| change.tick)
            .max()
            .unwrap_or_default();
        let mut changes: Vec<Change> = of_them.into_iter().map(|c| stamped(c, tick)).collect();
        sort(&mut changes);
        (tick, changes)
    }
}

fn stamped(change: Change, tick: Tick) -> Change {
    Change { tick, ..change }
}

/// The order of what changes are about; equal where they are about the same thing.
pub fn order(a: &Change, b: &Change) -> Ordering {
    thing(&a.what).cmp(&thing(&b.what))
}

/// Puts changes into the order in which keyframes tell them: phase, guns, rulings, passings by entrant and point.
pub fn sort(changes: &mut [Change]) {
    changes.sort_by_key(|change| (thing(&change.what), change.tick));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_is_small() {
        assert_eq!(size_of::<Passing>(), 16);
    }
}
