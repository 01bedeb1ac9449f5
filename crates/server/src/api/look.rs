//! The race as it was asked for: the snapshot, the instant, the tick, and how that is said in every answer.

use homestretch_press::Speech;
use homestretch_press::moment::rfc3339;
use homestretch_race::Tick;
use homestretch_race::event::Text;
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, Sex};
use homestretch_race::time::Instant;
use homestretch_race::view::{Status, View};
use homestretch_words::books::{Book, PressWords};
use homestretch_words::{Nocs, Words};
use std::collections::BTreeMap;

use super::Api;
use super::ask::Known;
use super::problem::Problem;
use super::shapes::{AsOf, RunnerBrief, SexWord, StatusWord};
use crate::hub::published::Snapshot;

/// One look at the race.
pub struct Look {
    pub now: Snapshot,
    pub at: Instant,
    pub known: Tick,
    /// True when an instant was asked about, and not how it stands.
    back: bool,
}

impl Api {
    /// The race as asked for. Without an instant it is the one up to which every known read is in.
    pub fn look(&self, at: Option<Instant>, known: Known) -> Look {
        let now = self.published.now();
        let reach = now.through.max(now.race.event().base);
        let (back, at) = (at.is_some(), at.unwrap_or(reach));
        let known = match known {
            Known::Now => now.tick,
            Known::Then => now.race.known_at(at),
            Known::At(tick) => tick.min(now.tick),
        };
        Look {
            now,
            at,
            known,
            back,
        }
    }
    /// What a table names as its source: the address of a page, else the feed and its tick, which is true anywhere.
    pub fn source(&self, look: &Look, path: &str) -> String {
        let public = self.public.as_ref();
        public.map_or_else(|| look.source(), |url| url.of(path))
    }
    /// Where an address of ours lies for everybody.
    pub fn address(&self, path: &str) -> String {
        let public = self.public.as_ref();
        public.map_or_else(|| path.to_owned(), |url| url.of(path))
    }
}

impl Look {
    pub fn race(&self) -> &Race {
        &self.now.race
    }
    pub fn view(&self) -> View<'_> {
        let view = self.now.race.as_of(self.at, self.known);
        let view = view.with_through(self.now.through);
        if self.back { view.looking_back() } else { view }
    }
    /// True when the results were official by what was known.
    pub fn official(&self) -> bool {
        self.race().phase(self.known).1
    }
    /// Index of a contest by its key.
    pub fn contest(&self, key: &str) -> Result<usize, Problem> {
        let contests = &self.race().event().contests;
        let found = contests
            .iter()
            .position(|c| c.key.eq_ignore_ascii_case(key));
        found.ok_or_else(|| {
            let known: Vec<&str> = contests.iter().map(|c| c.key.as_str()).collect();
            Problem::missing(format!(
                "There is no contest `{key}`; there are: {}.",
                known.join(", ")
            ))
        })
    }
    /// Index of a point of a contest by its key.
    pub fn point(&self, contest: usize, key: &str) -> Result<usize, Problem> {
        let points = &self.race().event().contests[contest].points;
        let found = points.iter().position(|p| p.key.eq_ignore_ascii_case(key));
        found.ok_or_else(|| {
            let known: Vec<&str> = points.iter().map(|p| p.key.as_str()).collect();
            Problem::missing(format!(
                "There is no point `{key}` in this contest; there are: {}.",
                known.join(", ")
            ))
        })
    }
    /// An instant in the race's zone.
    pub fn local(&self, at: Instant) -> String {
        rfc3339(at, self.race().event().zone.offset_min)
    }
    /// What every answer says of itself.
    pub fn as_of(&self) -> AsOf {
        let event = self.race().event();
        AsOf {
            at: rfc3339(self.at, 0),
            at_race_zone: self.local(self.at),
            zone: event.zone.iana.clone(),
            known_tick: self.known.0,
            known_at: self.race().cut_at(self.known).map(|at| rfc3339(at, 0)),
            official: self.official(),
            demo: event.demo,
            event: event.key.clone(),
            event_names: names(&event.names),
            epoch: self.now.epoch.clone(),
            source: self.source(),
        }
    }
    /// The history and the tick that the answer is made from.
    fn source(&self) -> String {
        format!("Homestretch feed {}, tick {}", self.now.epoch, self.known.0)
    }
    /// Who a runner is, in few words.
    pub fn brief(&self, index: usize) -> RunnerBrief {
        let entrant = self.race().roster().all().get(index);
        RunnerBrief {
            bib: entrant.map_or_else(String::new, |e| e.bib.clone()),
            names: entrant.map_or_else(BTreeMap::new, |e| names(&e.names)),
            noc: entrant.and_then(|e| e.noc.clone()),
        }
    }
    /// Key of an entrant's category.
    pub fn category(&self, entrant: &Entrant) -> Option<String> {
        let categories = &self.race().event().categories;
        Some(categories.get(entrant.category?)?.key.clone())
    }
    /// Key of an entrant's wave.
    pub fn wave(&self, entrant: &Entrant) -> Option<String> {
        let contest = self.race().event().contests.get(entrant.contest)?;
        let wave = contest.waves.get(contest.known_wave(entrant.wave))?;
        Some(wave.key.clone())
    }
}

/// Speaks a language; English where there is no such.
pub fn speak<T>(tag: Option<&str>, say: impl FnOnce(&Speech<'_>) -> T) -> T {
    let tag = tag.unwrap_or("en");
    let (words, press, nocs) = (
        Words::embedded(tag),
        PressWords::embedded(tag),
        Nocs::embedded(tag),
    );
    say(&Speech {
        words: &words,
        press: &press,
        noc: &|code| nocs.name(code).to_owned(),
    })
}

/// A text by language tag.
pub fn names(text: &Text) -> BTreeMap<String, String> {
    text.0.iter().cloned().collect()
}

/// `18-34`; open ends are left out: `80-`.
pub fn age_group(entrant: &Entrant) -> Option<String> {
    let (from, to) = entrant.age?;
    let end = |age: u8, open: u8| {
        if age == open {
            String::new()
        } else {
            age.to_string()
        }
    };
    Some(format!("{}-{}", end(from, 0), end(to, 255)))
}

pub fn sex_word(sex: Sex) -> SexWord {
    match sex {
        Sex::Female => SexWord::F,
        Sex::Male => SexWord::M,
        Sex::Other => SexWord::X,
    }
}

pub fn status_word(status: Status) -> StatusWord {
    match status {
        Status::NotStarted => StatusWord::NotStarted,
        Status::OnCourse => StatusWord::OnCourse,
        Status::Overdue => StatusWord::Overdue,
        Status::Finished => StatusWord::Finished,
        Status::Dns => StatusWord::Dns,
        Status::Dnf => StatusWord::Dnf,
        Status::CutOff => StatusWord::CutOff,
        Status::Dsq => StatusWord::Dsq,
    }
}

/// `2:06:00.3`, for people; milliseconds are beside it for programs.
pub fn time_text(ms: i64) -> String {
    let (sign, tenths) = if ms < 0 {
        ("-", -ms / 100)
    } else {
        ("", ms / 100)
    };
    let s = tenths / 10;
    format!(
        "{sign}{}:{:02}:{:02}.{}",
        s / 3600,
        s / 60 % 60,
        s % 60,
        tenths % 10
    )
}
