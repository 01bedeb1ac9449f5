//! A detailed map on the venue's disk: browsers get the parts of it that they ask for, and nothing is loaded from elsewhere.

mod support;

use homestretch_server::files::map_file::MapFile;
use support::served::serve;
use support::small_race;

/// As long as a header of a `PMTiles` file of vector tiles, and something behind it.
fn map() -> Vec<u8> {
    let mut map = b"PMTiles\x03".to_vec();
    map.resize(127, 0);
    map[99] = 1;
    map.extend((0..5_000u32).map(|n| (n % 251) as u8));
    map
}

#[test]
fn parts_of_a_map_file_are_served_from_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("venue.pmtiles");
    let map = map();
    std::fs::write(&path, &map).expect("written");
    let file = MapFile::new(&path, "© those who drew it").expect("a map");
    let address = file.address().to_owned();
    let served = serve(&small_race(), |options| options.map_file = Some(file));

    let part = served.get_with(&address, &[("range", "bytes=120-1119")]);
    assert_eq!(part.status, 206);
    assert_eq!(part.bytes, map[120..1120]);
    let all = format!("bytes 120-1119/{}", map.len());
    assert_eq!(part.header("content-range"), all);
    assert_eq!(part.header("content-type"), "application/octet-stream");
    assert!(part.header("cache-control").contains("immutable"));
    assert_eq!(part.header("x-content-type-options"), "nosniff");
    assert_eq!(part.header("content-encoding"), "");

    let whole = served.get(&address);
    assert_eq!((whole.status, whole.bytes), (200, map));
    let beyond = served.get_with(&address, &[("range", "bytes=9000-9999")]);
    assert_eq!(beyond.status, 416);
    assert_eq!(beyond.header("cache-control"), "no-store");
    assert_eq!(served.head(&address).header("accept-ranges"), "bytes");

    let policy = served.get("/");
    let policy = policy.header("content-security-policy");
    assert!(!policy.contains("http"), "nothing from elsewhere: {policy}");
    assert_eq!(served.get("/map/another.pmtiles").status, 404);
}
