//! Going on after a restart: the published ticks are read back and served byte for byte, the reads are taken in again,
//! and only what the ticks do not say yet is left for the next tick.

use std::cmp::Ordering;
use std::sync::Arc;

use homestretch_feed::fold;
use homestretch_race::intake::Intake;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick, What, Why};

use super::Hub;
use crate::store::{Store, StoreError};

/// Brings a new hub to where the store is.
pub fn replay(hub: &mut Hub, store: &Store) -> Result<(), StoreError> {
    let rows = store.ticks(&hub.epoch)?;
    let published_seq = rows.last().map_or(0, |row| row.last_seq);
    let mut later = Vec::new();
    store.for_each_entry(|entry| {
        if entry.seq() <= published_seq {
            hub.take_entry(entry);
        } else {
            later.push(entry);
        }
    })?;
    // The start list comes first: nobody who is hidden goes into a file again.
    hub.settle();
    let through = rows.iter().map(|row| row.through).max();
    hub.through = hub.through.max(through.unwrap_or(hub.through));
    let aside = Intake::of(Arc::default(), Arc::default());
    let mut intake = std::mem::replace(&mut hub.intake, aside);
    intake.seen_through(hub.through);
    // Judging all reads and reading all ticks take a while each in a big race, and have nothing to do with each other.
    let known = std::thread::scope(|scope| {
        let judged = scope.spawn(|| intake.take_changes());
        hub.publish_again(rows);
        judged.join()
    });
    hub.intake = intake;
    match known {
        Ok(known) => {
            let fold = hub.published.now().fold;
            hub.await_tick(unsaid(known, fold.changes()));
        }
        Err(panic) => std::panic::resume_unwind(panic),
    }
    for entry in later {
        hub.take_entry(entry);
    }
    // Whoever was hidden just before the end is in what was published: looked for with all of it at hand.
    hub.roll_is_stale = true;
    hub.settle();
    Ok(())
}

/// What the intake says and the published ticks do not: nothing, unless this version judges reads differently.
/// What was published comes in the order of [`fold::sort`].
fn unsaid(known: Vec<What>, published: impl Iterator<Item = Change>) -> Vec<What> {
    let tick = Tick::default();
    let mut known: Vec<Change> = known
        .into_iter()
        .map(|what| Change { tick, what })
        .collect();
    fold::sort(&mut known);
    let mut known = known.into_iter().peekable();
    let mut unsaid = Vec::new();
    for before in published {
        // What is known and was never published.
        while let Some(new) = known.next_if(|now| fold::order(now, &before) == Ordering::Less) {
            unsaid.push(new.what);
        }
        match known.next_if(|now| fold::order(now, &before) == Ordering::Equal) {
            Some(now) if says_the_same(&before.what, &now.what) => {}
            Some(now) => unsaid.push(now.what),
            None => unsaid.extend(taken_back(&before.what)),
        }
    }
    unsaid.extend(known.map(|new| new.what));
    unsaid
}

/// What takes back what was published and is not known any more.
fn taken_back(before: &What) -> Option<What> {
    match before {
        What::Passing {
            entrant,
            point,
            at: Some(_),
            ..
        } => Some(What::Passing {
            entrant: *entrant,
            point: *point,
            at: None,
            why: Why::Misplaced,
        }),
        What::Status {
            entrant,
            ruling: Some(_),
            ..
        } => Some(What::Status {
            entrant: *entrant,
            ruling: None,
            note: None,
        }),
        _ => None,
    }
}

/// Two changes that leave a thing in the same state, whatever the reasons they were published for.
fn says_the_same(a: &What, b: &What) -> bool {
    match (a, b) {
        (What::Passing { at: a, .. }, What::Passing { at: b, .. }) => {
            a.map(Instant::floor_to_tenth) == b.map(Instant::floor_to_tenth)
        }
        (What::Gun { at: a, .. }, What::Gun { at: b, .. }) => {
            a.floor_to_tenth() == b.floor_to_tenth()
        }
        (a, b) => a == b,
    }
}
