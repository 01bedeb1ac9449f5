//! Which files bring a client up to the head: the cheapest mix of a keyframe, bundles and single ticks.

use homestretch_race::Tick;

use crate::content::Head;
use crate::paths::{self, BUNDLES};

/// The files to fetch, in the order they are to be applied, for a client that holds the ticks of `have.0` up to
/// `have.1`. Nothing when the ticks inside the head are all that is missing, or when the head is older than the client.
///
/// A plan that begins with a keyframe replaces what the client holds; without one it adds to it. Within a plan no tick
/// comes twice, but the first bundle may begin with ticks that the client has; they do no harm.
pub fn plan(have: Option<(&str, Tick)>, head: &Head) -> Vec<String> {
    // What the head itself brings need not be fetched.
    let last = head.tick.0.saturating_sub(head.ticks.len() as u32);
    let known = have
        .filter(|(epoch, _)| *epoch == head.epoch)
        .map(|(_, tick)| tick.0);
    let from_keyframe = head.keyframe.map(|keyframe| {
        let rest = runs(keyframe.0, last);
        // A keyframe tells a passing in half the bytes that a tick does, and is one more file.
        (keyframe, keyframe.0 / 2 + 1 + cost(&rest), rest)
    });
    let from_known = runs(known.unwrap_or(0), last);
    let files = |runs: Vec<(u32, u32)>| runs.into_iter().map(|run| file(&head.epoch, run));
    match from_keyframe {
        // A client that lags behind the keyframe by less than the keyframe costs does not need it.
        Some((keyframe, price, rest)) if known < Some(keyframe.0) && price < cost(&from_known) => {
            let first = paths::keyframe(&head.epoch, keyframe);
            std::iter::once(first).chain(files(rest)).collect()
        }
        _ => files(from_known).collect(),
    }
}

/// What the runs cost, in ticks' worth of bytes: a request weighs about as much as a tick.
fn cost(runs: &[(u32, u32)]) -> u32 {
    runs.iter().map(|(first, last)| last - first + 2).sum()
}

/// The ticks after `have` up to `last`, as runs that are files: complete aligned bundles, and single ticks.
fn runs(have: u32, last: u32) -> Vec<(u32, u32)> {
    let mut runs = Vec::new();
    let mut next = have.saturating_add(1);
    while next <= last {
        let run = BUNDLES.iter().rev().find_map(|length| {
            let first = (next - 1) / length * length + 1;
            let end = first.checked_add(length - 1)?;
            // A bundle of which half is known already is dearer than its parts.
            (end <= last && end - next >= length / 2).then_some((first, end))
        });
        let run = run.unwrap_or((next, next));
        next = run.1.saturating_add(1);
        runs.push(run);
    }
    runs
}

fn file(epoch: &str, (first, last): (u32, u32)) -> String {
    if first == last {
        paths::tick(epoch, Tick(first))
    } else {
        paths::bundle(epoch, Tick(first), Tick(last))
    }
}
