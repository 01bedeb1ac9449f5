//! The fold of changes: what a keyframe holds.

use std::collections::BTreeMap;

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick, What};

use crate::content::{Keyframe, Learned};

/// The newest change to each thing so far. Order of arrival does not matter, and twice counts once.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    newest: BTreeMap<Thing, Change>,
    learned: Option<Learned>,
}

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

impl Fold {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a change.
    pub fn add(&mut self, change: &Change) {
        let newest = self
            .newest
            .entry(thing(&change.what))
            .or_insert_with(|| change.clone());
        if newest.tick < change.tick {
            *newest = change.clone();
        }
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

    /// The race at a tick. All changes up to that tick, and none after it, must have been added.
    pub fn keyframe(&self, tick: Tick, through: Instant) -> Keyframe {
        Keyframe {
            tick,
            through,
            changes: self
                .newest
                .values()
                .map(|change| stamped(change, tick))
                .collect(),
            learned: self.learned.clone(),
        }
    }

    /// Phase, guns, and what is known of some entrants, for a light file or the field's leaders:
    /// the newest tick among them, and the changes stamped with it.
    pub fn of(&self, entrants: impl IntoIterator<Item = EntrantNo>) -> (Tick, Vec<Change>) {
        let common = self.newest.range(..Thing::Status(EntrantNo(0)));
        let mut of_them: Vec<&Change> = common.map(|(_, change)| change).collect();
        for entrant in entrants {
            of_them.extend(self.newest.get(&Thing::Status(entrant)));
            let passings = Thing::Passing(entrant, 0)..=Thing::Passing(entrant, usize::MAX);
            of_them.extend(self.newest.range(passings).map(|(_, change)| change));
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

fn stamped(change: &Change, tick: Tick) -> Change {
    Change {
        tick,
        what: change.what.clone(),
    }
}

/// Puts changes into the order in which keyframes tell them: phase, guns, rulings, passings by entrant and point.
pub fn sort(changes: &mut [Change]) {
    changes.sort_by_key(|change| (thing(&change.what), change.tick));
}
