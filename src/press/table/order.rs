//! Who is in the table, and in which order. Pure.

use std::borrow::Cow;

use homestretch_race::roster::{Entrant, Sex};
use homestretch_race::standings::Standing;
use homestretch_race::time::Span;
use homestretch_race::view::View;

use super::{Behind, before, value};
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
    let behind = Behind::of(view, asked);
    let keeps = |standing: &&Standing| {
        entrants
            .get(standing.index)
            .is_some_and(|entrant| keeps(view, standing.index, entrant, asked, &find))
    };
    let within = |standing: &&Standing| {
        // The leader has no gap, and who has not been read has none that is known.
        asked.within_s.is_none_or(|s| {
            let gap = behind.gap(view, standing);
            let leads = asked.to.is_empty() && standing.place == Some(1);
            let gap = gap.or(leads.then_some(Span(0)));
            gap.is_some_and(|gap| gap.0.abs() <= i64::from(s) * 1000)
        })
    };
    let rows = all.iter().filter(keeps).filter(within);
    let rows: Vec<Standing> = rows.copied().collect();
    let ordered = match keys(view, contest, &rows, asked, tag) {
        Some(keys) => keys.put_in_order(&rows),
        None => rows,
    };
    // Those without a number are last either way, which their keys say already.
    if asked.reverse && !by_number(asked.sort) {
        return ordered.into_iter().rev().collect();
    }
    ordered
}

fn by_number(sort: Sort) -> bool {
    matches!(sort, Sort::Gap | Sort::Point(_))
}

/// What rows are in order of: a number, then a text, and last the order that they had.
#[derive(Default)]
struct Keys<'a> {
    /// Of each row the number, the first bytes of the text, and where it stood.
    firsts: Vec<(u64, u64, u32)>,
    /// Empty where numbers say all.
    texts: Vec<Cow<'a, str>>,
}

impl<'a> Keys<'a> {
    fn of(keys: impl Iterator<Item = (u64, Cow<'a, str>)>) -> Self {
        let mut made = Self::default();
        for (n, (number, text)) in (0..).zip(keys) {
            let mut first = [0; 8];
            let bytes = text.len().min(8);
            first[..bytes].copy_from_slice(&text.as_bytes()[..bytes]);
            made.firsts.push((number, u64::from_be_bytes(first), n));
            made.texts.push(text);
        }
        made
    }

    fn of_numbers(keys: impl Iterator<Item = u64>) -> Self {
        let firsts = (0..).zip(keys).map(|(n, number)| (number, 0, n));
        Self {
            firsts: firsts.collect(),
            texts: Vec::new(),
        }
    }

    fn put_in_order(mut self, rows: &[Standing]) -> Vec<Standing> {
        let text = |n: u32| self.texts.get(n as usize);
        // The first bytes nearly always tell two texts apart.
        self.firsts.sort_unstable_by(|a, b| {
            let firsts = (a.0, a.1).cmp(&(b.0, b.1));
            firsts.then_with(|| text(a.2).cmp(&text(b.2)).then(a.2.cmp(&b.2)))
        });
        let places = self.firsts.iter().map(|key| key.2 as usize);
        places.filter_map(|n| rows.get(n).copied()).collect()
    }
}

/// The keys of the order asked for; none for the order that the rows have.
fn keys<'a>(
    view: &View<'a>,
    contest: usize,
    rows: &[Standing],
    asked: &Asked,
    tag: &str,
) -> Option<Keys<'a>> {
    let entrants = view.race.roster().all();
    let of = view.race.event().contests.get(contest)?;
    let runners = rows.iter().map(|row| entrants.get(row.index));
    let numbers = |number: &dyn Fn(&Standing) -> Option<i64>| {
        let sign = if asked.reverse { -1 } else { 1 };
        // In the order of unsigned numbers, the negative come first.
        let key = |n: i64| n.saturating_mul(sign).cast_unsigned() ^ (1 << 63);
        let keys = rows.iter().map(|row| number(row).map_or(u64::MAX, key));
        Some(Keys::of_numbers(keys))
    };
    match asked.sort {
        Sort::Bib => Some(Keys::of(runners.map(|entrant| {
            let bib = entrant.map_or("", |e| e.bib.as_str());
            // Numbers before words, by number.
            (bib.parse().unwrap_or(u64::MAX), bib.into())
        }))),
        Sort::Name => Some(Keys::of(runners.map(|entrant| {
            let name = entrant.map_or("", |e| e.names.get(tag));
            (u64::from(name.is_empty()), name.to_lowercase().into())
        }))),
        Sort::Noc => Some(Keys::of(runners.map(|entrant| {
            let noc = entrant.and_then(|e| e.noc.as_deref());
            (u64::from(noc.is_none()), noc.unwrap_or_default().into())
        }))),
        Sort::Sex => Some(Keys::of_numbers(runners.map(
            |entrant| match entrant.and_then(|e| e.sex) {
                Some(Sex::Female) => 0,
                Some(Sex::Male) => 1,
                Some(Sex::Other) => 2,
                None => 3,
            },
        ))),
        Sort::Category => Some(Keys::of_numbers(runners.map(|entrant| {
            let category = entrant.and_then(|e| e.category);
            category.map_or(u64::MAX, |category| category as u64)
        }))),
        Sort::Status => Some(Keys::of_numbers(rows.iter().map(|row| {
            let status = view.status_but_lateness(row.index);
            let order = STATUSES.iter().position(|(known, _)| *known == status);
            order.unwrap_or(STATUSES.len()) as u64
        }))),
        Sort::Gap => {
            let behind = Behind::of(view, asked);
            numbers(&|row| Some(behind.gap(view, row)?.0))
        }
        Sort::Point(point) if point < of.points.len() => {
            let before = before(of, point);
            numbers(&|row| value(view, of, row.index, before, point, asked.columns))
        }
        // A point that the contest does not have orders nothing.
        Sort::Place | Sort::Point(_) => None,
    }
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
            || entrant.bib.eq_ignore_ascii_case(find)
            || entrant
                .names
                .0
                .iter()
                .any(|(_, name)| name.to_lowercase().contains(find)))
}
