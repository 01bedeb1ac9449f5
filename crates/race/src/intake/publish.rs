//! What was published, and how it differs from what now stands.

use std::collections::{BTreeMap, HashMap};

use super::judge::Judged;
use super::office::Said;
use super::{Aside, Intake, Read};
use crate::change::{What, Why};
use crate::roster::EntrantNo;
use crate::time::{Instant, Span};

/// The fold of everything published.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    passings: HashMap<EntrantNo, Vec<(usize, Instant)>>,
    rulings: BTreeMap<EntrantNo, Said>,
    guns: BTreeMap<(usize, usize), Instant>,
}

impl Published {
    pub fn entrants(&self) -> impl Iterator<Item = EntrantNo> {
        self.passings.keys().copied()
    }
    fn fold(&mut self, what: &What) {
        match what {
            What::Passing {
                entrant, point, at, ..
            } => {
                let passings = self.passings.entry(*entrant).or_default();
                passings.retain(|(p, _)| p != point);
                if passings.len() == passings.capacity() {
                    // Doubling would leave half of it empty for most runners.
                    passings.reserve_exact(4);
                }
                passings.extend(at.map(|at| (*point, at)));
            }
            What::Status {
                entrant,
                ruling,
                note,
            } => {
                self.rulings.insert(*entrant, (*ruling, note.clone()));
            }
            What::Gun { contest, wave, at } => {
                self.guns.insert((*contest, *wave), *at);
            }
            What::Phase { .. } => {}
        }
    }
}

impl Intake {
    /// Tells what was published before a restart, oldest first, so that it is not published again.
    pub fn published_from<'a>(&mut self, published: impl IntoIterator<Item = &'a What>) {
        for what in published {
            self.published.fold(what);
            if let What::Passing { entrant, .. } = what {
                self.stale.insert(*entrant);
            }
        }
    }
    /// What has changed since the last call, each thing at most once: the content of the next tick.
    /// Folded over all calls, the result depends on the set of reads and decisions alone, not on their order.
    pub fn take_changes(&mut self) -> Vec<What> {
        let mut changes = self.gun_and_status_changes();
        let mut passings = Vec::new();
        for entrant in std::mem::take(&mut self.stale) {
            let judged = self.judged(entrant);
            if let Some(due) = judged.due {
                self.due.insert((due, entrant));
            }
            self.passing_changes(entrant, &judged, &mut passings);
            self.note_strange(entrant, &judged);
        }
        passings.sort_by_key(|(at, _)| *at);
        changes.extend(passings.into_iter().map(|(_, what)| what));
        for what in &changes {
            self.published.fold(what);
        }
        changes
    }

    /// The history in which these entrants were published is withdrawn: nothing of them is known outside any more, not
    /// even that it was taken back.
    pub fn unpublish(&mut self, entrants: &[EntrantNo]) {
        for entrant in entrants {
            self.published.passings.remove(entrant);
            self.published.rulings.remove(entrant);
            self.stale.insert(*entrant);
        }
    }

    /// The same of their passings alone: what was ruled on them stays known.
    pub fn unpublish_passings(&mut self, entrants: impl IntoIterator<Item = EntrantNo>) {
        for entrant in entrants {
            self.published.passings.remove(&entrant);
            self.stale.insert(entrant);
        }
    }

    fn note_strange(&mut self, entrant: EntrantNo, judged: &Judged) {
        let strange = judged
            .aside
            .iter()
            .filter(|(_, why)| *why != Aside::SameVisit);
        let strange: Vec<_> = strange.copied().collect();
        if strange.is_empty() {
            self.strange.remove(&entrant);
        } else {
            self.strange.insert(entrant, strange);
        }
    }

    fn gun_and_status_changes(&self) -> Vec<What> {
        let published = &self.published;
        let guns = self.office.guns.iter();
        let mut guns: Vec<_> = guns
            .filter(|(wave, at)| published.guns.get(wave) != Some(at))
            .collect();
        guns.sort();
        let rulings = self.office.rulings.iter();
        let mut rulings: Vec<_> = rulings
            .filter(|(entrant, said)| {
                // Of those whom the start list does not name, nothing is told.
                self.roster.get(**entrant).is_some()
                    && published.rulings.get(entrant).unwrap_or(&(None, None)) != *said
            })
            .collect();
        rulings.sort();
        let guns = guns
            .into_iter()
            .map(|(&(contest, wave), &at)| What::Gun { contest, wave, at });
        let rulings = rulings
            .into_iter()
            .map(|(&entrant, (ruling, note))| What::Status {
                entrant,
                ruling: *ruling,
                note: note.clone(),
            });
        guns.chain(rulings).collect()
    }

    /// Changes of one entrant's passings, each with the instant it speaks of.
    fn passing_changes(
        &self,
        entrant: EntrantNo,
        judged: &Judged,
        changes: &mut Vec<(Instant, What)>,
    ) {
        let published = self.published.passings.get(&entrant);
        let published = published.map_or(&[][..], Vec::as_slice);
        let shown = if self.may_be_shown(entrant, judged) {
            &judged.passings[..]
        } else {
            &[]
        };
        for (point, old) in published {
            if shown.iter().all(|(p, _)| p != point) {
                let why = self.why_gone(entrant, judged, *old);
                changes.push((*old, passing(entrant, *point, None, why)));
            }
        }
        for (point, read) in shown {
            let at = read.at.floor_to_tenth();
            let old = published.iter().find(|(p, _)| p == point).map(|o| o.1);
            if old != Some(at) {
                let why = self.why_set(judged, *point, old, read);
                changes.push((at, passing(entrant, *point, Some(at), why)));
            }
        }
    }

    /// Those who show results only are not published before they are home, so that nobody can follow them.
    fn may_be_shown(&self, entrant: EntrantNo, judged: &Judged) -> bool {
        self.entrant(entrant).is_some_and(|(who, contest)| {
            let home = || judged.passings.last().map(|(p, _)| *p) == Some(contest.finish());
            who.live || home()
        })
    }

    /// Why a point is published at another instant than before, or for the first time.
    fn why_set(&self, judged: &Judged, point: usize, old: Option<Instant>, new: &Read) -> Why {
        if self.office.decided(new) {
            return Why::Office;
        }
        let Some(old) = old else {
            return Why::Read;
        };
        if self.office.retimed(new) {
            return Why::ClockFixed;
        }
        match aside_at(judged, old) {
            Some((read, _)) if self.office.decided(read) => Why::Office,
            Some((_, Aside::BeforeGun)) => Why::Office,
            Some((read, Aside::SameVisit)) if same_visit(point, read, new) => Why::BetterRead,
            _ => Why::Misplaced,
        }
    }

    /// Why a point is no longer published.
    fn why_gone(&self, entrant: EntrantNo, judged: &Judged, old: Instant) -> Why {
        let is_it = |r: &Read| r.at.floor_to_tenth() == old;
        if judged.passings.iter().any(|(_, r)| is_it(r)) {
            return Why::Misplaced;
        }
        let own = self.reads.get(&entrant).into_iter().flatten();
        let mut own = own.map(|read| read.read());
        if own.any(|r| is_it(&r) && self.office.retimed(&r)) {
            return Why::ClockFixed;
        }
        match aside_at(judged, old) {
            Some((read, _)) if self.office.decided(read) => Why::Office,
            Some((_, Aside::BeforeGun)) => Why::Office,
            Some(_) => Why::Implausible,
            // The read itself is gone: it was another runner's.
            None => Why::Misplaced,
        }
    }
}

/// The read set aside that was published at that instant.
fn aside_at(judged: &Judged, at: Instant) -> Option<&(Read, Aside)> {
    let mut aside = judged.aside.iter();
    aside.find(|(r, _)| r.at.floor_to_tenth() == at)
}

/// True when a read lost to another of its visit, not to another story: a wait at the start lasts half an hour
/// at most, a visit elsewhere a minute.
fn same_visit(point: usize, was: &Read, new: &Read) -> bool {
    let longest = Span::from_s(if point == 0 { 1800.0 } else { 60.0 });
    was.mat == new.mat && (new.at - was.at).0.abs() <= longest.0
}

fn passing(entrant: EntrantNo, point: usize, at: Option<Instant>, why: Why) -> What {
    What::Passing {
        entrant,
        point,
        at,
        why,
    }
}
