//! Standings, moves and lead changes equal those that another language counts from the results file alone.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use homestretch_course::LatLon;
use homestretch_feed::{CourseFile, RaceClock, Route, read};
use homestretch_press::moment::rfc3339;
use homestretch_race::race::Race;
use homestretch_race::roster::{EntrantNo, Sex};
use homestretch_race::standings::Group;
use homestretch_race::story::Happened;
use homestretch_race::time::Span;
use homestretch_race::{Change, Tick, What, Why};
use homestretch_server::hub::pace::Pace;
use homestretch_server::results::columns::Mapping;
use homestretch_server::results::race::{PastRace, past_race};
use homestretch_server::results::rows::{self, Row};
use homestretch_server::server::{self, Told};
use homestretch_server::wall;
use serde_json::{Value, json};
use support::served;

/// Of a real field the server is told one runner in so many, and the ranking all of it: unoptimised, judging and answering
/// for everybody takes minutes.
const ONE_IN: usize = 4;

/// So many rows are asked for at once.
const PAGE: usize = 5_000;

/// Minutes after the gun.
const INSTANTS_MIN: [i64; 10] = [10, 16, 31, 47, 65, 95, 131, 150, 220, 500];

/// Every so manyth row of the file, and the race of them.
fn past(path: &Path, every: usize) -> (Vec<Row>, PastRace) {
    let mapping = Mapping::default();
    let rows = rows::read(path, &mapping).expect("a results file");
    let rows: Vec<Row> = rows.into_iter().step_by(every).collect();
    let place = |lat: f64| LatLon { lat, lon: 0.0 };
    let lines = vec![vec![place(40.0), place(40.38)]];
    let route = Route::new("race", &lines, 0, vec![], vec![], 42_195.0).expect("a course");
    let course = CourseFile {
        lines,
        routes: vec![route],
        ..CourseFile::default()
    };
    let past = past_race(&rows, &mapping, "past", course, None, "2026-04-05").expect("a race");
    (rows, past)
}

/// The race that the file tells, without the server's judge: every time of the file is a passing, and whoever has one has
/// started.
fn race(path: &Path) -> Race {
    let (rows, past) = past(path, 1);
    let mut race = Race::new(Arc::clone(&past.day.event), Arc::clone(&past.day.roster));
    for (no, row) in (0..).map(EntrantNo).zip(&rows) {
        let gun = past.day.event.contests[0].waves[0].gun;
        let start = gun + row.start_offset.unwrap_or_default();
        let runs = row.splits.iter().any(Option::is_some);
        let started = runs.then_some((0, start));
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

/// Counted by another language, from every so manyth row.
fn counted_by_python(path: &Path, every: usize) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/counted.py");
    let minutes = INSTANTS_MIN.iter().map(ToString::to_string);
    let output = Command::new("python3")
        .arg(script)
        .arg(path)
        .arg(every.to_string())
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

/// Says the first that differs: a whole field would fill the screen.
fn assert_same(ours: &[Value], theirs: &Value, minutes: i64) {
    let theirs = theirs.as_array().expect("a list");
    let different = ours.iter().zip(theirs).find(|(a, b)| a != b);
    assert_eq!(different, None, "after {minutes} min");
    assert_eq!(ours.len(), theirs.len(), "after {minutes} min");
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
    for (minutes, counted) in INSTANTS_MIN.into_iter().zip(counted_by_python(path, 1)) {
        let view = race.as_of(gun + Span(minutes * 60_000), race.newest());
        let mut standings: Vec<Value> = view
            .standings(0, &Group::All)
            .into_iter()
            .filter_map(|s| Some(json!([bib(s.index), s.place?, s.point, s.time?.0 / 100])))
            .collect();
        standings.sort_by(|a, b| a[0].as_str().cmp(&b[0].as_str()));
        assert_same(&standings, &counted["standings"], minutes);

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

/// As little of an app as a server starts with.
fn an_app() -> tempfile::TempDir {
    let app = tempfile::tempdir().expect("a directory");
    let page = "<!doctype html><title>app</title>";
    std::fs::write(app.path().join("index.html"), page).expect("a file");
    app
}

/// Waits as long as the race goes on: how long a field takes to tell depends on the machine.
fn until_official(live: &str) {
    let (mut tick, mut since) = (Tick::default(), Instant::now());
    loop {
        let head = read::head(&served::get(live, &[]).bytes);
        let head = head.expect("a head").value;
        if head.official {
            return;
        }
        if head.tick != tick {
            (tick, since) = (head.tick, Instant::now());
        }
        let waited = since.elapsed();
        assert!(waited < Duration::from_mins(2), "no news after {tick:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// The same questions asked of a server that has been told the race read by read, through its judge.
fn compare_api(path: &Path, every: usize) {
    let (_, past) = past(path, every);
    let gun = past.day.event.contests[0].waves[0].gun;
    let keys: Vec<String> = past.day.event.contests[0]
        .points
        .iter()
        .map(|p| p.key.clone())
        .collect();
    let app = an_app();
    let mut options = served::options(app.path());
    options.clock = RaceClock {
        at: wall::now(),
        race: gun + Span(86_400_000),
        rate: 1.0,
    };
    options.pace = Pace::RACE;
    let told = Told {
        timeline: past.timeline,
        again: None,
    };
    let running = server::start(&past.day, Some(told), options).expect("a server");
    let get = |path: String| -> Value {
        let url = format!("http://{}/api/v1/contests{path}", running.address);
        serde_json::from_str(&served::get(&url, &[]).text()).expect("JSON")
    };
    let contest = past.day.event.contests[0].key.clone();
    until_official(&format!("http://{}/feed/v1/live.json", running.address));
    let number = |key: &Value| keys.iter().position(|k| Some(k.as_str()) == key.as_str());
    let named = |key: &Value| match key.as_str().unwrap_or_default() {
        "finish" => "finish".to_owned(),
        key => format!("s{key}"),
    };
    for (minutes, counted) in INSTANTS_MIN.into_iter().zip(counted_by_python(path, every)) {
        let at = rfc3339(gun + Span(minutes * 60_000), 0);
        let mut all: Vec<Value> = Vec::new();
        loop {
            let offset = all.len();
            let path = format!("/{contest}/standings?at={at}&limit={PAGE}&offset={offset}");
            let page = get(path);
            all.extend(page["rows"].as_array().expect("rows").iter().cloned());
            if all.len() < offset + PAGE {
                break;
            }
        }
        let row = |row: &Value| {
            row["place"].as_u64()?;
            let tenths = row["time_ms"].as_i64()? / 100;
            Some(json!([
                row["bib"],
                row["place"],
                number(&row["point"])?,
                tenths
            ]))
        };
        let mut standings: Vec<Value> = all.iter().filter_map(row).collect();
        standings.sort_by(|a, b| a[0].as_str().cmp(&b[0].as_str()));
        assert_same(&standings, &counted["standings"], minutes);

        let story = get(format!("/{contest}/story?at={at}&limit=100000"));
        let mut story = story["moments"].as_array().expect("moments").clone();
        story.sort_by_key(|m| (number(&m["point"]), m["kind"] == "climbs"));
        let bib = |moment: &Value, n: usize| moment["runners"][n]["bib"].clone();
        let climbs = story.iter().filter_map(|m| {
            let kind = match m["kind"].as_str()? {
                "climbs_front" => "front",
                "climbs" => "all",
                _ => return None,
            };
            let (before, after) = (&m["place_before"], &m["place"]);
            Some(json!([kind, named(&m["point"]), bib(m, 0), before, after]))
        });
        let climbs: Vec<Value> = climbs.collect();
        assert_eq!(
            json!(climbs),
            counted["climbs"],
            "climbs after {minutes} min"
        );
        for sex in ["F", "M"] {
            let leads = story
                .iter()
                .filter(|m| m["kind"] == "leads" && m["sex"] == sex);
            let leads: Vec<Value> = leads
                .map(|m| json!([named(&m["point"]), bib(m, 0), bib(m, 1)]))
                .collect();
            assert_eq!(
                json!(leads),
                counted[sex],
                "leads, {sex}, after {minutes} min"
            );
        }
    }
    running.stop();
}

#[test]
fn the_api_answers_what_is_counted() {
    let field = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/made_up_field.csv");
    compare_api(&field, 1);
}

/// Real results lie beside the repository where it is developed, or where `HOMESTRETCH_RESULTS` says, and are never part
/// of it.
#[test]
fn a_real_race() {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boston_2015.csv.gz");
    let named = std::env::var_os("HOMESTRETCH_RESULTS").map_or(beside, PathBuf::from);
    if named.is_file() {
        compare(&named);
        compare_api(&named, ONE_IN);
    }
}
