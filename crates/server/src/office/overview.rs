//! The race in brief, as the office has it before its eyes all the time: names in every language, so that each reader
//! has them in hers.

use homestretch_race::event::{Contest, Event};
use serde_json::{Value, json};

use super::log;
use super::look::{MOST, clock, name, names};
use crate::hub::Hub;
use crate::said::{PhaseSaid, Said};

/// The race in brief.
pub fn overview(hub: &Hub) -> Value {
    let event = &hub.base().event;
    let roll = hub.roll();
    let now = hub.published().now();
    let (phase, official) = hub.standing().now();
    let unknown = hub.reads().unknown_chips();
    json!({
        "event": event.names.get("en"), "names": names(&event.names),
        "zone": event.zone.iana,
        "phase": PhaseSaid::from(phase), "official": official,
        "phase_said": hub.ledger().phase_is_said(),
        "tick": now.tick.0, "epoch": now.epoch,
        "contests": contests(hub, event),
        "mats": event.mats.iter()
            .map(|m| json!({ "key": m.key, "names": names(&m.names) })).collect::<Vec<_>>(),
        "entrants": roll.everybody.all().len(),
        "results_only": roll.everybody.all().iter().filter(|e| !e.live).count(),
        "aside": hub.intake().strange().count(),
        "unknown_chips": unknown.iter().take(MOST)
            .map(|(chip, n)| json!({ "chip": &**chip, "reads": n })).collect::<Vec<_>>(),
        "unknown_places": places(hub, true),
        "places": places(hub, false),
        "given": given(hub),
        "hidden": roll.shown.iter().filter_map(|(no, shown)| {
            let who = roll.everybody.get(*no)?;
            Some(json!({ "bib": who.bib, "name": name(who), "names": names(&who.names), "shown": shown }))
        }).collect::<Vec<_>>(),
        "notices": roll.notices.iter().map(|n| json!({
            "entry": n.no, "texts": n.texts, "until": n.until.map(|at| clock(hub, at)),
        })).collect::<Vec<_>>(),
    })
}

fn contests(hub: &Hub, event: &Event) -> Vec<Value> {
    let now = hub.published().now();
    let view = now
        .race
        .as_of(now.through, now.tick)
        .with_through(now.through);
    let contests = event.contests.iter().enumerate();
    let contests = contests.map(|(c, contest)| {
        let tally = view.tally(c);
        json!({
            "key": contest.key, "name": contest.names.get("en"), "names": names(&contest.names),
            "waves": waves(hub, c, contest),
            "limit_s": contest.limit.map(|limit| limit.0 / 1000),
            "points": contest.points.iter()
                .map(|p| json!({ "key": p.key, "names": names(&p.names), "at_m": p.at_m,
                    "mat": event.mats.get(p.mat).map(|mat| mat.key.as_str()) })).collect::<Vec<_>>(),
            "on_course": tally.on_course, "finished": tally.finished, "out": tally.out,
        })
    });
    contests.collect()
}

fn waves(hub: &Hub, c: usize, contest: &Contest) -> Vec<Value> {
    let waves = contest.waves.iter().enumerate().map(|(w, wave)| {
        let gun = hub.intake().gun_of(c, w);
        json!({
            "key": wave.key, "gun": clock(hub, gun), "gun_ms": gun.0,
            "scheduled": clock(hub, wave.gun), "moved": gun != wave.gun,
        })
    });
    waves.collect()
}

/// Places that reads came from, and the mats that they count on.
fn places(hub: &Hub, unknown: bool) -> Vec<Value> {
    let mats = &hub.base().event.mats;
    let lookup = &hub.roll().day.lookup;
    let places = hub.reads().places();
    let rows = places
        .filter(|place| !unknown || place.mat.is_none())
        .take(MOST)
        .map(|place| {
            json!({
                "source": &*place.source, "place": &*place.place, "reads": place.reads,
                "mat": place.mat.and_then(|mat| mats.get(mat)).map(|mat| mat.key.as_str()),
                "said": lookup.place(&place.source, &place.place).is_some(),
            })
        });
    rows.collect()
}

/// What stands of chips, bibs and places given away or swapped, the newest first.
fn given(hub: &Hub) -> Vec<Value> {
    let standing = hub.ledger().standing();
    let mut rows: Vec<Value> = standing
        .filter(|(_, row)| !matches!(row.said, Said::Show { .. } | Said::Announce { .. }))
        .map(|(seq, row)| log::entry(hub, seq, row))
        .collect();
    rows.reverse();
    rows.truncate(MOST);
    rows
}
