//! Times as decoders write them, and what instant they mean: some have a date, some a zone, some neither.

use homestretch_race::time::{Instant, Span};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// 2000 to 2100: outside, seconds were sent for milliseconds or the like.
pub const PLAUSIBLE_MS: std::ops::Range<i64> = 946_684_800_000..4_102_444_800_000;

/// A time without a date lies in the day that begins so long before the first gun.
const DAY_BEFORE_GUN: Span = Span(6 * 3_600_000);

/// Reckons a source's times.
#[derive(Clone, Debug)]
pub struct Reckoner {
    zone: TimeZone,
    /// Times without a date lie in the 24 hours from here.
    from: Instant,
}

impl Reckoner {
    /// A reckoner for clocks that show the time of a zone.
    pub fn new(zone: TimeZone, first_gun: Instant) -> Self {
        Self {
            zone,
            from: first_gun - DAY_BEFORE_GUN,
        }
    }

    /// The instant of a date and a time of day.
    pub fn instant(&self, date: Option<Date>, time: Time) -> Option<Instant> {
        if let Some(date) = date {
            return self.of(date.to_datetime(time));
        }
        let first = jiff::Timestamp::from_millisecond(self.from.0).ok()?;
        let date = first.to_zoned_datetime(self.zone.clone()).date();
        let same_day = self.of(date.to_datetime(time))?;
        if same_day >= self.from {
            return Some(same_day);
        }
        self.of(date.tomorrow().ok()?.to_datetime(time))
    }

    /// The instant of any text that decoders write: with date and zone, with a date, a time alone, or a number of
    /// seconds or milliseconds since 1970.
    pub fn read(&self, text: &str) -> Option<Instant> {
        let text = text.trim();
        if let Some(time) = time(text) {
            return self.instant(None, time);
        }
        if let Ok(number) = text.parse::<f64>() {
            let ms = if number.abs() < 1e11 {
                number * 1000.0
            } else {
                number
            };
            return plausible(Instant(ms.round() as i64));
        }
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return plausible(Instant(instant.as_millisecond()));
        }
        let (day, of_day) = text.split_once(['T', ' '])?;
        self.instant(Some(date(day)?), time(of_day.trim())?)
    }

    fn of(&self, local: DateTime) -> Option<Instant> {
        let zoned = local.to_zoned_datetime(self.zone.clone()).ok()?;
        plausible(Instant(zoned.timestamp().as_millisecond()))
    }
}

/// The instant, if it is one of this century.
pub fn plausible(at: Instant) -> Option<Instant> {
    PLAUSIBLE_MS.contains(&at.0).then_some(at)
}

/// `13:11:30`, `13:11:30.904`, and with a comma.
pub fn time(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut parts = whole.split(':');
    let [hour, minute, second] = [parts.next()?, parts.next()?, parts.next()?];
    // Half a second's digits are half a line.
    let whole = minute.len() == 2 && second.len() == 2 && parts.next().is_none();
    if !whole || fraction.len() > 9 {
        return None;
    }
    let [hour, minute, second] = [hour, minute, second].map(two_digits);
    let fraction = format!("{fraction:0<9}");
    let all_digits = fraction.bytes().all(|b| b.is_ascii_digit());
    let nanos: i32 = all_digits.then(|| fraction.parse().ok()).flatten()?;
    Time::new(hour?, minute?, second?, nanos).ok()
}

/// `2026-04-05` or `260405`; `0000-00-00` and nothing are no date.
pub fn date(text: &str) -> Option<Date> {
    if text.len() == 6 && text.is_ascii() {
        let year = i16::from(two_digits(&text[..2])?);
        return Date::new(
            2000 + year,
            two_digits(&text[2..4])?,
            two_digits(&text[4..])?,
        )
        .ok();
    }
    text.parse().ok()
}

/// One or two digits, and nothing else.
pub fn two_digits(text: &str) -> Option<i8> {
    let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A race in Berlin, first gun on 5 April 2026 at 09:00 there.
    fn berlin() -> Reckoner {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        Reckoner::new(zone, Instant(1_775_372_400_000))
    }

    #[test]
    fn every_way_of_writing_means_the_same_instant() {
        let nine_and_a_half = Some(Instant(1_775_372_400_500));
        for text in [
            "09:00:00.5",
            "9:00:00,500",
            "2026-04-05 09:00:00.50",
            "2026-04-05T09:00:00.5",
            "2026-04-05T09:00:00.5+02:00",
            "2026-04-05T07:00:00.5Z",
            "1775372400.5",
            "1775372400500",
        ] {
            assert_eq!(berlin().read(text), nine_and_a_half, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "9",
            "09:00",
            "24:00:00",
            "09:60:00",
            "09:00:00.x",
            "09:00:00:00",
            "2026-04-31 09:00:00",
            "0000-00-00 09:00:00",
            "NaN",
            "inf",
            "-5",
            "1e300",
            "T",
            " ",
            "🕘:00:00",
            "09:00:00.1234567890",
        ] {
            assert_eq!(berlin().read(text), None, "{text}");
        }
        assert_eq!(date("0000-00-00"), None);
        assert_eq!(date("26é4"), None);
    }

    #[test]
    fn a_time_without_a_date_lies_in_the_day_of_the_race() {
        let at = |text: &str| berlin().read(text).expect("a time") - Instant(1_775_372_400_000);
        assert_eq!(at("03:00:00"), Span(-6 * 3_600_000));
        assert_eq!(at("23:59:59"), Span(15 * 3_600_000 - 1_000));
        // After midnight the race goes on.
        assert_eq!(at("00:00:00"), Span(15 * 3_600_000));
        assert_eq!(at("02:59:59"), Span(18 * 3_600_000 - 1_000));
    }
}
