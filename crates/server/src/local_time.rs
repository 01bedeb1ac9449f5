//! Times as people write them (a date, a time of day, a time taken) and instants.

use homestretch_race::event::Zone;
use homestretch_race::time::{Instant, Span};
use jiff::civil::Date;
use jiff::tz::Offset;

/// What is wrong with a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not a date.
    #[error("`{0}` is no date; write it as 2026-04-05")]
    Date(String),
    /// Not a time of day or a time taken.
    #[error("`{0}` is no time; write it as 9:00, 09:00:00 or 4:30:00.5")]
    Time(String),
    /// Not a zone.
    #[error("`{0}` is no time zone that is known here; write an IANA name such as Asia/Pyongyang")]
    Zone(String),
}

/// Hours, minutes and seconds: `9:00`, `09:00:00`, `4:30:00.5`. Hours may go beyond 24.
///
/// # Errors
/// When it is something else.
pub fn span_from_clock(text: &str) -> Result<Span, TimeError> {
    let wrong = || TimeError::Time(text.to_owned());
    let parts: Vec<&str> = text.trim().split(':').collect();
    let (hours, minutes, seconds) = match parts[..] {
        [h, m] => (h, m, "0"),
        [h, m, s] => (h, m, s),
        _ => return Err(wrong()),
    };
    let whole = |part: &str| -> Option<i64> {
        let digits =
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let (hours, minutes) = whole(hours).zip(whole(minutes)).ok_or_else(wrong)?;
    let plain = seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let seconds: f64 = seconds.parse().ok().filter(|_| plain).ok_or_else(wrong)?;
    if minutes >= 60 || seconds >= 60.0 {
        return Err(wrong());
    }
    Ok(Span(
        (hours * 60 + minutes) * 60_000 + Span::from_s(seconds).0,
    ))
}

/// Midnight at the beginning of a date, in a zone.
///
/// # Errors
/// When the date is no date.
pub fn midnight(date: &str, zone: &Zone) -> Result<Instant, TimeError> {
    let wrong = || TimeError::Date(date.to_owned());
    let day: Date = date.parse().map_err(|_| wrong())?;
    let offset = Offset::from_seconds(zone.offset_min * 60).map_err(|_| wrong())?;
    let at = offset
        .to_timestamp(day.at(0, 0, 0, 0))
        .map_err(|_| wrong())?;
    Ok(Instant(at.as_millisecond()))
}

/// A zone by its IANA name, with the offset it has at noon of a date.
///
/// # Errors
/// When date or zone is unknown.
pub fn zone_on(iana: &str, date: &str) -> Result<Zone, TimeError> {
    let day: Date = date.parse().map_err(|_| TimeError::Date(date.to_owned()))?;
    let wrong = |_| TimeError::Zone(iana.to_owned());
    let noon = day.at(12, 0, 0, 0).in_tz(iana).map_err(wrong)?;
    Ok(Zone {
        iana: iana.to_owned(),
        offset_min: noon.offset().seconds() / 60,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks() {
        let ms = |text| span_from_clock(text).map(|s| s.0).ok();
        assert_eq!(ms("9:00"), Some(32_400_000));
        assert_eq!(ms("09:00:00"), Some(32_400_000));
        assert_eq!(ms("4:30:00.5"), Some(16_200_500));
        assert_eq!(ms("26:10:00"), Some(94_200_000));
        for wrong in [
            "",
            "9",
            "9:60",
            "09:00:60",
            "-1:00",
            "9:00:-1",
            "a:b",
            "9:00:00:00",
            "9:00:inf",
        ] {
            assert_eq!(ms(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn pyongyang_is_nine_hours_ahead_again_since_2018() {
        let zone = zone_on("Asia/Pyongyang", "2026-04-05").expect("a zone");
        assert_eq!(zone.offset_min, 540);
        assert_eq!(
            zone_on("Asia/Pyongyang", "2017-04-09")
                .expect("a zone")
                .offset_min,
            510
        );
        assert_eq!(
            midnight("2026-04-05", &zone),
            Ok(Instant(1_775_314_800_000))
        );
        assert!(zone_on("Asia/Nowhere", "2026-04-05").is_err());
        assert!(midnight("2026-02-30", &zone).is_err());
    }
}
