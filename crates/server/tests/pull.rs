//! Results asked for from another service, which is a server in this test: seldom, with conditions, patiently, and with
//! corrections taken over.

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant as Wall};

use homestretch_race::time::{Instant, Span};
use serde_json::json;
use support::devices::serve_sources;
use support::served::Served;
use support::told::race_from_files;

/// A service with one page, and what it was asked.
#[derive(Clone, Default)]
struct Service {
    page: Arc<Mutex<(String, u16)>>,
    asked: Arc<Mutex<Vec<(Wall, String)>>>,
}

impl Service {
    fn start(page: &serde_json::Value) -> (Self, SocketAddr) {
        let service = Self::default();
        service.show(page);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let ours = service.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut lines = BufReader::new(stream.try_clone().expect("a socket")).lines();
                let head: Vec<String> = lines
                    .by_ref()
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let head = head.join("\n").to_lowercase();
                let (page, status) = ours.page.lock().expect("a page").clone();
                let etag = format!("\"{}\"", page.len());
                let known = head.contains(&format!("if-none-match: {etag}"));
                ours.asked
                    .lock()
                    .expect("requests")
                    .push((Wall::now(), head));
                let answer = if status != 200 {
                    format!(
                        "HTTP/1.1 {status} Slow down\r\nretry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    )
                } else if known {
                    format!(
                        "HTTP/1.1 304 Not Modified\r\netag: {etag}\r\nconnection: close\r\n\r\n"
                    )
                } else {
                    format!(
                        "HTTP/1.1 200 OK\r\netag: {etag}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
                        page.len()
                    )
                };
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        (service, address)
    }
    fn show(&self, page: &serde_json::Value) {
        *self.page.lock().expect("a page") = (page.to_string(), 200);
    }
    fn fail(&self, status: u16) {
        self.page.lock().expect("a page").1 = status;
    }
    fn requests(&self) -> Vec<(Wall, String)> {
        self.asked.lock().expect("requests").clone()
    }
    fn wait_for_requests(&self, more: usize) {
        let from = self.requests().len();
        for _ in 0..1_000 {
            if self.requests().len() >= from + more {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        panic!("nobody asks");
    }
}

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
    *service.page.lock().expect("a page") = ("{\"data\"".to_owned(), 200);
    served.wait_for("list", "rejected", 1);
    assert_eq!(splits(&served, 0).len(), 3);
}
