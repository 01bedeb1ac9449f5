//! The filters that are set, in words, and a gap as somebody types it.

use homestretch_race::roster::Sex;

use super::chart::clock;
use super::desk::Desk;
use crate::parts::face;

/// The filters that are set: what is taken away must not pass for all of it.
pub fn filters(desk: Desk) -> Vec<String> {
    let (words, book) = (desk.prefs.words(), desk.book.get());
    let asked = desk.asked.get();
    let Some(event) = desk.held.event() else {
        return Vec::new();
    };
    let of = event.contests.get(desk.contest(&event));
    let point = |point: usize| {
        let point = of.and_then(|of| of.points.get(point));
        point.map_or_else(String::new, |point| desk.prefs.text(&point.names))
    };
    let mut said = Vec::new();
    said.extend(asked.sex.map(|sex| match sex {
        Sex::Female => words.sex_female(),
        Sex::Male => words.sex_male(),
        Sex::Other => words.sex_other(),
    }));
    if !asked.noc.is_empty() {
        said.push(asked.noc.clone());
    }
    let category = asked.category.and_then(|c| event.categories.get(c));
    said.extend(category.map(|category| desk.prefs.text(&category.names)));
    said.extend(asked.status.map(|status| face::status(status, &words)));
    said.extend(asked.passed.map(|(at, passed)| {
        let name = point(at);
        if passed {
            book.passed(&name)
        } else {
            book.not_passed(&name)
        }
    }));
    said.extend(
        asked
            .within_s
            .map(|s| book.only_within(&clock(f64::from(s)))),
    );
    if !asked.find.trim().is_empty() {
        said.push(["“", asked.find.trim(), "”"].concat());
    }
    said
}

/// Seconds of `m:ss`, `h:mm:ss` or seconds alone; none for anything else.
pub fn seconds_of(text: &str) -> Option<u32> {
    let parts = text.trim().split(':');
    let add = |sum: u32, part: &str| {
        let part: u32 = part.parse().ok()?;
        sum.checked_mul(60)?.checked_add(part)
    };
    parts.into_iter().try_fold(0, add)
}

#[cfg(test)]
mod tests {
    use super::seconds_of;

    #[test]
    fn a_gap_is_read_as_it_is_written() {
        for (text, s) in [
            ("90", Some(90)),
            ("1:30", Some(90)),
            (" 1:00:05 ", Some(3605)),
            ("0", Some(0)),
        ] {
            assert_eq!(seconds_of(text), s, "{text}");
        }
        for text in ["", "x", "1:x", "-5", "99999999:99:99", ":"] {
            assert_eq!(seconds_of(text), None, "{text}");
        }
    }
}
