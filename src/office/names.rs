//! What keys are called in the viewer's language: contests, points, mats, people.

use homestretch_words::books::OfficeWords;
use serde_json::Value;

use super::said::{rows, text};

/// The names of one event, for one viewer.
#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    seen: Value,
    tag: String,
    start: String,
    finish: String,
}

impl Names {
    /// Of the race as it was last seen.
    pub fn new(seen: Value, tag: String, words: &OfficeWords) -> Self {
        Self {
            seen,
            tag,
            start: words.start(),
            finish: words.finish(),
        }
    }

    /// The best of names by language: the viewer's, else English, else any.
    pub fn of(&self, names: &Value) -> String {
        let Some(names) = names.as_object() else {
            return String::new();
        };
        let family = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let wanted = |name: &&String| name.eq_ignore_ascii_case(&self.tag);
        let alike = |name: &&String| family(name) == family(&self.tag);
        let english = |name: &&String| family(name) == "en";
        let tags = || names.keys();
        let best = tags().find(wanted);
        let best = best.or_else(|| tags().find(alike));
        let best = best
            .or_else(|| tags().find(english))
            .or_else(|| tags().next());
        let name = best.and_then(|tag| names[tag].as_str());
        name.unwrap_or_default().to_owned()
    }

    /// Bib and name of somebody.
    pub fn who(&self, who: &Value) -> String {
        let name = self.of(&who["names"]);
        format!("{} {name}", text(who, "bib")).trim().to_owned()
    }

    /// All contests.
    pub fn contests(&self) -> Vec<Value> {
        rows(&self.seen, "contests")
    }

    /// A contest's name.
    pub fn contest(&self, key: &str) -> String {
        let contests = self.contests();
        let found = contests.iter().find(|c| c["key"] == key);
        found.map_or_else(|| key.to_owned(), |c| self.of_or(&c["names"], key))
    }

    /// A point's name: its own, else what it is, else its distance.
    pub fn point(&self, contest: &str, key: &str) -> String {
        let found = self.points(contest);
        let found = found.into_iter().find(|(known, _)| known == key);
        found.map_or_else(|| key.to_owned(), |(_, name)| name)
    }

    /// The points of a contest, with their names.
    pub fn points(&self, contest: &str) -> Vec<(String, String)> {
        let contests = self.contests();
        let of = contests.iter().find(|c| c["key"] == contest);
        let points = of.map(|c| rows(c, "points")).unwrap_or_default();
        let last = points.len().saturating_sub(1);
        let named = points.iter().enumerate().map(|(i, point)| {
            let own = self.of(&point["names"]);
            let km = point["at_m"].as_f64().unwrap_or(0.0) / 1000.0;
            let name = match i {
                // Where the event gives a point no name, its key stands in.
                _ if !own.is_empty() && own != text(point, "key") => own,
                0 => self.start.clone(),
                i if i == last => self.finish.clone(),
                _ => format!("{} km", (km * 100.0).round() / 100.0),
            };
            (text(point, "key").to_owned(), name)
        });
        named.collect()
    }

    /// The points of a contest that lie on a mat.
    pub fn points_on(&self, contest: &str, mat: &str) -> Vec<String> {
        let contests = self.contests();
        let of = contests.iter().find(|c| c["key"] == contest);
        let points = of.map(|c| rows(c, "points")).unwrap_or_default();
        let on = points.iter().filter(|point| point["mat"] == mat);
        on.map(|point| text(point, "key").to_owned()).collect()
    }

    /// The mats, with their names.
    pub fn mats(&self) -> Vec<(String, String)> {
        let mats = rows(&self.seen, "mats");
        let named = mats.iter().map(|mat| {
            let key = text(mat, "key");
            (key.to_owned(), self.of_or(&mat["names"], key))
        });
        named.collect()
    }

    /// A mat's name.
    pub fn mat(&self, key: &str) -> String {
        let found = self.mats().into_iter().find(|(known, _)| known == key);
        found.map_or_else(|| key.to_owned(), |(_, name)| name)
    }

    fn of_or(&self, names: &Value, key: &str) -> String {
        Some(self.of(names))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| key.to_owned())
    }
}
