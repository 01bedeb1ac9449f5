//! Lenient access to the fields of a document: what is missing is none, what makes no sense is none and a problem.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use homestretch_race::event::Text;

use crate::json::{Items, Json};
use crate::problem::{FeedError, Problems};

/// Larger than the whole of any race: fifty thousand entrants with every passing take four megabytes.
const MOST_BYTES: usize = 32 << 20;

/// The document in the bytes of a file.
pub(crate) fn parse<'a>(file: &'static str, bytes: &'a [u8]) -> Result<Json<'a>, FeedError> {
    if bytes.len() > MOST_BYTES {
        return Err(FeedError::TooBig {
            file,
            bytes: bytes.len(),
            limit: MOST_BYTES,
        });
    }
    // Some programs begin every text file with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| {
        if bytes.trim_ascii_start().starts_with(b"<") {
            FeedError::Html { file }
        } else if error.is_eof() {
            FeedError::Truncated {
                file,
                bytes: bytes.len(),
            }
        } else {
            FeedError::NotJson {
                file,
                reason: error.to_string(),
            }
        }
    })
}

/// The fields of one object, and where it is, for messages.
#[derive(Debug)]
pub(crate) struct Fields<'j, 'a, 'p> {
    all: &'j [(Cow<'a, str>, Json<'a>)],
    at: String,
    pub(crate) problems: &'p Problems,
}

impl<'j, 'a, 'p> Fields<'j, 'a, 'p> {
    /// The outermost object of a file, of a version that is understood. Files without a version are of version 1.
    pub(crate) fn of_file(
        file: &'static str,
        json: &'j Json<'a>,
        problems: &'p Problems,
    ) -> Result<Self, FeedError> {
        let Json::Object(fields) = json else {
            let reason = format!("expected an object, found {}", json.shown());
            return Err(FeedError::NotJson { file, reason });
        };
        let fields = Self {
            all: fields,
            at: file.to_owned(),
            problems,
        };
        match fields.get("feed").and_then(Json::as_int) {
            Some(1) | None => Ok(fields),
            Some(found) => Err(FeedError::Version { file, found }),
        }
    }

    /// An object inside a file; a problem when it is none.
    pub(crate) fn of(at: String, json: &'j Json<'a>, problems: &'p Problems) -> Option<Self> {
        if let Json::Object(fields) = json {
            return Some(Self {
                all: fields,
                at,
                problems,
            });
        }
        problems.add(at, format!("is {}, not an object; dropped", json.shown()));
        None
    }

    fn get(&self, key: &str) -> Option<&'j Json<'a>> {
        let found = self.all.iter().find(|(k, _)| k == key);
        found.map(|(_, v)| v).filter(|v| **v != Json::Null)
    }

    /// Where a field is, for messages.
    pub(crate) fn path(&self, key: &str) -> String {
        format!("{}.{key}", self.at)
    }

    pub(crate) fn problem(&self, key: &str, message: String) {
        self.problems.add(self.path(key), message);
    }

    fn read<T>(
        &self,
        key: &str,
        wanted: &str,
        read: impl FnOnce(&'j Json<'a>) -> Option<T>,
    ) -> Option<T> {
        let json = self.get(key)?;
        let value = read(json);
        if value.is_none() {
            self.problem(key, format!("is {}, not {wanted}; dropped", json.shown()));
        }
        value
    }

    pub(crate) fn int(&self, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let json = self.get(key)?;
        let value = json.as_int().filter(|i| range.contains(i));
        if value.is_none() {
            let (low, high) = (range.start(), range.end());
            let message = format!(
                "is {}, not a whole number from {low} to {high}; dropped",
                json.shown()
            );
            self.problem(key, message);
        }
        value
    }

    pub(crate) fn float(&self, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let json = self.get(key)?;
        let value = match *json {
            Json::Int(i) => Some(i as f64),
            Json::Float(f) => Some(f),
            _ => None,
        };
        let value = value.filter(|f| range.contains(f));
        if value.is_none() {
            let (low, high) = (range.start(), range.end());
            self.problem(
                key,
                format!(
                    "is {}, not a number from {low} to {high}; dropped",
                    json.shown()
                ),
            );
        }
        value
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.read(key, "true or false", |json| match json {
            Json::Bool(b) => Some(*b),
            _ => None,
        })
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'j str> {
        self.read(key, "a text", Json::as_text)
    }

    /// The items of a list; none of them when it is missing.
    pub(crate) fn items(&self, key: &str) -> Items<'j, 'a> {
        self.read(key, "a list", Json::items)
            .unwrap_or(Items::List(&[]))
    }

    /// A column of whole numbers; empty when it is missing.
    pub(crate) fn ints(&self, key: &str) -> &'j [i64] {
        self.read(key, "a list of whole numbers", |json| match json {
            Json::Ints(ints) => Some(ints.as_slice()),
            _ => None,
        })
        .unwrap_or_default()
    }

    pub(crate) fn object(&self, key: &str) -> Option<Fields<'j, 'a, 'p>> {
        Fields::of(self.path(key), self.get(key)?, self.problems)
    }

    /// The objects of a list, with their places in it; whatever else is in it is a problem.
    pub(crate) fn objects(&self, key: &str) -> Vec<(usize, Fields<'j, 'a, 'p>)> {
        let Items::List(list) = self.items(key) else {
            if self.items(key).len() > 0 {
                self.problem(
                    key,
                    "is a list of numbers, not of objects; dropped".to_owned(),
                );
            }
            return Vec::new();
        };
        let each = list.iter().enumerate();
        each.filter_map(|(i, json)| {
            Fields::of(format!("{}.{key}[{i}]", self.at), json, self.problems).map(|f| (i, f))
        })
        .collect()
    }

    /// A text in several languages: an object of tags; the first one is the fallback.
    pub(crate) fn texts(&self, key: &str) -> Text {
        self.object(key)
            .map_or_else(Text::default, |tags| tags.all_texts())
    }

    /// Every field as (tag, text).
    pub(crate) fn all_texts(&self) -> Text {
        let each = self.all.iter();
        Text(
            each.filter_map(|(tag, _)| {
                self.text(tag)
                    .map(|text| (tag.to_string(), text.to_owned()))
            })
            .collect(),
        )
    }

    /// Every field as (key, texts).
    pub(crate) fn texts_by_key(&self) -> Vec<(String, Text)> {
        self.all
            .iter()
            .map(|(key, _)| (key.to_string(), self.texts(key)))
            .collect()
    }
}
