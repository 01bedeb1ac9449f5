//! Who says it in which language, and what runners, groups and points are called.

use homestretch_race::event::Event;
use homestretch_race::race::Race;
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_words::books::PressWords;
use homestretch_words::{Words, measure};

use crate::moment;

/// The sentences of a language, and how it calls committees (NOCs).
pub struct Speech<'a> {
    /// What everybody reads.
    pub words: &'a Words,
    /// What the press reads.
    pub press: &'a PressWords,
    /// What a committee is called.
    pub noc: &'a dyn Fn(&str) -> String,
}

impl Speech<'_> {
    /// A runner, with the committee's code where it is known: `Kim Un Ok (PRK)`.
    pub fn runner(&self, race: &Race, index: usize) -> String {
        let Some(entrant) = race.roster().all().get(index) else {
            return String::new();
        };
        let name = entrant.names.get(self.words.tag());
        let name = if name.is_empty() {
            self.words.nameless(&entrant.bib)
        } else {
            name.to_owned()
        };
        match &entrant.noc {
            Some(noc) => self.press.named(&name, noc),
            None => name,
        }
    }
    /// A contest, or a sex of it.
    pub fn group(&self, event: &Event, contest: usize, group: &Group) -> String {
        let contest = event.contests.get(contest);
        let contest = contest.map_or("", |c| c.names.get(self.words.tag()));
        match group {
            Group::Sex(Sex::Female) => self.press.group_women(contest),
            Group::Sex(Sex::Male) => self.press.group_men(contest),
            Group::Sex(Sex::Other) => self.press.group_other(contest),
            _ => self.press.group_all(contest),
        }
    }
    /// A point of a contest.
    pub fn point(&self, event: &Event, contest: usize, point: usize) -> String {
        let point = event
            .contests
            .get(contest)
            .and_then(|c| c.points.get(point));
        point.map_or_else(String::new, |p| p.names.get(self.words.tag()).to_owned())
    }
    /// Event, contest, whether official, as of when in both zones, and where it comes from: what every export carries.
    pub fn about(
        &self,
        race: &Race,
        contest: usize,
        at: Instant,
        official: bool,
        source: &str,
    ) -> String {
        let event = race.event();
        let (name, contest) = self.event_and_contest(event, contest);
        let as_of = self.as_of(event, at);
        self.press
            .about(&name, contest, &self.status(official), &as_of, source)
    }

    /// Event and contest in one line, and as of when in both zones in another.
    pub fn of_and_as_of(&self, race: &Race, contest: usize, at: Instant) -> (String, String) {
        let event = race.event();
        let (name, contest) = self.event_and_contest(event, contest);
        ([&name, contest].join(" · "), self.as_of(event, at))
    }

    /// Whether results may still change.
    pub fn status(&self, official: bool) -> String {
        if official {
            self.press.official()
        } else {
            self.press.provisional()
        }
    }

    fn event_and_contest<'e>(&self, event: &'e Event, contest: usize) -> (String, &'e str) {
        let tag = self.words.tag();
        let name = event.names.get(tag);
        let name = if event.demo {
            [name, " (", &self.press.demo(), ")"].concat()
        } else {
            name.to_owned()
        };
        let contest = event.contests.get(contest);
        (name, contest.map_or("", |c| c.names.get(tag)))
    }

    fn as_of(&self, event: &Event, at: Instant) -> String {
        self.press.as_of(
            &moment::date_and_time(at, event.zone.offset_min),
            &event.zone.iana,
            &moment::date_and_time(at, 0),
        )
    }

    /// A gap: in seconds and tenths below a minute, where tenths count, else as `m:ss` or `h:mm:ss`.
    pub fn gap(&self, span: Span) -> String {
        let ms = span.0.abs();
        if ms < 60_000 {
            let s = self.words.decimal(ms as f64 / 1000.0, 1);
            return self.press.seconds(&s);
        }
        let s = (ms + 999) / 1000;
        if s < 3600 {
            format!("{}:{:02}", s / 60, s % 60)
        } else {
            measure::hms(s)
        }
    }
}
