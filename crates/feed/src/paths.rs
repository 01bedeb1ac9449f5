//! The names of the files, below [`crate::PREFIX`].

use std::fmt::Write;

use homestretch_race::Tick;

/// The one file without which a client knows nothing.
pub const LIVE: &str = "live.json";
/// The field in brief.
pub const FIELD: &str = "field.json";
/// How many ticks the bundles hold. A bundle begins after a multiple of its length.
pub const BUNDLES: [u32; 2] = [16, 256];

/// The file of one tick.
pub fn tick(epoch: &str, tick: Tick) -> String {
    format!("ticks/{epoch}-{}.json", tick.0)
}

/// The file of the ticks from `first` to `last`.
pub fn bundle(epoch: &str, first: Tick, last: Tick) -> String {
    format!("ticks/{epoch}-{}-{}.json", first.0, last.0)
}

/// The bundles that end at a tick, as (first, last): a server writes them when that tick is cut.
pub fn bundles_ending_at(tick: Tick) -> impl Iterator<Item = (Tick, Tick)> {
    let ending = BUNDLES
        .into_iter()
        .filter(move |length| tick.0 > 0 && tick.0.is_multiple_of(*length));
    ending.map(move |length| (Tick(tick.0 - length + 1), tick))
}

/// The file of a keyframe.
pub fn keyframe(epoch: &str, tick: Tick) -> String {
    format!("keyframes/{epoch}-{}.json", tick.0)
}

/// The file of a bucket of entrants; see [`crate::light::bucket_of`].
pub fn light(bucket: u32) -> String {
    format!("light/{bucket}.json")
}

/// The file of the words that begin with these folded letters; see [`crate::search::fold`].
/// Letters other than a to z and 0 to 9 are written as `_` and their code point in hexadecimal.
pub fn search(letters: &str) -> String {
    let mut name = String::from("search/");
    for c in letters.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            name.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(name, "_{:x}", u32::from(c));
        }
    }
    name + ".json"
}

/// A name that says what is in the file: `event-3f….json` for `kind` event. The same bytes have the same name.
pub fn by_content(kind: &str, bytes: &[u8]) -> String {
    format!("{kind}-{:016x}.json", fnv(bytes))
}

/// FNV-1a, 64 bits: not against forgers, who would have to be the server itself.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// True for a name that [`by_content`] could have made: a client fetches no other address that a file gives it.
pub fn is_name(name: &str) -> bool {
    let Some((kind, hash)) = name.strip_suffix(".json").and_then(|n| n.split_once('-')) else {
        return false;
    };
    !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase()) && is_epoch(hash)
}

/// True for lower-case letters and digits, 1 to 64 of them.
pub fn is_epoch(epoch: &str) -> bool {
    (1..=64).contains(&epoch.len())
        && epoch
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
