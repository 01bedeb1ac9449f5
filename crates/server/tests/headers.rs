//! The security headers, each by name, and the clock that clients go by.

mod support;

use homestretch_server::http::headers::Policy;
use homestretch_server::wall;
use support::served::serve;
use support::small_race;

fn directives(policy: &str) -> Vec<&str> {
    policy.split(';').map(str::trim).collect()
}

#[test]
fn pages_run_only_the_servers_own_scripts() {
    let served = serve(&small_race(), |_| {});
    let page = served.get("/");
    let policy = page.header("content-security-policy");
    let directives = directives(policy);
    for wanted in [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(
            directives.contains(&wanted),
            "{wanted} is missing in {policy}"
        );
    }
    assert!(!policy.contains("unsafe-inline"));
    assert!(!policy.contains("http"));
}

#[test]
fn one_page_alone_may_be_put_into_a_frame() {
    let served = serve(&small_race(), |_| {});
    for path in ["/embed", "/embed/", "/embed/index.html", "/embed?show=map"] {
        let page = served.get(path);
        assert!(page.text().contains("embed"), "{path}");
        let policy = page.header("content-security-policy");
        assert!(
            directives(policy).contains(&"frame-ancestors *"),
            "{path}: {policy}"
        );
        assert!(
            directives(policy).contains(&"script-src 'self' 'wasm-unsafe-eval'"),
            "{path}"
        );
        assert_eq!(page.header("x-frame-options"), "", "{path}");
    }
    for path in [
        "/",
        "/embedded",
        "/wall",
        "/leaders/embed",
        "/r/101",
        "/index.html",
    ] {
        let page = served.get(path);
        let policy = page.header("content-security-policy");
        assert!(
            directives(policy).contains(&"frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
    }
}

#[test]
fn without_that_page_its_address_is_the_apps_and_in_no_frame() {
    let app = tempfile::tempdir().expect("a directory");
    std::fs::write(
        app.path().join("index.html"),
        "<!doctype html><title>app</title>",
    )
    .expect("a file");
    let served = serve(&small_race(), |options| options.app = app.path().to_owned());
    let page = served.get("/embed");
    assert!(page.text().contains("app"));
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
}

#[test]
fn pages_tell_nobody_where_the_reader_came_from() {
    let served = serve(&small_race(), |_| {});
    assert_eq!(
        served.get("/runner/101").header("referrer-policy"),
        "no-referrer"
    );
}

#[test]
fn pages_may_not_use_camera_microphone_or_place() {
    let served = serve(&small_race(), |_| {});
    let page = served.get("/");
    for wanted in ["camera=()", "microphone=()", "geolocation=()"] {
        assert!(
            page.header("permissions-policy").contains(wanted),
            "{wanted}"
        );
    }
}

#[test]
fn every_file_is_what_it_says() {
    let served = serve(&small_race(), |_| {});
    for path in ["/", "/boot.js", "/feed/v1/live.json", "/nothing.js"] {
        assert_eq!(
            served.get(path).header("x-content-type-options"),
            "nosniff",
            "{path}"
        );
    }
}

#[test]
fn only_pages_carry_the_page_headers() {
    let served = serve(&small_race(), |_| {});
    let head = served.get("/feed/v1/live.json");
    assert_eq!(head.header("content-security-policy"), "");
}

#[test]
fn a_tile_host_is_let_in_for_pictures_alone() {
    let served = serve(&small_race(), |options| {
        options.policy = Policy::new(Some("https://tile.example.org")).expect("an origin");
    });
    let page = served.get("/");
    let policy = page.header("content-security-policy");
    let wanted = "img-src 'self' data: blob: https://tile.example.org";
    assert!(directives(policy).contains(&wanted), "{policy}");
    assert_eq!(policy.matches("tile.example.org").count(), 1);
    for wrong in [
        "tile.example.org",
        "https://a; script-src *",
        "https://a/b",
        "https://",
        "javascript:",
    ] {
        assert!(Policy::new(Some(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn every_answer_says_what_time_it_is() {
    let served = serve(&small_race(), |_| {});
    let head = served.get("/feed/v1/live.json");
    let tag = head.header("etag").to_owned();
    let answers = [
        head,
        served.get_with("/feed/v1/live.json", &[("if-none-match", &tag)]),
        served.get("/nothing.js"),
    ];
    for answer in answers {
        let date = jiff::fmt::rfc2822::parse(answer.header("date")).expect("a date");
        let off_ms = wall::now().0 - date.timestamp().as_millisecond();
        assert!((-1_000..3_000).contains(&off_ms), "off by {off_ms} ms");
    }
}

#[test]
fn without_an_app_the_feed_is_served_and_the_page_says_how_to_build_it() {
    let served = serve(&small_race(), |options| {
        options.app = "/nowhere/dist".into();
    });
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("cargo xtask build"), "{}", page.text());
    assert!(!page.header("content-security-policy").is_empty());
    assert_eq!(served.get("/feed/v1/live.json").status, 200);
}

#[test]
fn a_taken_address_is_named_with_the_remedy() {
    let served = serve(&small_race(), |_| {});
    let mut options = support::served::options(std::path::Path::new("dist"));
    options.listen = served.running.address;
    let error = homestretch_server::server::start(&small_race(), None, options);
    let error = error.expect_err("the address is taken").to_string();
    assert!(
        error.contains(&served.running.address.to_string()),
        "{error}"
    );
    assert!(error.contains("--listen"), "{error}");
}
