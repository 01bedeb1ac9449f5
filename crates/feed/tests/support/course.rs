//! The course of the made-up race: one street there, and back again.

use homestretch_course::{LatLon, Leg, Mark, distance_m};
use homestretch_feed::{Area, Context, CourseFile, Landmark, Route, Stream, Street};

use super::text;

pub fn course() -> CourseFile {
    let at = |lat: f64, lon: f64| LatLon { lat, lon };
    let line = vec![
        at(39.0437, 125.7577),
        at(39.0510, 125.7559),
        at(39.0585, 125.7681),
    ];
    let drawn_m = distance_m(line[0], line[1]) + distance_m(line[1], line[2]);
    let lines = vec![line];
    let turn_m = (drawn_m * 50.0).round() / 100.0;
    let legs = vec![
        Leg {
            from_m: 0.0,
            to_m: turn_m,
        },
        Leg {
            from_m: turn_m,
            to_m: 0.0,
        },
    ];
    let mark = |name: &str, at_m, place| Mark {
        name: name.to_owned(),
        at_m,
        place,
    };
    let marks = vec![
        mark("start", 0.0, lines[0][0]),
        mark("tower", 830.0, lines[0][1]),
    ];
    let mut there = Route::new("full", &lines, 0, Vec::new(), marks, 2230.0).unwrap();
    there.elevation = Some(vec![(0.0, 28.0), (830.0, 25.5), (2230.0, 31.25)]);
    there.elevation_measured = true;
    there.aid_m = vec![830.0];
    let back = Route::new("10k", &lines, 0, legs, Vec::new(), 2230.5).unwrap();
    let square = vec![at(39.05, 125.75), at(39.06, 125.75), at(39.06, 125.76)];
    let area = |en: &str| Area {
        names: text(&[("en", en)]),
        outline: square.clone(),
    };
    let street = |en: &str, class: &str| Street {
        names: text(&[("en", en)]),
        class: class.to_owned(),
        line: square[..2].to_vec(),
    };
    CourseFile {
        label: text(&[("en", "approximate course")]),
        attribution: "© OpenStreetMap contributors".to_owned(),
        lines,
        routes: vec![there, back],
        landmarks: vec![Landmark {
            names: text(&[("en", "Friendship Tower"), ("ko", "우의탑")]),
            at: at(39.0510, 125.7559),
            kind: "tower".to_owned(),
            rank: 1,
        }],
        context: Context {
            waters: vec![area("Lake")],
            streams: vec![Stream {
                names: text(&[("en", "Taedong River")]),
                width_m: 400.0,
                line: square.clone(),
            }],
            islands: vec![area("Island")],
            parks: vec![area("Park")],
            streets: vec![street("Kaeson Street", "main")],
            bridges: vec![street("Chongryu Bridge", "minor")],
        },
    }
}
