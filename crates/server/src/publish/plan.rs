//! What is to be sent next: pure, from what there should be and what is there.
//!
//! Two lanes, so that a large file never holds up the race on a thin link. The urgent one carries what the newest head
//! needs, and then that head: after hours without a link that is a keyframe and the ticks since. The other one carries
//! everything else, what somebody may ask for first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use homestretch_feed::{Head, PREFIX, paths, read};

use super::target::tag;
use crate::files::{Body, Cache, Found, Kind};

/// What there should be: bodies by path, and what was withdrawn.
pub type Table = BTreeMap<String, Found>;
/// What is there.
pub type There = BTreeMap<String, Known>;
/// A file to be sent.
pub type Put = (String, Arc<Body>);

/// What is known of a file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its size, where it lies as it is.
    pub size: Option<u64>,
    /// What tells its content from others; none where it was found there, and nobody has looked yet.
    pub tag: Option<String>,
}

/// What cannot wait, in this order.
#[derive(Clone, Debug, Default)]
pub struct Urgent {
    /// What the office has withdrawn.
    pub withdraw: Vec<String>,
    /// What the head needs.
    pub needs: Vec<Put>,
    /// The head.
    pub head: Option<Put>,
    /// What belongs to no head any more.
    pub clear: Vec<String>,
}

/// The urgent lane.
pub fn urgent(table: &Table, there: &There) -> Urgent {
    let live = path_of(paths::LIVE);
    let needed = needed(table);
    let mut urgent = Urgent::default();
    for (path, found) in table {
        match found {
            Found::Gone if there.contains_key(path) => urgent.withdraw.push(path.clone()),
            Found::Here(body) if !is_there(there, path, body) => {
                if *path == live {
                    urgent.head = Some((path.clone(), Arc::clone(body)));
                } else if needed.contains(path) {
                    urgent.needs.push((path.clone(), Arc::clone(body)));
                }
            }
            _ => {}
        }
    }
    let ours = there.keys().filter(|path| path.starts_with(PREFIX));
    urgent.clear = ours
        .filter(|path| !table.contains_key(*path))
        .cloned()
        .collect();
    urgent
}

/// The other lane: what is missing there, the most wanted first, and of what rank each is. A file of a later rank may
/// name one of an earlier rank.
pub fn rest(table: &Table, there: &There) -> Vec<(u8, Put)> {
    let live = path_of(paths::LIVE);
    let needed = needed(table);
    let mut rest: Vec<_> = table
        .iter()
        .filter_map(|(path, found)| {
            let Found::Here(body) = found else {
                return None;
            };
            let urgent = *path == live || needed.contains(path);
            if urgent || is_there(there, path, body) {
                return None;
            }
            let (rank, newest) = rank(path, body, there);
            Some((rank, Reverse(newest), (path.clone(), Arc::clone(body))))
        })
        .collect();
    rest.sort_by(|a, b| (a.0, a.1, &a.2.0).cmp(&(b.0, b.1, &b.2.0)));
    rest.into_iter().map(|(rank, _, put)| (rank, put)).collect()
}

/// Whether nothing need be sent. What never changes is right if it is there at all and nothing was torn off.
fn is_there(there: &There, path: &str, body: &Body) -> bool {
    let Some(known) = there.get(path) else {
        return false;
    };
    if let Some(known) = &known.tag {
        return known == tag(body);
    }
    let never_changes = matches!(body.cache, Cache::Immutable | Cache::Day);
    let size = body.identity.bytes.len() as u64;
    never_changes && known.size.is_none_or(|known| known == size)
}

/// The paths that a client needs who reads the newest head and knows nothing else.
fn needed(table: &Table) -> BTreeSet<String> {
    let Some(Found::Here(live)) = table.get(&path_of(paths::LIVE)) else {
        return BTreeSet::new();
    };
    let Ok(head) = read::head(&live.identity.bytes) else {
        return BTreeSet::new();
    };
    let head = head.value;
    let keyframe = head
        .keyframe
        .map(|tick| path_of(&paths::keyframe(&head.epoch, tick)));
    let here = table
        .iter()
        .filter(|(_, found)| matches!(found, Found::Here(_)));
    here.map(|(path, _)| path)
        .filter(|path| Some(*path) == keyframe.as_ref() || is_basis(path) || is_since(path, &head))
        .cloned()
        .collect()
}

/// Event, course, start list and the like, which lie in no folder of their own.
fn is_basis(path: &str) -> bool {
    let name = path.strip_prefix(PREFIX);
    name.is_some_and(|name| !name.contains('/') && name != paths::LIVE && name != paths::FIELD)
}

/// Ticks after the keyframe that the head names, and their bundles.
fn is_since(path: &str, head: &Head) -> bool {
    let after = head.keyframe.map_or(0, |tick| tick.0);
    ticks(path).is_some_and(|(epoch, first, last)| {
        epoch == head.epoch && first > after && last <= head.tick.0
    })
}

/// The epoch, the first and the last tick of a tick's or a bundle's file.
fn ticks(path: &str) -> Option<(&str, u32, u32)> {
    let name = path.strip_prefix(PREFIX)?.strip_prefix("ticks/")?;
    let mut parts = name.strip_suffix(".json")?.split('-');
    let epoch = parts.next()?;
    let first = parts.next()?.parse().ok()?;
    let last = parts.next().map_or(Some(first), |last| last.parse().ok())?;
    Some((epoch, first, last))
}

/// How soon a file is wanted, and which of equals comes first: the one with the newest tick.
fn rank(path: &str, body: &Body, there: &There) -> (u8, u32) {
    if there.contains_key(path) {
        // An older one is there, which may name somebody who is not to be named any more.
        return (0, 0);
    }
    let feed = path.starts_with(PREFIX);
    match ticks(path) {
        Some((_, first, last)) => (if last > first { 5 } else { 6 }, last),
        None if !feed && body.kind == Kind::Html => (3, 0),
        None if !feed && body.cache == Cache::Immutable => (1, 0),
        None if !feed => (2, 0),
        None => (4, 0),
    }
}

fn path_of(name: &str) -> String {
    format!("{PREFIX}{name}")
}
