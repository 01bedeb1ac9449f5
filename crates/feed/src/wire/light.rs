//! `light/BUCKET.json`: a small roster and a small keyframe in one.

use homestretch_race::Tick;
use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::standings::{Group, Place};

use crate::content::Light;
use crate::fields::Fields;
use crate::json::Json;
use crate::paths;
use crate::problem::FeedError;
use crate::wire::{COUNTS, TICKS, VERSION, changes, columns, entrants, field};

pub(crate) fn read(fields: &Fields<'_, '_, '_>, event: &Event) -> Result<Light, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "light",
        field,
    };
    let epoch = fields
        .text("epoch")
        .filter(|e| paths::is_epoch(e))
        .ok_or(missing("epoch"))?;
    let tick = Tick(fields.int("tick", TICKS).ok_or(missing("tick"))? as u32);
    let roster = fields.object("roster").ok_or(missing("roster"))?;
    let mut all = Vec::new();
    changes::read(fields, tick, event.base, &mut all);
    columns::read(fields, tick, event.base, &mut all);
    changes::keep_known(&mut all, event, fields.problems);
    let roster = entrants::read(&roster, event);
    Ok(Light {
        epoch: epoch.to_owned(),
        tick,
        places: read_places(fields, &roster),
        roster,
        changes: all,
    })
}

pub(crate) fn write<'a>(light: &'a Light, event: &Event) -> Json<'a> {
    let mut roster = Vec::new();
    entrants::put(&mut roster, &light.roster);
    let mut out = vec![
        VERSION,
        field("epoch", Json::text(&light.epoch)),
        field("tick", Json::Int(i64::from(light.tick.0))),
        field("roster", Json::Object(roster)),
    ];
    changes::put(&mut out, &light.changes, event.base);
    columns::put(&mut out, &light.changes, event.base, None);
    if !light.places.is_empty() {
        out.push(field("places", write_places(light)));
    }
    Json::Object(out)
}

/// For each entrant of the roster: place and how many have one, in each of her groups in turn; a place that is shared
/// is negative.
fn write_places(light: &Light) -> Json<'static> {
    let of = |no| light.places.iter().find(|(of, _)| *of == no);
    let row = |entrant: &Entrant| {
        let places = of(entrant.no).into_iter().flat_map(|(_, places)| places);
        let pair = |p: &Place| {
            let place = i64::from(p.place);
            [if p.tied { -place } else { place }, i64::from(p.of)]
        };
        Json::Ints(places.flat_map(pair).collect())
    };
    Json::List(light.roster.all().iter().map(row).collect())
}

fn read_places(fields: &Fields<'_, '_, '_>, roster: &Roster) -> Vec<(EntrantNo, Vec<Place>)> {
    let rows = fields.items("places");
    let read = |(i, entrant): (usize, &Entrant)| {
        let row = rows.get(i)?;
        let row = row.items()?;
        let count = |at| row.int(at).filter(|n: &i64| COUNTS.contains(&n.abs()));
        let places = Group::all_of(entrant).into_iter().enumerate();
        let places = places.filter_map(|(g, group)| {
            let (place, of) = (count(2 * g).filter(|n| *n != 0)?, count(2 * g + 1)?);
            Some(Place {
                group,
                place: place.unsigned_abs() as u32,
                tied: place < 0,
                of: of.unsigned_abs() as u32,
            })
        });
        let places: Vec<Place> = places.collect();
        (!places.is_empty()).then_some((entrant.no, places))
    };
    roster.all().iter().enumerate().filter_map(read).collect()
}
