//! Light files: which bucket an entrant is in, and what is in a bucket.

use homestretch_race::roster::{Entrant, EntrantNo, Roster};

use crate::content::Light;
use crate::fold::Fold;
use crate::paths;

/// How many buckets are good for a field of that many entrants: a dozen entrants in each, so that a bucket is small
/// and seldom changes; a power of two, and at least 256.
pub fn buckets_for(entrants: usize) -> u32 {
    let wanted = (entrants / 12).clamp(256, 65_536) as u32;
    wanted.next_power_of_two().min(65_536)
}

/// The bucket of a bib, of so many: FNV-1a (64 bits) over the trimmed bib in ASCII lower case, modulo the number.
pub fn bucket_of(bib: &str, buckets: u32) -> u32 {
    let bib = bib.trim().to_ascii_lowercase();
    (paths::fnv(bib.as_bytes()) % u64::from(buckets.max(1))) as u32
}

/// What a bucket holds. `fold` must have taken in every change so far.
pub fn bucket(epoch: &str, bucket: u32, buckets: u32, roster: &Roster, fold: &Fold) -> Light {
    let entrants = roster
        .all()
        .iter()
        .filter(|e| bucket_of(&e.bib, buckets) == bucket);
    of_entrants(epoch, entrants.cloned().collect(), fold)
}

/// The same for entrants that were put into buckets before.
pub fn of_entrants(epoch: &str, entrants: Vec<Entrant>, fold: &Fold) -> Light {
    let numbers: Vec<EntrantNo> = entrants.iter().map(|e| e.no).collect();
    let (tick, changes) = fold.of(numbers);
    Light {
        epoch: epoch.to_owned(),
        tick,
        roster: Roster::new(entrants),
        changes,
    }
}
