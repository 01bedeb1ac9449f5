//! Instants as machines and people read them: RFC 3339, in any zone a fixed number of minutes from UTC.

use std::fmt::Write;

use homestretch_race::time::Instant;

/// `2026-04-05T10:32:11.3+09:00`; `Z` for UTC. Tenths only where there are any.
pub fn rfc3339(at: Instant, offset_min: i32) -> String {
    let local_ms = at.0 + i64::from(offset_min) * 60_000;
    let (day, ms) = (
        local_ms.div_euclid(86_400_000),
        local_ms.rem_euclid(86_400_000),
    );
    let (year, month, of_month) = civil(day);
    let (s, tenth) = (ms / 1000, ms % 1000 / 100);
    let mut text = format!(
        "{year:04}-{month:02}-{of_month:02}T{:02}:{:02}:{:02}",
        s / 3600,
        s / 60 % 60,
        s % 60
    );
    if tenth > 0 {
        text.push('.');
        text.push_str(&tenth.to_string());
    }
    if offset_min == 0 {
        text.push('Z');
    } else {
        let sign = if offset_min < 0 { '-' } else { '+' };
        let min = offset_min.abs();
        let _ = write!(text, "{sign}{:02}:{:02}", min / 60, min % 60);
    }
    text
}

/// Reads what [`rfc3339`] writes, in any zone; none for anything else.
pub fn from_rfc3339(text: &str) -> Option<Instant> {
    let (day, time) = text.split_once(['T', 't'])?;
    let mut parts = day.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, of_month) = (parts.next()??, parts.next()??, parts.next()??);
    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = time.split_at_checked(zone_at)?;
    let offset_min = match zone.strip_prefix(['+', '-']) {
        None => 0,
        Some(zone) => {
            let (h, min) = zone.split_once(':')?;
            let min = h.parse::<i64>().ok()? * 60 + min.parse::<i64>().ok()?;
            if time.len() < text.len() && text[day.len() + 1 + zone_at..].starts_with('-') {
                -min
            } else {
                min
            }
        }
    };
    let (time, tenth) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = time.split(':').map(|part| part.parse::<i64>().ok());
    let (h, min, s) = (parts.next()??, parts.next()??, parts.next()??);
    let tenth = tenth.get(..1)?.parse::<i64>().ok()?;
    let sane = (1970..3000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&of_month)
        && [h, min, s].iter().all(|n| (0..=60).contains(n));
    let ms = ((day_of(year, month, of_month) * 24 + h) * 60 + min - offset_min) * 60_000;
    sane.then_some(Instant(ms + s * 1000 + tenth * 100))
}

/// Days since 1 January 1970, the other way round.
fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `10:32:11` in a zone.
pub fn time_of_day(at: Instant, offset_min: i32) -> String {
    let s = (at.0.div_euclid(1000) + i64::from(offset_min) * 60).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// `10:32:11.3` in a zone: where a tenth makes the difference.
pub fn to_the_tenth(at: Instant, offset_min: i32) -> String {
    let tenth = at.0.rem_euclid(1000) / 100;
    format!("{}.{tenth}", time_of_day(at, offset_min))
}

/// `2026-04-05 10:32:11` in a zone.
pub fn date_and_time(at: Instant, offset_min: i32) -> String {
    let local_ms = at.0 + i64::from(offset_min) * 60_000;
    let (year, month, day) = civil(local_ms.div_euclid(86_400_000));
    format!(
        "{year:04}-{month:02}-{day:02} {}",
        time_of_day(at, offset_min)
    )
}

/// Year, month and day of a day counted from 1 January 1970, by Howard Hinnant's method.
fn civil(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_month)
}

#[cfg(test)]
mod tests {
    use super::{date_and_time, from_rfc3339, rfc3339, time_of_day};
    use homestretch_race::time::Instant;

    #[test]
    fn instants_are_written_in_their_zone() {
        let nine = Instant(1_775_347_200_300);
        assert_eq!(rfc3339(nine, 0), "2026-04-05T00:00:00.3Z");
        assert_eq!(rfc3339(nine, 540), "2026-04-05T09:00:00.3+09:00");
        assert_eq!(rfc3339(nine, -210), "2026-04-04T20:30:00.3-03:30");
        assert_eq!(rfc3339(Instant(951_782_400_000), 0), "2000-02-29T00:00:00Z");
        assert_eq!(rfc3339(Instant(-1000), 0), "1969-12-31T23:59:59Z");
        for offset_min in [0, 540, -210] {
            let back = from_rfc3339(&rfc3339(nine, offset_min));
            assert_eq!(back, Some(nine), "{offset_min}");
        }
        for wrong in [
            "",
            "noon",
            "2026-04-05",
            "2026-13-05T00:00:00Z",
            "2026-04-05T0:0Z",
            "T::Z",
            "2026-04-05T00:00:00.é+",
        ] {
            assert_eq!(from_rfc3339(wrong), None, "{wrong}");
        }
        assert_eq!(time_of_day(nine, 540), "09:00:00");
        assert_eq!(date_and_time(nine, -210), "2026-04-04 20:30:00");
    }
}
