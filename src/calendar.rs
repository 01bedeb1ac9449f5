//! An entry for a calendar (RFC 5545), made here so that nobody else learns of it. Pure.

use homestretch_race::time::Instant;

/// What goes into the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The same for each entry about the same thing: a later one replaces an earlier one.
    pub uid: String,
    /// When it was made, in the world's time.
    pub made: Instant,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Its title.
    pub title: String,
    /// What else is to be said.
    pub text: String,
    /// Where it is.
    pub place: String,
}

/// The file: lines of at most 75 bytes, texts escaped, times in UTC.
pub fn ics_from_entry(entry: &Entry) -> String {
    let mut file = String::with_capacity(600);
    for (name, value) in [
        ("BEGIN", "VCALENDAR".to_owned()),
        ("VERSION", "2.0".to_owned()),
        ("PRODID", "-//Homestretch//Homestretch//EN".to_owned()),
        ("BEGIN", "VEVENT".to_owned()),
        ("UID", escaped(&entry.uid)),
        ("DTSTAMP", utc(entry.made)),
        ("DTSTART", utc(entry.from)),
        ("DTEND", utc(entry.to)),
        ("SUMMARY", escaped(&entry.title)),
        ("DESCRIPTION", escaped(&entry.text)),
        ("LOCATION", escaped(&entry.place)),
        // A guess must not make anybody look busy.
        ("TRANSP", "TRANSPARENT".to_owned()),
        ("STATUS", "TENTATIVE".to_owned()),
        ("END", "VEVENT".to_owned()),
        ("END", "VCALENDAR".to_owned()),
    ] {
        if !value.is_empty() {
            push_folded(&mut file, name, &value);
        }
    }
    file
}

/// `20260405T031500Z`.
fn utc(at: Instant) -> String {
    let s = at.0.div_euclid(1000);
    let (day, of_day) = (s.div_euclid(86_400), s.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(day);
    let mut text = String::with_capacity(16);
    for (n, width) in [(year, 4), (month, 2), (day, 2)] {
        push_padded(&mut text, n, width);
    }
    text.push('T');
    for n in [of_day / 3600, of_day / 60 % 60, of_day % 60] {
        push_padded(&mut text, n, 2);
    }
    text.push('Z');
    text
}

fn push_padded(text: &mut String, n: i64, width: usize) {
    let digits = n.max(0).to_string();
    for _ in digits.len()..width {
        text.push('0');
    }
    text.push_str(&digits);
}

/// Year, month and day of a day counted from the first of January 1970, by the Gregorian calendar.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Years that begin in March have their odd day last; 719,468 days lie between year 0 of those and 1970.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line, broken after 75 bytes at most and never inside a character; what goes on begins with a space.
fn push_folded(file: &mut String, name: &str, value: &str) {
    const MOST: usize = 75;
    let mut used = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if used + c.len_utf8() > MOST {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(c);
        used += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{Entry, civil_from_days, ics_from_entry, utc};
    use homestretch_race::time::Instant;

    #[test]
    fn times_are_utc() {
        // 5 April 2026, 12:31 in Pyongyang.
        assert_eq!(utc(Instant(1_775_359_860_000)), "20260405T033100Z");
        assert_eq!(utc(Instant(0)), "19700101T000000Z");
        assert_eq!(utc(Instant(951_782_399_999)), "20000228T235959Z");
        assert_eq!(utc(Instant(951_782_400_000)), "20000229T000000Z");
        assert_eq!(utc(Instant(-1)), "19691231T235959Z");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = civil_from_days(-800_000);
        for days in -799_999..800_000 {
            let (year, month, day) = civil_from_days(days);
            let next = (year, month, day) == (before.0, before.1, before.2 + 1);
            let new_month = day == 1 && before.2 >= 28;
            assert!(next || new_month, "{before:?} then {year}-{month}-{day}");
            before = (year, month, day);
        }
        assert_eq!(civil_from_days(20_548), (2026, 4, 5));
    }

    #[test]
    fn a_file_is_escaped_and_folded_and_nothing_in_a_name_can_add_a_line() {
        let entry = Entry {
            uid: "demo-101@homestretch".into(),
            made: Instant(1_775_356_260_000),
            from: Instant(1_775_359_860_000),
            to: Instant(1_775_360_400_000),
            title: "김\u{d55c}\u{ae38}; Marathon, \\ the\r\nEND:VEVENT".into(),
            text: "가나다라마바사아자차카타파하".repeat(12),
            place: String::new(),
        };
        let file = ics_from_entry(&entry);
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75), "{file}");
        let ends = lines.iter().filter(|line| **line == "END:VEVENT");
        assert_eq!(ends.count(), 1, "{file}");
        assert!(file.contains("\r\nDTSTART:20260405T033100Z\r\n"));
        assert!(file.contains("SUMMARY:김한길\\; Marathon\\, \\\\ the\\nEND:VEVENT"));
        assert!(!file.contains("LOCATION"));
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains(&entry.text));
    }
}
