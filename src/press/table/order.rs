//! Who is in the table, and in which order. Pure.

use homestretch_race::roster::{Entrant, Sex};
use homestretch_race::standings::Standing;
use homestretch_race::time::Span;
use homestretch_race::view::View;

use super::{before, gap, value};
use crate::press::asked::{Asked, STATUSES, Sort};

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
    let within = |standing: &&Standing| {
        // The leader has no gap, and who has not been read has none that is known.
        asked.within_s.is_none_or(|s| {
            let gap = gap(view, standing, asked);
            let leads = asked.to.is_empty() && standing.place == Some(1);
            let gap = gap.or(leads.then_some(Span(0)));
            gap.is_some_and(|gap| gap.0.abs() <= i64::from(s) * 1000)
        })
    };
    let rows = all.iter().filter(keeps).filter(within);
    let mut rows: Vec<Standing> = rows.copied().collect();
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
        Sort::Sex => by_text(&mut rows, |row| {
            let sex = entrant(row).and_then(|e| e.sex);
            let order = match sex {
                Some(Sex::Female) => 0,
                Some(Sex::Male) => 1,
                Some(Sex::Other) => 2,
                None => 3,
            };
            (order, String::new())
        }),
        Sort::Category => by_text(&mut rows, |row| {
            let category = entrant(row).and_then(|e| e.category);
            (category.map_or(u64::MAX, |c| c as u64), String::new())
        }),
        Sort::Status => by_text(&mut rows, |row| {
            let status = view.status_but_lateness(row.index);
            let order = STATUSES.iter().position(|(known, _)| *known == status);
            (order.unwrap_or(STATUSES.len()) as u64, String::new())
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
