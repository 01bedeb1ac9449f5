//! What is asked of the table, as the address says it: so that a link shows the same to somebody else.

use homestretch_press::moment::{from_rfc3339, rfc3339};
use homestretch_race::Tick;
use homestretch_race::roster::Sex;
use homestretch_race::time::Instant;
use homestretch_race::view::Status;

use crate::query;

/// So many runners can be compared.
pub const MOST_COMPARED: usize = 8;

/// What the columns of the points say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Columns {
    /// Time since the start, as the contest ranks.
    #[default]
    Elapsed,
    /// Time of day in the race's zone.
    TimeOfDay,
    /// Time since the point before.
    Segment,
    /// Seconds per kilometre since the point before.
    Pace,
}

/// What the rows are in order of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Place.
    #[default]
    Place,
    /// Bib.
    Bib,
    /// Name.
    Name,
    /// Committee.
    Noc,
    /// Sex.
    Sex,
    /// Category.
    Category,
    /// Status, those home first.
    Status,
    /// The gap.
    Gap,
    /// What the column of a point says, by the point's index.
    Point(usize),
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Key of the contest; the first where it is empty.
    pub contest: String,
    /// The instant; none for live.
    pub at: Option<Instant>,
    /// By what was known at a tick; none for all that is known.
    pub known: Option<Tick>,
    /// The columns.
    pub columns: Columns,
    /// The order.
    pub sort: Sort,
    /// The other way round.
    pub reverse: bool,
    /// Only this sex.
    pub sex: Option<Sex>,
    /// Only this committee; empty for all.
    pub noc: String,
    /// Only this category, by its index.
    pub category: Option<usize>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only who has, or has not, passed a point.
    pub passed: Option<(usize, bool)>,
    /// Only whose gap is no larger than so many seconds.
    pub within_s: Option<u32>,
    /// Only whose bib or name has this in it.
    pub find: String,
    /// Gaps are to this bib; to the leader where it is empty.
    pub to: String,
    /// Bibs that are compared.
    pub compared: Vec<String>,
}

const COLUMNS: [(Columns, &str); 4] = [
    (Columns::Elapsed, "elapsed"),
    (Columns::TimeOfDay, "time"),
    (Columns::Segment, "segment"),
    (Columns::Pace, "pace"),
];
const SEXES: [(Sex, &str); 3] = [(Sex::Female, "F"), (Sex::Male, "M"), (Sex::Other, "X")];
/// Every status that can be asked for: nobody is called overdue in a table, for that is an estimate.
pub const STATUSES: [(Status, &str); 7] = [
    (Status::Finished, "finished"),
    (Status::OnCourse, "on_course"),
    (Status::NotStarted, "not_started"),
    (Status::Dns, "dns"),
    (Status::Dnf, "dnf"),
    (Status::CutOff, "cut_off"),
    (Status::Dsq, "dsq"),
];

fn word<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table
        .iter()
        .find(|(known, _)| *known == value)
        .map_or("", |(_, word)| word)
}

fn of_word<T: Copy>(table: &[(T, &'static str)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(value, _)| *value)
}

impl Asked {
    /// From the part of an address behind the question mark; what makes no sense is passed over.
    pub fn from_query(query: &str) -> Self {
        let mut asked = Self::default();
        for (key, value) in query::pairs(query) {
            asked.take(key, value);
        }
        asked
    }

    fn take(&mut self, key: &str, value: String) {
        match key {
            "contest" => self.contest = value,
            "at" => self.at = from_rfc3339(&value),
            "known" => self.known = value.parse().ok().map(Tick),
            "columns" => self.columns = of_word(&COLUMNS, &value).unwrap_or_default(),
            "sort" => self.sort = sort_of(&value),
            "reverse" => self.reverse = value == "1",
            "sex" => self.sex = of_word(&SEXES, &value),
            "noc" => self.noc = value,
            "category" => self.category = value.parse().ok(),
            "status" => self.status = of_word(&STATUSES, &value),
            "passed" => self.passed = value.parse().ok().map(|point| (point, true)),
            "not_passed" => self.passed = value.parse().ok().map(|point| (point, false)),
            "within" => self.within_s = value.parse().ok(),
            "find" => self.find = value,
            "to" => self.to = value,
            "compare" => {
                let bibs = value.split(',').filter(|bib| !bib.is_empty());
                self.compared = bibs.take(MOST_COMPARED).map(str::to_owned).collect();
            }
            _ => {}
        }
    }

    /// As a query; what is usual is left out.
    pub fn to_query(&self) -> String {
        let sort = match self.sort {
            Sort::Place => String::new(),
            Sort::Bib => "bib".into(),
            Sort::Name => "name".into(),
            Sort::Noc => "noc".into(),
            Sort::Sex => "sex".into(),
            Sort::Category => "category".into(),
            Sort::Status => "status".into(),
            Sort::Gap => "gap".into(),
            Sort::Point(point) => point.to_string(),
        };
        let some = |is: bool, value: String| if is { value } else { String::new() };
        let point = |wanted: bool| match self.passed {
            Some((point, passed)) if passed == wanted => point.to_string(),
            _ => String::new(),
        };
        let columns = word(&COLUMNS, self.columns).to_owned();
        let pairs = [
            ("contest", self.contest.clone()),
            ("at", self.at.map_or_else(String::new, |at| rfc3339(at, 0))),
            (
                "known",
                self.known.map_or_else(String::new, |t| t.0.to_string()),
            ),
            ("columns", some(self.columns != Columns::Elapsed, columns)),
            ("sort", sort),
            ("reverse", some(self.reverse, "1".into())),
            (
                "sex",
                self.sex.map_or("", |sex| word(&SEXES, sex)).to_owned(),
            ),
            ("noc", self.noc.clone()),
            (
                "category",
                self.category.map_or_else(String::new, |c| c.to_string()),
            ),
            (
                "status",
                self.status.map_or("", |s| word(&STATUSES, s)).to_owned(),
            ),
            ("passed", point(true)),
            ("not_passed", point(false)),
            (
                "within",
                self.within_s.map_or_else(String::new, |s| s.to_string()),
            ),
            ("find", self.find.clone()),
            ("to", self.to.clone()),
            ("compare", self.compared.join(",")),
        ];
        query::of_pairs(&pairs)
    }
}

fn sort_of(value: &str) -> Sort {
    match value {
        "bib" => Sort::Bib,
        "name" => Sort::Name,
        "noc" => Sort::Noc,
        "sex" => Sort::Sex,
        "category" => Sort::Category,
        "status" => Sort::Status,
        "gap" => Sort::Gap,
        point => point.parse().map_or(Sort::Place, Sort::Point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_shows_the_same_again() {
        let asked = Asked {
            contest: "full".into(),
            at: Some(Instant(1_775_353_920_300)),
            known: Some(Tick(812)),
            columns: Columns::Pace,
            sort: Sort::Point(4),
            reverse: true,
            sex: Some(Sex::Female),
            noc: "PRK".into(),
            category: Some(1),
            status: Some(Status::OnCourse),
            passed: Some((5, false)),
            within_s: Some(90),
            find: "김 & Țepeș".into(),
            to: "F7".into(),
            compared: vec!["101".into(), "102".into()],
        };
        let query = asked.to_query();
        assert!(
            query.starts_with("?contest=full&at=2026-04-05T01:52:00.3Z&known=812&columns=pace"),
            "{query}"
        );
        assert_eq!(Asked::from_query(&query), asked);
        assert_eq!(Asked::default().to_query(), "");
        for sort in [
            "bib", "name", "noc", "sex", "category", "status", "gap", "3",
        ] {
            let query = ["?sort=", sort].concat();
            assert_eq!(Asked::from_query(&query).to_query(), query);
        }
    }

    #[test]
    fn nonsense_in_an_address_is_passed_over() {
        for query in [
            "?at=noon&known=x&sort=&sex=Q&passed=-1&within=-5&%&=&find=%zz%e",
            "??&&",
            "?compare=,,",
        ] {
            let asked = Asked::from_query(query);
            assert_eq!(
                (asked.at, asked.known, asked.sex, asked.passed),
                (None, None, None, None)
            );
            assert!(asked.compared.is_empty() && asked.within_s.is_none());
        }
    }
}
