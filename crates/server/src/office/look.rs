//! What the office sees: reads and people. Times are told in the race's zone.

use homestretch_race::change::Ruling;
use homestretch_race::event::Text;
use homestretch_race::intake::{Aside, Read};
use homestretch_race::roster::{Entrant, EntrantNo};
use homestretch_race::time::{Instant, Span};
use serde_json::{Value, json};

use super::fates::Fates;
use super::reads::Told;
use crate::hub::Hub;
use crate::said::RulingSaid;

/// The most rows of a list.
pub const MOST: usize = 200;
/// The most runners that are found at once.
const MOST_FOUND: usize = 20;

/// Which reads are to be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this runner alone.
    pub bib: Option<String>,
    /// Those of chips or places that nobody knows alone.
    pub unknown: bool,
    /// Those older than this one alone.
    pub before: Option<u64>,
}

/// Reads with what became of them, the newest first.
///
/// # Errors
/// When nobody wears the bib.
pub fn reads(hub: &Hub, wanted: &Wanted) -> Result<Value, String> {
    let whose = match &wanted.bib {
        Some(bib) => Some(
            hub.roll()
                .everybody
                .by_bib(bib)
                .ok_or_else(|| format!("Nobody wears bib {bib}."))?
                .no,
        ),
        None => None,
    };
    let mut fates = Fates::new(hub);
    let all = hub.reads().newest_first(&hub.roll().day);
    let fits = |told: &Told| {
        wanted.before.is_none_or(|before| told.seq < before)
            && (!wanted.unknown || told.placed.entrant.is_none() || told.placed.mat.is_none())
            && whose.is_none_or(|no| owner(hub, told).is_some_and(|who| who.no == no))
    };
    let rows: Vec<Value> = all
        .filter(fits)
        .take(MOST)
        .map(|told| fates.row(&told))
        .collect();
    Ok(json!({ "reads": rows }))
}

/// Reads set aside that are more than further reads of a visit, the newest first.
pub fn aside(hub: &Hub) -> Value {
    let mut strange: Vec<(Read, Aside)> = hub.intake().strange().collect();
    strange.sort_by_key(|(read, _)| std::cmp::Reverse(read.seq));
    let mut fates = Fates::new(hub);
    let rows = strange.iter().take(MOST).filter_map(|(read, _)| {
        let told = hub.reads().get(&hub.roll().day, read.seq)?;
        Some(fates.row(&told))
    });
    json!({ "reads": rows.collect::<Vec<_>>(), "in_all": strange.len() })
}

/// Runners whose bib or name begins so, or who wear the chip.
pub fn entrants(hub: &Hub, asked: &str) -> Value {
    let wanted = asked.trim().to_lowercase();
    let lookup = &hub.roll().day.lookup;
    let by_chip = lookup.entrant(&wanted);
    let fits = |e: &&Entrant| {
        Some(e.no) == by_chip
            || begins(&e.bib, &wanted)
            || e.names.0.iter().any(|(_, name)| {
                begins(name, &wanted) || name.split(' ').any(|word| begins(word, &wanted))
            })
    };
    let all = hub.roll().everybody.all().iter();
    let mut found: Vec<&Entrant> = all.filter(fits).collect();
    found.sort_by_key(|who| !who.bib.eq_ignore_ascii_case(&wanted));
    let in_all = found.len();
    found.truncate(MOST_FOUND);
    let chips = lookup.chips_of(&found.iter().map(|who| who.no).collect::<Vec<_>>());
    let rows = found.into_iter().zip(chips);
    let rows: Vec<Value> = rows.map(|(who, chips)| person(hub, who, &chips)).collect();
    json!({ "entrants": rows, "in_all": in_all })
}

/// Whether a text begins so, whatever the case of its letters; without a copy of it, for there are many.
fn begins(text: &str, wanted: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    wanted.chars().all(|c| letters.next() == Some(c))
}

fn person(hub: &Hub, who: &Entrant, chips: &[&str]) -> Value {
    let event = &hub.base().event;
    let contest = event.contests.get(who.contest);
    let passed = hub.intake().counted(who.no);
    let key = |point: usize| {
        contest
            .and_then(|c| c.points.get(point))
            .map(|p| p.key.as_str())
    };
    let category = who.category.and_then(|c| event.categories.get(c));
    json!({
        "bib": who.bib, "name": name(who), "names": names(&who.names), "noc": who.noc,
        "contest": contest.map(|c| c.key.as_str()),
        "wave": contest.and_then(|c| c.waves.get(who.wave)).map(|w| w.key.as_str()),
        "category": category.map(|c| names(&c.names)),
        "chips": chips,
        "ruling": hub.intake().ruling(who.no).map(RulingSaid::from),
        "live": who.live,
        "shown": hub.roll().shown.get(&who.no),
        "passed": passed.iter().map(|(point, read)| json!({
            "point": key(*point), "at": clock(hub, read.at), "read": read.seq,
        })).collect::<Vec<_>>(),
    })
}

/// Whose read it is by now.
pub fn owner<'a>(hub: &'a Hub, told: &Told) -> Option<&'a Entrant> {
    let no = EntrantNo(u32::MAX);
    let read = Read {
        seq: told.seq,
        entrant: told.placed.entrant.unwrap_or(no),
        mat: told.placed.mat.unwrap_or(0),
        at: told.placed.at,
    };
    hub.roll().everybody.get(hub.intake().owner(&read))
}

/// Who of a contest is to be ruled on because they had not passed a point by then.
pub fn sweep(
    hub: &Hub,
    contest: usize,
    point: usize,
    by: Instant,
    ruling: RulingSaid,
) -> Vec<EntrantNo> {
    let all = hub.roll().everybody.all().iter();
    let of = all.filter(|e| e.contest == contest && hub.intake().ruling(e.no).is_none());
    let swept = of.filter(|e| {
        let passed = hub.intake().counted(e.no);
        let passed_by = |from: usize| passed.iter().any(|(p, read)| *p >= from && read.at <= by);
        match Ruling::from(ruling) {
            Ruling::Dns => passed.is_empty(),
            _ => passed_by(0) && !passed_by(point),
        }
    });
    swept.map(|e| e.no).collect()
}

/// Those, in words.
pub fn swept(hub: &Hub, entrants: &[EntrantNo]) -> Value {
    let rows = entrants
        .iter()
        .filter_map(|no| hub.roll().everybody.get(*no));
    let rows: Vec<Value> = rows
        .map(|who| json!({ "bib": who.bib, "name": name(who), "names": names(&who.names) }))
        .collect();
    json!({ "entrants": rows })
}

/// Names by language.
pub(super) fn names(text: &Text) -> Value {
    let pairs = text.0.iter();
    pairs
        .map(|(tag, text)| (tag.clone(), Value::from(text.as_str())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The first name that there is.
pub(super) fn name(who: &Entrant) -> &str {
    who.names.get("en")
}

/// A time of day in the race's zone, with tenths.
pub fn clock(hub: &Hub, at: Instant) -> String {
    let local = at + Span(i64::from(hub.base().event.zone.offset_min) * 60_000);
    let ms = local.0.rem_euclid(86_400_000);
    format!(
        "{:02}:{:02}:{:02}.{}",
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1000 % 60,
        ms / 100 % 10
    )
}
