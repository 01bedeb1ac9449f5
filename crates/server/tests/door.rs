//! Reads come in by one door: by whichever way they come, they make the same race.

mod support;

use homestretch_feed::RaceClock;
use homestretch_race::time::Span;
use homestretch_server::http::gate::Gate;
use homestretch_server::store::{Batch, RawRead};
use homestretch_server::wall;
use support::served::serve;
use support::told::{race_from_files, reads, times};
use support::{BASE, Rig, batch, read, small_race};

fn json_of(source: &str, reads: &[RawRead]) -> String {
    let reads: Vec<_> = reads
        .iter()
        .map(|r| serde_json::json!({"no": r.no, "chip": r.chip, "mat": r.mat, "at_ms": r.at.0}))
        .collect();
    serde_json::json!({ "source": source, "reads": reads }).to_string()
}

#[test]
fn by_http_and_in_process_make_the_same_race() {
    let mut rig = Rig::in_memory(&small_race());
    let kept = rig.submit(batch("decoder", reads()));
    assert_eq!(kept.n_new, 82);
    rig.beat(BASE + Span(15 * 3_600_000));
    let in_process = times(&rig.hub.published().now().race);
    assert!(
        in_process.iter().all(|splits| splits.len() == 3),
        "{in_process:?}"
    );

    let served = serve(&small_race(), |options| {
        options.clock = RaceClock {
            at: wall::now(),
            race: BASE + Span(15 * 3_600_000),
            rate: 1.0,
        };
    });
    for part in reads().chunks(7) {
        let answer = served.post("/api/v1/reads", &[], &json_of("decoder", part));
        assert_eq!(answer.status, 200, "{}", answer.text());
        served.running.publish();
    }
    assert_eq!(times(&race_from_files(&served)), in_process);
}

#[test]
fn the_same_read_again_changes_nothing_and_unknown_ones_are_told() {
    let served = serve(&small_race(), |_| {});
    let body = json_of("decoder", &reads());
    let first = served.post("/api/v1/reads", &[], &body);
    insta::assert_snapshot!(first.text(), @r#"{"new":82,"known":0,"unknown_chips":1,"unknown_mats":1}"#);
    let again = served.post("/api/v1/reads", &[], &body);
    insta::assert_snapshot!(again.text(), @r#"{"new":0,"known":82,"unknown_chips":1,"unknown_mats":1}"#);
    served.running.publish();
    let health = served.get("/healthz").text();
    assert!(health.contains(r#""entries":82"#), "{health}");
    assert!(
        health.contains(r#""unknown_chips":{"reads":1}"#),
        "{health}"
    );
    // Another source has numbers of its own.
    let other = served.post("/api/v1/reads", &[], &json_of("backup", &reads()));
    assert!(other.text().contains(r#""new":82"#), "{}", other.text());
}

#[test]
fn a_number_used_for_another_read_is_refused_and_not_lost_in_silence() {
    let served = serve(&small_race(), |_| {});
    let first = json_of("decoder", &[read(1, 101, "start", 3)]);
    served.post("/api/v1/reads", &[], &first);
    let other = json_of(
        "decoder",
        &[read(1, 102, "start", 4), read(2, 103, "start", 5)],
    );
    let answer = served.post("/api/v1/reads", &[], &other);
    assert_eq!(answer.status, 409);
    assert!(
        answer.text().contains(r#""conflicts":[1]"#),
        "{}",
        answer.text()
    );
    assert!(answer.text().contains(r#""new":1"#), "{}", answer.text());
    assert!(answer.text().contains("new name"), "{}", answer.text());
}

#[test]
fn mistakes_are_named() {
    let served = serve(&small_race(), |_| {});
    let wrong = |body: &str| {
        let answer = served.post("/api/v1/reads", &[], body);
        format!("{} {}", answer.status, answer.text())
    };
    insta::assert_snapshot!(wrong(r#"{"source": " ", "reads": []}"#), @r#"422 {"problem":"`source` is a name of 1 to 100 characters that does not begin with @."}"#);
    insta::assert_snapshot!(wrong(r#"{"source": "a", "reads": [{"no": 7, "chip": "1", "mat": "b"}]}"#), @r#"422 {"problem":"read 7: give either `at_ms` or `at`."}"#);
    insta::assert_snapshot!(wrong(r#"{"source": "a", "reads": [{"no": 7, "chip": "1", "mat": "b", "at_ms": 1775379600}]}"#), @r#"422 {"problem":"read 7: 1775379600 is not a time of this century in epoch milliseconds."}"#);
    assert!(
        wrong(
            r#"{"source": "a", "reads": [{"no": 7, "chip": "1", "mat": "b", "at": "9 o'clock"}]}"#
        )
        .contains("read 7")
    );
    assert!(wrong("{").starts_with("400"));
    let text = ureq::post(served.url("/api/v1/reads"))
        .header("content-type", "text/plain")
        .send("{}");
    assert!(
        matches!(text, Err(ureq::Error::StatusCode(415))),
        "{text:?}"
    );
}

#[test]
fn without_a_token_pages_and_proxies_are_kept_out() {
    let served = serve(&small_race(), |_| {});
    let body = json_of("decoder", &[read(1, 101, "start", 3)]);
    for header in [
        ("origin", "http://evil.example"),
        ("x-forwarded-for", "192.0.2.1"),
        ("sec-fetch-site", "same-origin"),
    ] {
        let answer = served.post("/api/v1/reads", &[header], &body);
        assert_eq!(answer.status, 403, "{header:?}");
        assert!(answer.text().contains("--token-file"), "{}", answer.text());
    }
    assert_eq!(served.post("/api/v1/reads", &[], &body).status, 200);
}

#[test]
fn with_a_token_it_must_be_shown() {
    let served = serve(&small_race(), |options| {
        options.gate = Gate::with_token("correct horse battery");
    });
    let body = json_of("decoder", &[read(1, 101, "start", 3)]);
    assert_eq!(served.post("/api/v1/reads", &[], &body).status, 403);
    let wrong = ("authorization", "Bearer correct horse batterx");
    assert_eq!(served.post("/api/v1/reads", &[wrong], &body).status, 403);
    let right = ("authorization", "Bearer correct horse battery");
    assert_eq!(served.post("/api/v1/reads", &[right], &body).status, 200);
}

#[test]
fn a_body_is_not_waited_for_from_whoever_cannot_be_let_in() {
    use std::io::{Read, Write};
    let served = serve(&small_race(), |options| {
        options.gate = Gate::with_token("correct horse battery");
    });
    let status = |path: &str, token: &str| {
        let mut stream = std::net::TcpStream::connect(served.running.address).expect("a line");
        let patience = std::time::Duration::from_secs(2);
        stream.set_read_timeout(Some(patience)).expect("a timeout");
        // The body is announced and never sent.
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: 16000000\r\n\r\n"
        )
        .expect("sent");
        let mut answer = [0; 12];
        let n = stream.read(&mut answer).unwrap_or(0);
        String::from_utf8_lossy(&answer[..n]).into_owned()
    };
    for path in ["/api/v1/reads", "/api/v1/sources/start"] {
        assert_eq!(status(path, "wrong"), "HTTP/1.1 403", "{path}");
    }
    assert_eq!(status("/api/v1/reads", "correct horse battery"), "");
}

#[test]
fn through_is_what_the_slowest_source_has_told() {
    let mut rig = Rig::in_memory(&small_race());
    let at = |s: i64| support::GUN + Span(s * 1000);
    let told = |source: &str, s: i64| Batch {
        through: Some(at(s)),
        ..batch(source, Vec::new())
    };
    rig.submit(told("start", 100));
    rig.submit(told("finish", 40));
    rig.beat(at(120));
    assert_eq!(rig.head().through, at(40));
    rig.submit(told("finish", 110));
    rig.submit(batch("start", vec![read(1, 101, "start", 5)]));
    rig.beat(at(125));
    assert_eq!(rig.head().through, at(100));
    // A source that joins late does not turn the time back, and none is ahead of the clock.
    rig.submit(told("late", 10));
    rig.submit(batch("start", vec![read(2, 102, "start", 5)]));
    rig.beat(at(130));
    assert_eq!(rig.head().through, at(100));
}
