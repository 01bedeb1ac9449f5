//! Which column of an exported start list is what.

use super::entrants::Wanted;

/// What entry systems call the columns that a start list has, in lower case.
const ALIASES: [(&str, &[&str]); 13] = [
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
        "born",
        &[
            "born",
            "year of birth",
            "birth year",
            "yob",
            "date of birth",
            "birth date",
            "birthdate",
            "dob",
            "jahrgang",
            "geburtsjahr",
            "geburtsdatum",
            "année de naissance",
            "date de naissance",
        ],
    ),
    (
        "contest",
        &[
            "contest",
            "race",
            "event",
            "distance",
            "wettbewerb",
            "strecke",
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

/// Which column is what: as wanted, else by its name.
pub(super) fn columns(
    headers: &csv::StringRecord,
    wanted: &Wanted,
) -> Result<Vec<(String, usize)>, String> {
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
