//! The results API as a newsroom asks it: values, forms, tags, problems, and what was known when.

mod support;

use std::process::Command;
use std::sync::Arc;

use homestretch_feed::RaceClock;
use homestretch_race::event::Text;
use homestretch_race::roster::Roster;
use homestretch_race::time::Span;
use homestretch_server::race_day::RaceDay;
use homestretch_server::said::{RulingSaid, Said};
use homestretch_server::store::Batch;
use homestretch_server::wall;
use serde_json::Value;
use support::served::{Answer, Served, serve};
use support::{GUN, batch, read, small_race};

/// 101 leads; 102 is called by a formula, 103 in Korean too; 104 shows only results.
fn day() -> RaceDay {
    let mut day = small_race();
    let mut entrants = day.roster.all().to_vec();
    entrants[1].names = Text::of("en", "=HYPERLINK(\"https://evil.example\")");
    entrants[1].noc = Some("ROU".to_owned());
    entrants[2].names = Text(vec![
        ("und".to_owned(), "Kim Un Ok".to_owned()),
        ("ko".to_owned(), "김은옥".to_owned()),
    ]);
    entrants[3].live = false;
    entrants[4].names = Text::default();
    day.roster = Arc::new(Roster::new(entrants));
    day
}

/// An hour after the gun: four at half-way, one home; then the office takes back the leader's read at half-way.
fn served() -> (Served, u64) {
    let served = serve(&day(), |options| {
        options.clock = RaceClock {
            at: wall::now(),
            race: GUN + Span(3_600_000),
            rate: 0.001,
        };
    });
    let mut reads = Vec::new();
    for (i, bib) in (101..=105).enumerate() {
        let no = 10 * i as u64;
        reads.push(read(no, bib, "start", 2));
        reads.push(read(no + 1, bib, "half-way", 1_000 + 20 * i as i64));
    }
    reads.push(read(90, 102, "finish", 2_100));
    let door = &served.running.door;
    let kept = door.submit_blocking(batch("decoder", reads)).expect("kept");
    served.running.publish();
    let half_way_of_101 = kept.kept.seqs[1];
    (served, half_way_of_101)
}

fn correct(served: &Served, read: u64) {
    let office = Batch {
        source: "@office".to_owned(),
        said: vec![
            (1, Said::Withdraw { read }),
            (
                2,
                Said::Rule {
                    entrant: 4,
                    ruling: Some(RulingSaid::Dnf),
                    note: Some("Stopped <here> & there".to_owned()),
                },
            ),
        ],
        ..Batch::default()
    };
    let door = &served.running.door;
    door.submit_blocking(office).expect("kept");
    served.running.publish();
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text()).expect("JSON")
}

fn bibs(standings: &Value) -> Vec<String> {
    let rows = standings["rows"].as_array().expect("rows");
    let bib = |row: &Value| row["bib"].as_str().expect("a bib").to_owned();
    rows.iter().map(bib).collect()
}

const STANDINGS: &str = "/api/v1/contests/ten/standings";

#[test]
fn standings_are_those_of_any_instant_as_known_then_or_now() {
    let (served, read) = served();
    let early = served.get(&format!("{STANDINGS}?limit=4"));
    assert_eq!(early.header("content-type"), "application/json");
    assert_eq!(early.header("access-control-allow-origin"), "*");
    let early = json(&early);
    assert_eq!(bibs(&early), ["102", "101", "103", "105"]);
    assert_eq!(early["rows"][0]["time_ms"], 2_100_000);
    assert_eq!(early["rows"][1]["place_in_sex"], 1);
    let tick = early["as_of"]["known_tick"].as_u64().expect("a tick");
    correct(&served, read);
    let now = json(&served.get(&format!("{STANDINGS}?limit=3")));
    // 101 is known only at the start now; 104 shows results only, 105 is out.
    assert_eq!(bibs(&now), ["102", "103", "101"]);
    let out = json(&served.get(&format!("{STANDINGS}?status=dnf")));
    assert_eq!(bibs(&out), ["105"]);
    assert_eq!(out["rows"][0]["place"], Value::Null);
    // As it was quoted.
    let then = json(&served.get(&format!("{STANDINGS}?limit=4&known={tick}")));
    assert_eq!(then["rows"], early["rows"]);
    let zone = "2026-04-05T09:16:41Z";
    let before = json(&served.get(&format!("{STANDINGS}?at={zone}&known={tick}&limit=2")));
    assert_eq!(bibs(&before), ["101", "102"]);
    assert_eq!(before["rows"][0]["point"], "5k");
    assert_eq!(before["rows"][1]["point"], "start");
    // Nothing had been published by then, for all reads came at once.
    let known_then = json(&served.get(&format!("{STANDINGS}?at={zone}&known=then")));
    assert_eq!(known_then["rows"][0]["place"], Value::Null);
    served.stop();
}

#[test]
fn pages_of_a_list_fit_together_and_filters_keep_the_places() {
    let (served, _) = served();
    let whole = bibs(&json(&served.get(STANDINGS)));
    assert_eq!(whole.len(), 20);
    let (mut pages, mut offset) = (Vec::new(), 0);
    loop {
        let page = json(&served.get(&format!("{STANDINGS}?limit=7&offset={offset}")));
        pages.extend(bibs(&page));
        match page["paging"]["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => break,
        }
    }
    assert_eq!(pages, whole);
    let women = json(&served.get(&format!("{STANDINGS}?sex=F&status=on_course")));
    assert_eq!(bibs(&women), ["101", "103", "105"]);
    assert_eq!(women["rows"][1]["place"], 3);
    assert_eq!(women["rows"][1]["place_in_sex"], 2);
    let at_half = json(&served.get(&format!("{STANDINGS}?point=5k")));
    assert_eq!(bibs(&at_half), ["101", "102", "103", "105"]);
    assert_eq!(
        bibs(&json(&served.get(&format!("{STANDINGS}?noc=rou")))),
        ["102"]
    );
    served.stop();
}

#[test]
fn whoever_shows_results_only_is_not_seen_before_the_finish() {
    let (served, _) = served();
    let runner = json(&served.get("/api/v1/runners/104"));
    assert_eq!(runner["status"], "not_started");
    assert_eq!(runner["splits"], serde_json::json!([]));
    assert_eq!(runner["expected_finish"], Value::Null);
    // Soon after half-way, for no finish is expected in the past.
    let other = json(&served.get("/api/v1/runners/103?at=2026-04-05T09:20:00Z"));
    assert_eq!(other["splits"].as_array().expect("splits").len(), 2);
    assert_eq!(other["expected_finish"]["estimate"], true);
    served.stop();
}

#[test]
fn csv_is_for_spreadsheets_and_holds_no_formulas() {
    let (served, _) = served();
    let answer = served.get(&format!("{STANDINGS}?format=csv&lang=ko&limit=3"));
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let text = answer.text();
    assert!(text.starts_with('\u{feff}'));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().expect("a head").clone();
    let at = |name: &str| head.iter().position(|h| h == name).expect("a column");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(
        &rows[0][at("name")],
        "'=HYPERLINK(\"https://evil.example\")"
    );
    assert_eq!(&rows[0][at("finish")], "0:35:00.0");
    assert_eq!(&rows[2][at("name")], "김은옥");
    // Whoever reads neither has the name that was given first, as in the app.
    let other = served.get(&format!("{STANDINGS}?format=csv&lang=ro&limit=3"));
    assert!(other.text().contains(",Kim Un Ok,"));
    assert!(rows[0][at("source")].contains("UTC 2026-04-05 10:00:00"));
    served.stop();
}

#[test]
fn corrections_are_found_by_who_quoted_the_number() {
    let (served, read) = served();
    let none = json(&served.get("/api/v1/corrections"));
    assert_eq!(none["paging"]["total"], 0);
    correct(&served, read);
    let all = json(&served.get("/api/v1/corrections?bib=101"));
    let row = &all["corrections"][0];
    assert_eq!(all["paging"]["total"], 1);
    assert_eq!(row["kind"], "passing");
    assert_eq!((&row["point"], &row["to"]), (&"5k".into(), &Value::Null));
    assert_eq!(row["from"], "2026-04-05T09:16:40Z");
    assert_eq!(row["why"], "decided by the race office");
    assert_eq!(
        (&row["place_from"], &row["place_to"]),
        (&2.into(), &3.into())
    );
    let feed = served.get("/api/v1/corrections?format=atom");
    assert_eq!(
        feed.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    let text = feed.text();
    let parsed = roxmltree::Document::parse(&text).expect("XML");
    let titles: Vec<&str> = parsed
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.w3.org/2005/Atom", "title")))
        .filter_map(|n| n.text())
        .collect();
    assert_eq!(titles[1], "Pine Number 0, 5k: 09:16:40.0 is withdrawn.");
    let content =
        |n: &roxmltree::Node<'_, '_>| n.has_tag_name(("http://www.w3.org/2005/Atom", "content"));
    let content = parsed.descendants().find(content).and_then(|n| n.text());
    assert_eq!(content, Some("decided by the race office"));
    served.stop();
}

#[test]
fn the_story_is_told_in_the_language_asked_for_and_links_to_the_moment() {
    let (served, _) = served();
    let story = json(&served.get("/api/v1/contests/ten/story?lang=ko&weight=40"));
    let first = &story["moments"][0];
    assert_eq!(first["kind"], "leads");
    assert_eq!(first["runners"][0]["bib"], "101");
    assert!(
        first["text"].as_str().expect("text").contains("선두"),
        "{first}"
    );
    let tick = first["known_tick"].as_u64().expect("a tick");
    assert_eq!(
        first["link"],
        format!("/press?contest=ten&at=2026-04-05T09:16:40Z&known={tick}")
    );
    served.stop();
}

#[test]
fn nothing_is_sent_twice_and_what_is_wrong_is_said() {
    let (served, _) = served();
    let answer = served.get("/api/v1/contests");
    assert_eq!(answer.header("cache-control"), "max-age=1");
    let tag = answer.header("etag").to_owned();
    // The clock of this race hardly runs, so nothing has changed.
    let again = served.get_with("/api/v1/contests", &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    for (path, status, says) in [
        ("/api/v1/contests/half/standings", 404, "there are: ten."),
        (
            "/api/v1/contests/ten/standings?point=9k",
            404,
            "start, 5k, finish",
        ),
        (
            "/api/v1/contests/ten/standings?at=noon",
            400,
            "`noon` is no instant",
        ),
        (
            "/api/v1/contests/ten/standings?known=maybe",
            400,
            "`maybe` is not known",
        ),
        ("/api/v1/contests/ten/standings?limit=0", 400, "from 1 to"),
        ("/api/v1/contests/ten/standings?colour=red", 400, "colour"),
        (
            "/api/v1/contests/ten/story?weight=101",
            400,
            "from 0 to 100",
        ),
        ("/api/v1/runners/999", 404, "no bib `999`"),
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = json(&answer);
        assert_eq!(problem["status"], status, "{path}");
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.contains(says), "{path}: {detail}");
    }
    let posted = served.post("/api/v1/contests", &[], "{}");
    assert_eq!(posted.status, 405);
    assert_eq!(posted.header("allow"), "GET, HEAD");
    served.stop();
}

#[test]
fn the_description_is_of_what_is_answered() {
    let (served, _) = served();
    let described = json(&served.get("/api/v1/openapi.json"));
    assert_eq!(described["openapi"].as_str().map(|v| &v[..3]), Some("3.1"));
    let paths = described["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), 5);
    // Every field that is answered is described, and the other way round.
    let standings = json(&served.get(STANDINGS));
    let row = standings["rows"][0].as_object().expect("a row");
    let shape = &described["components"]["schemas"]["StandingRow"]["properties"];
    let (answered, described): (Vec<_>, Vec<_>) = (
        row.keys().collect(),
        shape.as_object().expect("properties").keys().collect(),
    );
    assert_eq!(answered, described);
    served.stop();
}

/// Requests made from our own description, well formed and not, one after another and in chains: nothing answers with a
/// server's error, with a form that is not described, or takes what the description forbids. `cargo xtask test` sets the
/// tester up; where it is not, the test says so.
#[test]
fn a_tester_of_apis_finds_nothing() {
    let python = std::env::var("HOMESTRETCH_API_TESTER_PYTHON");
    let python = python.unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&python)
        .args(["-c", "import schemathesis.cli"])
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        eprintln!("not checked: there is no schemathesis here; `pip install schemathesis`");
        return;
    }
    let (served, read) = served();
    correct(&served, read);
    let at = tempfile::tempdir().expect("a directory");
    let run = Command::new(python)
        .args(["-m", "schemathesis.cli", "run"])
        .arg(served.url("/api/v1/openapi.json"))
        .args(["--seed", "1", "--max-examples", "200", "--checks", "all"])
        .args(["--suppress-health-check", "all", "--request-timeout", "10"])
        .args(["--warnings", "off", "--continue-on-failure"])
        // What it learns it keeps in the folder that it runs in.
        .current_dir(at.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("it starts");
    served.stop();
    assert!(
        run.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
}
