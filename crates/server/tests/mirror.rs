//! A mirror serves the screen of its machine: the app from here, the race from there, and what is kept while there is
//! nobody.

mod support;

use homestretch_server::http::headers::Policy;
use homestretch_server::mirror;
use support::served::{get, post, serve};
use support::small_race;

#[test]
fn feed_and_orders_come_through_with_their_date_and_outlive_the_server() {
    let served = serve(&small_race(), |_| {});
    served.running.publish();
    let app = tempfile::tempdir().expect("a directory");
    std::fs::write(app.path().join("index.html"), "<!doctype html>mirror").expect("a file");
    let listen = "127.0.0.1:0".parse().expect("an address");
    let policy = Policy::new(None).expect("a policy");
    let mirror = mirror::start(&served.url(""), listen, app.path(), policy).expect("a mirror");
    let url = |path: &str| format!("http://{}{path}", mirror.address);

    assert!(get(&url("/anything"), &[]).text().contains("mirror"));
    let head = get(&url("/feed/v1/live.json"), &[]);
    let there = served.get("/feed/v1/live.json");
    assert_eq!((head.status, &head.bytes), (200, &there.bytes));
    assert!(!head.header("date").is_empty());
    let known = [("If-None-Match", head.header("etag"))];
    assert_eq!(get(&url("/feed/v1/live.json"), &known).status, 304);
    assert_eq!(get(&url("/api/v1/screen"), &[]).status, 200);
    assert_eq!(post(&url("/api/v1/screen"), &[], "{}").status, 405);
    assert_eq!(get(&url("/feed/v1/nothing.json"), &[]).status, 404);

    let event = format!("/feed/v1/{}", served.live().event);
    assert_eq!(get(&url(&event), &[]).status, 200);
    served.stop();
    assert_eq!(
        get(&url("/feed/v1/live.json"), &[]).status,
        502,
        "it is away, and that is said"
    );
    assert_eq!(
        get(&url(&event), &[]).status,
        200,
        "what never changes is still here"
    );
    mirror.stop();
}

#[test]
fn an_address_that_is_no_server_is_named() {
    let listen = "127.0.0.1:0".parse().expect("an address");
    for wrong in ["192.168.1.10:8080", "http://", "http://a/b"] {
        let policy = Policy::new(None).expect("a policy");
        let error =
            mirror::start(wrong, listen, std::path::Path::new("."), policy).expect_err("no server");
        assert!(
            error.to_string().contains("http://192.168.1.10:8080"),
            "{error}"
        );
    }
}
