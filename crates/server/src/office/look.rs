//! What the office sees: the race, reads, people. Times are told in the race's zone.

use homestretch_race::change::Ruling;
use homestretch_race::intake::{Aside, Read};
use homestretch_race::roster::{Entrant, EntrantNo};
use homestretch_race::time::{Instant, Span};
use serde_json::{Value, json};

use super::fates::Fates;
use super::reads::Told;
use crate::hub::Hub;
use crate::said::{PhaseSaid, RulingSaid};

/// The most rows of a list.
pub const MOST: usize = 200;

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

/// The race in brief.
pub fn overview(hub: &Hub) -> Value {
    let event = &hub.base().event;
    let roll = hub.roll();
    let now = hub.published().now();
    let view = now
        .race
        .as_of(now.through, now.tick)
        .with_through(now.through);
    let contests = event.contests.iter().enumerate().map(|(c, contest)| {
        let tally = view.tally(c);
        let waves = contest.waves.iter().enumerate().map(|(w, wave)| {
            let gun = hub.intake().gun_of(c, w);
            json!({
                "key": wave.key, "gun": clock(hub, gun), "gun_ms": gun.0,
                "scheduled": clock(hub, wave.gun), "moved": gun != wave.gun,
            })
        });
        json!({
            "key": contest.key, "name": contest.names.get("en"),
            "waves": waves.collect::<Vec<_>>(),
            "points": contest.points.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(),
            "on_course": tally.on_course, "finished": tally.finished, "out": tally.out,
        })
    });
    let (phase, official) = hub.standing().now();
    let unknown = hub.reads().unknown_chips();
    let places = hub.reads().unknown_places();
    json!({
        "event": event.names.get("en"),
        "zone": event.zone.iana,
        "phase": PhaseSaid::from(phase), "official": official,
        "phase_said": hub.ledger().phase_is_said(),
        "tick": now.tick.0, "epoch": now.epoch,
        "contests": contests.collect::<Vec<_>>(),
        "mats": event.mats.iter().map(|m| m.key.as_str()).collect::<Vec<_>>(),
        "entrants": roll.everybody.all().len(),
        "results_only": roll.everybody.all().iter().filter(|e| !e.live).count(),
        "aside": hub.intake().strange().count(),
        "unknown_chips": unknown.iter().take(MOST)
            .map(|(chip, n)| json!({ "chip": &**chip, "reads": n })).collect::<Vec<_>>(),
        "unknown_places": places.iter().take(MOST)
            .map(|(source, place, n)| json!({ "source": &**source, "place": &**place, "reads": n })).collect::<Vec<_>>(),
        "hidden": roll.shown.iter().filter_map(|(no, shown)| {
            let who = roll.everybody.get(*no)?;
            Some(json!({ "bib": who.bib, "name": name(who), "shown": shown }))
        }).collect::<Vec<_>>(),
        "notices": roll.notices.iter().map(|n| json!({
            "entry": n.no, "texts": n.texts, "until": n.until.map(|at| clock(hub, at)),
        })).collect::<Vec<_>>(),
    })
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
    let by_chip = hub.roll().day.lookup.entrant(&wanted);
    let fits = |e: &&Entrant| {
        let begins = |text: &str| {
            text.to_lowercase()
                .split(' ')
                .any(|w| w.starts_with(&wanted))
        };
        Some(e.no) == by_chip
            || e.bib.to_lowercase().starts_with(&wanted)
            || e.names
                .0
                .iter()
                .any(|(_, name)| begins(name) || name.to_lowercase().starts_with(&wanted))
    };
    let all = hub.roll().everybody.all().iter();
    let mut found: Vec<&Entrant> = all.filter(fits).collect();
    found.sort_by_key(|who| !who.bib.eq_ignore_ascii_case(&wanted));
    let rows = found.into_iter().take(20).map(|who| person(hub, who));
    json!({ "entrants": rows.collect::<Vec<_>>() })
}

fn person(hub: &Hub, who: &Entrant) -> Value {
    let contest = hub.base().event.contests.get(who.contest);
    let passed = hub.intake().counted(who.no);
    let key = |point: usize| {
        contest
            .and_then(|c| c.points.get(point))
            .map(|p| p.key.as_str())
    };
    json!({
        "bib": who.bib, "name": name(who), "noc": who.noc,
        "contest": contest.map(|c| c.key.as_str()),
        "chips": hub.roll().day.lookup.chips_of(who.no),
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
        .map(|who| json!({ "bib": who.bib, "name": name(who) }))
        .collect();
    json!({ "entrants": rows })
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
