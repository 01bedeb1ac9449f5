//! The light files: what only the whole field can tell is told in them, and they change only when they must.

mod support;

use homestretch_feed::{RaceClock, light, paths, read};
use homestretch_race::standings::Group;
use homestretch_race::time::Span;
use homestretch_server::wall;
use support::served::{Served, serve};
use support::{GUN, batch, read as seen, small_race};

/// These were read at the start: number of the read, bib, seconds after the gun.
fn start(served: &Served, reads: &[(u64, u32, i64)]) {
    let reads = reads.iter();
    let reads = reads.map(|(no, bib, s)| seen(*no, *bib, "start", *s));
    let door = &served.running.door;
    door.submit_blocking(batch("test", reads.collect()))
        .expect("kept");
    served.running.publish();
}

fn bucket_of(served: &Served, bib: &str) -> String {
    let event = served.get(&format!("/feed/v1/{}", served.live().event));
    let event = read::event(&event.bytes).expect("an event").value;
    let bucket = light::bucket_of(bib, event.light_buckets);
    format!("/feed/v1/{}", paths::light(bucket))
}

#[test]
fn her_file_tells_her_places_and_stays_the_same_until_something_about_her_changes() {
    let day = small_race();
    let served = serve(&day, |options| {
        // A minute after the gun: at the end of the day nobody on the course has a place any more.
        options.clock = RaceClock {
            at: wall::now(),
            race: GUN + Span(60_000),
            rate: 1.0,
        };
    });
    start(&served, &[(1, 101, 5), (2, 102, 6)]);
    let path = bucket_of(&served, "102");
    let file = served.get(&path);
    let light = read::light(&file.bytes, &day.event).expect("a light file");
    assert_eq!(light.problems, []);
    let her = day.roster.by_bib("102").expect("102 runs").no;
    let (_, places) = light
        .value
        .places
        .iter()
        .find(|(no, _)| *no == her)
        .expect("she has places");
    assert_eq!((&places[0].group, places[0].of), (&Group::All, 2));

    // Somebody else's read is no reason to fetch it again, though it changes how many have a place.
    start(&served, &[(3, 103, 7)]);
    let tag = file.header("etag").to_owned();
    let again = served.get_with(&path, &[("if-none-match", &tag)]);
    assert_eq!(again.status, 304);
}

#[test]
fn the_brief_tells_what_everybody_shows() {
    let day = small_race();
    let served = serve(&day, |_| {});
    start(&served, &[(1, 101, 5), (2, 102, 6)]);
    let field = served.get("/feed/v1/field.json");
    let field = read::field(&field.bytes, &day.event).expect("the brief");
    assert_eq!(field.problems, []);
    assert_eq!(field.value.heard.len(), day.event.mats.len());
    assert!(field.value.whole_bytes > 0);
    let part = light::part(&field.value);
    assert_eq!(part.tallies[0].passed[0].0, 2);
    assert!(!served.live().big, "a small field is followed whole");
}
