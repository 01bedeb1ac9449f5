//! A start list as entry systems export it becomes `entrants.csv`: columns under their own names, and every row that
//! cannot be taken is named with its line and the reason.

use std::collections::{BTreeMap, HashMap};

use homestretch_race::event::Event;
use homestretch_race::roster::Entrant;

use super::columns::columns;
use crate::folder::entrants::sort_out;

/// What became of an exported start list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sorted {
    /// Which column was taken as what.
    pub taken: Vec<(String, String)>,
    /// Columns that were passed over.
    pub left: Vec<String>,
    /// Entrants who can be taken.
    pub entrants: Vec<Entrant>,
    /// What is wrong with the others: line and reason.
    pub wrong: Vec<(usize, String)>,
    /// What is left out of rows that are taken all the same, or is worth a look: line and reason.
    pub minded: Vec<(usize, String)>,
    /// `entrants.csv`, with all rows.
    pub csv: String,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Columns by what they are: `bib` → `Startnummer`.
    pub columns: Vec<(String, String)>,
    /// The contest of everybody.
    pub contest: Option<String>,
}

/// Reads an exported start list for an event.
///
/// # Errors
/// When it is no table, or a wanted column is not there.
pub fn sort(text: &str, event: &Event, wanted: &Wanted) -> Result<Sorted, String> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|c| count(*c))
        .unwrap_or(',');
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers = table.headers().map_err(|e| e.to_string())?.clone();
    let columns = columns(&headers, wanted)?;
    let mut rows: Vec<(usize, BTreeMap<String, String>)> = Vec::new();
    let (mut wrong, mut minded) = (Vec::new(), Vec::new());
    for (nth, record) in table.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                wrong.push((nth + 2, error.to_string()));
                continue;
            }
        };
        let line = record.position().map_or(nth + 2, |p| p.line() as usize);
        let cells = columns.iter().filter_map(|(what, at)| {
            let cell = record.get(*at).unwrap_or_default().trim();
            (!cell.is_empty()).then(|| (what.clone(), cell.to_owned()))
        });
        let mut row: BTreeMap<String, String> = cells.collect();
        if row.is_empty() {
            continue;
        }
        if row.values().any(|cell| cell.contains('\n')) {
            let why = "a cell goes on over several lines; is a quotation mark left open?";
            wrong.push((line, why.to_owned()));
            continue;
        }
        if let Err(why) = tidy(&mut row, wanted, event) {
            wrong.push((line, why));
        }
        minded.extend(leave_out(&mut row).map(|why| (line, why)));
        rows.push((line, row));
    }
    let (entrants, mut not_taken) = sort_out(&rows, event);
    wrong.append(&mut not_taken);
    wrong.extend(twice(&rows, "bib"));
    wrong.extend(twice(&rows, "chip"));
    wrong.sort();
    let used: Vec<usize> = columns.iter().map(|(_, at)| *at).collect();
    let left = headers
        .iter()
        .enumerate()
        .filter(|(i, _)| !used.contains(i));
    Ok(Sorted {
        taken: columns
            .iter()
            .map(|(what, at)| (headers[*at].to_owned(), what.clone()))
            .collect(),
        left: left.map(|(_, name)| name.to_owned()).collect(),
        entrants,
        wrong,
        minded,
        csv: write(&rows),
    })
}

/// Puts names together, ages into groups, and words into the letters that a start list has.
fn tidy(row: &mut BTreeMap<String, String>, wanted: &Wanted, event: &Event) -> Result<(), String> {
    let parts = [row.remove("first"), row.remove("last")];
    let whole: Vec<String> = parts.into_iter().flatten().collect();
    if !whole.is_empty() && !row.contains_key("name") {
        row.insert("name".to_owned(), whole.join(" "));
    }
    if let Some(age) = row.get("age").and_then(|age| age.parse::<u8>().ok()) {
        row.insert("age".to_owned(), group_of_age(age));
    }
    if let Some(contest) = &wanted.contest {
        row.insert("contest".to_owned(), contest.clone());
    } else if let Some(key) = row
        .get("contest")
        .and_then(|told| contest_by_name(event, told))
    {
        row.insert("contest".to_owned(), key);
    }
    if let Some(born) = row.remove("born")
        && !row.contains_key("age")
    {
        row.insert("age".to_owned(), group_of_birth(&born, &event.date)?);
    }
    Ok(())
}

/// The key of a contest that is told by one of its names, such as `10 km`.
fn contest_by_name(event: &Event, told: &str) -> Option<String> {
    let small = |name: &str| name.replace(' ', "").to_lowercase();
    let is_it = |name: &str| small(name) == small(told);
    let mut contests = event.contests.iter();
    let found = contests.find(|c| c.names.0.iter().any(|(_, name)| is_it(name)));
    found.map(|contest| contest.key.clone())
}

/// Takes out what nobody could make anything of, and says so.
fn leave_out(row: &mut BTreeMap<String, String>) -> impl Iterator<Item = String> {
    let is_code = |noc: &str| noc.len() == 3 && noc.bytes().all(|b| b.is_ascii_alphabetic());
    let noc = row.get("noc").filter(|noc| !is_code(noc)).cloned();
    if noc.is_some() {
        row.remove("noc");
    }
    let noc = noc.map(|noc| {
        format!("nation `{noc}` is left out: it is no code of three letters, such as GER")
    });
    let is_named = row.keys().any(|column| column.starts_with("name"));
    let nameless = (!is_named).then(|| "no name: the bib alone is shown".to_owned());
    noc.into_iter().chain(nameless)
}

/// The group of somebody of whom a year or a date of birth is known. It goes by the year, as age classes do; but
/// whoever may still be 17 on the day counts as that.
fn group_of_birth(born: &str, race: &str) -> Result<String, String> {
    let year = |text: &str| {
        let numbers = text.split(|c: char| !c.is_ascii_digit());
        let mut years = numbers.filter(|digits| digits.len() == 4);
        years.find_map(|digits| digits.parse::<u16>().ok())
    };
    let age = year(born)
        .zip(year(race))
        .and_then(|(born, race)| u8::try_from(race.checked_sub(born)?).ok());
    match age {
        Some(18) => Ok(group_of_age(17)),
        Some(age @ 0..=120) => Ok(group_of_age(age)),
        _ => Err(format!(
            "born `{born}` is no year such as 1990, and no date with one"
        )),
    }
}

/// Of an age in years only the group is kept: nothing more is shown.
fn group_of_age(age: u8) -> String {
    match age {
        0..=17 => "17-".to_owned(),
        18..=19 => "18-19".to_owned(),
        20..=79 => format!("{}-{}", age / 5 * 5, age / 5 * 5 + 4),
        _ => "80+".to_owned(),
    }
}

fn twice(rows: &[(usize, BTreeMap<String, String>)], column: &str) -> Vec<(usize, String)> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for (line, row) in rows {
        if let Some(value) = row.get(column) {
            match first.get(&value.to_lowercase()) {
                Some(before) => found.push((
                    *line,
                    format!("{column} `{value}` is on line {before} already"),
                )),
                None => drop(first.insert(value.to_lowercase(), *line)),
            }
        }
    }
    found
}

fn write(rows: &[(usize, BTreeMap<String, String>)]) -> String {
    let mut columns: Vec<&String> = rows.iter().flat_map(|(_, row)| row.keys()).collect();
    columns.sort_by_key(|column| {
        (
            *column != "bib",
            !column.starts_with("name"),
            (*column).clone(),
        )
    });
    columns.dedup();
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = out.write_record(&columns);
    for (_, row) in rows {
        let _ = out.write_record(
            columns
                .iter()
                .map(|c| row.get(*c).map_or("", String::as_str)),
        );
    }
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}
