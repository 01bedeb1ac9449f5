//! Passings as keyframes, light files and the field's leaders tell them: a table per group of entrants, a column per
//! point.
//!
//! Most runners keep their pace, so a time is told as the difference to what is expected from the stretch before.
//! That halves a keyframe.

use homestretch_race::roster::{EntrantNo, Roster};
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick};

use crate::fields::Fields;
use crate::json::{Items, Json};
use crate::wire::passings::{Passing, put_fixed, read_fixed, split};
use crate::wire::{ENTRANTS, INDEXES, Pairs, TENTHS, field, within};

/// A runner's way through the points of a table: when she is expected at the next, from the points before it.
///
/// A table's `typical[p]` is how many thousandths of the stretch before a typical runner takes for the stretch that
/// ends at point p. A point without a read counts as passed when it was expected.
struct Walk<'t> {
    typical: &'t [i64],
    /// When the last point was passed, in tenths since the base.
    clock: i64,
    /// Tenths that the last stretch took.
    stretch: i64,
}

impl<'t> Walk<'t> {
    fn new(typical: &'t [i64]) -> Self {
        Self {
            typical,
            clock: 0,
            stretch: 0,
        }
    }

    fn expected(&self, point: usize) -> i64 {
        let typical = self.typical.get(point).copied().unwrap_or(0);
        let step = self.stretch.saturating_mul(typical).div_euclid(1000);
        self.clock.saturating_add(step)
    }

    fn missed(&mut self, point: usize) {
        self.passed(self.expected(point));
    }

    fn passed(&mut self, tenths: i64) {
        self.stretch = tenths.saturating_sub(self.clock);
        self.clock = tenths;
    }
}

/// Reads `tables` and `fixed`.
///
/// A table has `entrants`, each as the difference to the one before; `reach`, how many columns have an item for that
/// entrant; `columns`, one per point; and `typical`. An item is null where there is no read.
pub(crate) fn read(fields: &Fields<'_, '_, '_>, tick: Tick, base: Instant, out: &mut Vec<Change>) {
    for (_, table) in fields.objects("tables") {
        read_table(&table, |passing| out.push(passing.change(tick, base)));
    }
    read_fixed(fields, tick, base, out);
}

fn read_table(table: &Fields<'_, '_, '_>, mut each: impl FnMut(Passing)) {
    let (entrants, reach) = (table.ints("entrants"), table.ints("reach"));
    let typical = table.ints("typical");
    if reach.len() != entrants.len() {
        let (has, entrants) = (reach.len(), entrants.len());
        table.problem(
            "reach",
            format!("has {has} items for {entrants} entrants; the rest is dropped"),
        );
    }
    let list = table.items("columns");
    let list: Vec<_> = list.iter().collect();
    // Each column with the place of its next item.
    let mut columns: Vec<(Items<'_, '_>, usize)> = Vec::new();
    for (point, column) in list.iter().enumerate().take(*INDEXES.end() as usize + 1) {
        let items = column.items();
        if items.is_none() {
            table.problem(
                &format!("columns[{point}]"),
                format!("is {}, not a list; dropped", column.shown()),
            );
        }
        columns.push((items.unwrap_or(Items::List(&[])), 0));
    }
    let mut entrant = 0_i64;
    for (i, (step, reach)) in entrants.iter().zip(reach).enumerate() {
        entrant = entrant.saturating_add(*step);
        let no = within(Some(entrant), &ENTRANTS);
        let mut walk = Walk::new(typical);
        for point in 0..usize::try_from(*reach).unwrap_or(0) {
            let item = columns.get_mut(point).and_then(|(items, next)| {
                *next += 1;
                items.get(*next - 1)
            });
            let Some(item) = item else {
                table.problem(
                    &format!("columns[{point}]"),
                    format!("has no item for row {i}; the rest of the row is dropped"),
                );
                break;
            };
            if *item == Json::Null {
                walk.missed(point);
                continue;
            }
            let tenths = item
                .as_int()
                .map(|more| walk.expected(point).saturating_add(more));
            let (Some(tenths), Some(no)) = (within(tenths, &TENTHS), no) else {
                table.problem(
                    &format!("columns[{point}]"),
                    format!("row {i} makes no sensible entrant and time; dropped"),
                );
                continue;
            };
            walk.passed(tenths);
            each(Passing {
                entrant: no as u32,
                point,
                tenths,
            });
        }
    }
}

/// Writes `tables` and `fixed`: with a roster a table per contest, and what is typical of it; without, one table for
/// all, which is shorter for a few entrants.
pub(crate) fn put<'a>(
    out: &mut Pairs<'a>,
    changes: &[Change],
    base: Instant,
    roster: Option<&Roster>,
) {
    let (mut plain, mut fixed) = split(changes, base);
    let contest = |p: &Passing| {
        roster
            .and_then(|r| r.get(EntrantNo(p.entrant)))
            .map(|e| e.contest)
    };
    plain.sort_by_cached_key(|p| (contest(p), *p));
    plain.dedup_by_key(|p| (p.entrant, p.point));
    let tables = plain
        .chunk_by(|a, b| contest(a) == contest(b))
        .map(|group| {
            let rows: Vec<&[Passing]> = group.chunk_by(|a, b| a.entrant == b.entrant).collect();
            write_table(&rows, &roster.map_or(Vec::new(), |_| typical(&rows)))
        });
    let tables: Vec<Json<'a>> = tables.collect();
    if !tables.is_empty() {
        out.push(field("tables", Json::List(tables)));
    }
    fixed.sort_unstable_by_key(|(passing, ..)| *passing);
    put_fixed(out, fixed);
}

fn write_table(rows: &[&[Passing]], typical: &[i64]) -> Json<'static> {
    let (mut entrants, mut reach) = (Vec::new(), Vec::new());
    let mut columns: Vec<Vec<Json<'static>>> = Vec::new();
    let mut before = 0;
    for row in rows {
        let mut walk = Walk::new(typical);
        let mut next = 0;
        for passing in *row {
            if columns.len() <= passing.point {
                columns.resize(passing.point + 1, Vec::new());
            }
            let skipped = columns.iter_mut().enumerate();
            for (missed, column) in skipped.take(passing.point).skip(next) {
                column.push(Json::Null);
                walk.missed(missed);
            }
            let more = passing.tenths - walk.expected(passing.point);
            columns[passing.point].push(Json::Int(more));
            walk.passed(passing.tenths);
            next = passing.point + 1;
        }
        let entrant = i64::from(row[0].entrant);
        entrants.push(entrant - before);
        reach.push(next as i64);
        before = entrant;
    }
    let mut out = vec![
        field("entrants", Json::Ints(entrants)),
        field("reach", Json::Ints(reach)),
    ];
    if !typical.is_empty() {
        out.push(field("typical", Json::Ints(typical.to_vec())));
    }
    out.push(field(
        "columns",
        Json::List(columns.into_iter().map(Json::list).collect()),
    ));
    Json::Object(out)
}

/// For each point the median, in thousandths, of what the stretch to it took of the stretch before.
fn typical(rows: &[&[Passing]]) -> Vec<i64> {
    let mut ratios: Vec<Vec<i64>> = Vec::new();
    for row in rows {
        for three in row.windows(3) {
            let [a, b, c] = [three[0], three[1], three[2]];
            let (before, stretch) = (b.tenths - a.tenths, c.tenths - b.tenths);
            if a.point + 2 == c.point && before > 0 && stretch > 0 {
                if ratios.len() <= c.point {
                    ratios.resize(c.point + 1, Vec::new());
                }
                ratios[c.point].push(stretch * 1000 / before);
            }
        }
    }
    let median = |mut ratios: Vec<i64>| {
        let middle = ratios.len() / 2;
        if ratios.is_empty() {
            0
        } else {
            *ratios.select_nth_unstable(middle).1
        }
    };
    ratios.into_iter().map(median).collect()
}
