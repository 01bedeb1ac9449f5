//! What a page of somebody else's wants shown, as the address says it.

use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;

use crate::query;

/// Rows where nothing is said, and at most.
const ROWS: usize = 10;
const MOST_ROWS: usize = 50;
/// So many runners can be listed.
const MOST_LISTED: usize = 50;

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// The first of a contest.
    #[default]
    Board,
    /// How it stands with some runners.
    List,
    /// The course with everybody on it.
    Map,
    /// One sentence of the story.
    Moment,
    /// A word that is none of these.
    Unknown(String),
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is shown.
    pub show: Show,
    /// Key of the contest; the first where it is empty.
    pub contest: String,
    /// Only this sex.
    pub sex: Option<Sex>,
    /// Whom the list and the map are about.
    pub bibs: Vec<String>,
    /// Name of the moment; the newest that matters where it is empty.
    pub moment: String,
    /// So many rows at most; none said for [`Asked::rows`]'s own.
    rows: Option<usize>,
}

impl Asked {
    /// From the part of an address behind the question mark.
    pub fn from_query(query: &str) -> Self {
        let mut asked = Self::default();
        for (key, value) in query::pairs(query) {
            match key {
                "show" => {
                    asked.show = match value.as_str() {
                        "" | "board" => Show::Board,
                        "list" => Show::List,
                        "map" => Show::Map,
                        "moment" => Show::Moment,
                        _ => Show::Unknown(value),
                    }
                }
                "contest" => asked.contest = value,
                "sex" => {
                    asked.sex = match value.as_str() {
                        "F" => Some(Sex::Female),
                        "M" => Some(Sex::Male),
                        "X" => Some(Sex::Other),
                        _ => None,
                    }
                }
                "bibs" => {
                    let bibs = value
                        .split(',')
                        .map(str::trim)
                        .filter(|bib| !bib.is_empty());
                    asked.bibs = bibs.take(MOST_LISTED).map(str::to_owned).collect();
                }
                "moment" => asked.moment = value,
                "rows" => asked.rows = value.parse().ok(),
                _ => {}
            }
        }
        asked
    }

    /// So many rows.
    pub fn rows(&self) -> usize {
        self.rows.unwrap_or(ROWS).clamp(1, MOST_ROWS)
    }

    /// Among whom.
    pub fn group(&self) -> Group {
        self.sex.map_or(Group::All, Group::Sex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_shown() {
        let asked = Asked::from_query("?show=list&contest=full&sex=F&bibs=101,%20F7,,&rows=900");
        assert_eq!(asked.show, Show::List);
        assert_eq!(asked.bibs, ["101", "F7"]);
        assert_eq!(asked.group(), Group::Sex(Sex::Female));
        assert_eq!((asked.contest.as_str(), asked.rows()), ("full", 50));
    }

    #[test]
    fn nonsense_leaves_what_is_usual_and_an_unknown_kind_is_named() {
        let asked = Asked::from_query("?rows=x&sex=Q&bibs=,&show=");
        assert_eq!(
            asked,
            Asked {
                rows: None,
                ..Asked::default()
            }
        );
        assert_eq!(asked.rows(), 10);
        let asked = Asked::from_query("?show=films&rows=0");
        assert_eq!(
            (asked.show.clone(), asked.rows()),
            (Show::Unknown("films".into()), 1)
        );
    }
}
