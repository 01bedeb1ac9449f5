//! What watches the server is told how it stands, and clients cannot take more of it than their share.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use homestretch_server::files::{Body, Cache, Edit, Kind};
use homestretch_server::http::gate::Gate;
use homestretch_server::http::serve::Limits;
use support::served::{get, serve};
use support::{batch, read, small_race};

const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn metrics_in_the_form_of_prometheus() {
    let served = serve(&small_race(), |_| {});
    let read = r#"{"source": "a \"b\"", "reads": [{"no": 1, "chip": "101", "mat": "start", "at_ms": 1775379603000}]}"#;
    for _ in 0..2 {
        assert_eq!(served.post("/api/v1/reads", &[], read).status, 200);
    }
    served.running.publish();
    assert_eq!(served.get("/feed/v1/none.json").status, 404);
    let page = served.get("/metrics").text();
    for line in [
        "# TYPE homestretch_source_reads_total counter",
        r#"homestretch_source_reads_total{source="a \"b\"",outcome="new"} 1"#,
        r#"homestretch_source_reads_total{source="a \"b\"",outcome="known"} 1"#,
        "homestretch_entries_total 1",
        "homestretch_store_commits_total 2",
        "homestretch_store_failures_total 0",
        "homestretch_trouble 0",
        r#"homestretch_http_answers_total{status="2xx"} 2"#,
        r#"homestretch_http_answers_total{status="4xx"} 1"#,
    ] {
        assert!(
            page.lines().any(|l| l == line),
            "{line} is missing in\n{page}"
        );
    }
    // Every line is a comment, or a name with labels and a number.
    for line in page.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect("a value");
        assert!(
            name.starts_with("homestretch_") && value.parse::<f64>().is_ok(),
            "{line}"
        );
    }
    let proxied = served.get_with("/metrics", &[("x-forwarded-for", "192.0.2.1")]);
    assert_eq!(proxied.status, 403);
}

#[test]
fn ready_until_told_to_stop_and_running_answers_end() {
    let served = serve(&small_race(), |_| {});
    assert_eq!(served.get("/readyz").status, 200);
    // A batch is on its way when the server is told to stop: it is kept and acknowledged.
    let address = served.running.address;
    let mut slow = TcpStream::connect(address).expect("a connection");
    let body = r#"{"source": "slow", "reads": []}"#;
    let head = format!(
        "POST /api/v1/reads HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    slow.write_all(format!("{head}{}", &body[..10]).as_bytes())
        .expect("an open line");
    sleep(Duration::from_millis(200));
    let rest = std::thread::spawn(move || {
        sleep(Duration::from_millis(400));
        slow.write_all(&body.as_bytes()[10..])
            .expect("an open line");
        let mut answer = String::new();
        slow.read_to_string(&mut answer).expect("an answer");
        answer
    });
    served.stop();
    let answer = rest.join().expect("no panic");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn who_says_nothing_is_not_waited_for() {
    let served = serve(&small_race(), |options| {
        options.limits = Limits {
            connections: 2,
            head: Duration::from_millis(500),
            ..Limits::USUAL
        };
    });
    let quiet: Vec<TcpStream> = (0..2)
        .map(|_| {
            let mut stream = TcpStream::connect(served.running.address).expect("a connection");
            stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
            stream
                .write_all(b"GET / HTTP/1.1\r\nhos")
                .expect("an open line");
            stream
        })
        .collect();
    // Both places are taken, until their time is up.
    let began = Instant::now();
    assert_eq!(get(&served.url("/readyz"), &[]).status, 200);
    assert!(
        began.elapsed() >= Duration::from_millis(300),
        "{:?}",
        began.elapsed()
    );
    for mut stream in quiet {
        let mut said = Vec::new();
        let closed = stream.read_to_end(&mut said);
        assert!(closed.is_ok(), "{closed:?}");
    }
}

#[test]
fn who_takes_nothing_of_an_answer_is_let_go() {
    let served = serve(&small_race(), |options| {
        options.limits = Limits {
            connections: 1,
            taking: Duration::from_millis(500),
            ..Limits::USUAL
        };
    });
    let mut edit = Edit::default();
    let long = vec![b' '; 64 << 20];
    edit.put(
        "/long.txt",
        Body::plain(long, Kind::Text, Cache::Revalidate),
    );
    served.running.files.change(edit);
    let mut idle = TcpStream::connect(served.running.address).expect("a connection");
    idle.write_all(b"GET /long.txt HTTP/1.1\r\nhost: x\r\n\r\n")
        .expect("an open line");
    // The one place is taken, until its time is up.
    let began = Instant::now();
    assert_eq!(get(&served.url("/readyz"), &[]).status, 200);
    assert!(
        began.elapsed() >= Duration::from_millis(300),
        "{:?}",
        began.elapsed()
    );
    drop(idle);
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let served = serve(&small_race(), |options| {
        options.limits = Limits {
            connections: 1,
            body: Duration::from_millis(500),
            ..Limits::USUAL
        };
    });
    // One sends the head and then nothing; one a byte now and then, which is no less slow for it.
    for bytes in ["", "{\"source\": \"slow\","] {
        let mut slow = TcpStream::connect(served.running.address).expect("a connection");
        slow.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let head = "POST /api/v1/reads HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
        slow.write_all(head.as_bytes()).expect("an open line");
        let mut drip = slow.try_clone().expect("a line to write to");
        let dripping = std::thread::spawn(move || {
            for byte in bytes.as_bytes() {
                sleep(Duration::from_millis(100));
                // Closed by then.
                if drip.write_all(&[*byte]).is_err() {
                    break;
                }
            }
        });
        let began = Instant::now();
        let mut answer = Vec::new();
        // The line is closed after the answer: what would still come of the body belongs to no request.
        let _ = slow.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 408"), "{bytes}: {answer}");
        assert!(began.elapsed() >= Duration::from_millis(400), "{bytes}");
        dripping.join().expect("no panic");
    }
    // The one place is free again, and nothing was taken for a batch.
    assert_eq!(served.get("/readyz").status, 200);
    let page = served.get("/metrics").text();
    assert!(page.contains("homestretch_entries_total 0"), "{page}");
}

#[test]
fn bodies_have_a_greatest_size() {
    let served = serve(&small_race(), |_| {});
    let mut stream = TcpStream::connect(served.running.address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
        .write_all(b"POST /api/v1/reads HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99000000\r\n\r\n{")
        .expect("an open line");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 413");
}

#[test]
fn wrong_tokens_are_answered_late_and_right_ones_at_once() {
    let served = serve(&small_race(), |options| {
        options.gate = Gate::with_token("the token of the race");
    });
    let ask = |token: &str| {
        let began = Instant::now();
        let bearer = format!("Bearer {token}");
        let status = served
            .get_with("/metrics", &[("authorization", &bearer)])
            .status;
        (status, began.elapsed())
    };
    let (statuses, right) = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..60)
            .map(|n| scope.spawn(move || ask(&format!("guess {n}")).0))
            .collect();
        let right = ask("the token of the race");
        let statuses = guesses.into_iter().map(|g| g.join().expect("an answer"));
        (statuses.collect::<Vec<_>>(), right)
    });
    assert!(
        statuses.iter().all(|s| matches!(s, 403 | 429)),
        "{statuses:?}"
    );
    assert_eq!(right.0, 200);
    let (status, took) = ask("one more guess");
    assert_eq!(status, 403);
    assert!(took >= Duration::from_millis(450), "{took:?}");
}

#[test]
fn trouble_with_the_disk_is_said() {
    let served = serve(&small_race(), |_| {});
    served
        .running
        .status
        .set(|s| s.trouble = Some("the store failed: disk full".to_owned()));
    for path in ["/readyz", "/healthz"] {
        let answer = served.get(path);
        assert_eq!(answer.status, 503);
        assert!(answer.text().contains("disk full"), "{}", answer.text());
    }
    // The next tick that can be kept ends it.
    let reads = batch("a", vec![read(1, 101, "start", 1)]);
    served.running.door.submit_blocking(reads).expect("kept");
    served.running.publish();
    assert_eq!(served.get("/readyz").status, 200);
}
