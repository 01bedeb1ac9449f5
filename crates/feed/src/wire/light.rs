//! `light/BUCKET.json`: a small roster and a small keyframe in one.

use homestretch_race::Tick;
use homestretch_race::event::Event;

use crate::content::Light;
use crate::fields::Fields;
use crate::json::Json;
use crate::paths;
use crate::problem::FeedError;
use crate::wire::{TICKS, VERSION, changes, columns, entrants, field};

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
    Ok(Light {
        epoch: epoch.to_owned(),
        tick,
        roster: entrants::read(&roster, event),
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
    Json::Object(out)
}
