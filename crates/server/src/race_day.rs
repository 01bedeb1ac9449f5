//! What is set up before the first gun: event, course, start list, and whose chip is whose.

use std::collections::HashMap;
use std::sync::Arc;

use homestretch_feed::CourseFile;
use homestretch_race::event::Event;
use homestretch_race::roster::{EntrantNo, Roster};
use homestretch_race::time::Instant;

use crate::sources::setup::Sources;

/// A race day, ready to be served.
#[derive(Clone, Debug)]
pub struct RaceDay {
    /// The event.
    pub event: Arc<Event>,
    /// The course.
    pub course: Arc<CourseFile>,
    /// The start list.
    pub roster: Arc<Roster>,
    /// Whose chip is whose, and which mat is which.
    pub lookup: Arc<Lookup>,
    /// The timing systems that are set up.
    pub sources: Arc<Sources>,
}

/// What does not fit together in a race day.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RaceDayError {
    /// A race needs something to run.
    #[error("the event has no contest; add one to `contests` of the event file")]
    NoContest,
    /// A contest runs on a route that is not in the course file.
    #[error(
        "contest `{contest}` runs on route `{route}`, but the course file has only: {known}; correct one of them"
    )]
    NoRoute {
        /// Key of the contest.
        contest: String,
        /// Key of its route.
        route: String,
        /// Keys that the course file has.
        known: String,
    },
    /// An entrant is in a contest or wave that the event does not have.
    #[error(
        "bib {bib} is in contest {contest}, wave {wave}, which the event does not have; correct the entrant or the event"
    )]
    NoWave {
        /// The bib.
        bib: String,
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
    },
    /// Two entrants wear one bib.
    #[error("bib {0} is given to two entrants; bibs must be unique over all contests")]
    SameBib(String),
    /// Two entrants wear one chip.
    #[error("chip `{0}` is given to two entrants; a chip has one wearer")]
    SameChip(String),
}

impl RaceDay {
    /// Puts a race day together. `chips` says whose chip is whose, as (chip, entrant); when it is empty, chips are bibs.
    ///
    /// # Errors
    /// When the parts do not fit together; the message names the part.
    pub fn new(
        event: Event,
        course: CourseFile,
        roster: Roster,
        chips: &[(String, EntrantNo)],
    ) -> Result<Self, RaceDayError> {
        if event.contests.is_empty() {
            return Err(RaceDayError::NoContest);
        }
        for contest in &event.contests {
            if course.route(&contest.route).is_none() {
                let known: Vec<&str> = course.routes.iter().map(|r| r.key.as_str()).collect();
                return Err(RaceDayError::NoRoute {
                    contest: contest.key.clone(),
                    route: contest.route.clone(),
                    known: known.join(", "),
                });
            }
        }
        let lookup = Lookup::new(&event, &roster, chips)?;
        Ok(Self {
            event: Arc::new(event),
            course: Arc::new(course),
            roster: Arc::new(roster),
            lookup: Arc::new(lookup),
            sources: Arc::default(),
        })
    }

    /// The same with timing systems.
    #[must_use]
    pub fn with_sources(mut self, sources: Sources) -> Self {
        self.sources = Arc::new(sources);
        self
    }

    /// The scheduled instant of the first gun.
    pub fn first_gun(&self) -> Instant {
        let waves = self.event.contests.iter().flat_map(|c| &c.waves);
        waves.map(|w| w.gun).min().unwrap_or(self.event.base)
    }
}

/// Chips and mats by what decoders call them. Letters of either case are the same.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    chips: HashMap<String, EntrantNo>,
    bibs: HashMap<String, EntrantNo>,
    mats: HashMap<String, usize>,
    /// True where the start list names no chips: then whoever wears the bib wears the chip.
    chips_are_bibs: bool,
    /// Mats by source and place, where the office says so; none for places that do not count.
    places: HashMap<(String, String), Option<usize>>,
}

impl Lookup {
    fn new(
        event: &Event,
        roster: &Roster,
        chips: &[(String, EntrantNo)],
    ) -> Result<Self, RaceDayError> {
        let mut bibs = HashMap::with_capacity(roster.all().len());
        for entrant in roster.all() {
            let contest = event.contests.get(entrant.contest);
            if contest.and_then(|c| c.waves.get(entrant.wave)).is_none() {
                return Err(RaceDayError::NoWave {
                    bib: entrant.bib.clone(),
                    contest: entrant.contest,
                    wave: entrant.wave,
                });
            }
            if bibs.insert(normal(&entrant.bib), entrant.no).is_some() {
                return Err(RaceDayError::SameBib(entrant.bib.clone()));
            }
        }
        let mut by_chip = HashMap::with_capacity(chips.len());
        for (chip, entrant) in chips {
            if by_chip
                .insert(normal(chip), *entrant)
                .is_some_and(|before| before != *entrant)
            {
                return Err(RaceDayError::SameChip(chip.clone()));
            }
        }
        let mats = event.mats.iter().enumerate();
        Ok(Self {
            chips: if chips.is_empty() {
                bibs.clone()
            } else {
                by_chip
            },
            bibs,
            mats: mats.map(|(i, mat)| (normal(&mat.key), i)).collect(),
            chips_are_bibs: chips.is_empty(),
            places: HashMap::new(),
        })
    }

    /// The chip is worn by somebody else by now, or by nobody.
    pub fn give(&mut self, chip: &str, to: Option<EntrantNo>) {
        let code = normal(chip);
        match to {
            Some(entrant) => drop(self.chips.insert(code, entrant)),
            None => drop(self.chips.remove(&code)),
        }
    }

    /// Two entrants wear each other's chips.
    pub fn swap_chips(&mut self, a: EntrantNo, b: EntrantNo) {
        for wearer in self.chips.values_mut() {
            if *wearer == a {
                *wearer = b;
            } else if *wearer == b {
                *wearer = a;
            }
        }
    }

    /// What a source reads at a place counts on this mat, or not at all.
    pub fn put_place(&mut self, source: &str, place: &str, mat: Option<usize>) {
        self.places.insert((source.to_owned(), normal(place)), mat);
    }

    /// What the office says of a place, where it says anything.
    pub fn place(&self, source: &str, place: &str) -> Option<Option<usize>> {
        if self.places.is_empty() {
            return None;
        }
        let key = (source.to_owned(), normal(place));
        self.places.get(&key).copied()
    }

    /// Who wears which bib by now. Where chips are bibs, whoever wore an old one wears that chip no more.
    pub fn name_bibs<'a>(&mut self, bibs: impl Iterator<Item = (&'a str, EntrantNo)>) {
        let bibs: HashMap<String, EntrantNo> = bibs.map(|(bib, no)| (normal(bib), no)).collect();
        if self.chips_are_bibs {
            for (bib, before) in &self.bibs {
                // A chip that the office gave away stays where it is.
                if self.chips.get(bib) == Some(before) && bibs.get(bib) != Some(before) {
                    self.chips.remove(bib);
                }
            }
            for (bib, no) in &bibs {
                if self.bibs.get(bib) != Some(no) {
                    self.chips.insert(bib.clone(), *no);
                }
            }
        }
        self.bibs = bibs;
    }

    /// Whose bib it is.
    pub fn by_bib(&self, bib: &str) -> Option<EntrantNo> {
        self.bibs.get(&normal(bib)).copied()
    }

    /// A chip of each entrant who wears any.
    pub fn worn(&self) -> HashMap<EntrantNo, &str> {
        let mut chips: Vec<_> = self.chips.iter().collect();
        chips.sort_unstable();
        chips
            .into_iter()
            .rev()
            .map(|(chip, no)| (*no, chip.as_str()))
            .collect()
    }

    /// Chips of each of a few entrants, in order.
    pub fn chips_of(&self, entrants: &[EntrantNo]) -> Vec<Vec<&str>> {
        let mut found = vec![Vec::new(); entrants.len()];
        for (chip, who) in &self.chips {
            if let Some(at) = entrants.iter().position(|no| no == who) {
                found[at].push(chip.as_str());
            }
        }
        for chips in &mut found {
            chips.sort_unstable();
        }
        found
    }

    /// Who wears the chip. Where a timing system tells runners by bib, the code is `bib:101`.
    pub fn entrant(&self, chip: &str) -> Option<EntrantNo> {
        let code = normal(chip);
        match code.strip_prefix("bib:") {
            Some(bib) => self.bibs.get(bib).copied(),
            None => self.chips.get(&code).copied(),
        }
    }

    /// Which mat it is, by index in the event.
    pub fn mat(&self, key: &str) -> Option<usize> {
        self.mats.get(&normal(key)).copied()
    }
}

fn normal(code: &str) -> String {
    code.trim().to_ascii_lowercase()
}
