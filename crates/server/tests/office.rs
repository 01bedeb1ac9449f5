//! The race office: everything it decides is told to everybody, is in the log, and can be undone.

mod support;

use homestretch_server::http::gate::Gate;
use homestretch_server::token::digest;
use serde_json::{Value, json};
use support::office::{TOKEN, act, bring, office, passed, read_of, refused, row_of, seen, undo};
use support::served::serve;
use support::small_race;

#[test]
fn nobody_comes_in_without_a_token_of_the_office() {
    let served = office();
    let wrong = ("authorization", "Bearer the token of Lee");
    for headers in [&[][..], &[wrong][..]] {
        assert_eq!(served.get_with("/api/v1/office", headers).status, 403);
        let act = json!({ "act": "rule", "bib": "101", "ruling": "dsq" }).to_string();
        assert_eq!(served.post("/api/v1/office/act", headers, &act).status, 403);
    }
    let in_address = served.get("/api/v1/office?token=the%20token%20of%20Kim");
    assert_eq!(in_address.status, 403, "an address stays in logs");
    assert_eq!(seen(&served, "")["you"], "Kim");

    // The token of those who bring reads is not the office's, nor the other way round.
    let other = serve(&small_race(), |options| {
        let kim = ("Kim".to_owned(), digest("the token of Kim"));
        options.gate = Gate::with_token("the token of the decoders").with_office(vec![kim]);
    });
    let decoders = ("authorization", "Bearer the token of the decoders");
    assert_eq!(other.get_with("/api/v1/office", &[decoders]).status, 403);
    assert_eq!(other.get_with("/api/v1/sources", &[TOKEN]).status, 403);

    // While nobody has one, a program on this machine is let in, and a page is not.
    let alone = serve(&small_race(), |_| {});
    assert_eq!(alone.get("/api/v1/office").status, 200);
    let page = ("sec-fetch-site", "same-origin");
    assert_eq!(alone.get_with("/api/v1/office", &[page]).status, 403);
}

#[test]
fn reads_are_withdrawn_accepted_moved_and_put_at_another_time() {
    let served = office();
    let reads = [
        (1, "101", "start", 5),
        (2, "101", "half-way", 60),
        (3, "102", "start", 6),
    ];
    bring(&served, "decoder", &reads);
    let aside = seen(&served, "/aside");
    assert_eq!(aside["reads"][0]["fate"], "too_fast", "{aside}");
    assert_eq!(aside["reads"][0]["bib"], "101");
    let half = read_of(&served, "101", "half-way");

    act(
        &served,
        &json!({ "act": "accept", "read": half, "point": "5k" }),
    );
    assert_eq!(passed(&served, "101").len(), 2);
    undo(&served);
    assert_eq!(passed(&served, "101").len(), 1);

    act(
        &served,
        &json!({ "act": "retime", "read": half, "at": "09:25:00" }),
    );
    assert_eq!(passed(&served, "101")[1].1, "09:25:00.0");
    // The office sees when it counts, and what the device said.
    let reads = seen(&served, "/reads?bib=101");
    let reads = reads["reads"].as_array().expect("a list");
    let retimed = reads.iter().find(|r| r["read"] == half).expect("the read");
    assert_eq!(retimed["at"], "09:25:00.0");
    assert_eq!(retimed["read_at"], "09:01:00.0");
    act(
        &served,
        &json!({ "act": "move", "read": half, "bib": "102" }),
    );
    assert_eq!(passed(&served, "101").len(), 1);
    assert_eq!(passed(&served, "102").len(), 2);
    act(&served, &json!({ "act": "withdraw", "read": half }));
    assert_eq!(passed(&served, "102").len(), 1);
    undo(&served);
    assert_eq!(passed(&served, "102").len(), 2);
    undo(&served);
    assert_eq!(
        (passed(&served, "101").len(), passed(&served, "102").len()),
        (2, 1)
    );

    let why = refused(
        &served,
        &json!({ "act": "accept", "read": half, "point": "7k" }),
    );
    assert!(why.contains("7k") && why.contains("5k"), "{why}");
    assert!(refused(&served, &json!({ "act": "withdraw", "read": 999 })).contains("999"));
}

#[test]
fn statuses_guns_and_the_race_itself_are_said_and_taken_back() {
    let served = office();
    bring(
        &served,
        "decoder",
        &[(1, "101", "start", 5), (2, "101", "half-way", 1_500)],
    );
    let ruling =
        |bib: &str| seen(&served, &format!("/entrants?q={bib}"))["entrants"][0]["ruling"].clone();
    act(
        &served,
        &json!({ "act": "rule", "bib": "101", "ruling": "dsq", "note": "Took the tram" }),
    );
    assert_eq!(ruling("101"), "dsq");
    assert!(served.get("/r/101").text().contains("Took the tram"));
    act(
        &served,
        &json!({ "act": "rule", "bib": "101", "ruling": "dnf" }),
    );
    undo(&served);
    assert_eq!(ruling("101"), "dsq");
    undo(&served);
    assert_eq!(ruling("101"), Value::Null);

    act(
        &served,
        &json!({ "act": "gun", "contest": "ten", "at": "09:00:30" }),
    );
    let wave = seen(&served, "")["contests"][0]["waves"][0].clone();
    assert_eq!(
        (&wave["gun"], &wave["moved"]),
        (&json!("09:00:30.0"), &json!(true))
    );
    assert_eq!(
        passed(&served, "101").len(),
        1,
        "the start was before this gun"
    );
    undo(&served);
    assert_eq!(passed(&served, "101").len(), 2);
    assert_eq!(
        seen(&served, "")["contests"][0]["waves"][0]["gun"],
        "09:00:00.0"
    );

    act(
        &served,
        &json!({ "act": "phase", "phase": "ended", "official": true }),
    );
    assert!(served.live().official);
    undo(&served);
    assert!(!served.live().official);
}

#[test]
fn a_sweep_takes_those_who_had_not_passed_and_is_undone_in_one() {
    let served = office();
    let reads = [
        (1, "101", "start", 5),
        (2, "102", "start", 6),
        (3, "102", "half-way", 1_500),
        (4, "103", "start", 7),
        (5, "103", "half-way", 3_700),
    ];
    bring(&served, "decoder", &reads);
    let asked = seen(
        &served,
        "/sweep?contest=ten&point=5k&at=10:00:00&ruling=cut_off",
    );
    let bibs: Vec<&Value> = asked["entrants"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|e| &e["bib"])
        .collect();
    assert_eq!(bibs, ["101", "103"]);
    let sweep = json!({ "act": "sweep", "contest": "ten", "point": "5k", "at": "10:00:00", "ruling": "cut_off" });
    act(&served, &sweep);
    let ruling =
        |bib: &str| seen(&served, &format!("/entrants?q={bib}"))["entrants"][0]["ruling"].clone();
    assert_eq!(
        (ruling("101"), ruling("102"), ruling("103")),
        (json!("cut_off"), Value::Null, json!("cut_off"))
    );
    undo(&served);
    assert_eq!((ruling("101"), ruling("103")), (Value::Null, Value::Null));
    let dns = seen(
        &served,
        "/sweep?contest=ten&point=start&at=10:00:00&ruling=dns",
    );
    assert_eq!(dns["entrants"].as_array().expect("a list").len(), 17);
}

#[test]
fn a_spare_chip_counts_from_its_first_read_and_swapped_ones_change_owners() {
    let served = office();
    bring(
        &served,
        "decoder",
        &[(1, "SPARE7", "start", 5), (2, "SPARE7", "half-way", 1_500)],
    );
    assert_eq!(
        seen(&served, "")["unknown_chips"][0],
        json!({ "chip": "SPARE7", "reads": 2 })
    );
    assert_eq!(
        seen(&served, "/reads?unknown=true")["reads"][0]["fate"],
        "unknown_chip"
    );
    act(
        &served,
        &json!({ "act": "chip", "chip": "spare7", "bib": "104" }),
    );
    assert_eq!(passed(&served, "104").len(), 2);
    assert_eq!(seen(&served, "")["unknown_chips"], json!([]));
    bring(&served, "decoder", &[(3, "SPARE7", "finish", 3_000)]);
    assert_eq!(passed(&served, "104").len(), 3);

    act(
        &served,
        &json!({ "act": "swap_chips", "bib": "104", "with": "105" }),
    );
    assert_eq!(
        (passed(&served, "104").len(), passed(&served, "105").len()),
        (0, 3)
    );
    undo(&served);
    assert_eq!(
        (passed(&served, "104").len(), passed(&served, "105").len()),
        (3, 0)
    );
    undo(&served);
    assert_eq!(passed(&served, "104").len(), 0);
}

#[test]
fn swapped_bibs_are_in_every_file() {
    let served = office();
    bring(&served, "decoder", &[(1, "101", "start", 5)]);
    act(
        &served,
        &json!({ "act": "swap_bibs", "bib": "101", "with": "102" }),
    );
    let name = |bib: &str| row_of(&served, bib).expect("somebody").0;
    assert_eq!(
        (name("101").as_str(), name("102").as_str()),
        ("Pine Number 1", "Pine Number 0")
    );
    assert!(served.get("/r/101").text().contains("Pine Number 1"));
    assert_eq!(passed(&served, "101").len(), 1, "the chip is on the bib");
    let why = refused(
        &served,
        &json!({ "act": "bib", "bib": "103", "new": "104" }),
    );
    assert!(why.contains("swap_bibs"), "{why}");
    act(
        &served,
        &json!({ "act": "bib", "bib": "103", "new": "903" }),
    );
    assert!(row_of(&served, "903").is_some() && row_of(&served, "103").is_none());
    undo(&served);
    undo(&served);
    assert_eq!(name("101"), "Pine Number 0");
}

#[test]
fn a_backup_mat_counts_as_the_mat_that_it_stands_for() {
    let served = office();
    bring(&served, "backup", &[(1, "101", "box-9", 1_500)]);
    assert_eq!(seen(&served, "")["unknown_places"][0]["place"], "box-9");
    act(
        &served,
        &json!({ "act": "place", "source": "backup", "place": "box-9", "mat": "half-way" }),
    );
    assert_eq!(
        passed(&served, "101"),
        [("5k".to_owned(), "09:25:00.0".to_owned())]
    );
    undo(&served);
    assert!(passed(&served, "101").is_empty());
}

#[test]
fn a_time_by_hand_is_a_time_like_any_other() {
    let served = office();
    bring(&served, "decoder", &[(1, "101", "start", 5)]);
    act(
        &served,
        &json!({ "act": "by_hand", "bib": "101", "point": "finish", "at": "09:45:12.3" }),
    );
    assert_eq!(
        passed(&served, "101")[1],
        ("finish".to_owned(), "09:45:12.3".to_owned())
    );
    let csv = served.get_with("/api/v1/office/results.csv?contest=ten", &[TOKEN]);
    let csv = csv.text();
    let row = csv.lines().nth(1).expect("a row");
    assert!(
        row.starts_with("1,101,Pine Number 0,") && row.contains("0:45:12.3,0:45:07.3,09:45:12.3"),
        "{csv}"
    );
    undo(&served);
    assert_eq!(passed(&served, "101").len(), 1);
    // The undoing undone.
    let entry = seen(&served, "/log")["log"][0]["entry"].clone();
    act(&served, &json!({ "act": "undo", "entry": entry }));
    assert_eq!(passed(&served, "101").len(), 2);
}

#[test]
fn an_announcement_is_a_file_until_it_is_taken_back() {
    let served = office();
    let words = json!({ "act": "announce", "text": "Water at 8 km", "more": { "ko": "8km 물" }, "until": "12:00" });
    act(&served, &words);
    let file = served.get("/feed/v1/notices.json").text();
    assert!(
        file.contains("Water at 8 km") && file.contains("8km 물"),
        "{file}"
    );
    undo(&served);
    assert!(!served.get("/feed/v1/notices.json").text().contains("Water"));
}

#[test]
fn an_announcement_is_on_the_screens_until_it_is_over_or_taken_back() {
    let served = office();
    let screens = || served.get("/api/v1/screen").text();
    act(
        &served,
        &json!({ "act": "announce", "text": "Gone by", "until": "00:01" }),
    );
    assert!(!screens().contains("Gone by"), "{}", screens());
    act(
        &served,
        &json!({ "act": "announce", "text": "Water at 8 km" }),
    );
    assert!(
        screens().contains("\"notice\":{\"en\":\"Water at 8 km\"}"),
        "{}",
        screens()
    );
    // What the remote says next does not make the office's words its own.
    let told = served.post("/api/v1/screen", &[], &screens());
    assert_eq!(told.status, 200, "{}", told.text());
    undo(&served);
    assert!(!screens().contains("Water"), "{}", screens());
}

#[test]
fn the_log_says_who_and_what_and_the_same_act_twice_is_one() {
    let served = office();
    let rule = json!({ "no": 7, "act": "rule", "bib": "101", "ruling": "dns" });
    act(&served, &rule);
    act(&served, &rule);
    let log = seen(&served, "/log");
    let rows = log["log"].as_array().expect("a list");
    assert_eq!(rows.len(), 1, "{log}");
    assert_eq!(
        (
            &rows[0]["who"],
            &rows[0]["act"],
            &rows[0]["about"],
            &rows[0]["detail"]
        ),
        (
            &json!("Kim"),
            &json!("rule"),
            &json!("101 Pine Number 0"),
            &json!("DNS")
        )
    );
    let other = json!({ "no": 7, "act": "rule", "bib": "102", "ruling": "dns" });
    let answer = served.post("/api/v1/office/act", &[TOKEN], &other.to_string());
    assert_eq!(answer.status, 409);
    undo(&served);
    let entry = rows[0]["entry"].clone();
    assert!(refused(&served, &json!({ "act": "undo", "entry": entry })).contains("undone already"));
    assert_eq!(
        seen(&served, "/log")["log"].as_array().map(Vec::len),
        Some(2),
        "nothing is ever removed"
    );
}
