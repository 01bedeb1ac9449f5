//! The rows of the table: who is in it, in which order, and what stands in each column. Pure; nothing is made into
//! text that is not shown.

use homestretch_press::moment::time_of_day;
use homestretch_press::table::Cell;
use homestretch_race::event::{Contest, Role};
use homestretch_race::roster::Entrant;
use homestretch_race::standings::{Group, Standing};
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;
use homestretch_words::measure;

use super::asked::{Asked, Columns, Sort};

/// The points that have a column: neither the start nor helpers.
pub fn points_shown(contest: &Contest) -> Vec<usize> {
    let shown = |p: &usize| matches!(contest.points[*p].role, Role::Split | Role::Finish);
    (0..contest.points.len()).filter(shown).collect()
}

/// The standing of the contest, which filters and orders only pick from.
pub fn standings(view: &View<'_>, contest: usize) -> Vec<Standing> {
    view.standings(contest, &Group::All)
}

/// The rows asked for, in the order asked for.
pub fn rows(
    view: &View<'_>,
    contest: usize,
    all: &[Standing],
    asked: &Asked,
    tag: &str,
) -> Vec<Standing> {
    let entrants = view.race.roster().all();
    let find = asked.find.trim().to_lowercase();
    let keeps = |standing: &&Standing| {
        entrants
            .get(standing.index)
            .is_some_and(|entrant| keeps(view, standing.index, entrant, asked, &find))
    };
    let mut rows: Vec<Standing> = all.iter().filter(keeps).copied().collect();
    let Some(of) = view.race.event().contests.get(contest) else {
        return rows;
    };
    let entrant = |row: &Standing| entrants.get(row.index);
    match asked.sort {
        Sort::Bib => by_text(&mut rows, |row| {
            let bib = entrant(row).map_or("", |e| e.bib.as_str());
            // Numbers before words, by number.
            let number: u64 = bib.parse().unwrap_or(u64::MAX);
            (number, bib.to_owned())
        }),
        Sort::Name => by_text(&mut rows, |row| {
            let name = entrant(row).map_or("", |e| e.names.get(tag));
            (u64::from(name.is_empty()), name.to_lowercase())
        }),
        Sort::Noc => by_text(&mut rows, |row| {
            let noc = entrant(row).and_then(|e| e.noc.clone());
            (u64::from(noc.is_none()), noc.unwrap_or_default())
        }),
        Sort::Gap => by_number(&mut rows, asked.reverse, |row| {
            gap(view, row, asked).map(|gap| gap.0)
        }),
        Sort::Point(point) if point < of.points.len() => {
            let before = before(of, point);
            by_number(&mut rows, asked.reverse, |row| {
                value(view, of, row.index, before, point, asked.columns)
            });
        }
        // A point that the contest does not have orders nothing.
        Sort::Place | Sort::Point(_) => {}
    }
    if asked.reverse && !matches!(asked.sort, Sort::Gap | Sort::Point(_)) {
        rows.reverse();
    }
    rows
}

fn keeps(view: &View<'_>, index: usize, entrant: &Entrant, asked: &Asked, find: &str) -> bool {
    let passed = |point| view.passed_at(index, point).is_some();
    asked.sex.is_none_or(|sex| entrant.sex == Some(sex))
        && (asked.noc.is_empty() || entrant.noc.as_deref() == Some(asked.noc.as_str()))
        && asked
            .category
            .is_none_or(|category| entrant.category == Some(category))
        && asked
            .status
            .is_none_or(|status| view.status_but_lateness(index) == status)
        && asked
            .passed
            .is_none_or(|(point, wanted)| passed(point) == wanted)
        && (find.is_empty()
            || entrant.bib.to_lowercase() == find
            || entrant
                .names
                .0
                .iter()
                .any(|(_, name)| name.to_lowercase().contains(find)))
}

fn by_text(rows: &mut Vec<Standing>, key: impl Fn(&Standing) -> (u64, String)) {
    let mut keyed: Vec<_> = rows.iter().map(|row| (key(row), *row)).collect();
    homestretch_order::sort_by(&mut keyed, |a, b| a.0.cmp(&b.0));
    *rows = keyed.into_iter().map(|(_, row)| row).collect();
}

/// In order of a number, or the other way round; those without one last in either.
fn by_number(rows: &mut Vec<Standing>, reverse: bool, key: impl Fn(&Standing) -> Option<i64>) {
    let sign = if reverse { -1 } else { 1 };
    let key = |row| key(row).map_or(i64::MAX, |n: i64| n.saturating_mul(sign));
    let keys = rows.iter().enumerate();
    let mut keys: Vec<(i64, usize)> = keys.map(|(n, row)| (key(row), n)).collect();
    keys.sort_unstable();
    *rows = keys.into_iter().map(|(_, n)| rows[n]).collect();
}

/// The shown point before another, or the start.
fn before(of: &Contest, point: usize) -> usize {
    (0..point)
        .rev()
        .find(|p| of.points[*p].role != Role::Helper)
        .unwrap_or(0)
}

/// What a column says of a runner: milliseconds, an instant, or milliseconds per kilometre.
fn value(
    view: &View<'_>,
    of: &Contest,
    index: usize,
    before: usize,
    point: usize,
    columns: Columns,
) -> Option<i64> {
    let at = view.passed_at(index, point)?;
    let segment = || {
        let since = if before == 0 {
            view.started_at(index)
        } else {
            view.passed_at(index, before)?
        };
        Some(at - since)
    };
    match columns {
        Columns::Elapsed => Some(view.ranked_time(index, at).0),
        Columns::TimeOfDay => Some(at.0),
        Columns::Segment => Some(segment()?.0),
        Columns::Pace => {
            let far_m = of.points[point].at_m - of.points[before].at_m;
            (far_m > 0.0).then_some((segment()?.0 as f64 * 1000.0 / far_m) as i64)
        }
    }
}

/// Behind the leader, or behind the runner chosen, at the furthest point that both were read at.
pub fn gap(view: &View<'_>, row: &Standing, asked: &Asked) -> Option<Span> {
    if asked.to.is_empty() {
        return row.gap;
    }
    let roster = view.race.roster();
    let other = roster.index(roster.by_bib(&asked.to)?.no)?;
    let both = |(point, at): (usize, Instant)| Some((at, view.passed_at(other, point)?));
    let (own, theirs) = view.passings(row.index).filter_map(both).last()?;
    Some(view.ranked_time(row.index, own) - view.ranked_time(other, theirs))
}

/// What stands in a point's column.
pub fn figure(
    view: &View<'_>,
    of: &Contest,
    index: usize,
    point: usize,
    asked: &Asked,
    offset_min: i32,
) -> String {
    let value = value(view, of, index, before(of, point), point, asked.columns);
    let Some(value) = value else {
        return String::new();
    };
    match asked.columns {
        Columns::Elapsed | Columns::Segment => measure::taken(value),
        Columns::TimeOfDay => time_of_day(Instant(value), offset_min),
        Columns::Pace => {
            let s = (value + 500) / 1000;
            [&(s / 60).to_string(), ":", &two(s % 60)].concat()
        }
    }
}

fn two(n: i64) -> String {
    if n < 10 {
        ["0", &n.to_string()].concat()
    } else {
        n.to_string()
    }
}

/// A gap with its sign.
pub fn gap_text(gap: Option<Span>) -> String {
    let Some(gap) = gap.filter(|gap| gap.0 != 0) else {
        return String::new();
    };
    let s = (gap.0.abs() + 999) / 1000;
    let sign = if gap.0 < 0 { "−" } else { "+" };
    if s < 3600 {
        [sign, &(s / 60).to_string(), ":", &two(s % 60)].concat()
    } else {
        [sign, &measure::hms(s)].concat()
    }
}

/// The middle of the paces from start to the furthest point read; none for nobody.
pub fn median_pace_s_per_km(view: &View<'_>, of: &Contest, rows: &[Standing]) -> Option<i64> {
    let pace = |row: &Standing| {
        let at = view.passed_at(row.index, row.point)?;
        let far_m = of.points.get(row.point)?.at_m;
        let taken = at - view.started_at(row.index);
        (far_m > 0.0).then_some((taken.as_s() * 1000.0 / far_m) as i64)
    };
    let mut paces: Vec<i64> = rows.iter().filter_map(pace).collect();
    if paces.is_empty() {
        return None;
    }
    let middle = paces.len() / 2;
    Some(*paces.select_nth_unstable(middle).1)
}

/// A row's cells for an export: place, bib, name, committee, status in words, gap, and the points.
pub fn cells(
    view: &View<'_>,
    of: &Contest,
    row: &Standing,
    asked: &Asked,
    tag: &str,
    status: String,
) -> Vec<Cell> {
    let offset_min = view.race.event().zone.offset_min;
    let entrant = view.race.roster().all().get(row.index);
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut cells = vec![
        Cell::Figure(place_text(row)),
        text(entrant.map_or("", |e| &e.bib)),
        text(entrant.map_or("", |e| e.names.get(tag))),
        text(entrant.and_then(|e| e.noc.as_deref()).unwrap_or_default()),
        Cell::Text(status),
        Cell::Figure(gap_text(gap(view, row, asked))),
    ];
    cells.extend(
        points_shown(of)
            .into_iter()
            .map(|point| Cell::Figure(figure(view, of, row.index, point, asked, offset_min))),
    );
    cells
}

/// A place; a shared one is marked.
pub fn place_text(row: &Standing) -> String {
    row.place.map_or_else(String::new, |place| {
        [if row.tied { "=" } else { "" }, &place.to_string()].concat()
    })
}

#[cfg(test)]
mod tests;
