//! Large files go out from the system's own copies of them: they come whole all the same, whoever asks, whatever goes
//! before and after on the same line, and however slowly it is taken.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use homestretch_server::files::body::Effort;
use homestretch_server::files::{Body, Cache, Edit, Kind};
use support::served::serve;
use support::small_race;

const PATIENCE: Duration = Duration::from_secs(20);

/// Words by chance, so that the packed forms are large as well.
fn text(seed: u64, n: usize) -> Vec<u8> {
    let mut chance = fastrand::Rng::with_seed(seed);
    (0..n).map(|_| chance.u8(b' '..b'Z')).collect()
}

/// Takes one answer off the line; whatever came beyond it stays in `left`.
fn answer(line: &mut TcpStream, left: &mut Vec<u8>, with_body: bool) -> Vec<u8> {
    let mut more = |left: &mut Vec<u8>| {
        let mut some = vec![0; 50_000];
        // Slower than it could be sent, so that the server has to wait now and then.
        sleep(Duration::from_millis(2));
        let n = line.read(&mut some).expect("an open line");
        assert!(n > 0, "the line was closed");
        left.extend_from_slice(&some[..n]);
    };
    let end = loop {
        if let Some(at) = left.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        more(left);
    };
    let head = String::from_utf8_lossy(&left[..end]).to_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.expect("a length").parse().expect("a number");
    let length = if with_body { length } else { 0 };
    left.drain(..end);
    while left.len() < length {
        more(left);
    }
    left.drain(..length).collect()
}

#[test]
fn large_and_small_come_whole_on_one_line() {
    let served = serve(&small_race(), |_| {});
    let packed = |seed, n| Body::packed(text(seed, n), Kind::Json, Cache::Immutable, Effort::Quick);
    let (one, other, small) = (packed(1, 6_000_000), packed(2, 40_000), packed(3, 4_000));
    let has_copy = |packed: &Option<homestretch_server::files::body::Packed>| {
        packed.as_ref().is_some_and(|packed| packed.copy.is_some())
    };
    assert_eq!(has_copy(&one.brotli), cfg!(target_os = "linux"));
    assert!(!has_copy(&small.brotli));
    let bytes = |packed: &Option<homestretch_server::files::body::Packed>| {
        packed.as_ref().expect("packed").bytes.to_vec()
    };
    let names = ["/feed/v1/one.json", "/feed/v1/other.json", "/small.json"];
    let asked = [
        ("HEAD", names[0], "br", Vec::new()),
        ("GET", names[2], "br", bytes(&small.brotli)),
        ("GET", names[0], "br", bytes(&one.brotli)),
        ("GET", names[1], "gzip", bytes(&other.gzip)),
        ("GET", names[1], "br", bytes(&other.brotli)),
        ("GET", names[0], "identity", one.identity.bytes.to_vec()),
        ("GET", names[0], "gzip", bytes(&one.gzip)),
        ("GET", names[2], "gzip", bytes(&small.gzip)),
    ];
    let mut edit = Edit::default();
    for (name, body) in names.into_iter().zip([one, other, small]) {
        edit.put(name, body);
    }
    served.running.files.change(edit);

    // All is asked for at once, and once more one after the other.
    let connect = || {
        let line = TcpStream::connect(served.running.address).expect("a connection");
        line.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        line
    };
    let words = |(how, name, encoding, _): &(&str, &str, &str, Vec<u8>)| {
        format!("{how} {name} HTTP/1.1\r\nhost: x\r\naccept-encoding: {encoding}\r\n\r\n")
    };
    let (mut line, mut left) = (connect(), Vec::new());
    let all: String = asked.iter().map(words).collect();
    line.write_all(all.as_bytes()).expect("an open line");
    for (how, name, encoding, expected) in &asked {
        let came = answer(&mut line, &mut left, *how == "GET");
        assert!(came == *expected, "{how} {name} as {encoding}");
    }
    let mut line = connect();
    for one in &asked {
        line.write_all(words(one).as_bytes()).expect("an open line");
        let came = answer(&mut line, &mut left, one.0 == "GET");
        assert!(came == one.3, "{} {} as {}", one.0, one.1, one.2);
    }
}

#[test]
fn who_goes_in_the_middle_of_a_large_file_harms_nobody() {
    let served = serve(&small_race(), |_| {});
    let body = Body::packed(
        text(4, 6_000_000),
        Kind::Json,
        Cache::Immutable,
        Effort::Quick,
    );
    let expected = body.brotli.as_ref().expect("packed").bytes.clone();
    let mut edit = Edit::default();
    edit.put("/feed/v1/one.json", body);
    served.running.files.change(edit);
    let ask = b"GET /feed/v1/one.json HTTP/1.1\r\nhost: x\r\naccept-encoding: br\r\n\r\n";
    let connect = || {
        let mut line = TcpStream::connect(served.running.address).expect("a connection");
        line.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        line.write_all(ask).expect("an open line");
        line
    };
    let mut stays = connect();
    for _ in 0..20 {
        let mut goes = connect();
        goes.read_exact(&mut [0; 1_000]).expect("the beginning");
    }
    // The file is replaced while it is on its way: what was begun is finished.
    let mut edit = Edit::default();
    edit.forget("/feed/v1/one.json");
    served.running.files.change(edit);
    assert!(answer(&mut stays, &mut Vec::new(), true) == expected);
}
