//! The demo race: a made-up field on the approximate course of Pyongyang.

use homestretch_feed::{CourseFile, FeedError, read};
use homestretch_race::change::Phase;
use homestretch_race::event::Event;
use homestretch_race::roster::Roster;
use homestretch_race::time::{Instant, Span};

use crate::race_day::{RaceDay, RaceDayError};
use crate::simulate::{self, Field};
use crate::timeline::{Happening, Step, Timeline};

/// The event file of the demo.
pub const EVENT: &str = include_str!("../demo/event.json");
/// The course file of the demo.
pub const COURSE: &str = include_str!("../demo/course.json");

/// The source's name at the door.
const SOURCE: &str = "@simulator";
/// The demo begins so long before the first gun.
const BEFORE_GUN: Span = Span(90_000);
/// After the last limit: so long until it is over, and until it is official.
const UNTIL_OVER: Span = Span(2 * 60_000);
const UNTIL_OFFICIAL: Span = Span(15 * 60_000);

/// Why there is no demo: its files are part of the program, so this is a fault of the build.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum DemoError {
    #[error("the demo's files are damaged: {0}")]
    File(#[from] FeedError),
    #[error("the demo's files do not fit together: {0}")]
    RaceDay(#[from] RaceDayError),
}

/// The demo race of a seed.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The race day.
    pub day: RaceDay,
    /// What becomes known when.
    pub timeline: Timeline,
}

/// The event and the course of the demo.
///
/// # Errors
/// When the files in the program are damaged.
pub fn event_and_course() -> Result<(Event, CourseFile), FeedError> {
    let event = read::event(EVENT.as_bytes())?.value.event;
    let course = read::course(COURSE.as_bytes())?.value;
    Ok((event, course))
}

/// The demo race; the same seed gives the same race.
///
/// # Errors
/// When the files in the program are damaged.
pub fn demo(seed: u64) -> Result<Demo, DemoError> {
    let (event, course) = event_and_course()?;
    let field = simulate::field(&event, &course, seed);
    let roster = Roster::new(field.roster.clone());
    let day = RaceDay::new(event, course, roster, &[])?;
    let timeline = timeline(&day, &field);
    Ok(Demo { day, timeline })
}

/// Where the race's clock begins when nobody says otherwise: a little before the first gun.
pub fn begin(day: &RaceDay) -> Instant {
    day.first_gun() - BEFORE_GUN
}

/// What becomes known when, of a made-up field on a race day.
pub fn timeline(day: &RaceDay, field: &Field) -> Timeline {
    let chips = day.lookup.worn();
    let reads = field.reads().iter().filter_map(|read| {
        Some(Step {
            due: read.known_at,
            what: Happening::Read {
                chip: (*chips.get(&read.entrant)?).to_owned(),
                mat: day.event.mats.get(read.mat)?.key.clone(),
                at: read.at,
                accepted_as: None,
            },
        })
    });
    let rulings = field.rulings().iter().map(|ruling| Step {
        due: ruling.known_at,
        what: Happening::Rule {
            entrant: ruling.entrant,
            ruling: Some(ruling.ruling),
            note: ruling.note.clone(),
        },
    });
    let mut steps: Vec<Step> = reads.chain(rulings).collect();
    let limits = day.event.contests.iter().flat_map(|c| {
        let limit = c.limit.unwrap_or_default();
        c.waves.iter().map(move |wave| wave.gun + limit)
    });
    let last = steps.iter().map(|s| s.due).chain(limits).max();
    if let Some(last) = last {
        for (after, official) in [(UNTIL_OVER, false), (UNTIL_OFFICIAL, true)] {
            let phase = Phase::Ended;
            steps.push(Step {
                due: last + after,
                what: Happening::Phase { phase, official },
            });
        }
    }
    Timeline::new(SOURCE, steps)
}
