//! `entrants-HASH.json`, and the same columns inside light, field and search files: who runs.
//!
//! One column per property, one item per entrant, in order of number. A column in which every item is the usual one
//! is left out.
//! Long because each column is written beside its reading, so that the two are changed together.

use homestretch_race::event::{Event, Text};
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};

use crate::fields::Fields;
use crate::json::{Items, Json};
use crate::wire::{ENTRANTS, INDEXES, Pairs, field, within};

const SEXES: [(Sex, char); 3] = [(Sex::Female, 'F'), (Sex::Male, 'M'), (Sex::Other, 'X')];

/// An entrant in a contest or wave that the event does not have is dropped; so is a category.
pub(crate) fn read(fields: &Fields<'_, '_, '_>, event: &Event) -> Roster {
    let steps = fields.ints("entrants");
    let column = |key| {
        Column {
            fields,
            key,
            ints: fields.ints(key),
            rows: steps.len(),
        }
        .checked()
    };
    let (contests, waves) = (column("contest"), column("wave"));
    let (categories, nocs, ages) = (column("category"), column("noc"), column("age"));
    let (declared, results_only) = (column("declared_s"), column("results_only"));
    let sexes: Vec<char> = fields.text("sex").unwrap_or_default().chars().collect();
    let noc_table = fields.items("nocs");
    let age_table = fields.items("ages");
    let mut bibs = Bibs {
        items: fields.items("bib"),
        number: 0,
    };
    let mut names = Names {
        tags: fields.items("tags"),
        tagged: column("tagged"),
        all: fields.items("names"),
        next: 0,
    };
    let said = fields.items("said");
    let mut no = 0_i64;
    let mut entrants = Vec::with_capacity(steps.len());
    for (i, step) in steps.iter().enumerate() {
        no = no.saturating_add(*step);
        // Bib and names are told one after the other, so they are taken before anything can be dropped.
        let (bib, names) = (bibs.next(i), names.next(i));
        let contest = contests.at(i, 0);
        let wave = waves.at(i, 0);
        let known = usize::try_from(contest)
            .ok()
            .and_then(|c| event.contests.get(c));
        let known = known.is_some_and(|c| usize::try_from(wave).is_ok_and(|w| w < c.waves.len()));
        let (Some(number), Some(bib), true) = (within(Some(no), &ENTRANTS), bib, known) else {
            let message = format!(
                "is entrant {no} in contest {contest}, wave {wave}: no such number, bib, contest or wave; dropped"
            );
            fields.problem(&format!("entrants[{i}]"), message);
            continue;
        };
        let age = age_table.get(ages.index(i, -1));
        entrants.push(Entrant {
            no: EntrantNo(number as u32),
            bib,
            names,
            noc: noc_table
                .get(nocs.index(i, -1))
                .and_then(|code| code.as_text().map(str::to_owned)),
            contest: contest as usize,
            wave: wave as usize,
            category: within(Some(categories.at(i, -1)), &INDEXES)
                .map(|c| c as usize)
                .filter(|c| *c < event.categories.len()),
            sex: sexes
                .get(i)
                .and_then(|c| SEXES.iter().find(|(_, s)| s == c))
                .map(|(sex, _)| *sex),
            age: age.and_then(|age| {
                let age = age.items()?;
                Some((
                    u8::try_from(age.int(0)?).ok()?,
                    u8::try_from(age.int(1)?).ok()?,
                ))
            }),
            declared_s: u32::try_from(declared.at(i, -1)).ok(),
            live: results_only.at(i, 0) == 0,
            said: said
                .get(i)
                .and_then(|said| said.as_text().map(str::to_owned)),
        });
    }
    Roster::new(entrants)
}

/// A column of whole numbers.
struct Column<'c, 'j, 'a, 'p> {
    fields: &'c Fields<'j, 'a, 'p>,
    key: &'static str,
    ints: &'j [i64],
    rows: usize,
}

impl Column<'_, '_, '_, '_> {
    /// Says so when the column is neither left out nor complete.
    fn checked(self) -> Self {
        if !self.ints.is_empty() && self.ints.len() != self.rows {
            let (has, rows) = (self.ints.len(), self.rows);
            self.fields.problem(
                self.key,
                format!("has {has} items for {rows} entrants; the usual is taken for the rest"),
            );
        }
        self
    }

    /// The item as an index into a table; far out of it when there is none.
    fn index(&self, row: usize, usual: i64) -> usize {
        usize::try_from(self.at(row, usual)).unwrap_or(usize::MAX)
    }

    fn at(&self, row: usize, usual: i64) -> i64 {
        self.ints.get(row).copied().unwrap_or(usual)
    }
}

/// Bibs: a text as printed, or for plain numbers the difference to the plain number before.
struct Bibs<'j, 'a> {
    items: Items<'j, 'a>,
    number: i64,
}

impl Bibs<'_, '_> {
    fn next(&mut self, row: usize) -> Option<String> {
        let item = self.items.get(row)?;
        if let Some(bib) = item.as_text() {
            return Some(bib.to_owned());
        }
        self.number = self.number.saturating_add(item.as_int()?);
        Some(self.number.to_string())
    }
}

/// Names: `tags` is a list of lists of languages, `tagged` says which of these lists an entrant's names are in, and
/// `names` has that many texts for each entrant in turn.
struct Names<'c, 'j, 'a, 'p> {
    tags: Items<'j, 'a>,
    tagged: Column<'c, 'j, 'a, 'p>,
    all: Items<'j, 'a>,
    next: usize,
}

impl Names<'_, '_, '_, '_> {
    fn next(&mut self, row: usize) -> Text {
        let Some(tags) = self.tags.get(self.tagged.index(row, 0)) else {
            return Text::default();
        };
        let mut names = Vec::new();
        for tag in tags.items().into_iter().flat_map(Items::iter) {
            let name = self.all.get(self.next);
            self.next += 1;
            if let (Some(tag), Some(name)) =
                (tag.as_text(), name.as_deref().and_then(Json::as_text))
            {
                names.push((tag.to_owned(), name.to_owned()));
            }
        }
        Text(names)
    }
}

pub(crate) fn put<'a>(out: &mut Pairs<'a>, roster: &'a Roster) {
    let all = roster.all();
    let mut before = 0;
    let steps = all
        .iter()
        .map(|e| i64::from(e.no.0) - std::mem::replace(&mut before, i64::from(e.no.0)));
    out.push(field("entrants", Json::Ints(steps.collect())));
    let mut number = 0;
    let bibs = all.iter().map(|e| match plain_number(&e.bib) {
        Some(n) => Json::Int(n - std::mem::replace(&mut number, n)),
        None => Json::text(&e.bib),
    });
    out.push(field("bib", Json::list(bibs.collect())));
    let mut tags = Table::default();
    let tagged = all
        .iter()
        .map(|e| tags.index(e.names.0.iter().map(|(t, _)| t.as_str()).collect()));
    let tagged = tagged.collect();
    let tags = tags
        .0
        .into_iter()
        .map(|t: Vec<&str>| Json::List(t.into_iter().map(Json::text).collect()));
    out.push(field("tags", Json::List(tags.collect())));
    put_column(out, "tagged", tagged, 0);
    let names = all
        .iter()
        .flat_map(|e| e.names.0.iter().map(|(_, name)| Json::text(name)));
    out.push(field("names", Json::List(names.collect())));
    put_column(
        out,
        "contest",
        all.iter().map(|e| e.contest as i64).collect(),
        0,
    );
    put_column(out, "wave", all.iter().map(|e| e.wave as i64).collect(), 0);
    put_column(
        out,
        "category",
        all.iter()
            .map(|e| e.category.map_or(-1, |c| c as i64))
            .collect(),
        -1,
    );
    let mut nocs = Table::default();
    let noc = all
        .iter()
        .map(|e| e.noc.as_deref().map_or(-1, |noc| nocs.index(noc)))
        .collect();
    if !nocs.0.is_empty() {
        out.push(field(
            "nocs",
            Json::List(nocs.0.into_iter().map(Json::text).collect()),
        ));
    }
    put_column(out, "noc", noc, -1);
    if all.iter().any(|e| e.sex.is_some()) {
        let letter = |e: &Entrant| {
            SEXES
                .iter()
                .find(|(s, _)| Some(*s) == e.sex)
                .map_or('-', |(_, c)| *c)
        };
        let letters: String = all.iter().map(letter).collect();
        out.push(field("sex", Json::Text(letters.into())));
    }
    let mut ages = Table::default();
    let age = all
        .iter()
        .map(|e| e.age.map_or(-1, |age| ages.index(age)))
        .collect();
    if !ages.0.is_empty() {
        let ages = ages
            .0
            .into_iter()
            .map(|(from, to)| Json::Ints(vec![i64::from(from), i64::from(to)]));
        out.push(field("ages", Json::List(ages.collect())));
    }
    put_column(out, "age", age, -1);
    put_column(
        out,
        "declared_s",
        all.iter()
            .map(|e| e.declared_s.map_or(-1, i64::from))
            .collect(),
        -1,
    );
    put_column(
        out,
        "results_only",
        all.iter().map(|e| i64::from(!e.live)).collect(),
        0,
    );
    if all.iter().any(|e| e.said.is_some()) {
        let said = all
            .iter()
            .map(|e| e.said.as_deref().map_or(Json::Null, Json::text));
        out.push(field("said", Json::List(said.collect())));
    }
}

fn put_column(out: &mut Pairs<'_>, key: &'static str, column: Vec<i64>, usual: i64) {
    if column.iter().any(|v| *v != usual) {
        out.push(field(key, Json::Ints(column)));
    }
}

/// The number of a bib that is printed just as the number is.
fn plain_number(bib: &str) -> Option<i64> {
    let number = i64::from(bib.parse::<u32>().ok()?);
    (number.to_string() == bib).then_some(number)
}

/// Values that recur, each told once. Few enough for a list.
struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Table<T> {
    fn index(&mut self, value: T) -> i64 {
        let found = self.0.iter().position(|v| *v == value);
        let index = found.unwrap_or_else(|| {
            self.0.push(value);
            self.0.len() - 1
        });
        index as i64
    }
}
