//! The race office's remote tells the screens; only who has the token can.

mod support;

use homestretch_server::http::gate::Gate;
use support::served::serve;
use support::small_race;

const TOKEN: &str = "a-token-of-the-race";
const BODY: &str = r#"{"skips":3,"hidden":[{"bib":"101"}]}"#;

#[test]
fn what_the_remote_says_is_there_at_the_next_look_and_costs_nothing_while_it_stands() {
    let served = serve(&small_race(), |options| {
        options.gate = Gate::with_token(TOKEN);
    });
    let usual = served.get("/api/v1/screen");
    assert_eq!(usual.status, 200);
    assert!(usual.text().contains("\"skips\":0"), "{}", usual.text());
    let wrong = [("Authorization", "Bearer another-token-of-nobody")];
    let refused = served.post("/api/v1/screen", &wrong, BODY);
    assert_eq!(refused.status, 403, "{}", refused.text());
    let bearer = format!("Bearer {TOKEN}");
    let taken = served.post("/api/v1/screen", &[("Authorization", &bearer)], BODY);
    assert_eq!(taken.status, 200, "{}", taken.text());
    let told = served.get("/api/v1/screen");
    assert!(told.text().contains("\"bib\":\"101\""), "{}", told.text());
    assert_ne!(told.header("etag"), usual.header("etag"));
    let known = told.header("etag").to_owned();
    let again = served.get_with("/api/v1/screen", &[("If-None-Match", &known)]);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let nonsense = served.post("/api/v1/screen", &[("Authorization", &bearer)], "[]");
    assert_eq!(nonsense.status, 422, "{}", nonsense.text());
    assert_eq!(served.get("/api/v1/screen").text(), told.text());
}

#[test]
fn a_hidden_name_stays_hidden_over_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("race.sqlite");
    let start = || {
        serve(&small_race(), |options| {
            options.gate = Gate::with_token(TOKEN);
            options.store = Some(store.clone());
        })
    };
    let first = start();
    let bearer = format!("Bearer {TOKEN}");
    first.post("/api/v1/screen", &[("Authorization", &bearer)], BODY);
    first.stop();
    let second = start();
    assert!(
        second
            .get("/api/v1/screen")
            .text()
            .contains("\"bib\":\"101\"")
    );
}
