//! The rows of the table: who is in it, in which order, and what stands in each column. Pure; nothing is made into
//! text that is not shown.

use homestretch_press::moment::time_of_day;
use homestretch_press::table::Cell;
use homestretch_race::event::{Contest, Role};
use homestretch_race::standings::{Group, Standing};
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;
use homestretch_words::measure;

use super::asked::{Asked, Columns};

pub mod order;

/// The points that have a column: neither the start nor helpers.
pub fn points_shown(contest: &Contest) -> Vec<usize> {
    let shown = |p: &usize| matches!(contest.points[*p].role, Role::Split | Role::Finish);
    (0..contest.points.len()).filter(shown).collect()
}

/// The standing of the contest, which filters and orders only pick from.
pub fn standings(view: &View<'_>, contest: usize) -> Vec<Standing> {
    view.standings(contest, &Group::All)
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

/// Seconds per kilometre from point to point, (metres, seconds), in pieces where a point was not read.
pub fn paces(view: &View<'_>, of: &Contest, index: usize) -> Vec<Vec<(f64, f64)>> {
    let mut pieces: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut last = None;
    for point in points_shown(of) {
        let before = before(of, point);
        let pace = value(view, of, index, before, point, Columns::Pace);
        if let Some(ms) = pace {
            let s = ms as f64 / 1000.0;
            let stretch = [(of.points[before].at_m, s), (of.points[point].at_m, s)];
            match pieces.last_mut() {
                Some(piece) if last == Some(before) => piece.extend(stretch),
                _ => pieces.push(stretch.to_vec()),
            }
            last = Some(point);
        }
    }
    pieces
}

/// Behind whom gaps are.
#[derive(Clone, Copy)]
pub enum Behind {
    /// The leader.
    Leader,
    /// A runner, by the index in the roster.
    Runner(usize),
    /// Somebody whom the start list does not have.
    Nobody,
}

impl Behind {
    /// Whoever is asked for: looked for once, and not for each row.
    pub fn of(view: &View<'_>, asked: &Asked) -> Self {
        if asked.to.is_empty() {
            return Self::Leader;
        }
        let roster = view.race.roster();
        let found = roster.by_bib(&asked.to);
        let index = found.and_then(|entrant| roster.index(entrant.no));
        index.map_or(Self::Nobody, Self::Runner)
    }

    /// The gap of a row, at the furthest point that both were read at.
    pub fn gap(self, view: &View<'_>, row: &Standing) -> Option<Span> {
        let other = match self {
            Self::Leader => return row.gap,
            Self::Runner(index) => index,
            Self::Nobody => return None,
        };
        let both = |(point, at): (usize, Instant)| Some((at, view.passed_at(other, point)?));
        let (own, theirs) = view.passings(row.index).filter_map(both).last()?;
        Some(view.ranked_time(row.index, own) - view.ranked_time(other, theirs))
    }
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

/// What of a runner is said in words.
pub struct InWords {
    /// Of which sex.
    pub sex: String,
    /// In which category.
    pub category: String,
    /// How it stands.
    pub status: String,
}

/// A row's cells: place, bib, name, committee, sex, category, status, gap, and the points.
pub fn cells(
    view: &View<'_>,
    of: &Contest,
    row: &Standing,
    (asked, behind): (&Asked, Behind),
    tag: &str,
    words: InWords,
) -> Vec<Cell> {
    let offset_min = view.race.event().zone.offset_min;
    let entrant = view.race.roster().all().get(row.index);
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut cells = vec![
        Cell::Figure(place_text(row)),
        text(entrant.map_or("", |e| &e.bib)),
        text(entrant.map_or("", |e| e.names.get(tag))),
        text(entrant.and_then(|e| e.noc.as_deref()).unwrap_or_default()),
        Cell::Text(words.sex),
        Cell::Text(words.category),
        Cell::Text(words.status),
        Cell::Figure(gap_text(behind.gap(view, row))),
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
