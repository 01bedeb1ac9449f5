//! Going on after a restart: the published ticks are read back and served byte for byte, the reads are taken in again,
//! and only what the ticks do not say yet is left for the next tick.

use std::collections::BTreeMap;

use homestretch_race::time::Instant;
use homestretch_race::{What, Why};

use super::thing::Thing;
use super::{Hub, cut};
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
    let mut published = BTreeMap::new();
    for row in rows {
        let content = cut::content(&row, &hub.day.event);
        for change in &content.changes {
            published.insert(Thing::of(&change.what), change.what.clone());
        }
        hub.through = hub.through.max(row.through);
        hub.publish(content, row.body);
    }
    hub.intake.seen_through(hub.through);
    let known = hub.intake.take_changes();
    hub.await_tick(unsaid(known, &published));
    for entry in later {
        hub.take_entry(entry);
    }
    // Whoever was hidden just before the end is in what was published: looked for with all of it at hand.
    hub.roll_is_stale = true;
    hub.settle();
    Ok(())
}

/// What the intake says and the published ticks do not: nothing, unless this version judges reads differently.
fn unsaid(known: Vec<What>, published: &BTreeMap<Thing, What>) -> Vec<What> {
    let known: BTreeMap<Thing, What> = known.into_iter().map(|w| (Thing::of(&w), w)).collect();
    let gone = published.iter().filter_map(|(thing, before)| match before {
        What::Passing {
            entrant,
            point,
            at: Some(_),
            ..
        } if !known.contains_key(thing) => Some(What::Passing {
            entrant: *entrant,
            point: *point,
            at: None,
            why: Why::Misplaced,
        }),
        What::Status {
            entrant,
            ruling: Some(_),
            ..
        } if !known.contains_key(thing) => Some(What::Status {
            entrant: *entrant,
            ruling: None,
            note: None,
        }),
        _ => None,
    });
    let mut unsaid: Vec<What> = gone.collect();
    let new = known.into_iter().filter(|(thing, now)| {
        published
            .get(thing)
            .is_none_or(|before| !says_the_same(before, now))
    });
    unsaid.extend(new.map(|(_, now)| now));
    unsaid
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
