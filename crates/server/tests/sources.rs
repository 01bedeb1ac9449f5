//! Sources: what is wrong with one is said, its clock is watched and corrected, its token is for itself alone, and
//! nonsense on its line hurts nobody.

mod support;

use std::path::Path;

use homestretch_race::time::{Instant, Span};
use homestretch_server::folder::sources::sources_from_json;
use homestretch_server::http::gate::Gate;
use homestretch_server::sources::frame::Frames;
use homestretch_server::sources::session::Out;
use homestretch_server::sources::setup::Setup;
use homestretch_server::sources::{line, race_result_json};
use homestretch_server::store::Store;
use homestretch_server::token;
use proptest::prelude::*;
use serde_json::json;
use support::devices::{
    Device, chronotrack_line, decoder_record, ipico_line, mylaps_passing, serve_sources,
    serve_sources_at,
};
use support::told::{race_from_files, reads};
use support::{GUN, Rig, batch, read, small_race};

fn wrong(source: &serde_json::Value) -> String {
    let json = json!({ "sources": [source] }).to_string();
    let read = sources_from_json(&json, &small_race().event, Path::new("/race"));
    read.expect_err("wrong").to_string()
}

#[test]
fn mistakes_in_the_file_are_named() {
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "mylaps"})), @"source `a`: this system takes `listen`");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "mylaps", "listen": "3097"})), @"source `a`: `listen` `3097`: give an address and a port, such as 0.0.0.0:3097");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "mylaps", "listen": "0.0.0.0:3097"})), @r#"source `a`: other machines can reach that address, and the protocol knows no password: name those that may connect in `from`, such as ["192.168.1.50"], or say "anybody" on a network of your own"#);
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "mylaps", "listen": "0.0.0.0:3097", "from": ["box"]})), @"source `a`: `from`: `box` is no address such as 192.168.1.50");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "race-result", "connect": "box"})), @"source `a`: `connect` `box`: give the device's address and port, such as 192.168.1.50:3601");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "csv", "mat": "moon"})), @"source `a`: mat `moon` is not in the event; it has: start, half-way, finish");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "csv", "zone": "Moon"})), @"source `a`: zone `Moon` is not known here; write an IANA name such as Asia/Pyongyang");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "csv", "hundredths": "hex"})), @"source `a`: `hundredths` is for system `ipico` alone; leave it out");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "json", "guns": {"g": {"contest": "ten", "wave": "B"}}})), @"source `a`: wave `B` is not in contest `ten`; it has: A");
    insta::assert_snapshot!(wrong(&json!({"name": "a", "system": "json", "token_sha256": "abc"})), @"source `a`: `token_sha256` has 64 hexadecimal digits; `homestretch token` makes one");
    insta::assert_snapshot!(wrong(&json!({"name": "@a", "system": "json"})), @"source `@a`: a name has 1 to 100 characters, no `/`, and does not begin with @");
    assert!(wrong(&json!({"name": "a", "system": "abacus"})).contains("unknown variant `abacus`"));
}

/// Passings of MYLAPS that come as they happen, by a clock that is off.
fn live_passings(race_now: Instant, off: Span) -> Vec<String> {
    let reads = (0..4).map(|i| read(0, 101 + i, "start", 0));
    let off = reads.map(|r| homestretch_server::store::RawRead {
        at: race_now + off,
        ..r
    });
    off.map(|r| format!("start@Passing@{}@1@$", mylaps_passing(&r)))
        .collect()
}

#[test]
fn a_clock_that_is_off_by_whole_hours_is_told_and_put_right() {
    let race_now = GUN + Span(3_600_000);
    let source = |offset_s: f64| json!([{"name": "ts", "system": "mylaps", "listen": "127.0.0.1:0", "offset_s": offset_s}]);
    let warnings = |offset_s: f64| {
        let served = serve_sources_at(&source(offset_s), Path::new("/"), race_now);
        let mut device = Device::connect(served.door_of("ts"));
        for passing in live_passings(race_now, Span(-2 * 3_600_000)) {
            device.say(&passing);
            device.hear("$");
        }
        let line = served.health("ts");
        let lag_s = line["lag_s"].as_f64().expect("a lag");
        (line["warnings"].to_string(), lag_s)
    };
    let (told, lag_s) = warnings(0.0);
    insta::assert_snapshot!(told, @r#"["Its times are 2 h behind the time of arrival: is the zone wrong? Add 7200 to `offset_s` of this source."]"#);
    assert!((7_200.0..7_260.0).contains(&lag_s), "{lag_s}");
    let (told, lag_s) = warnings(7_200.0);
    assert_eq!(told, "[]");
    assert!((0.0..60.0).contains(&lag_s), "{lag_s}");
}

#[test]
fn a_mapping_and_a_clock_put_right_put_right_what_came_before() {
    let file = tempfile::tempdir().expect("a directory");
    let path = file.path().join("race.sqlite");
    let day = |sources: serde_json::Value| {
        let json = json!({ "sources": sources }).to_string();
        let day = small_race();
        let sources = sources_from_json(&json, &day.event, file.path()).expect("sources");
        day.with_sources(sources)
    };
    let start_of = |rig: &Rig| {
        let race = &rig.hub.published().now().race;
        let view = race.as_of(Instant(i64::MAX), race.newest());
        view.splits(0).first().map(|split| (split.point, split.at))
    };
    // The decoder calls the start `Line 1`, and is an hour slow.
    let told = read(1, 101, "Line 1", 5 - 3_600);
    let mut rig = Rig::new(&day(json!([])), Store::open(&path).expect("a store"));
    rig.submit(batch("box", vec![told]));
    rig.beat(GUN + Span(60_000));
    assert_eq!(start_of(&rig), None);
    drop(rig);
    let set_up =
        json!([{"name": "box", "system": "json", "points": {"line 1": "start"}, "offset_s": 3600}]);
    let mut rig = Rig::new(&day(set_up), Store::open(&path).expect("a store"));
    rig.beat(GUN + Span(70_000));
    assert_eq!(start_of(&rig), Some((0, GUN + Span(5_000))));
}

#[test]
fn a_token_of_a_source_is_for_that_source_alone() {
    let hash = token::hex_from_digest(&token::digest("a token of the finish"));
    let json = json!({"sources": [{"name": "finish", "system": "csv", "token_sha256": hash},
                                  {"name": "start", "system": "csv"}]});
    let day = small_race();
    let sources = sources_from_json(&json.to_string(), &day.event, Path::new("/"));
    let day = day.with_sources(sources.expect("sources"));
    let served = support::served::serve(&day, |options| {
        options.gate = Gate::with_token("the token of the race");
    });
    let csv = "chip,place,at\n101,finish,2026-04-05T09:40:00Z\n";
    let brought = r#"{"source": "finish", "reads": []}"#;
    let others = r#"{"source": "start", "reads": []}"#;
    for (token, finish, start, see) in [
        ("a token of the finish", 200, 403, 403),
        ("the token of the race", 200, 200, 200),
        ("another", 403, 403, 403),
    ] {
        let bearer = format!("Bearer {token}");
        let header = [("authorization", bearer.as_str())];
        let at = |path: &str, body: &str| served.post(path, &header, body).status;
        assert_eq!(at("/api/v1/reads", brought), finish, "{token}");
        assert_eq!(at("/api/v1/reads", others), start, "{token}");
        assert_eq!(at("/api/v1/sources/finish", csv), finish, "{token}");
        assert_eq!(at("/api/v1/sources/start", csv), start, "{token}");
        let seen = served.get_with("/api/v1/sources", &header).status;
        assert_eq!(seen, see, "{token}");
    }
    let by_query = "/api/v1/sources/finish?x=1&token=";
    let post = |token: &str| served.post(&format!("{by_query}{token}"), &[], csv).status;
    assert_eq!(post("nothing"), 403);
    let json_source = served.get_with("/api/v1/sources/none", &[]);
    assert_eq!(json_source.status, 405);
}

#[test]
fn who_is_not_named_is_turned_away() {
    let served = serve_sources(
        &json!([{"name": "ts", "system": "mylaps", "listen": "127.0.0.1:0", "from": ["192.0.2.1"]}]),
        Path::new("/"),
    );
    let mut device = Device::connect(served.door_of("ts"));
    assert!(device.is_closed());
}

#[test]
fn a_decoder_that_comes_back_again_and_again_is_let_in() {
    let served = serve_sources(
        &json!([{"name": "ts", "system": "mylaps", "listen": "127.0.0.1:0"}]),
        Path::new("/"),
    );
    let mut lost: Vec<Device> = (0..20)
        .map(|_| {
            let mut device = Device::connect(served.door_of("ts"));
            device.say("Toolkit@Pong@$");
            device.hear("$");
            device
        })
        .collect();
    // The oldest had to go, the newest stay.
    assert!(lost[0].is_closed());
    lost[19].say("start@Passing@t=09:00:03|c=101|d=260405@1@$");
    assert_eq!(lost[19].hear("$"), "Homestretch@AckPassing@1@$");
    drop(lost.split_off(1));
    served.wait_for("ts", "new", 1);
    served.running.publish();
    let race = race_from_files(&served);
    assert_eq!(
        race.as_of(Instant(i64::MAX), race.newest()).splits(0).len(),
        1
    );
}

/// Every system, and lines that it understands.
fn every_system() -> Vec<(Setup, String)> {
    let json = json!({"sources": [
        {"name": "a", "system": "mylaps", "listen": "127.0.0.1:1"},
        {"name": "b", "system": "chronotrack", "listen": "127.0.0.1:1"},
        {"name": "c", "system": "ipico", "listen": "127.0.0.1:1"},
        {"name": "d", "system": "race-result", "connect": "127.0.0.1:1"},
        {"name": "e", "system": "csv"},
    ]});
    let sources = sources_from_json(&json.to_string(), &small_race().event, Path::new("/"));
    let sources = sources.expect("sources");
    let some: Vec<_> = reads().into_iter().take(6).collect();
    let text = |line: &dyn Fn((usize, &homestretch_server::store::RawRead)) -> String| {
        some.iter().enumerate().map(line).collect::<String>()
    };
    let lines = [
        "Kit@Pong@$".to_owned()
            + &text(&|(i, r)| format!("{}@Passing@{}@{i}@$", r.mat, mylaps_passing(r)))
            + "5K@Store@0RK9T6N 13:50:23.30 9323 1000009080387@3@$start@Marker@t=11:03:40|mt=Gunshot@4@$",
        "SimpleClient~0~CTP01\r\n".to_owned() + &text(&|(i, r)| chronotrack_line(i, r)),
        text(&|(_, r)| ipico_line(1, r, "FS")),
        "SETPROTOCOL;2.0\r\nGETSTATUS;2026-04-05;\r\nPASSINGS;6;1\r\n".to_owned()
            + &text(&|(i, r)| decoder_record(i + 1, r) + "\r\n"),
        "chip,place,at\r\n101,start,09:00:00.5\r\n102,\"fin\"\"ish\",1775379600\r\n".to_owned(),
    ];
    sources.all().into_iter().cloned().zip(lines).collect()
}

fn heard<'a>(setup: &Setup, pieces: impl IntoIterator<Item = &'a [u8]>) -> Out {
    let mut session = setup.session().expect("conversations");
    let mut frames = Frames::new(session.ends(), session.max_line_bytes());
    let mut out = Out::default();
    session.open(&mut out);
    for piece in pieces {
        frames.take(piece, |frame| line::hear(session.as_mut(), frame, &mut out));
    }
    for nth in 1..=20 {
        session.second(nth, &mut out);
    }
    out
}

#[test]
fn chronotrack_is_asked_whether_it_is_there_once_it_has_introduced_itself() {
    let (setup, _) = &every_system()[1];
    let asked = |hello: &str| {
        let reply = heard(setup, [hello.as_bytes()]).reply;
        String::from_utf8(reply)
            .expect("text")
            .matches("ping\r\n")
            .count()
    };
    assert_eq!(asked(""), 0);
    assert_eq!(asked("SimpleClient~0.5.0~CTP01\r\n"), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However a line is torn, it says the same.
    #[test]
    fn torn_lines_say_the_same(piece_bytes in 1_usize..60) {
        for (setup, text) in every_system() {
            let whole = heard(&setup, [text.as_bytes()]);
            prop_assert!(!whole.reads.is_empty() && whole.rejects.is_empty(), "{} {whole:?}", setup.name);
            prop_assert_eq!(heard(&setup, text.as_bytes().chunks(piece_bytes)), whole);
        }
    }

    /// Bytes that were changed, left out or put in on the way never harm, and never make more reads than there were lines.
    #[test]
    fn damaged_lines_do_no_harm(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..30)) {
        for (setup, text) in every_system() {
            let mut bytes = text.clone().into_bytes();
            for (at, byte, how) in &damage {
                let at = at.index(bytes.len());
                match how {
                    0 => bytes[at] = *byte,
                    1 => { bytes.remove(at); }
                    _ => bytes.insert(at, *byte),
                }
                if bytes.is_empty() { break; }
            }
            let out = heard(&setup, [bytes.as_slice()]);
            prop_assert!(out.reads.len() <= 9 + damage.len());
            race_result_json::read(&String::from_utf8_lossy(&bytes), &setup.reckoner, true);
        }
    }

    /// Nor does anything else.
    #[test]
    fn nonsense_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..2_000), text in "\\PC{0,300}") {
        for (setup, _) in every_system() {
            heard(&setup, [bytes.as_slice(), text.as_bytes(), b"\r\n$"]);
            race_result_json::read(&text, &setup.reckoner, false);
        }
    }
}
