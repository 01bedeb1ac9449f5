//! Passings as a tick tells them: by point. And `fixed`, plain rows for whatever is withdrawn or republished with a
//! reason, which ticks and keyframes share.

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
pub(crate) struct Passing {
    pub(crate) entrant: u32,
    pub(crate) point: usize,
    pub(crate) tenths: i64,
}

impl Passing {
    pub(crate) fn change(self, tick: Tick, base: Instant) -> Change {
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

/// Passings that are read and nothing else, and the others: with whether they stand, and why they changed.
pub(crate) fn split(
    changes: &[Change],
    base: Instant,
) -> (Vec<Passing>, Vec<(Passing, bool, Why)>) {
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
        if at.is_some() && why == Why::Read && INDEXES.contains(&(point as i64)) {
            plain.push(passing);
        } else {
            fixed.push((passing, at.is_some(), why));
        }
    }
    (plain, fixed)
}

/// Rows of `[entrant, point, time or null, why]`.
pub(crate) fn read_fixed(
    fields: &Fields<'_, '_, '_>,
    tick: Tick,
    base: Instant,
    out: &mut Vec<Change>,
) {
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

pub(crate) fn put_fixed(out: &mut Pairs<'_>, fixed: Vec<(Passing, bool, Why)>) {
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
