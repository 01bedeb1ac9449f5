//! The name of a history and its clock: begun once, remembered by the store, and the same after every restart.

use homestretch_feed::RaceClock;
use homestretch_race::time::Instant;

use crate::race_day::RaceDay;
use crate::store::{Store, StoreError};

const EPOCH: &str = "epoch";
const EVENT: &str = "event";
const CLOCK: [&str; 3] = ["clock_at_ms", "clock_race_ms", "clock_rate"];

/// Why a store does not fit the race.
#[derive(Debug, thiserror::Error)]
pub enum EpochError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store holds another race.
    #[error(
        "the store holds the race `{found}`, not `{wanted}`; choose another file with `--store`"
    )]
    OtherRace {
        /// The race in the store.
        found: String,
        /// The race to be served.
        wanted: String,
    },
    /// The store was begun in quick motion.
    #[error(
        "the store was begun as a rehearsal (its clock runs {rate} times as fast, or elsewhere in time); for the real race choose another file with `--store`, or delete this one"
    )]
    Rehearsal {
        /// The rate of its clock.
        rate: f64,
    },
}

/// The history of the store: the one that it remembers, else a new one with this clock.
/// With `real` the clock must be the real one.
///
/// # Errors
/// When the store fails or holds something else.
pub fn open(
    store: &Store,
    day: &RaceDay,
    now: Instant,
    clock: RaceClock,
) -> Result<(String, RaceClock), EpochError> {
    let wanted = format!("{} {}", day.event.key, day.event.date);
    if let Some(found) = store.meta(EVENT)?.filter(|found| *found != wanted) {
        return Err(EpochError::OtherRace { found, wanted });
    }
    if let (Some(epoch), Some(kept)) = (store.meta(EPOCH)?, stored_clock(store)?) {
        if clock == RaceClock::REAL && kept != RaceClock::REAL {
            return Err(EpochError::Rehearsal { rate: kept.rate });
        }
        return Ok((epoch, kept));
    }
    let epoch = name(now);
    store.set_meta(EVENT, &wanted)?;
    for (key, value) in meta(&epoch, &clock) {
        store.set_meta(&key, &value)?;
    }
    Ok((epoch, clock))
}

/// The name of a history that begins now.
pub fn name(now: Instant) -> String {
    format!("{:x}", now.0.max(0))
}

/// What the store remembers of a history.
pub fn meta(epoch: &str, clock: &RaceClock) -> Vec<(String, String)> {
    let values = [
        (EPOCH, epoch.to_owned()),
        (CLOCK[0], clock.at.0.to_string()),
        (CLOCK[1], clock.race.0.to_string()),
        (CLOCK[2], clock.rate.to_string()),
    ];
    values.map(|(key, value)| (key.to_owned(), value)).into()
}

fn stored_clock(store: &Store) -> Result<Option<RaceClock>, StoreError> {
    let number = |key: &str| -> Result<Option<f64>, StoreError> {
        Ok(store.meta(key)?.and_then(|text| text.parse().ok()))
    };
    let [at, race, rate] = [number(CLOCK[0])?, number(CLOCK[1])?, number(CLOCK[2])?];
    Ok((|| {
        Some(RaceClock {
            // Epoch milliseconds are whole numbers far below 2^53.
            at: Instant(at? as i64),
            race: Instant(race? as i64),
            rate: rate?,
        })
    })())
}
