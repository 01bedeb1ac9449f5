//! Nonsense costs the piece that it is in, or the file; never the program.

mod support;

use homestretch_course::{Course, LatLon};
use homestretch_feed::{FeedError, Parsed, read};
use proptest::prelude::*;
use support as sample;

const GOLDEN: [(&str, &str); 11] = [
    ("live", include_str!("golden/v1/live.json")),
    ("event", include_str!("golden/v1/event.json")),
    ("course", include_str!("golden/v1/course.json")),
    ("pacing", include_str!("golden/v1/pacing.json")),
    ("entrants", include_str!("golden/v1/entrants.json")),
    ("tick", include_str!("golden/v1/tick.json")),
    ("bundle", include_str!("golden/v1/bundle.json")),
    ("keyframe", include_str!("golden/v1/keyframe.json")),
    ("field", include_str!("golden/v1/field.json")),
    ("light", include_str!("golden/v1/light.json")),
    ("search", include_str!("golden/v1/search.json")),
];

/// Reads a file as the kind of that name and says what came of it.
fn outcome(kind: &str, bytes: &[u8]) -> Result<String, FeedError> {
    fn told<T>(parsed: &Parsed<T>) -> String {
        let problems: Vec<String> = parsed.problems.iter().map(ToString::to_string).collect();
        problems.join("\n")
    }
    let event = sample::event();
    match kind {
        "live" => read::head(bytes).map(|parsed| told(&parsed)),
        "event" => read::event(bytes).map(|parsed| told(&parsed)),
        "course" => read::course(bytes).map(|parsed| told(&parsed)),
        "pacing" => read::pacing(bytes).map(|parsed| told(&parsed)),
        "entrants" => read::entrants(bytes, &event).map(|parsed| told(&parsed)),
        "tick" => read::tick(bytes, &event).map(|parsed| told(&parsed)),
        "bundle" => read::bundle(bytes, &event).map(|parsed| told(&parsed)),
        "keyframe" => read::keyframe(bytes, &event).map(|parsed| told(&parsed)),
        "field" => read::field(bytes, &event).map(|parsed| told(&parsed)),
        "light" => read::light(bytes, &event).map(|parsed| told(&parsed)),
        "search" => read::shard(bytes, &event).map(|parsed| told(&parsed)),
        _ => unreachable!("every kind of golden file is listed above"),
    }
}

/// What is said of a golden file in which one thing was replaced by another.
fn check(kind: &str, replace: &str, by: &str, said: &str) {
    let (_, golden) = GOLDEN.iter().find(|(name, _)| *name == kind).unwrap();
    assert!(golden.contains(replace), "{kind} has no {replace}");
    let outcome = outcome(kind, golden.replacen(replace, by, 1).as_bytes());
    let told = outcome.unwrap_or_else(|error| format!("error: {error}"));
    assert_eq!(told, said, "{kind} with {by} for {replace}");
}

#[test]
fn pieces_that_make_no_sense_are_dropped_by_name() {
    let no_gun = "`tick.guns[0]` does not make a sensible [contest, wave, time]; dropped";
    check("tick", "[0,1,39055]", "[0,1,1e300]", no_gun);
    check("tick", "[0,1,39055]", "[0,-1,39055]", no_gun);
    check("tick", "[0,1,39055]", "\"soon\"", no_gun);
    check(
        "tick",
        "[[0,1,39055]]",
        "7",
        "`tick.guns` is 7, not a list; dropped",
    );
    check(
        "tick",
        "[0,1,39055]",
        "[7,0,39055]",
        "`changes` contest 7 is not in the event; dropped",
    );
    check(
        "tick",
        "[0,1,39055]",
        "[0,2,39055]",
        "`changes` contest 0 has no wave 2; dropped",
    );
    check(
        "tick",
        "\"dnf\"",
        "\"lost\"",
        "`tick.status[1]` does not make a sensible [entrant, ruling, note]; dropped",
    );
    check(
        "tick",
        "\"live\"",
        "\"dawn\"",
        "`tick.phase` is \"dawn\", which is no phase; dropped",
    );
    let no_row = "`tick.passings[0]` does not make a sensible [point, entrant, age, …]; dropped";
    check("tick", "[[1,1,27,1,1,3,390]]", "[[1,1,27,1,1,3]]", no_row);
    check(
        "tick",
        "[[1,1,27,1,1,3,390]]",
        "[[1,99999999999,27]]",
        no_row,
    );
    check(
        "tick",
        "[[1,1,27,1,1,3,390]]",
        "[[1,9223372036854775807,27,1,1]]",
        &[no_row, no_row].join("\n"),
    );
    check("tick", "[[1,1,27,1,1,3,390]]", "[[1,-9,27]]", no_row);
    check(
        "tick",
        "[[1,1,27,1,1,3,390]]",
        "[[1,1,-9223372036854775808]]",
        no_row,
    );
    check(
        "tick",
        "[[1,1,27,1,1,3,390]]",
        "[[9,1,27]]",
        "`changes` entrant 1 passes point 9, but no contest has more than 5 points; dropped",
    );
}

#[test]
fn tables_and_columns_that_make_no_sense_are_dropped_by_name() {
    check(
        "keyframe",
        "\"reach\":[3,3]",
        "\"reach\":[4,3]",
        "`keyframe.tables[0].columns[3]` has no item for row 0; the rest of the row is dropped",
    );
    check(
        "keyframe",
        "\"reach\":[3,3]",
        "\"reach\":[3]",
        "`keyframe.tables[0].reach` has 1 items for 2 entrants; the rest is dropped",
    );
    check(
        "entrants",
        "\"contest\":[0,0,1,0]",
        "\"contest\":[0,0,8,0]",
        "`entrants.entrants[2]` is entrant 5 in contest 8, wave 0: no such number, bib, contest or wave; dropped",
    );
    check(
        "entrants",
        "\"age\":[0,1,-1,-1]",
        "\"age\":[4294967296]",
        "`entrants.age` has 1 items for 4 entrants; the usual is taken for the rest",
    );
    check(
        "live",
        "\"rate\":20",
        "\"rate\":-3",
        "`live.clock.rate` is -3, not a number from 0 to 100000; dropped",
    );
    check(
        "live",
        "\"at\":57950",
        "\"at\":{}",
        "`live.ticks[0].at` is an object, not a whole number from -25920000 to 25920000; dropped\n`live.ticks[0]` is dropped: the tick file has no usable `at`",
    );
    let error = Course::along(&[LatLon::default()], &[], 1.0).unwrap_err();
    let no_course = |i| format!("`course.routes[{i}]` makes no course: {error}; dropped");
    let cut = "`course.lines[0]` leaves the earth after 1 places; cut there";
    let said = [cut.to_owned(), no_course(0), no_course(1)].join("\n");
    check("course", "7300,-1800", "73000000,-1800", &said);
    check(
        "course",
        "\"at\":[39051000,125755900]",
        "\"at\":[39051000]",
        "`course.landmarks[0].at` is no place on earth; the landmark is dropped",
    );
    check(
        "event",
        "\"mat\":2",
        "\"mat\":3",
        "`event.contests[0]` point `half` is on mat 3, which is not in `mats`; it counts as never read",
    );
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let portal = outcome(
        "live",
        b"\n<!DOCTYPE html><title>Welcome to Hotel Wi-Fi</title>",
    );
    assert_eq!(portal, Err(FeedError::Html { file: "live" }));
    let empty = outcome("tick", b"");
    assert_eq!(
        empty,
        Err(FeedError::Truncated {
            file: "tick",
            bytes: 0
        })
    );
    check(
        "live",
        "\"feed\":1",
        "\"feed\":2",
        "error: the live file is of feed version 2, and this program reads version 1; reload or update it",
    );
    check(
        "live",
        "\"tick\":812,\n",
        "",
        "error: the live file has no usable `tick`",
    );
    let elsewhere = "error: the live file has no usable `event`";
    check(
        "live",
        "event-00000000000000dd.json",
        "../../office/log.json",
        elsewhere,
    );
    check(
        "live",
        "event-00000000000000dd.json",
        "https://example.org/event-1.json",
        elsewhere,
    );
    let deep = "[".repeat(100_000);
    assert!(matches!(
        outcome("tick", deep.as_bytes()),
        Err(FeedError::NotJson { .. })
    ));
    let big = vec![b' '; 33 << 20];
    assert!(matches!(
        outcome("tick", &big),
        Err(FeedError::TooBig { .. })
    ));
}

#[test]
fn a_truncated_file_is_never_taken_for_a_whole_one() {
    for (kind, golden) in GOLDEN {
        for end in 0..golden.trim_end().len() {
            let outcome = outcome(kind, &golden.as_bytes()[..end]);
            assert!(outcome.is_err(), "{kind} cut at {end}");
        }
    }
}

#[test]
fn a_missing_field_costs_no_more_than_the_file() {
    for (kind, golden) in GOLDEN {
        let lines: Vec<&str> = golden.lines().collect();
        for missing in 1..lines.len() - 1 {
            let mut kept = lines.clone();
            let line = kept.remove(missing);
            let json = kept.join("\n").replace(",\n}", "\n}");
            match outcome(kind, json.as_bytes()) {
                Ok(_) | Err(FeedError::Missing { .. }) => {}
                Err(error) => panic!("{kind} without {line}: {error}"),
            }
        }
    }
}

#[test]
fn rubbish_does_not_fill_the_memory_with_complaints() {
    let rows = vec!["[]"; 100_000].join(",");
    let json = format!("{{\"tick\":1,\"at\":0,\"guns\":[{rows}]}}");
    let parsed = read::tick(json.as_bytes(), &sample::event()).unwrap();
    assert_eq!(parsed.problems.len(), 51);
    let last = parsed.problems.last().unwrap();
    assert_eq!(last.to_string(), "`…` and 99950 more pieces were dropped");
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for (kind, _) in GOLDEN {
            let _ = outcome(kind, &bytes);
        }
    }

    #[test]
    fn any_file_may_be_taken_for_any_other(kind in 0..GOLDEN.len(), file in 0..GOLDEN.len()) {
        let _ = outcome(GOLDEN[kind].0, GOLDEN[file].1.as_bytes());
    }

    /// Other numbers and other types in any place: the document stays well formed, its meaning does not.
    #[test]
    fn mutated_values_never_panic(
        kind in 0..GOLDEN.len(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let (kind, golden) = GOLDEN[kind];
        let others = ["-1", "0", "1", "999", "4294967296", "9223372036854775807", "-9223372036854775808", "1e308",
            "0.5", "null", "true", "\"\"", "\"x\"", "[]", "[[]]", "{}", "[null]", "[1,\"a\",{}]"];
        let mut json = golden.to_owned();
        for (place, other) in places {
            let numbers: Vec<(usize, usize)> = scalars(&json);
            if numbers.is_empty() {
                break;
            }
            let (from, to) = numbers[place.index(numbers.len())];
            json.replace_range(from..to, others[other.index(others.len())]);
        }
        let outcome = outcome(kind, json.as_bytes());
        let sound = matches!(outcome, Ok(_) | Err(FeedError::Missing { .. } | FeedError::Version { .. }));
        prop_assert!(sound, "{:?}", outcome);
    }

    #[test]
    fn mutated_bytes_never_panic(
        kind in 0..GOLDEN.len(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let (kind, golden) = GOLDEN[kind];
        let mut bytes = golden.as_bytes().to_vec();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = outcome(kind, &bytes);
    }
}

/// Where the whole numbers of a document are, so that they can be replaced.
fn scalars(json: &str) -> Vec<(usize, usize)> {
    let bytes = json.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at..bytes.len())
            .find(|i| !bytes[*i].is_ascii_digit())
            .unwrap_or(bytes.len());
        if end > at {
            let sign = usize::from(bytes[at - 1] == b'-');
            let begins = at > sign && matches!(bytes[at - sign - 1], b'[' | b',' | b':');
            if begins && matches!(bytes.get(end), Some(b']' | b',' | b'}' | b'\n')) {
                found.push((at - sign, end));
            }
        }
        at = end + 1;
    }
    found
}
