//! `entrants.csv` or `entrants.json` of a race folder: one row per entrant, the same columns in both.
//!
//! `bib` alone is needed. `name` (or `name:ko` and the like for each script), `noc`, `contest`, `wave`, `category`,
//! `sex` (F, M, X), `age` (`30-34`, `19-`, `80+`), `expects` (a finish time), `live` (no: results only;
//! the default where the age may be under 18), `said`
//! (how the name is said) and `chip` are taken where given.
//! Long because reading, sorting out and writing share the columns.

use std::collections::BTreeMap;

use homestretch_race::event::{Event, Text};
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};

use crate::local_time::span_from_clock;

/// A start list, and whose chip is whose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entrants {
    /// The start list.
    pub roster: Roster,
    /// Chips; empty when the file has none.
    pub chips: Vec<(String, EntrantNo)>,
}

/// What is wrong with the entrants file.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum EntrantsError {
    #[error("{0}")]
    Csv(#[from] csv::Error),
    #[error("{0}; the file is a list of objects, one per entrant")]
    Json(#[from] serde_json::Error),
    #[error("line {line}: {wrong}")]
    Row { line: usize, wrong: String },
}

/// A row by column name; empty cells are left out.
type Row = BTreeMap<String, String>;

/// Reads a CSV file with a header line.
///
/// # Errors
/// When it is no CSV, or a row does not fit the event; the message names the line.
pub fn entrants_from_csv(text: &str, event: &Event) -> Result<Entrants, EntrantsError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        let cells = header.iter().zip(record.iter());
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let row = cells.map(|(column, cell)| (column_from_header(column), cell.to_owned()));
        rows.push((line, row.collect()));
    }
    entrants_from_rows(rows, event)
}

/// Reads a JSON file: a list of objects with texts.
///
/// # Errors
/// When it is no such list, or an entrant does not fit the event; the message counts entrants as lines, from 1.
pub fn entrants_from_json(text: &str, event: &Event) -> Result<Entrants, EntrantsError> {
    let rows: Vec<Row> = serde_json::from_str(text)?;
    entrants_from_rows(
        rows.into_iter()
            .zip(1..)
            .map(|(row, line)| (line, row))
            .collect(),
        event,
    )
}

/// Reads rows one by one: who is right, and what is wrong with the others, by line.
pub fn sort_out(
    rows: &[(usize, BTreeMap<String, String>)],
    event: &Event,
) -> (Vec<Entrant>, Vec<(usize, String)>) {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for (no, (line, row)) in rows.iter().enumerate() {
        match entrant(EntrantNo(no as u32), row, event) {
            Ok(entrant) => right.push(entrant),
            Err(why) => wrong.push((*line, why)),
        }
    }
    (right, wrong)
}

fn entrants_from_rows(rows: Vec<(usize, Row)>, event: &Event) -> Result<Entrants, EntrantsError> {
    let mut entrants = Vec::with_capacity(rows.len());
    let mut chips = Vec::new();
    // Numbers are places in the file: they stay as long as entrants are only added at the end.
    for (no, (line, row)) in rows.into_iter().enumerate() {
        let no = EntrantNo(no as u32);
        let entrant =
            entrant(no, &row, event).map_err(|wrong| EntrantsError::Row { line, wrong })?;
        chips.extend(row.get("chip").map(|chip| (chip.clone(), no)));
        entrants.push(entrant);
    }
    Ok(Entrants {
        roster: Roster::new(entrants),
        chips,
    })
}

fn entrant(no: EntrantNo, row: &Row, event: &Event) -> Result<Entrant, String> {
    const COLUMNS: [&str; 11] = [
        "bib", "noc", "contest", "wave", "category", "sex", "age", "expects", "live", "said",
        "chip",
    ];
    let unknown = row.keys().find(|column| {
        !COLUMNS.contains(&column.as_str()) && *column != "name" && !column.starts_with("name:")
    });
    if let Some(column) = unknown {
        return Err(format!(
            "there is no column `{column}`; the columns are name, name:LANGUAGE, {}",
            COLUMNS.join(", ")
        ));
    }
    let cell = |column: &str| row.get(column).map(String::as_str);
    let bib = cell("bib").ok_or("the bib is missing")?;
    let contest = match cell("contest") {
        Some(key) => position(
            event.contests.iter().map(|c| c.key.as_str()),
            key,
            "contest",
        )?,
        None if event.contests.len() == 1 => 0,
        None => return Err("the contest is missing, and the event has several".to_owned()),
    };
    let waves = event.contests.get(contest).map_or(&[][..], |c| &c.waves);
    let age = cell("age").map(age_from_text).transpose()?;
    let wave = cell("wave").map_or(Ok(0), |key| {
        position(waves.iter().map(|w| w.key.as_str()), key, "wave")
    })?;
    let categories = event.categories.iter().map(|c| c.key.as_str());
    let category = cell("category").map(|key| position(categories, key, "category"));
    Ok(Entrant {
        no,
        bib: bib.to_owned(),
        names: names(row),
        noc: cell("noc").map(str::to_ascii_uppercase),
        contest,
        wave,
        category: category.transpose()?,
        sex: cell("sex").map(sex_from_text).transpose()?,
        age,
        declared_s: cell("expects")
            .map(|text| {
                expected_s(
                    text,
                    event.contests.get(contest).map_or(0.0, |c| c.length_m),
                )
            })
            .transpose()?,
        live: cell("live").map_or_else(|| Ok(!may_be_minor(age)), bool_from_text)?,
        said: cell("said").map(str::to_owned),
    })
}

/// Whether somebody under eighteen may be meant: then the result alone is shown, unless the row says otherwise.
fn may_be_minor(age: Option<(u8, u8)>) -> bool {
    age.is_some_and(|(from, _)| from < 18)
}

/// Columns are the same in either case, but language tags stay as they are written.
fn column_from_header(header: &str) -> String {
    match header.split_once(':') {
        Some((column, tag)) => format!("{}:{}", column.to_ascii_lowercase(), tag.trim()),
        None => header.to_ascii_lowercase(),
    }
}

/// `name` is in no particular script and comes first.
fn names(row: &Row) -> Text {
    let plain = row.get("name").map(|name| ("und".to_owned(), name.clone()));
    let tagged = row.iter().filter_map(|(column, name)| {
        let tag = column.strip_prefix("name:")?;
        Some((tag.to_owned(), name.clone()))
    });
    Text(plain.into_iter().chain(tagged).collect())
}

fn position<'a>(
    mut keys: impl Iterator<Item = &'a str> + Clone,
    key: &str,
    what: &str,
) -> Result<usize, String> {
    let all: Vec<&str> = keys.clone().collect();
    keys.position(|k| k.eq_ignore_ascii_case(key))
        .ok_or_else(|| {
            format!(
                "{what} `{key}` is not in the event; it has: {}",
                all.join(", ")
            )
        })
}

/// F, M or X, as letters or words.
///
/// # Errors
/// When it is something else.
pub fn sex_from_text(text: &str) -> Result<Sex, String> {
    match text.to_ascii_lowercase().as_str() {
        "f" | "w" | "female" | "woman" | "weiblich" | "frau" | "femme" => Ok(Sex::Female),
        "m" | "male" | "man" | "männlich" | "mann" | "h" | "homme" => Ok(Sex::Male),
        "x" | "other" => Ok(Sex::Other),
        _ => Err(format!("sex `{text}` is none of F, M, X")),
    }
}

/// `30-34`, `19-`, `19 and under`, `80+`.
///
/// # Errors
/// When it is something else.
pub fn age_from_text(text: &str) -> Result<(u8, u8), String> {
    let years = |text: &str| text.trim().parse::<u8>().ok();
    let group = if let Some(from) = text.strip_suffix('+') {
        years(from).map(|from| (from, u8::MAX))
    } else if let Some(to) = text
        .strip_suffix(" and under")
        .or_else(|| text.strip_suffix('-'))
    {
        years(to).map(|to| (0, to))
    } else {
        text.split_once('-')
            .and_then(|(from, to)| years(from).zip(years(to)))
    };
    group
        .filter(|(from, to)| from <= to)
        .ok_or_else(|| format!("age group `{text}` is none of the forms 30-34, 19-, 80+"))
}

/// So many seconds a kilometre does anybody take, from the fastest to those who walk.
const PACE_S: std::ops::RangeInclusive<f64> = 120.0..=1_500.0;

/// An expected finish time. Of two numbers the first are hours, `3:45`; where nobody takes so long for the distance they
/// are minutes: `45:00` of ten kilometres.
fn expected_s(text: &str, length_m: f64) -> Result<u32, String> {
    let s = span_from_clock(text).map_err(|e| e.to_string())?.as_s();
    let is_pace = |s: f64| length_m <= 0.0 || PACE_S.contains(&(s / length_m * 1000.0));
    let minutes = Some(s / 60.0).filter(|_| text.matches(':').count() == 1);
    let expected = [Some(s), minutes]
        .into_iter()
        .flatten()
        .find(|s| is_pace(*s));
    expected.map(|s| s as u32).ok_or_else(|| {
        format!(
            "nobody takes `{text}` for {} km; write it as 0:45:00",
            length_m / 1000.0
        )
    })
}

fn bool_from_text(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(format!("live `{text}` is neither yes nor no")),
    }
}

/// Writes a start list as the CSV file that [`entrants_from_csv`] reads.
pub fn csv_from_roster(roster: &Roster, event: &Event) -> String {
    let all = roster.all();
    let mut tags: Vec<&str> = all
        .iter()
        .flat_map(|e| e.names.0.iter().map(|(t, _)| t.as_str()))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let names = tags.iter().map(|tag| format!("name:{tag}"));
    let fixed = [
        "bib", "noc", "contest", "wave", "category", "sex", "age", "expects", "live", "said",
    ];
    let header: Vec<String> = fixed.map(str::to_owned).into_iter().chain(names).collect();
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = out.write_record(&header);
    for entrant in all {
        let contest = event.contests.get(entrant.contest);
        let wave = contest.and_then(|c| c.waves.get(entrant.wave));
        let category = entrant.category.and_then(|c| event.categories.get(c));
        let name = |tag: &&str| {
            let found = entrant.names.0.iter().find(|(t, _)| t == tag);
            found.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let mut row = vec![
            entrant.bib.clone(),
            entrant.noc.clone().unwrap_or_default(),
            contest.map(|c| c.key.clone()).unwrap_or_default(),
            wave.map(|w| w.key.clone()).unwrap_or_default(),
            category.map(|c| c.key.clone()).unwrap_or_default(),
            entrant
                .sex
                .map(text_from_sex)
                .unwrap_or_default()
                .to_owned(),
            entrant.age.map(text_from_age).unwrap_or_default(),
            entrant
                .declared_s
                .map(text_from_seconds)
                .unwrap_or_default(),
            if entrant.live { "yes" } else { "no" }.to_owned(),
            entrant.said.clone().unwrap_or_default(),
        ];
        row.extend(tags.iter().map(name));
        let _ = out.write_record(&row);
    }
    let bytes = out.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn text_from_sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Other => "X",
    }
}

fn text_from_age((from, to): (u8, u8)) -> String {
    match (from, to) {
        (0, to) => format!("{to}-"),
        (from, u8::MAX) => format!("{from}+"),
        (from, to) => format!("{from}-{to}"),
    }
}

fn text_from_seconds(seconds: u32) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("{}:{:02}:{seconds:02}", minutes / 60, minutes % 60)
}
