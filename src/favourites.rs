//! Whom the viewer follows: bibs, in the viewer's order, kept on this device. What was last done to the list can be
//! undone.

pub mod link;
mod list;

use leptos::prelude::*;

use crate::signals::RwSignal;

use crate::device;
use crate::storage;

/// Under which key the device keeps the list.
const KEY: &str = "followed";

/// What was last done to the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// This bib was taken out.
    Removed(String),
    /// These came with a link; none of them where all were followed already.
    Added(Vec<String>),
}

/// The followed bibs; copies are the same.
#[derive(Clone, Copy)]
pub struct Favourites {
    bibs: RwSignal<Vec<String>>,
    /// What was done, and the list before it.
    done: RwSignal<Option<(Done, Vec<String>)>>,
}

impl Favourites {
    /// Those kept on this device, and those that the page's address brings, now or later.
    pub fn new() -> Self {
        let kept = storage::read(KEY).unwrap_or_default();
        let favourites = Self {
            bibs: RwSignal::new(list::bibs_from_text(&kept)),
            done: RwSignal::new(None),
        };
        favourites.take_link();
        let _ = window_event_listener(leptos::ev::hashchange, move |_| favourites.take_link());
        favourites
    }

    /// The bibs, in the viewer's order.
    pub fn bibs(&self) -> Vec<String> {
        self.bibs.get()
    }

    /// True for a followed bib.
    pub fn has(&self, bib: &str) -> bool {
        self.bibs.with(|bibs| list::position(bibs, bib).is_some())
    }

    /// What was last done to the list, as long as it can be undone.
    pub fn done(&self) -> Option<Done> {
        self.done
            .with(|done| done.as_ref().map(|(done, _)| done.clone()))
    }

    /// Follows a bib, or no longer.
    pub fn toggle(&self, bib: &str) {
        self.change(|bibs| match list::position(bibs, bib) {
            Some(i) => drop(bibs.remove(i)),
            None => drop(list::merge(bibs, vec![bib.to_owned()])),
        });
        self.done.set(None);
    }

    /// Puts two bibs in each other's place.
    pub fn swap(&self, one: &str, other: &str) {
        self.change(|bibs| list::swap(bibs, one, other));
        self.done.set(None);
    }

    /// Takes a bib out of the list, which can be undone.
    pub fn remove(&self, bib: &str) {
        let before = self.bibs.get_untracked();
        self.change(|bibs| bibs.retain(|known| known != bib));
        self.done.set(Some((Done::Removed(bib.to_owned()), before)));
    }

    /// Takes back what was last done.
    pub fn undo(&self) {
        if let Some((_, before)) = self.done.get_untracked() {
            self.change(|bibs| *bibs = before);
            self.done.set(None);
        }
    }

    /// Takes in the list that the page's address carries, and clears it from there: a reload must not bring back
    /// whom the viewer has removed since.
    fn take_link(self) {
        let Some(bibs) = device::address::fragment()
            .and_then(|fragment| link::bibs_from_fragment(&fragment, device::address::unescape))
        else {
            return;
        };
        device::address::clear_fragment();
        let before = self.bibs.get_untracked();
        let mut added = Vec::new();
        self.change(|known| added = list::merge(known, bibs));
        self.done.set(Some((Done::Added(added), before)));
    }

    fn change(self, change: impl FnOnce(&mut Vec<String>)) {
        // Another window of the same browser may have changed the list meanwhile.
        let mut bibs = storage::read(KEY).map_or_else(
            || self.bibs.get_untracked(),
            |kept| list::bibs_from_text(&kept),
        );
        change(&mut bibs);
        storage::write(KEY, &bibs.join("\n"));
        self.bibs.set(bibs);
    }
}

impl Default for Favourites {
    fn default() -> Self {
        Self::new()
    }
}
