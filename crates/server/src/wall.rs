//! The wall clock: the only file of the server that reads it. Everybody else is told the time.

use std::time::{SystemTime, UNIX_EPOCH};

use homestretch_race::time::Instant;

/// Now, in epoch milliseconds of this machine.
pub fn now() -> Instant {
    let ms = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        // A machine whose clock stands before 1970 still serves; its reads are placed by their own times.
        Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
    };
    Instant(ms)
}
