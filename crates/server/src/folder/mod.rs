//! A race folder: `event.json`, `course.json` or `course.gpx` and the like, `entrants.csv` or `entrants.json`;
//! `pacing.txt` where the race has a pacing model of its own, and `sources.json` where timing systems bring the reads.
//! The store of a race lies beside them.

pub mod backup;
pub mod course;
pub mod entrants;
pub mod event;
pub mod export;
pub mod office;
pub mod pacing;
pub mod sources;

use std::path::{Path, PathBuf};

use homestretch_feed::{FeedError, Problem, read};
use homestretch_race::event::Event;

use crate::race_day::{RaceDay, RaceDayError};
use crate::sources::setup::Sources;
use entrants::{Entrants, EntrantsError, entrants_from_csv, entrants_from_json};
use event::{EventError, event_from_json};
use sources::{SourcesError, sources_from_json};

/// The store of a race folder.
pub const STORE: &str = "race.sqlite";

/// What is wrong with a race folder; each message names the file.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum FolderError {
    #[error("`{}`: {cause}", path.display())]
    Unreadable {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("`{}` has none of {names}; see `examples/small-race` for the files of a race", folder.display())]
    Missing { folder: PathBuf, names: String },
    #[error("`{}`: {cause}", path.display())]
    Feed {
        path: PathBuf,
        cause: homestretch_feed::FeedError,
    },
    #[error("`{}`: {problem}", path.display())]
    Problem { path: PathBuf, problem: String },
    #[error("`{}`: {cause}", path.display())]
    Course {
        path: PathBuf,
        cause: crate::import::ImportError,
    },
    #[error("`{}`: {cause}", path.display())]
    Event { path: PathBuf, cause: EventError },
    #[error("`{}`: {cause}", path.display())]
    Entrants { path: PathBuf, cause: EntrantsError },
    #[error("`{}`: {cause}", path.display())]
    Sources { path: PathBuf, cause: SourcesError },
    #[error(transparent)]
    RaceDay(#[from] RaceDayError),
    #[error("`{}`: {cause}; make a model with `homestretch fit`, or remove the file to use the one that is shipped", path.display())]
    Pacing {
        path: PathBuf,
        cause: homestretch_race::pacing::ModelError,
    },
}

/// Reads a race folder.
///
/// # Errors
/// When a file is missing or wrong; the message names the file, the place in it and the remedy.
pub fn load(folder: &Path) -> Result<RaceDay, FolderError> {
    let mut event = event(&find(folder, &["event.json"])?)?;
    event.pacing = pacing::of_folder(folder)?;
    let course = course::of_folder(folder, &event)?;
    let entrants = entrants(&find(folder, &["entrants.csv", "entrants.json"])?, &event)?;
    let sources = sources(folder, &event)?;
    let day = RaceDay::new(event, course, entrants.roster, &entrants.chips)?;
    Ok(day.with_sources(sources))
}

fn sources(folder: &Path, event: &Event) -> Result<Sources, FolderError> {
    let path = folder.join("sources.json");
    if !path.is_file() {
        return Ok(Sources::default());
    }
    sources_from_json(&text(&path)?, event, folder)
        .map_err(|cause| FolderError::Sources { path, cause })
}

/// Reads an event file: as people write it, or as the feed has it.
///
/// # Errors
/// When it is neither.
pub fn event(path: &Path) -> Result<Event, FolderError> {
    let text = text(path)?;
    if is_of_the_feed(text.as_bytes()) {
        let parsed = read::event(text.as_bytes()).map_err(feed_error(path))?;
        no_problems(path, &parsed.problems)?;
        return Ok(parsed.value.event);
    }
    event_from_json(&text).map_err(|cause| FolderError::Event {
        path: path.to_owned(),
        cause,
    })
}

fn entrants(path: &Path, event: &Event) -> Result<Entrants, FolderError> {
    let text = text(path)?;
    let is_csv = path.extension().is_some_and(|e| e == "csv");
    let read = if is_csv {
        entrants_from_csv(&text, event)
    } else {
        entrants_from_json(&text, event)
    };
    read.map_err(|cause| FolderError::Entrants {
        path: path.to_owned(),
        cause,
    })
}

/// True for a file that says which version of the feed it is of.
fn is_of_the_feed(json: &[u8]) -> bool {
    let value: Result<serde_json::Value, _> = serde_json::from_slice(json);
    value.is_ok_and(|value| value.get("feed").is_some())
}

/// What a client would pass over, the office wants to know before race day.
fn no_problems(path: &Path, problems: &[Problem]) -> Result<(), FolderError> {
    problems.first().map_or(Ok(()), |first| {
        Err(FolderError::Problem {
            path: path.to_owned(),
            problem: first.to_string(),
        })
    })
}

fn find(folder: &Path, names: &[&str]) -> Result<PathBuf, FolderError> {
    let paths = names.iter().map(|name| folder.join(name));
    paths
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| FolderError::Missing {
            folder: folder.to_owned(),
            names: names.join(", "),
        })
}

fn text(path: &Path) -> Result<String, FolderError> {
    String::from_utf8(bytes(path)?).map_err(|error| FolderError::Problem {
        path: path.to_owned(),
        problem: format!("{}; save it as UTF-8", error.utf8_error()),
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, FolderError> {
    std::fs::read(path).map_err(|cause| FolderError::Unreadable {
        path: path.to_owned(),
        cause,
    })
}

fn feed_error(path: &Path) -> impl FnOnce(FeedError) -> FolderError {
    let path = path.to_owned();
    |cause| FolderError::Feed { path, cause }
}
