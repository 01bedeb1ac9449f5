//! `keyframes/EPOCH-N.json`: the whole race at a tick.

use homestretch_race::Tick;
use homestretch_race::roster::{EntrantNo, Roster};
use homestretch_race::time::Instant;

use crate::content::Keyframe;
use crate::fields::Fields;
use crate::json::Json;
use crate::problem::FeedError;
use crate::wire::{
    ENTRANTS, TENTHS, TICKS, VERSION, changes, columns, field, instant_from_tenths, put_learned,
    read_learned, tenths_from_instant, within,
};

pub(crate) fn read(fields: &Fields<'_, '_, '_>, base: Instant) -> Result<Keyframe, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "keyframe",
        field,
    };
    let tick = Tick(fields.int("tick", TICKS).ok_or(missing("tick"))? as u32);
    let through = fields.int("through", TENTHS).ok_or(missing("through"))?;
    let mut all = Vec::new();
    changes::read(fields, tick, base, &mut all);
    columns::read(fields, tick, base, &mut all);
    Ok(Keyframe {
        tick,
        through: instant_from_tenths(through, base),
        changes: all,
        learned: read_learned(fields),
        ruled: read_ruled(fields, base),
    })
}

pub(crate) fn write<'a>(keyframe: &'a Keyframe, base: Instant, roster: &Roster) -> Json<'a> {
    let mut out = vec![
        VERSION,
        field("tick", Json::Int(i64::from(keyframe.tick.0))),
        field(
            "through",
            Json::Int(tenths_from_instant(keyframe.through, base)),
        ),
    ];
    changes::put(&mut out, &keyframe.changes, base);
    columns::put(&mut out, &keyframe.changes, base, Some(roster));
    put_learned(&mut out, keyframe.learned.as_ref());
    if !keyframe.ruled.is_empty() {
        let ruled = keyframe.ruled.iter();
        let rows = ruled.map(|(entrant, at)| {
            Json::Ints(vec![i64::from(entrant.0), tenths_from_instant(*at, base)])
        });
        out.push(field("ruled", Json::List(rows.collect())));
    }
    Json::Object(out)
}

/// Reads `ruled`.
fn read_ruled(fields: &Fields<'_, '_, '_>, base: Instant) -> Vec<(EntrantNo, Instant)> {
    let mut all = Vec::new();
    for (i, row) in fields.items("ruled").iter().enumerate() {
        let ruled = row.items().and_then(|row| {
            let entrant = EntrantNo(within(row.int(0), &ENTRANTS)? as u32);
            let at = instant_from_tenths(within(row.int(1), &TENTHS)?, base);
            Some((entrant, at))
        });
        match ruled {
            Some(ruled) => all.push(ruled),
            None => changes::dropped(fields, "ruled", i, "[entrant, time]"),
        }
    }
    all
}
