//! Light files: which bucket an entrant is in, what is in a bucket, and what they tell of the whole field.

use homestretch_race::mats::Mats;
use homestretch_race::part::Part;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::standings::{Place, Ranks};
use homestretch_race::tally::Tally;
use homestretch_race::view::View;

use crate::content::{Field, FieldContest, Light};
use crate::fold::Fold;
use crate::paths;

/// A field of so many entrants is followed by the light files, unless somebody wants all of it: in a smaller one the
/// whole field costs about as little.
pub const BIG: usize = 2_500;
/// So many of everybody, of the women and of the men of a contest are named in the field's brief.
pub const LEADERS: usize = 10;

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
        places: Vec::new(),
    }
}

/// The places of those of a bucket who have one, by the ranks of the same view.
pub fn places(view: &View<'_>, ranks: &Ranks, of: &Roster) -> Vec<(EntrantNo, Vec<Place>)> {
    let one = |entrant: &Entrant| {
        let index = view.race.roster().index(entrant.no)?;
        Some((entrant.no, view.places_by(ranks, index)))
    };
    let all = of.all().iter().filter_map(one);
    all.filter(|(_, places)| !places.is_empty()).collect()
}

/// What the brief tells of the field beside the leaders themselves.
pub fn part(field: &Field) -> Part {
    let contests = field.contests.iter();
    let tally = |contest: &FieldContest| Tally {
        on_course: contest.on_course,
        finished: contest.finished,
        out: contest.out,
        not_started: 0,
        passed: contest.passed.iter().map(|n| (*n, None)).collect(),
    };
    let middle = |contest: &FieldContest| {
        let paces = contest.middle.iter();
        let paces = paces.map(|pace| pace.map(|tenths| f64::from(tenths) / 10.0));
        paces.collect()
    };
    Part {
        tallies: contests.clone().map(tally).collect(),
        mats: Mats::told(field.heard.iter().copied()),
        middle: contests.map(middle).collect(),
        places: Vec::new(),
        leaders: LEADERS,
        whole_bytes: field.whole_bytes,
    }
}
