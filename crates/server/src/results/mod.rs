//! Results of a past race, as a race to be replayed: a CSV file of splits, one row per runner.

pub mod columns;
pub mod race;
pub mod rows;

use std::path::PathBuf;

use crate::local_time::TimeError;
use crate::race_day::RaceDayError;

/// What is wrong with a results file or its mapping.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum ResultsError {
    #[error("`{}`: {cause}", path.display())]
    Unreadable {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("`{}`: {cause}; docs/REPLAY.md says what a mapping holds", path.display())]
    Mapping {
        path: PathBuf,
        cause: serde_json::Error,
    },
    #[error("{0}")]
    Csv(#[from] csv::Error),
    #[error(
        "there is no column `{wanted}`; the file has {found}; name its columns in a file for `--mapping`"
    )]
    NoColumn { wanted: String, found: String },
    #[error("line {line}, column `{column}`: `{value}` is no time; write seconds, or H:MM:SS")]
    Time {
        line: u64,
        column: String,
        value: String,
    },
    #[error("line {line}: {wrong}")]
    Row { line: u64, wrong: String },
    #[error("the file has no rows")]
    Empty,
    #[error("the mapping: {0}")]
    Clock(#[from] TimeError),
    #[error(
        "the mapping: splits must go from near to far and end with the finish at {length_m} m; `{key}` at {at_m} m does not"
    )]
    Order {
        key: String,
        at_m: f64,
        length_m: f64,
    },
    #[error("the event's first contest has no point `{0}`, which the mapping names")]
    NoPoint(String),
    #[error("the course file has no route")]
    NoRoute,
    #[error(transparent)]
    RaceDay(#[from] RaceDayError),
}
