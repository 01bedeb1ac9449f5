//! Clocks that tell the time of day and not the date.

use crate::time::{Instant, Span};

const DAY_MS: i64 = 86_400_000;

/// The instant of a time of day without a date, nearest to `near` (the moment it was received, or the gun):
/// right over midnight, and for reads that are hours late. The time of day is in milliseconds since midnight
/// in a zone so many minutes east of UTC.
pub fn instant_from_time_of_day(since_midnight_ms: i64, offset_min: i32, near: Instant) -> Instant {
    let offset_ms = i64::from(offset_min) * 60_000;
    let near_ms = near.0.saturating_add(offset_ms);
    let midnight_ms = near_ms.div_euclid(DAY_MS).saturating_mul(DAY_MS);
    let today = Instant(
        midnight_ms
            .saturating_add(since_midnight_ms.rem_euclid(DAY_MS))
            .saturating_sub(offset_ms),
    );
    let day = Span(DAY_MS);
    [today, today - day, today + day]
        .into_iter()
        .min_by_key(|at| (*at - near).0.unsigned_abs())
        .unwrap_or(today)
}
