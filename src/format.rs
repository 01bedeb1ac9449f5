//! How times, paces, gaps and distances are written. Pure; figures only, for sentences are in `words`.

use homestretch_race::time::{Instant, Span};
use homestretch_words::{Words, measure};

pub use measure::MILE_M;

/// Kilometres or miles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// Kilometres.
    #[default]
    Km,
    /// Miles.
    Miles,
}

/// A taken time as `h:mm:ss`. A fraction of a second counts as a whole one, as the rules of road running have it.
pub fn taken(time: Span) -> String {
    measure::taken(time.0)
}

/// A running clock as `h:mm:ss`: only full seconds have passed.
pub fn running(time: Span) -> String {
    let sign = if time.0 < 0 { "−" } else { "" };
    format!("{sign}{}", measure::hms(time.0.abs() / 1000))
}

/// Behind somebody, as `+m:ss` or `+h:mm:ss`.
pub fn gap(span: Span) -> String {
    let s = span.0.max(0).div_ceil_s();
    if s < 3600 {
        format!("+{}:{:02}", s / 60, s % 60)
    } else {
        format!("+{}", measure::hms(s))
    }
}

/// A pace, given in seconds per kilometre, as `m:ss` for the unit.
pub fn pace(s_per_km: f64, units: Units) -> String {
    let per_unit = match units {
        Units::Km => s_per_km,
        Units::Miles => s_per_km * MILE_M / 1000.0,
    };
    if !per_unit.is_finite() || !(0.0..36_000.0).contains(&per_unit) {
        return "–".to_owned();
    }
    let s = per_unit.round() as i64;
    format!("{}:{:02}", s / 60, s % 60)
}

/// A pace with its unit, such as `4:12 /km`.
pub fn pace_with_unit(s_per_km: f64, units: Units, words: &Words) -> String {
    let pace = pace(s_per_km, units);
    match units {
        Units::Km => words.pace_per_km(&pace),
        Units::Miles => words.pace_per_mile(&pace),
    }
}

/// A place on the course, to a tenth of the unit.
pub fn distance(at_m: f64, units: Units, words: &Words) -> String {
    words.distance(at_m, units == Units::Miles)
}

/// How far a place may be off: metres in round numbers, so that it does not pretend to be exact.
pub fn margin(m: f64, units: Units, words: &Words) -> String {
    words.margin(m, units == Units::Miles)
}

/// A time of day as `hh:mm` in a zone so many minutes east of UTC.
pub fn time_of_day(at: Instant, offset_min: i32) -> String {
    measure::time_of_day(at.epoch_s(), offset_min)
}

/// A time of day as `hh:mm:ss` in a zone so many minutes east of UTC.
pub fn time_of_day_s(at: Instant, offset_min: i32) -> String {
    let s = second_of_day(at, offset_min);
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// How long ago something was; what is hardly over is just now.
pub fn ago(span: Span, words: &Words) -> String {
    if span.0 < 30_000 {
        words.just_now()
    } else {
        words.ago(&age(span, words))
    }
}

/// How long ago, in the largest unit that fits.
pub fn age(span: Span, words: &Words) -> String {
    let s = span.0.max(0) / 1000;
    match s {
        0..120 => words.seconds(s as u32),
        120..7_200 => words.minutes((s / 60) as u32),
        7_200..172_800 => words.hours((s / 3600) as u32),
        _ => words.days((s / 86_400) as u32),
    }
}

/// Year, month and day of a civil date `YYYY-MM-DD`; none for anything else.
pub fn civil_date(date: &str) -> Option<(i32, u32, u32)> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

fn second_of_day(at: Instant, offset_min: i32) -> i64 {
    (at.epoch_s() + i64::from(offset_min) * 60).rem_euclid(86_400)
}

trait CeilToSeconds {
    fn div_ceil_s(self) -> i64;
}

impl CeilToSeconds for i64 {
    fn div_ceil_s(self) -> i64 {
        (self + 999).div_euclid(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_times_are_rounded_up_and_running_ones_down() {
        assert_eq!(taken(Span(7_757_100)), "2:09:18");
        assert_eq!(taken(Span(7_757_000)), "2:09:17");
        assert_eq!(running(Span(7_757_900)), "2:09:17");
        assert_eq!(running(Span(-61_000)), "−0:01:01");
    }

    #[test]
    fn gaps_and_paces() {
        assert_eq!(gap(Span(12_000)), "+0:12");
        assert_eq!(gap(Span(3_723_000)), "+1:02:03");
        assert_eq!(pace(341.4, Units::Km), "5:41");
        assert_eq!(pace(341.4, Units::Miles), "9:09");
        assert_eq!(pace(f64::NAN, Units::Km), "–");
        assert_eq!(pace(1e18, Units::Km), "–");
    }

    #[test]
    fn times_of_day_cross_midnight_in_either_direction() {
        let nine = Instant(1_775_347_200_000);
        assert_eq!(time_of_day(nine, 0), "00:00");
        assert_eq!(time_of_day(nine, 540), "09:00");
        assert_eq!(time_of_day_s(nine, -300), "19:00:00");
    }

    #[test]
    fn margins_do_not_pretend_to_be_exact() {
        let words = Words::english();
        let said = |m| margin(m, Units::Km, &words);
        assert_eq!(
            [said(3.0), said(87.0), said(212.0), said(1_430.0)],
            ["10 m", "90 m", "250 m", "1.4 km"]
        );
    }

    #[test]
    fn ages_speak_in_the_unit_that_fits() {
        let words = Words::english();
        let said = |s: i64| age(Span(s * 1000), &words);
        assert_eq!(
            [said(1), said(119), said(130), said(7_300), said(-4)],
            [
                "1 second",
                "119 seconds",
                "2 minutes",
                "2 hours",
                "0 seconds"
            ]
        );
    }

    #[test]
    fn dates_are_read_or_refused() {
        assert_eq!(civil_date("2026-04-05"), Some((2026, 4, 5)));
        assert_eq!(civil_date("tomorrow"), None);
    }
}
