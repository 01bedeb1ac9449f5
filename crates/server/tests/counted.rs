//! Standings, moves and lead changes equal those that another language counts from the results file alone.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use homestretch_course::LatLon;
use homestretch_feed::{CourseFile, Route};
use homestretch_race::race::Race;
use homestretch_race::roster::{EntrantNo, Sex};
use homestretch_race::standings::Group;
use homestretch_race::story::Happened;
use homestretch_race::time::Span;
use homestretch_race::{Change, Tick, What, Why};
use homestretch_server::results::columns::Mapping;
use homestretch_server::results::race::past_race;
use homestretch_server::results::rows;
use serde_json::{Value, json};

/// Minutes after the gun.
const INSTANTS_MIN: [i64; 10] = [10, 16, 31, 47, 65, 95, 131, 150, 220, 500];

/// The race that the file tells, without the server's judge: every time of the file is a passing.
fn race(path: &Path) -> Race {
    let mapping = Mapping::default();
    let rows = rows::read(path, &mapping).expect("a results file");
    let place = |lat: f64| LatLon { lat, lon: 0.0 };
    let lines = vec![vec![place(40.0), place(40.38)]];
    let route = Route::new("race", &lines, 0, vec![], vec![], 42_195.0).expect("a course");
    let course = CourseFile {
        lines,
        routes: vec![route],
        ..CourseFile::default()
    };
    let past = past_race(&rows, &mapping, "past", course, None, "2026-04-05").expect("a race");
    let mut race = Race::new(Arc::clone(&past.day.event), Arc::clone(&past.day.roster));
    for (no, row) in (0..).map(EntrantNo).zip(&rows) {
        let gun = past.day.event.contests[0].waves[0].gun;
        let start = gun + row.start_offset.unwrap_or_default();
        let started = row.start_offset.map(|_| (0, start));
        let splits = row.splits.iter().enumerate();
        let splits = splits.filter_map(|(i, split)| Some((i + 1, start + (*split)?)));
        for (point, at) in started.into_iter().chain(splits) {
            race.apply(&Change {
                tick: Tick(1),
                what: What::Passing {
                    entrant: no,
                    point,
                    at: Some(at),
                    why: Why::Read,
                },
            });
        }
    }
    race
}

fn counted_by_python(path: &Path) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/counted.py");
    let minutes = INSTANTS_MIN.iter().map(ToString::to_string);
    let output = Command::new("python3")
        .arg(script)
        .arg(path)
        .args(minutes)
        .output();
    let output = output.expect("python3 is installed");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn compare(path: &Path) {
    let race = race(path);
    let gun = race.event().contests[0].waves[0].gun;
    let key = |point: usize| {
        let key = &race.event().contests[0].points[point].key;
        if key == "finish" {
            key.clone()
        } else {
            format!("s{key}")
        }
    };
    let bib = |index: usize| race.roster().all()[index].bib.as_str();
    for (minutes, counted) in INSTANTS_MIN.into_iter().zip(counted_by_python(path)) {
        let view = race.as_of(gun + Span(minutes * 60_000), race.newest());
        let mut standings: Vec<Value> = view
            .standings(0, &Group::All)
            .into_iter()
            .filter_map(|s| Some(json!([bib(s.index), s.place?, s.point, s.time?.0 / 100])))
            .collect();
        standings.sort_by(|a, b| a[0].as_str().cmp(&b[0].as_str()));
        let theirs = counted["standings"].as_array().expect("a list");
        let different = standings.iter().zip(theirs).find(|(a, b)| a != b);
        assert_eq!(different, None, "after {minutes} min");
        assert_eq!(standings.len(), theirs.len(), "after {minutes} min");

        let (mut climbs, mut women, mut men) = (Vec::new(), Vec::new(), Vec::new());
        let mut story = view.story(0);
        story.sort_by_key(|moment| match moment.what {
            Happened::Leads { point, .. } => (point, false),
            Happened::Climbs { point, front, .. } => (point, !front),
            _ => (0, false),
        });
        for moment in story {
            match moment.what {
                Happened::Climbs {
                    index,
                    point,
                    before,
                    after,
                    front,
                    ..
                } => {
                    let kind = if front { "front" } else { "all" };
                    climbs.push(json!([kind, key(point), bib(index), before, after]));
                }
                Happened::Leads { index, point, from } => {
                    let lead = json!([key(point), bib(index), from.map(bib)]);
                    match moment.group {
                        Group::Sex(Sex::Female) => women.push(lead),
                        _ => men.push(lead),
                    }
                }
                _ => {}
            }
        }
        assert_eq!(
            json!(climbs),
            counted["climbs"],
            "climbs after {minutes} min"
        );
        assert_eq!(json!(women), counted["F"], "women after {minutes} min");
        assert_eq!(json!(men), counted["M"], "men after {minutes} min");
    }
}

#[test]
fn a_made_up_field_with_ties_and_missed_mats() {
    compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/made_up_field.csv"));
}

/// Real results lie beside the repository where it is developed, and are never part of it.
#[test]
fn a_real_race() {
    let beside: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boston_2015.csv.gz");
    if beside.is_file() {
        compare(&beside);
    }
}
