//! Results asked for from another service, which is a server in this test: seldom, with conditions, patiently, and with
//! corrections taken over.

mod support;

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use homestretch_race::time::{Instant, Span};
use serde_json::json;
use support::devices::serve_sources;
use support::served::Served;
use support::service::Service;
use support::told::race_from_files;

/// Net times by point of one runner.
fn splits(served: &Served, entrant: usize) -> Vec<(usize, Span)> {
    served.running.publish();
    let race = race_from_files(served);
    let view = race.as_of(Instant(i64::MAX), race.newest());
    let splits = view.splits(entrant);
    splits
        .iter()
        .map(|s| (s.point, s.at - support::GUN))
        .collect()
}

fn wait_for_splits(served: &Served, entrant: usize, expected: &[(usize, i64)]) {
    let expected: Vec<_> = expected.iter().map(|(p, s)| (*p, Span(*s))).collect();
    let mut found = Vec::new();
    for _ in 0..400 {
        found = splits(served, entrant);
        if found == expected {
            return;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("{found:?} is not {expected:?}; {:#}", served.health("list"));
}

#[test]
fn a_list_of_race_result() {
    let (service, address) = Service::start(&json!([
        {"Bib": 101, "Name": "not of interest", "Start": "0:00:05", "Half": "21:05,5", "Finish": ""},
        {"Bib": "102", "Start": "0:00:06", "Half": "-", "Finish": null},
        {"Bib": 0, "Start": "", "Half": "x", "Finish": ""},
    ]));
    let served = serve_sources(
        &json!([{"name": "list", "system": "race-result-list", "pull": format!("http://{address}/list"), "every_s": 1,
                 "points": {"Start": "start", "Half": "half-way", "Finish": "finish"}}]),
        Path::new("/"),
    );
    wait_for_splits(&served, 0, &[(0, 5_000), (1, 1_265_500)]);
    wait_for_splits(&served, 1, &[(0, 6_000)]);
    // Nothing new: asked with a condition, a second apart at least.
    service.wait_for_requests(2);
    let requests = service.requests();
    assert!(
        !requests[0].1.contains("if-none-match"),
        "{}",
        requests[0].1
    );
    assert!(
        requests[2].1.contains("if-none-match: \""),
        "{}",
        requests[2].1
    );
    let apart = requests[2].0 - requests[1].0;
    assert!(apart >= Duration::from_millis(900), "{apart:?}");

    // The service wants to be left alone for two seconds.
    service.fail(429);
    service.wait_for_requests(3);
    let requests = service.requests();
    let apart = requests[requests.len() - 1].0 - requests[requests.len() - 2].0;
    assert!(apart >= Duration::from_millis(1_900), "{apart:?}");
    assert!(served.health("list")["state"].to_string().contains("429"));

    // A time is corrected, another one taken back; the list has rows in groups now.
    service.show(
        &json!({"columns": ["Bib", "Start", "Half", "Finish"], "data": {"#1": {"#2": [
        ["101", "0:00:05", "22:00", "45:00"], ["102", "", "", ""]]}}}),
    );
    wait_for_splits(&served, 0, &[(0, 5_000), (1, 1_320_000), (2, 2_700_000)]);
    wait_for_splits(&served, 1, &[]);
    // And back again.
    service.show(
        &json!([{"Bib": 101, "Start": "0:00:05", "Half": "21:05.5", "Finish": ""},
                         {"Bib": 102, "Start": "0:00:06", "Half": "", "Finish": "", "x": "xxxxx"}]),
    );
    wait_for_splits(&served, 0, &[(0, 5_000), (1, 1_265_500)]);
    wait_for_splits(&served, 1, &[(0, 6_000)]);
}

#[test]
fn the_spread_of_open_split_time() {
    let folder = tempfile::tempdir().expect("a directory");
    std::fs::write(folder.path().join("key.txt"), "secret\n").expect("a file");
    let row = |bib: u32, times: serde_json::Value| json!({"type": "effortTimesRows", "attributes": {"bibNumber": bib, "firstName": "no matter", "elapsedTimes": times}});
    let (service, address) = Service::start(&json!({
        "data": {"attributes": {"name": "Race", "displayStyle": "elapsed", "eventStartTime": "2026-04-05T09:00:00.000Z"}},
        "included": [row(101, json!([[0.0], [1265.0, 1300.0], [2700.0]])), row(102, json!([[0.0], [null], [null]])),
                     {"type": "else"}],
    }));
    let served = serve_sources(
        &json!([{"name": "list", "system": "opensplittime", "pull": format!("http://{address}/spread"), "every_s": 1,
                 "bearer_file": "key.txt", "elapsed_from": "05:00:00",
                 "points": {"0": "start", "1": "half-way", "2": "finish"}}]),
        folder.path(),
    );
    wait_for_splits(&served, 0, &[(0, 0), (1, 1_265_000), (2, 2_700_000)]);
    wait_for_splits(&served, 1, &[(0, 0)]);
    assert!(
        service.requests()[0]
            .1
            .contains("authorization: bearer secret")
    );
    // Half an answer and no JSON are told, and the race stays.
    service.show_text("{\"data\"");
    served.wait_for("list", "rejected", 1);
    assert_eq!(splits(&served, 0).len(), 3);
}
