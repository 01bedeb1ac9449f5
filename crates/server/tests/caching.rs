//! How long each file may be kept. The rules matter more than they look: a head that is kept too long shows an old
//! race, a roster that is kept for good cannot be taken back, and a tick that is asked for twice costs a thin link.

mod support;

use homestretch_server::files::Edit;
use support::served::{Served, serve};
use support::{batch, read, small_race};

/// A server with one passing published.
fn served() -> Served {
    let served = serve(&small_race(), |_| {});
    let first = batch("test", vec![read(1, 101, "start", 5)]);
    served.running.door.submit_blocking(first).expect("kept");
    served.running.publish();
    served
}

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

#[test]
fn live_head_is_fresh_for_one_second_and_answers_304() {
    let served = served();
    let head = served.get("/feed/v1/live.json");
    assert_eq!(head.status, 200);
    assert_eq!(head.header("cache-control"), "max-age=1");
    let tag = head.header("etag").to_owned();
    let again = served.get_with("/feed/v1/live.json", &[("if-none-match", &tag)]);
    assert_eq!(again.status, 304);
    assert!(again.bytes.is_empty());
    assert_eq!(again.header("etag"), tag);
    assert_eq!(again.header("cache-control"), "max-age=1");
    // A poll with nothing new stays small: the line of status and all headers.
    let size: usize = again
        .headers
        .iter()
        .map(|(n, v)| n.as_str().len() + v.len() + 4)
        .sum();
    assert!(size <= 150, "{size} bytes of headers");

    // And so does one with news, beside the news.
    let whole = head.headers.iter();
    let size: usize = whole.map(|(n, v)| n.as_str().len() + v.len() + 4).sum();
    assert!(size <= 230, "{size} bytes of headers");

    let news = batch("test", vec![read(2, 102, "start", 6)]);
    served.running.door.submit_blocking(news).expect("kept");
    served.running.publish();
    let changed = served.get_with("/feed/v1/live.json", &[("if-none-match", &tag)]);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn ticks_are_immutable() {
    let served = served();
    let head = served.live();
    let name = homestretch_feed::paths::tick(&head.epoch, head.tick);
    let tick = served.get(&format!("/feed/v1/{name}"));
    assert_eq!(tick.status, 200);
    assert_eq!(tick.header("cache-control"), IMMUTABLE);
    assert_eq!(tick.header("content-type"), "application/json");
}

#[test]
fn event_and_course_are_immutable_and_entrants_live_a_day_at_most() {
    let served = served();
    let name = served.live().event;
    let event = served.get(&format!("/feed/v1/{name}"));
    assert_eq!(event.header("cache-control"), IMMUTABLE);
    let event = homestretch_feed::read::event(&event.bytes)
        .expect("an event")
        .value;
    let course = served.get(&format!("/feed/v1/{}", event.course));
    assert_eq!(course.header("cache-control"), IMMUTABLE);
    let entrants = served.get(&format!("/feed/v1/{}", event.entrants));
    assert_eq!(entrants.status, 200);
    assert_eq!(entrants.header("cache-control"), "public, max-age=86400");
}

#[test]
fn light_files_live_for_seconds() {
    let served = served();
    for path in ["/feed/v1/field.json", "/feed/v1/light/0.json"] {
        let file = served.get(path);
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("cache-control"), "max-age=5", "{path}");
        let tag = file.header("etag").to_owned();
        let again = served.get_with(path, &[("if-none-match", &tag)]);
        assert_eq!(again.status, 304, "{path}");
    }
    assert_eq!(served.get("/feed/v1/light/9999999.json").status, 404);
    assert_eq!(served.get("/feed/v1/light/00.json").status, 404);
}

#[test]
fn hashed_app_files_are_immutable() {
    let served = served();
    for path in [
        "/homestretch-app-0123456789abcdef_bg.wasm",
        "/style-0123456789abcdef.css",
    ] {
        let file = served.get(path);
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("cache-control"), IMMUTABLE, "{path}");
    }
    assert_eq!(served.get("/boot.js").header("cache-control"), "no-cache");
}

#[test]
fn index_is_revalidated() {
    let served = served();
    for path in ["/", "/index.html", "/runner/101", "/leaders/ten", "/screen"] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
        assert_eq!(
            page.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        let tag = page.header("etag").to_owned();
        let again = served.get_with(path, &[("if-none-match", &tag)]);
        assert_eq!(again.status, 304, "{path}");
    }
}

#[test]
fn a_page_with_a_program_of_its_own_answers_all_addresses_below_its_name() {
    let served = served();
    for (path, title) in [
        ("/wall", "wall"),
        ("/wall/", "wall"),
        ("/wall/set-up", "wall"),
        ("/walls", "app"),
        ("/runner/wall", "app"),
    ] {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        let expected = format!("<!doctype html><title>{title}</title>");
        assert_eq!(page.text(), expected, "{path}");
    }
    assert_eq!(served.get("/wall/nothing.js").status, 404);
}

#[test]
fn words_are_revalidated() {
    let served = served();
    let words = served.get("/words/ko.json");
    assert_eq!(words.status, 200);
    assert_eq!(words.header("cache-control"), "no-cache");
    assert_eq!(served.get("/words/xx").status, 404);
}

#[test]
fn missing_files_are_404_and_not_kept() {
    let served = served();
    let missing = [
        "/feed/v1/ticks/none-1.json",
        "/feed/v1/nothing",
        "/feed",
        "/nothing.js",
        "/api/v1/nothing",
        "/r/101/nothing",
    ];
    for path in missing {
        let file = served.get(path);
        assert_eq!(file.status, 404, "{path}");
        assert_eq!(file.header("cache-control"), "no-store", "{path}");
        assert_eq!(
            file.header("content-type"),
            "text/plain; charset=utf-8",
            "{path}"
        );
    }
}

#[test]
fn withdrawn_files_are_410() {
    let served = served();
    let event = served.get(&format!("/feed/v1/{}", served.live().event));
    let event = homestretch_feed::read::event(&event.bytes)
        .expect("an event")
        .value;
    let path = format!("/feed/v1/{}", event.entrants);
    let mut edit = Edit::default();
    edit.withdraw(path.as_str());
    served.running.files.change(edit);
    let gone = served.get(&path);
    assert_eq!(gone.status, 410);
    assert_eq!(gone.header("cache-control"), "no-store");
}

#[test]
fn each_encoding_has_its_own_tag_and_says_what_it_varies_by() {
    let served = served();
    let path = "/style-0123456789abcdef.css";
    let packed = || served.get_with(path, &[("accept-encoding", "br")]);
    // Files of the app are packed in the background.
    let patience = std::time::Instant::now();
    while packed().header("content-encoding") != "br" && patience.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let brotli = packed();
    assert_eq!(brotli.header("content-encoding"), "br");
    assert_eq!(brotli.header("vary"), "accept-encoding");
    let plain = served.get_with(path, &[("accept-encoding", "identity")]);
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.header("vary"), "accept-encoding");
    assert_ne!(plain.header("etag"), brotli.header("etag"));
}

#[test]
fn head_requests_tell_the_length_without_the_body() {
    let served = served();
    let full = served.get_with("/feed/v1/live.json", &[("accept-encoding", "identity")]);
    let head = served.head("/feed/v1/live.json");
    assert_eq!(head.status, 200);
    assert!(head.bytes.is_empty());
    assert!(!head.header("etag").is_empty());
    assert!(!full.bytes.is_empty());
    assert_eq!(served.post("/feed/v1/live.json", &[], "{}").status, 405);
}
