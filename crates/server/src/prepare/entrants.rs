//! A start list as entry systems export it becomes `entrants.csv`: columns under their own names, and every row that
//! cannot be taken is named with its line and the reason.

use std::collections::{BTreeMap, HashMap};

use homestretch_race::event::Event;
use homestretch_race::roster::Entrant;

use crate::folder::entrants::sort_out;

/// What entry systems call the columns that a start list has, in lower case.
const ALIASES: [(&str, &[&str]); 12] = [
    (
        "bib",
        &[
            "bib",
            "bib number",
            "bib no",
            "no",
            "number",
            "start number",
            "startnummer",
            "startnr",
            "dossard",
        ],
    ),
    (
        "name",
        &["name", "full name", "runner", "athlete", "teilnehmer"],
    ),
    (
        "first",
        &[
            "first name",
            "firstname",
            "given name",
            "vorname",
            "prénom",
            "prenom",
        ],
    ),
    (
        "last",
        &[
            "last name",
            "lastname",
            "surname",
            "family name",
            "nachname",
            "nom",
        ],
    ),
    (
        "noc",
        &[
            "noc",
            "nation",
            "nationality",
            "country",
            "country code",
            "nat",
        ],
    ),
    ("sex", &["sex", "gender", "geschlecht", "m/f", "sexe"]),
    ("age", &["age", "age group", "agegroup", "alter"]),
    (
        "contest",
        &[
            "contest",
            "race",
            "event",
            "distance",
            "wettbewerb",
            "course",
        ],
    ),
    (
        "wave",
        &["wave", "start wave", "block", "startblock", "corral"],
    ),
    ("category", &["category", "kategorie"]),
    (
        "chip",
        &["chip", "chip code", "transponder", "tag", "epc", "chipcode"],
    ),
    (
        "expects",
        &[
            "expects",
            "expected time",
            "estimated time",
            "target time",
            "zielzeit",
        ],
    ),
];
/// Columns of `entrants.csv` that are taken under their own names alone.
const OWN: [&str; 2] = ["live", "said"];

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
    let mut wrong = Vec::new();
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
        tidy(&mut row, wanted);
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
        csv: write(&rows),
    })
}

/// Which column is what: as wanted, else by its name.
fn columns(headers: &csv::StringRecord, wanted: &Wanted) -> Result<Vec<(String, usize)>, String> {
    let at = |name: &str| {
        headers
            .iter()
            .position(|h| h.eq_ignore_ascii_case(name.trim()))
    };
    let mut columns: Vec<(String, usize)> = Vec::new();
    for (what, name) in &wanted.columns {
        let found = at(name).ok_or_else(|| {
            let all: Vec<&str> = headers.iter().collect();
            format!(
                "there is no column `{name}`; the file has {}",
                all.join(", ")
            )
        })?;
        columns.push((what.to_lowercase(), found));
    }
    for (i, header) in headers.iter().enumerate() {
        let name = header.to_lowercase();
        let name = name.trim();
        let known = ALIASES.iter().find(|(_, aliases)| aliases.contains(&name));
        let own = OWN
            .iter()
            .find(|own| **own == name)
            .map(|own| (*own).to_owned());
        let tagged = header
            .split_once(':')
            .filter(|(what, _)| what.eq_ignore_ascii_case("name"));
        let tagged = tagged.map(|(_, tag)| format!("name:{}", tag.trim()));
        let what = known.map(|(what, _)| (*what).to_owned()).or(own).or(tagged);
        if let Some(what) = what
            && columns.iter().all(|(taken, at)| *taken != what && *at != i)
        {
            columns.push((what, i));
        }
    }
    if columns.iter().any(|(what, _)| what == "bib") {
        Ok(columns)
    } else {
        Err("no column is the bib; name it with `--map bib=COLUMN`".to_owned())
    }
}

/// Puts names together, ages into groups, and words into the letters that a start list has.
fn tidy(row: &mut BTreeMap<String, String>, wanted: &Wanted) {
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
