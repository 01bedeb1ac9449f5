//! The race: the fold of what became known, and the race as it was at any instant, as known at any tick.

use std::sync::Arc;

use crate::change::{Change, Phase, Tick};
use crate::event::Event;
use crate::roster::Roster;
use crate::time::Instant;
use crate::view::View;

/// Everything that became known, kept with the tick it became known at, so that `as_of` can look back.
#[derive(Clone, Debug)]
pub struct Race {
    event: Arc<Event>,
    roster: Arc<Roster>,
    // Versions per entrant and point, rulings, guns and phases go here.
}

impl Race {
    /// A race before its first tick.
    pub fn new(event: Arc<Event>, roster: Arc<Roster>) -> Self {
        Self { event, roster }
    }
    /// Takes in one change; the order of calls does not matter, and a change applied twice counts once.
    /// Changes about unknown entrants, points or waves are ignored.
    pub fn apply(&mut self, _change: &Change) {
        todo!()
    }
    /// A new start list (a runner hidden, a late entry): what is known of entrants that stay is kept.
    pub fn set_roster(&mut self, _roster: Arc<Roster>) {
        todo!()
    }
    /// The same for the event file.
    pub fn set_event(&mut self, _event: Arc<Event>) {
        todo!()
    }
    /// The event.
    pub fn event(&self) -> &Arc<Event> {
        &self.event
    }
    /// The start list.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }
    /// The newest tick applied.
    pub fn newest(&self) -> Tick {
        todo!()
    }
    /// The race as it was at the instant `at`, from what was known at tick `known`
    /// (pass [`Race::newest`] for all that is known now).
    /// Passings after `at` are not yet seen; guns, rulings and phases are taken as known at `known`.
    pub fn as_of(&self, _at: Instant, _known: Tick) -> View<'_> {
        todo!()
    }
    /// How the race stands by what was known at that tick, and whether results are official.
    pub fn phase(&self, _known: Tick) -> (Phase, bool) {
        todo!()
    }
}
