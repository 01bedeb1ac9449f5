//! What may be asked: the instant, what was known, the form, the page.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use homestretch_race::Tick;
use homestretch_race::time::Instant;
use serde::{Deserialize, Deserializer};

use super::problem::Problem;

/// So many rows a page has when nobody says otherwise, and at most.
pub const USUAL_ROWS: u32 = 1_000;
/// A whole field fits into one page.
pub const MOST_ROWS: u32 = 100_000;

/// Up to when reads and corrections count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// All that is known now.
    #[default]
    Now,
    /// What was known at the instant asked about.
    Then,
    /// What was known at a tick.
    At(Tick),
}

/// How the answer is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// JSON.
    #[default]
    Json,
    /// CSV, for spreadsheets.
    Csv,
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// So many are left out before it.
    pub offset: u32,
    /// So many are on it at most.
    pub limit: u32,
}

impl Page {
    /// The page asked for.
    pub fn of(offset: Option<u32>, limit: Option<u32>) -> Result<Self, Problem> {
        let limit = limit.unwrap_or(USUAL_ROWS);
        if !(1..=MOST_ROWS).contains(&limit) {
            return Err(Problem::bad(format!(
                "`limit` is {limit}; it may be from 1 to {MOST_ROWS}."
            )));
        }
        Ok(Self {
            offset: offset.unwrap_or(0),
            limit,
        })
    }
    /// Its part of a list.
    pub fn cut<T>(self, all: Vec<T>) -> Vec<T> {
        let (skip, take) = (self.offset as usize, self.limit as usize);
        all.into_iter().skip(skip).take(take).collect()
    }
}

/// Reads an instant: RFC 3339.
pub fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Instant>, D::Error> {
    let text = String::deserialize(from)?;
    // In an address a plus sign stands for a space.
    let text = text.trim().replace(' ', "+");
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => Ok(Some(Instant(at.as_millisecond()))),
        Err(_) => Err(serde::de::Error::custom(format!(
            "`{text}` is no instant; write it like 2026-04-05T01:32:00Z"
        ))),
    }
}

/// Reads what counts as known.
pub fn known<'de, D: Deserializer<'de>>(from: D) -> Result<Known, D::Error> {
    let text = String::deserialize(from)?;
    match text.as_str() {
        "now" => Ok(Known::Now),
        "then" => Ok(Known::Then),
        tick if tick.bytes().all(|b| b.is_ascii_digit()) && tick.len() <= 9 => {
            let tick = tick.parse().map_err(serde::de::Error::custom)?;
            Ok(Known::At(Tick(tick)))
        }
        other => Err(serde::de::Error::custom(format!(
            "`{other}` is not known; write `now`, `then` or the number of a tick"
        ))),
    }
}

/// What stands behind the question mark.
pub fn query<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, Problem> {
    match query {
        Ok(Query(asked)) => Ok(asked),
        Err(rejection) => Err(Problem::bad(rejection.body_text())),
    }
}

/// The word in the address and what stands behind the question mark.
pub fn both<T>(
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<T>, QueryRejection>,
) -> Result<(String, T), Problem> {
    Ok((word(path)?, self::query(query)?))
}

/// The word in the address.
fn word(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    match path {
        Ok(Path(word)) => Ok(word),
        Err(rejection) => Err(Problem::bad(rejection.body_text())),
    }
}
