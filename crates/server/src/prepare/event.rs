//! A new race's `event.json`, from the few things that an organiser knows by heart.

use homestretch_race::time::Span;
use serde_json::{Value, json};

use crate::folder::event::{EventError, event_from_json};
use crate::local_time::span_from_clock;

/// A race in brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The race's name.
    pub name: String,
    /// Where it is, such as the city.
    pub place: Option<String>,
    /// Its date, as 2027-05-09.
    pub date: String,
    /// Its zone, as Europe/Berlin.
    pub zone: String,
    /// Its contests.
    pub contests: Vec<ContestBrief>,
    /// Kilometres at which there are mats between start and finish.
    pub splits_km: Vec<f64>,
}

/// A contest in brief: `full=42.195@09:00` or, with a limit, `full=42.195@09:00/6:00`.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestBrief {
    /// Its key.
    pub key: String,
    /// Certified length in kilometres.
    pub length_km: f64,
    /// Its gun.
    pub gun: String,
    /// How long the course is open.
    pub limit: Option<String>,
}

impl ContestBrief {
    /// Reads it.
    ///
    /// # Errors
    /// Says how it is written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no contest; write KEY=KILOMETRES@GUN or KEY=KILOMETRES@GUN/LIMIT, as full=42.195@09:00/6:00"
            )
        };
        let (key, rest) = text.split_once('=').ok_or_else(wrong)?;
        let (length, rest) = rest.split_once('@').ok_or_else(wrong)?;
        let (gun, limit) = match rest.split_once('/') {
            Some((gun, limit)) => (gun, Some(limit)),
            None => (rest, None),
        };
        let length_km: f64 = length.trim().parse().map_err(|_| wrong())?;
        let in_order = |time: &str| span_from_clock(time).is_ok_and(|span| span >= Span(0));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let sound = (0.05..=1_000.0).contains(&length_km)
            && !key.trim().is_empty()
            && key.trim().chars().all(plain)
            && in_order(gun)
            && limit.is_none_or(in_order);
        sound
            .then(|| Self {
                key: key.trim().to_lowercase(),
                length_km,
                gun: gun.trim().to_owned(),
                limit: limit.map(|l| l.trim().to_owned()),
            })
            .ok_or_else(wrong)
    }

    fn json(&self, splits_km: &[f64]) -> Value {
        let mut points = vec![json!({ "key": "start", "at_m": 0, "mat": "start" })];
        for km in splits_km.iter().filter(|km| **km < self.length_km - 0.05) {
            let key = split_key(*km);
            points.push(json!({ "key": key, "at_m": metres(*km), "mat": key }));
        }
        points.push(json!({ "key": "finish", "at_m": metres(self.length_km), "mat": "finish" }));
        let mut contest = json!({
            "key": self.key,
            "names": { "en": contest_name(self) },
            "length_m": metres(self.length_km),
            "rank_by": "gun",
            "waves": [{ "key": "A", "gun": self.gun }],
            "points": points,
        });
        if let Some(limit) = &self.limit {
            contest["limit"] = limit.as_str().into();
        }
        contest
    }
}

impl Brief {
    /// The file, as people go on to edit it.
    ///
    /// # Errors
    /// When the parts do not make an event.
    pub fn event_json(&self) -> Result<String, EventError> {
        let longest = self
            .contests
            .iter()
            .map(|c| c.length_km)
            .fold(0.0, f64::max);
        let mut splits = self.splits_km.clone();
        splits.sort_by(f64::total_cmp);
        splits.dedup();
        let used = splits.iter().filter(|km| **km < longest - 0.05);
        let named = |key: &str, name: &str| json!({ "key": key, "names": { "en": name } });
        let mut mats = vec![named("start", "Start")];
        mats.extend(used.map(|km| named(&split_key(*km), &split_name(*km))));
        mats.push(named("finish", "Finish"));
        let mut event = json!({
            "key": key_of(&self.name),
            "names": { "en": self.name },
            "date": self.date,
            "zone": self.zone,
            "mats": mats,
            "contests": self.contests.iter().map(|c| c.json(&splits)).collect::<Vec<_>>(),
        });
        if let Some(place) = &self.place {
            event["places"] = json!({ "en": place });
        }
        let text = serde_json::to_string_pretty(&event)? + "\n";
        event_from_json(&text)?;
        Ok(text)
    }
}

fn metres(km: f64) -> f64 {
    (km * 10_000.0).round() / 10.0
}

fn is_half(km: f64) -> bool {
    (km - 21.0975).abs() < 0.01
}

fn split_key(km: f64) -> String {
    if is_half(km) {
        "half".to_owned()
    } else {
        format!("{km}k").replace('.', "-")
    }
}

fn split_name(km: f64) -> String {
    if is_half(km) {
        "Half-way".to_owned()
    } else {
        format!("{km} km")
    }
}

fn contest_name(contest: &ContestBrief) -> String {
    if (contest.length_km - 42.195).abs() < 0.01 {
        "Marathon".to_owned()
    } else if is_half(contest.length_km) {
        "Half marathon".to_owned()
    } else {
        format!("{} km", contest.length_km)
    }
}

/// A short name for addresses and files.
fn key_of(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let key: String = name.chars().map(plain).collect();
    let words: Vec<&str> = key.split('-').filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        "race".to_owned()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_makes_an_event_that_is_read_back() {
        let brief = Brief {
            name: "Lake Run 2027!".to_owned(),
            place: Some("Lakeside".to_owned()),
            date: "2027-05-09".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            contests: vec![
                ContestBrief::parse("full=42.195@09:00/6:00").expect("a contest"),
                ContestBrief::parse("ten=10@09:20").expect("a contest"),
            ],
            splits_km: vec![5.0, 21.0975, 10.0],
        };
        let event = event_from_json(&brief.event_json().expect("a file")).expect("an event");
        assert_eq!(event.key, "lake-run-2027");
        let keys = |c: usize| {
            event.contests[c]
                .points
                .iter()
                .map(|p| p.key.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(0), ["start", "5k", "10k", "half", "finish"]);
        assert_eq!(keys(1), ["start", "5k", "finish"]);
        assert!((event.contests[0].length_m - 42_195.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_contest_is_told_with_the_form() {
        for wrong in [
            "full",
            "full=42.195",
            "full=far@09:00",
            "f ll=5@09:00",
            "five=5@nine",
            "five=-5@09:00",
        ] {
            let told = ContestBrief::parse(wrong).expect_err(wrong);
            assert!(told.contains("full=42.195@09:00"), "{told}");
        }
    }
}
