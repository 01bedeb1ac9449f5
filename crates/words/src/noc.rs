//! Owns the names of countries and regions as their Olympic committees are known, per language.
//! The tables are files of their own, so that a phone fetches only the language it reads.

use crate::WordsError;
use crate::flat_json::{self, Value};

/// Three-letter NOC codes and what they are called in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nocs(Vec<(String, String)>);

impl Nocs {
    /// Reads a table: a JSON object from code to name.
    ///
    /// # Errors
    /// When the file is not such an object; says on which line.
    pub fn parse(json: &str) -> Result<Self, WordsError> {
        let mut names: Vec<(String, String)> = flat_json::read(json)?
            .into_iter()
            .filter_map(|(code, value)| match value {
                Value::Text(name) => Some((code.to_ascii_uppercase(), name)),
                Value::Forms(_) => None,
            })
            .collect();
        homestretch_order::sort_by(&mut names, Ord::cmp);
        Ok(Self(names))
    }

    /// The table of the language of `tag`, as it is inside the program.
    #[cfg(feature = "all")]
    pub fn embedded(tag: &str) -> Self {
        crate::languages::NOC_FILES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(tag))
            .and_then(|(_, json)| Self::parse(json).ok())
            .unwrap_or_default()
    }

    /// What the committee of that code is called; the code itself where the table does not have it.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        let upper = code.to_ascii_uppercase();
        self.0
            .binary_search_by(|(known, _)| known.as_str().cmp(&upper))
            .map_or(code, |i| &self.0[i].1)
    }
}
