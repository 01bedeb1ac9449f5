//! `ticks/EPOCH-N.json` and the bundles of them: what became known, and when.

use homestretch_race::Tick;
use homestretch_race::time::Instant;

use crate::content::TickContent;
use crate::fields::Fields;
use crate::json::Json;
use crate::problem::FeedError;
use crate::wire::{
    Pairs, TENTHS, TICKS, changes, field, instant_from_tenths, passings, put_learned, read_learned,
    tenths_from_instant,
};

/// A tick, alone, in a bundle or in the head.
pub(crate) fn read(fields: &Fields<'_, '_, '_>, base: Instant) -> Result<TickContent, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "tick",
        field,
    };
    let tick = Tick(fields.int("tick", TICKS).ok_or(missing("tick"))? as u32);
    let cut = fields.int("at", TENTHS).ok_or(missing("at"))?;
    let mut all = Vec::new();
    changes::read(fields, tick, base, &mut all);
    passings::read_by_point(fields, tick, cut, base, &mut all);
    Ok(TickContent {
        tick,
        at: instant_from_tenths(cut, base),
        changes: all,
        learned: read_learned(fields),
        ruled: Vec::new(),
    })
}

/// Ticks inside another file; those that make no sense are left out as problems.
pub(crate) fn read_all(fields: &Fields<'_, '_, '_>, base: Instant) -> Vec<TickContent> {
    let each = fields.objects("ticks").into_iter();
    each.filter_map(|(i, tick)| {
        let read = read(&tick, base);
        if let Err(error) = &read {
            fields.problem(&format!("ticks[{i}]"), format!("is dropped: {error}"));
        }
        read.ok()
    })
    .collect()
}

pub(crate) fn write(tick: &TickContent, base: Instant) -> Json<'_> {
    let cut = tenths_from_instant(tick.at, base);
    let mut out: Pairs<'_> = vec![
        field("tick", Json::Int(i64::from(tick.tick.0))),
        field("at", Json::Int(cut)),
    ];
    changes::put(&mut out, &tick.changes, base);
    passings::put_by_point(&mut out, &tick.changes, cut, base);
    put_learned(&mut out, tick.learned.as_ref());
    Json::Object(out)
}

pub(crate) fn write_all(ticks: &[TickContent], base: Instant) -> Json<'_> {
    Json::List(ticks.iter().map(|tick| write(tick, base)).collect())
}
