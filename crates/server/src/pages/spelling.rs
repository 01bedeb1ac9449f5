//! How the pages write what is not a sentence: addresses, zones, dates, and a style without its comments.

use homestretch_race::event::Event;

/// A bib as a part of an address: bibs are the event's own and may hold anything.
pub fn in_address(bib: &str) -> String {
    use std::fmt::Write as _;
    let mut address = String::with_capacity(bib.len());
    for byte in bib.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// The race's zone by name and offset: `Asia/Pyongyang, UTC+9`.
pub(super) fn zone(event: &Event) -> String {
    let min = event.zone.offset_min;
    let sign = if min < 0 { '−' } else { '+' };
    let (h, m) = (min.abs() / 60, min.abs() % 60);
    let offset = if m == 0 {
        format!("{sign}{h}")
    } else {
        format!("{sign}{h}:{m:02}")
    };
    if event.zone.iana.is_empty() {
        format!("UTC{offset}")
    } else {
        format!("{}, UTC{offset}", event.zone.iana)
    }
}

/// Year, month and day of a civil date.
pub(super) fn civil(date: &str) -> Option<(i32, u32, u32)> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// A style without its comments and indentation.
pub(super) fn small(style: &str) -> String {
    let mut text = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
