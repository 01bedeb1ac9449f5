//! The standings as a table for a spreadsheet.

use std::collections::HashMap;

use homestretch_press::table::{Cell, Table};
use homestretch_race::event::Role;
use homestretch_race::roster::Entrant;

use super::look::{Look, speak, time_text};
use super::shapes::StandingRow;

const HEAD: [&str; 14] = [
    "place",
    "place_in_sex",
    "place_in_category",
    "bib",
    "name",
    "noc",
    "sex",
    "category",
    "age_group",
    "wave",
    "status",
    "point",
    "time",
    "gap_s",
];

/// A row per standing, a column per shown point, names in a language where there are such.
pub fn table(
    look: &Look,
    contest: usize,
    rows: &[StandingRow],
    lang: Option<&str>,
    source: &str,
) -> Table {
    let points = &look.race().event().contests[contest].points;
    let shown: Vec<&str> = points
        .iter()
        .filter(|p| p.role != Role::Helper)
        .map(|p| p.key.as_str())
        .collect();
    let entrants = look.race().roster().all();
    let by_bib: HashMap<&str, &Entrant> = entrants.iter().map(|e| (&*e.bib, e)).collect();
    let text = |text: Option<&str>| Cell::Text(text.unwrap_or_default().to_owned());
    let figure = |n: Option<u32>| Cell::Figure(n.map_or_else(String::new, |n| n.to_string()));
    let word = |word: serde_json::Value| Cell::Figure(word.as_str().unwrap_or_default().to_owned());
    let to_row = |row: &StandingRow| {
        let name = by_bib.get(row.bib.as_str());
        let name = name.map(|entrant| entrant.names.get(lang.unwrap_or("en")));
        let mut cells = vec![
            figure(row.place),
            figure(row.place_in_sex),
            figure(row.place_in_category),
            text(Some(&row.bib)),
            text(name),
            text(row.noc.as_deref()),
            word(serde_json::json!(row.sex)),
            text(row.category.as_deref()),
            // Not a figure: a spreadsheet would make a date of it.
            text(row.age_group.as_deref()),
            text(row.wave.as_deref()),
            word(serde_json::json!(row.status)),
            text(row.point.as_deref()),
            Cell::Figure(row.time.clone().unwrap_or_default()),
            Cell::Figure(row.gap_ms.map_or_else(String::new, seconds)),
        ];
        cells.extend(shown.iter().map(|key| {
            let time = row.splits_ms.get(*key);
            Cell::Figure(time.map_or_else(String::new, |ms| time_text(*ms)))
        }));
        cells
    };
    Table {
        about: speak(lang, |speech| {
            speech.about(look.race(), contest, look.at, look.official(), source)
        }),
        head: HEAD.iter().chain(&shown).map(|t| (*t).to_owned()).collect(),
        rows: rows.iter().map(to_row).collect(),
    }
}

/// Milliseconds as seconds and tenths.
fn seconds(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    format!("{sign}{}.{}", ms.abs() / 1000, ms.abs() % 1000 / 100)
}
