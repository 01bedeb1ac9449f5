//! A small race on a stadium course, and stories told about it in lines of text.
#![allow(dead_code)] // Each test file uses its own part of it.

pub mod any;
pub mod story;
pub mod watched;

use std::sync::Arc;

use homestretch_race::event::{
    Category, Contest, Event, Mat, Pick, Point, RankBy, Role, Text, Wave, Zone,
};
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::time::{Instant, Span};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;

/// 09:00 in Pyongyang on the day of the race: the first gun.
pub const GUN: Instant = Instant(1_775_347_200_000);

/// The mats by index. The stadium's serves four points of the full, three of the half, and every lap.
pub const MATS: [&str; 7] = ["stadium", "5k", "10k", "20k", "30k", "35k", "40k"];

/// Three contests: `full` (ranked by gun), `half` over the same mats, `laps` (two waves, ranked by net time).
pub fn event() -> Event {
    Event {
        key: "story".into(),
        date: "2026-04-05".into(),
        zone: Zone {
            iana: "Asia/Pyongyang".into(),
            offset_min: 540,
        },
        base: GUN,
        contests: vec![
            contest(
                "full",
                RankBy::Gun,
                &[0],
                &[
                    ("start", 0.0, 0),
                    ("lap", 394.0, 0),
                    ("5k", 5000.0, 1),
                    ("10k", 10000.0, 2),
                    ("20k", 20000.0, 3),
                    ("30k", 30000.0, 4),
                    ("35k", 35000.0, 5),
                    ("40k", 40000.0, 6),
                    ("tunnel", 41801.0, 0),
                    ("finish", 42195.0, 0),
                ],
            ),
            contest(
                "half",
                RankBy::Gun,
                &[0],
                &[
                    ("start", 0.0, 0),
                    ("5k", 5000.0, 1),
                    ("turn", 10000.0, 2),
                    ("15k", 15000.0, 1),
                    ("tunnel", 20703.5, 0),
                    ("finish", 21097.5, 0),
                ],
            ),
            contest(
                "laps",
                RankBy::Net,
                &[0, 600],
                &[
                    ("start", 0.0, 0),
                    ("lap1", 2000.0, 0),
                    ("lap2", 4000.0, 0),
                    ("lap3", 6000.0, 0),
                    ("lap4", 8000.0, 0),
                    ("finish", 10000.0, 0),
                ],
            ),
        ],
        mats: MATS
            .iter()
            .map(|key| Mat {
                key: (*key).into(),
                names: Text::of("en", key),
            })
            .collect(),
        categories: vec![Category::default(), Category::default()],
        ..Event::default()
    }
}

fn contest(key: &str, rank_by: RankBy, guns_s: &[i64], points: &[(&str, f64, usize)]) -> Contest {
    let last = points.len() - 1;
    let points: Vec<Point> = points
        .iter()
        .enumerate()
        .map(|(i, (key, at_m, mat))| Point {
            key: (*key).into(),
            names: Text::of("en", key),
            at_m: *at_m,
            mat: *mat,
            pick: if i == 0 { Pick::Last } else { Pick::First },
            role: match *key {
                "start" => Role::Start,
                "lap" | "tunnel" => Role::Helper,
                _ if i == last => Role::Finish,
                _ => Role::Split,
            },
        })
        .collect();
    Contest {
        key: key.into(),
        length_m: points[last].at_m,
        points,
        waves: guns_s
            .iter()
            .map(|s| Wave {
                key: format!("{s}"),
                gun: GUN + Span(s * 1000),
            })
            .collect(),
        rank_by,
        limit: (key == "full").then_some(Span(16_200_000)),
        ..Contest::default()
    }
}

/// Ten entrants in each contest: bibs 101 to 110 in the full, 201 to 210 in the half, 301 to 310 in the laps.
/// Odd bibs are women. In the laps, bibs from 306 start in the second wave. Bib 109 shows results only,
/// bib 110 was entered for a wave that does not exist.
pub fn roster() -> Roster {
    let entrants = (0..30u32).map(|i| {
        let (contest, n) = (i as usize / 10, i % 10);
        let bib = 101 + 100 * contest as u32 + n;
        Entrant {
            no: EntrantNo(i),
            bib: bib.to_string(),
            names: Text::of("en", "Somebody"),
            noc: Some(["KEN", "ROU", "PRK"][i as usize % 3].into()),
            contest,
            wave: match bib {
                110 => 7,
                306..=310 => 1,
                _ => 0,
            },
            category: Some(usize::from(n >= 5)),
            sex: Some([Sex::Female, Sex::Male][n as usize % 2]),
            live: bib != 109,
            ..Entrant::default()
        }
    });
    Roster::new(entrants.collect())
}

pub fn shared() -> (Arc<Event>, Arc<Roster>) {
    (Arc::new(event()), Arc::new(roster()))
}

/// Cases that failed once are kept beside the test file.
pub fn properties() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

/// Milliseconds since the first gun of `1:02:03.4`; a leading minus is before it.
pub fn ms_from_clock(text: &str) -> i64 {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |t| (-1, t));
    let s = text.split(':').fold(0.0, |s, part| {
        s * 60.0
            + part
                .parse::<f64>()
                .unwrap_or_else(|_| panic!("not a time: {text}"))
    });
    sign * (s * 1000.0).round() as i64
}

/// `1:02:03.4` from a span; tenths only where there are any.
pub fn clock_from_span(span: Span) -> String {
    let tenths = span.0.div_euclid(100);
    let (sign, tenths) = if tenths < 0 {
        ("-", -tenths)
    } else {
        ("", tenths)
    };
    let (s, t) = (tenths / 10, tenths % 10);
    let text = format!("{sign}{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    if t == 0 { text } else { format!("{text}.{t}") }
}
