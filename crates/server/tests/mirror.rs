//! A mirror serves the screen of its machine: the app from here, the race from there, and what is kept while there is
//! nobody.

mod support;

use std::time::{Duration, Instant};

use homestretch_server::files::map_file::MapFile;
use homestretch_server::http::headers::Policy;
use homestretch_server::mirror;
use support::served::{get, post, serve};
use support::small_race;

#[test]
fn feed_and_orders_come_through_with_their_date_and_outlive_the_server() {
    let served = serve(&small_race(), |_| {});
    served.running.publish();
    let (mirror, _app) = mirror_of(&served.url(""));
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

/// A mirror of a server, with an app of one page.
fn mirror_of(origin: &str) -> (homestretch_server::raceless::Running, tempfile::TempDir) {
    let app = tempfile::tempdir().expect("a directory");
    std::fs::write(app.path().join("index.html"), "<!doctype html>mirror").expect("a file");
    let listen = "127.0.0.1:0".parse().expect("an address");
    let policy = Policy::new(None).expect("a policy");
    let mirror = mirror::start(origin, listen, app.path(), policy).expect("a mirror");
    (mirror, app)
}

#[test]
fn the_map_file_is_named_in_the_pages_and_its_parts_outlive_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("venue.pmtiles");
    let mut map = b"PMTiles\x03".to_vec();
    map.resize(127, 0);
    map[99] = 1;
    map.extend((0..5_000u32).map(|n| (n % 251) as u8));
    std::fs::write(&path, &map).expect("written");
    let file = MapFile::new(&path, "© \"those\" & others").expect("a map");
    let address = file.address().to_owned();
    let served = serve(&small_race(), |options| options.map_file = Some(file));
    let (mirror, _app) = mirror_of(&served.url(""));
    let url = |path: &str| format!("http://{}{path}", mirror.address);

    let page = get(&url("/screen"), &[]).text();
    let said = page.contains(&address) && page.contains("© &quot;those&quot; &amp; others");
    assert!(said, "{page}");
    let part = |range: &str| get(&url(&address), &[("range", range)]);
    let first = part("bytes=0-126");
    assert_eq!((first.status, &first.bytes[..]), (206, &map[..127]));
    let all = format!("bytes 0-126/{}", map.len());
    assert_eq!(first.header("content-range"), all);
    assert_eq!(part("bytes=200-299").bytes, map[200..300]);
    assert_eq!(part("bytes=9000-9999").status, 416);

    served.stop();
    let kept = part("bytes=200-299");
    assert_eq!((kept.status, &kept.bytes[..]), (206, &map[200..300]));
    assert_eq!(
        kept.header("content-range"),
        format!("bytes 200-299/{}", map.len())
    );
    assert_eq!(part("bytes=300-399").status, 502, "never asked for before");
    mirror.stop();
}

#[test]
fn a_mirror_that_was_there_first_names_the_map_file_when_the_server_comes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("venue.pmtiles");
    let mut map = b"PMTiles\x03".to_vec();
    map.resize(200, 0);
    map[99] = 1;
    std::fs::write(&path, &map).expect("written");
    let file = MapFile::new(&path, "© those").expect("a map");
    let address = file.address().to_owned();
    // A port that nobody listens on yet.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let there = listener.local_addr().expect("an address");
    drop(listener);
    let (mirror, _app) = mirror_of(&format!("http://{there}"));
    let page = || get(&format!("http://{}/", mirror.address), &[]).text();
    assert!(!page().contains(&address));
    let served = serve(&small_race(), |options| {
        options.listen = there;
        options.map_file = Some(file);
    });
    let until = Instant::now() + Duration::from_secs(30);
    while !page().contains(&address) {
        assert!(Instant::now() < until, "{}", page());
        std::thread::sleep(Duration::from_millis(200));
    }
    served.stop();
    mirror.stop();
}
