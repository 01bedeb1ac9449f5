//! Passings, in two forms: by point in a tick, by entrant in a keyframe. Both fall back to plain rows, `fixed`, for
//! whatever is withdrawn, republished with a reason, or does not fit the short form.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick, What, Why};

use crate::fields::Fields;
use crate::json::Json;
use crate::wire::changes::{dropped, of_word, word_of};
use crate::wire::{
    ENTRANTS, INDEXES, Pairs, TENTHS, field, instant_from_tenths, tenths_from_instant, within,
};

const WHYS: [(Why, &str); 6] = [
    (Why::Read, "read"),
    (Why::BetterRead, "better-read"),
    (Why::Misplaced, "misplaced"),
    (Why::Implausible, "implausible"),
    (Why::Office, "office"),
    (Why::ClockFixed, "clock-fixed"),
];

/// A passing in wire units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Passing {
    entrant: u32,
    point: usize,
    tenths: i64,
}

impl Passing {
    fn change(self, tick: Tick, base: Instant) -> Change {
        let Self {
            entrant,
            point,
            tenths,
        } = self;
        let at = Some(instant_from_tenths(tenths, base));
        let what = What::Passing {
            entrant: EntrantNo(entrant),
            point,
            at,
            why: Why::Read,
        };
        Change { tick, what }
    }
}

/// Reads the form of a tick: a row per point, `[point, entrant, age, entrant, age, …]`, where an entrant is told as
/// the difference to the one before, and an age is tenths of seconds before the tick's own instant.
pub(crate) fn read_by_point(
    fields: &Fields<'_, '_, '_>,
    tick: Tick,
    cut: i64,
    base: Instant,
    out: &mut Vec<Change>,
) {
    for (i, row) in fields.items("passings").iter().enumerate() {
        let Json::Ints(row) = row.as_ref() else {
            dropped(fields, "passings", i, "[point, entrant, age, …]");
            continue;
        };
        let point = within(row.first().copied(), &INDEXES);
        let pairs = row.get(1..).unwrap_or_default().chunks(2);
        let mut entrant = 0_i64;
        for pair in pairs {
            let passing = (|| {
                entrant = entrant.saturating_add(pair[0]);
                Some(Passing {
                    entrant: within(Some(entrant), &ENTRANTS)? as u32,
                    point: point? as usize,
                    tenths: within(Some(cut.saturating_sub(*pair.get(1)?)), &TENTHS)?,
                })
            })();
            match passing {
                Some(passing) => out.push(passing.change(tick, base)),
                None => dropped(fields, "passings", i, "[point, entrant, age, …]"),
            }
        }
    }
    read_fixed(fields, tick, base, out);
}

/// Writes the form of a tick.
pub(crate) fn put_by_point<'a>(out: &mut Pairs<'a>, changes: &[Change], cut: i64, base: Instant) {
    let (mut plain, fixed) = split(changes, base);
    plain.sort_unstable_by_key(|p| (p.point, p.entrant));
    let mut rows: Vec<Json<'a>> = Vec::new();
    for run in plain.chunk_by(|a, b| a.point == b.point) {
        let mut row = vec![run[0].point as i64];
        let mut before = 0;
        for passing in run {
            let entrant = i64::from(passing.entrant);
            row.extend([entrant - before, cut - passing.tenths]);
            before = entrant;
        }
        rows.push(Json::Ints(row));
    }
    if !rows.is_empty() {
        out.push(field("passings", Json::List(rows)));
    }
    put_fixed(out, fixed);
}

/// Reads the form of a keyframe: `entrants`, each as the difference to the one before, and for each a row of
/// `[time at point 0, tenths to point 1, tenths to point 2, …]`; 0 where there is no read, and the next number then
/// counts from the point before.
pub(crate) fn read_by_entrant(
    fields: &Fields<'_, '_, '_>,
    tick: Tick,
    base: Instant,
    out: &mut Vec<Change>,
) {
    let entrants = fields.ints("entrants");
    let rows = fields.items("rows");
    if rows.len() != entrants.len() {
        let (rows, entrants) = (rows.len(), entrants.len());
        fields.problem(
            "rows",
            format!("has {rows} rows for {entrants} entrants; the rest is dropped"),
        );
    }
    let mut entrant = 0_i64;
    for (i, (step, row)) in entrants.iter().zip(rows.iter()).enumerate() {
        entrant = entrant.saturating_add(*step);
        let (Some(no), Json::Ints(row)) = (within(Some(entrant), &ENTRANTS), row.as_ref()) else {
            dropped(fields, "rows", i, "[time at point 0, tenths to point 1, …]");
            continue;
        };
        let mut tenths = 0_i64;
        for (point, &step) in row.iter().enumerate() {
            if step == 0 {
                continue;
            }
            tenths = tenths.saturating_add(step);
            if point > *INDEXES.end() as usize || !TENTHS.contains(&tenths) {
                dropped(fields, "rows", i, "[time at point 0, tenths to point 1, …]");
                break;
            }
            out.push(
                Passing {
                    entrant: no as u32,
                    point,
                    tenths,
                }
                .change(tick, base),
            );
        }
    }
    read_fixed(fields, tick, base, out);
}

/// Writes the form of a keyframe.
pub(crate) fn put_by_entrant<'a>(out: &mut Pairs<'a>, changes: &[Change], base: Instant) {
    let (mut plain, mut fixed) = split(changes, base);
    plain.sort_unstable();
    let mut entrants = Vec::new();
    let mut rows: Vec<Json<'a>> = Vec::new();
    let mut before = 0;
    for run in plain.chunk_by(|a, b| a.entrant == b.entrant) {
        let mut row = Vec::new();
        let mut clock = 0;
        for passing in run {
            // A row can only tell of times that rise from point to point.
            if passing.tenths <= clock {
                fixed.push((*passing, true, Why::Read));
                continue;
            }
            row.resize(passing.point, 0);
            row.push(passing.tenths - clock);
            clock = passing.tenths;
        }
        if !row.is_empty() {
            let entrant = i64::from(run[0].entrant);
            entrants.push(entrant - before);
            rows.push(Json::Ints(row));
            before = entrant;
        }
    }
    if !rows.is_empty() {
        out.push(field("entrants", Json::Ints(entrants)));
        out.push(field("rows", Json::List(rows)));
    }
    fixed.sort_unstable_by_key(|(passing, ..)| *passing);
    put_fixed(out, fixed);
}

/// Passings that are read and nothing else, and the others: with whether they stand, and why they changed.
fn split(changes: &[Change], base: Instant) -> (Vec<Passing>, Vec<(Passing, bool, Why)>) {
    let mut plain = Vec::new();
    let mut fixed = Vec::new();
    for change in changes {
        let What::Passing {
            entrant,
            point,
            at,
            why,
        } = change.what
        else {
            continue;
        };
        let tenths = at.map_or(0, |at| tenths_from_instant(at, base));
        let passing = Passing {
            entrant: entrant.0,
            point,
            tenths,
        };
        if at.is_some() && why == Why::Read {
            plain.push(passing);
        } else {
            fixed.push((passing, at.is_some(), why));
        }
    }
    (plain, fixed)
}

/// Rows of `[entrant, point, time or null, why]`.
fn read_fixed(fields: &Fields<'_, '_, '_>, tick: Tick, base: Instant, out: &mut Vec<Change>) {
    for (i, row) in fields.items("fixed").iter().enumerate() {
        let what = row.items().and_then(|row| {
            let at = match row.get(2)?.as_ref() {
                Json::Null => None,
                time => Some(instant_from_tenths(within(time.as_int(), &TENTHS)?, base)),
            };
            let word = row.get(3);
            let word = word.as_deref().and_then(Json::as_text).unwrap_or("read");
            Some(What::Passing {
                entrant: EntrantNo(within(row.int(0), &ENTRANTS)? as u32),
                point: within(row.int(1), &INDEXES)? as usize,
                at,
                // A reason that a later version adds must not cost the correction itself.
                why: of_word(&WHYS, word).unwrap_or(Why::Office),
            })
        });
        match what {
            Some(what) => out.push(Change { tick, what }),
            None => dropped(fields, "fixed", i, "[entrant, point, time, why]"),
        }
    }
}

fn put_fixed(out: &mut Pairs<'_>, fixed: Vec<(Passing, bool, Why)>) {
    if fixed.is_empty() {
        return;
    }
    let rows = fixed.into_iter().map(|(passing, stands, why)| {
        Json::List(vec![
            Json::Int(i64::from(passing.entrant)),
            Json::Int(passing.point as i64),
            if stands {
                Json::Int(passing.tenths)
            } else {
                Json::Null
            },
            Json::text(word_of(&WHYS, why)),
        ])
    });
    out.push(field("fixed", Json::List(rows.collect())));
}
