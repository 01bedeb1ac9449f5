//! Tokens: only their hashes are kept, each opens its own door alone, they are compared in constant time, and whoever
//! guesses is slowed down.

mod support;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use homestretch_server::folder::sources::sources_from_json;
use homestretch_server::http::gate::Gate;
use homestretch_server::token::{self, digest, hex_from_digest};
use serde_json::json;
use support::served::{Served, serve};
use support::small_race;

const RACE: &str = "the token of the race";
const KIM: &str = "the token of Kim";
const FINISH: &str = "the token of the finish";

/// A race with a token of its own, one of a source and one of the office.
fn guarded() -> Served {
    let hash = hex_from_digest(&digest(FINISH));
    let json = json!({"sources": [{"name": "finish", "system": "json", "token_sha256": hash},
                                  {"name": "start", "system": "json"}]});
    let day = small_race();
    let sources = sources_from_json(&json.to_string(), &day.event, Path::new("/"));
    let day = day.with_sources(sources.expect("sources"));
    serve(&day, |options| {
        options.gate = Gate::with_token(RACE).with_office(vec![("Kim".to_owned(), digest(KIM))]);
    })
}

/// Every door, and what a token gets there: the race's, the office's, the finish's, none.
#[test]
fn a_token_opens_its_own_door_alone() {
    let served = guarded();
    let finish = r#"{"source": "finish", "reads": []}"#;
    let start = r#"{"source": "start", "reads": []}"#;
    let rule = r#"{"act": "rule", "bib": "101", "ruling": "dnf"}"#;
    let doors: [(&str, Option<&str>, [u16; 4]); 9] = [
        ("/api/v1/reads", Some(finish), [200, 403, 200, 403]),
        ("/api/v1/reads", Some(start), [200, 403, 403, 403]),
        ("/api/v1/sources", None, [200, 403, 403, 403]),
        ("/metrics", None, [200, 403, 403, 403]),
        ("/api/v1/office", None, [403, 200, 403, 403]),
        ("/api/v1/office/reads", None, [403, 200, 403, 403]),
        ("/api/v1/office/results.csv", None, [403, 200, 403, 403]),
        ("/api/v1/office/act", Some(rule), [403, 200, 403, 403]),
        ("/feed/v1/live.json", None, [200, 200, 200, 200]),
    ];
    for (path, body, wanted) in doors {
        for (token, wanted) in [Some(RACE), Some(KIM), Some(FINISH), None]
            .into_iter()
            .zip(wanted)
        {
            let bearer = token.map(|token| format!("Bearer {token}"));
            let header: Vec<_> = bearer
                .iter()
                .map(|b| ("authorization", b.as_str()))
                .collect();
            let status = match body {
                Some(body) => served.post(path, &header, body).status,
                None => served.get_with(path, &header).status,
            };
            assert_eq!(status, wanted, "{path} with {token:?}");
        }
    }
}

#[test]
fn only_hashes_are_kept() {
    let gate = Gate::with_token(RACE).with_office(vec![("Kim".to_owned(), digest(KIM))]);
    let held = format!("{gate:?}");
    assert!(!held.contains(RACE) && !held.contains(KIM), "{held}");
    // What the program writes down of a new token is its hash; the token itself is shown once.
    let made = Command::new(env!("CARGO_BIN_EXE_homestretch"))
        .args(["token", "--office", "Kim"])
        .output()
        .expect("the program runs");
    let said = String::from_utf8(made.stdout).expect("text");
    let words: Vec<&str> = said
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == 64)
        .collect();
    let [token, hash] = words[..] else {
        panic!("a token and its hash, no more: {said}");
    };
    let hash = token::digest_from_hex(hash).expect("a hash");
    assert!(token::is(token, &hash), "{said}");
    assert!(said.contains("keep only the hash"), "{said}");
}

/// Whether the comparison takes the same time for any two hashes is for its library to keep; that nothing else compares
/// them is kept here.
#[test]
fn hashes_are_compared_by_one_function_in_constant_time() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let own = std::fs::read_to_string(source.join("token.rs")).expect("a file");
    assert!(own.contains("digest(token).ct_eq(expected)"));
    let gate = std::fs::read_to_string(source.join("http/gate.rs")).expect("a file");
    let compared = gate
        .lines()
        .filter(|line| line.contains("digest") && line.contains("=="));
    assert_eq!(compared.collect::<Vec<_>>(), Vec::<&str>::new());
    // Every hash is looked at, whichever fits: nothing stops at the first.
    assert_eq!(
        gate.matches("token::is(").count(),
        gate.matches(".fold(").count() - 1
    );
}

#[test]
fn whoever_guesses_at_the_office_is_slowed_down_and_kim_is_not() {
    let served = guarded();
    let ask = |token: &str| {
        let began = Instant::now();
        let bearer = format!("Bearer {token}");
        let answer = served.get_with("/api/v1/office", &[("authorization", &bearer)]);
        (answer.status, began.elapsed())
    };
    let (guesses, kim) = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..60)
            .map(|n| scope.spawn(move || ask(&format!("guess {n}"))))
            .collect();
        let kim = ask(KIM);
        let guesses = guesses.into_iter().map(|g| g.join().expect("an answer"));
        (guesses.collect::<Vec<_>>(), kim)
    });
    assert_eq!(kim.0, 200);
    let late = guesses.iter().filter(|(status, _)| *status == 403);
    for (_, took) in late.clone() {
        assert!(*took >= Duration::from_millis(450), "{took:?}");
    }
    assert!(late.count() >= 1);
    assert!(
        guesses
            .iter()
            .all(|(status, _)| matches!(status, 403 | 429)),
        "{guesses:?}"
    );
}
