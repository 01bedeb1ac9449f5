//! A restart keeps the epoch, serves the same ticks byte for byte, and goes on from there.

mod support;

use std::collections::BTreeMap;

use homestretch_feed::content::TickContent;
use homestretch_feed::fold::Fold;
use homestretch_feed::{catch_up, paths};
use homestretch_race::race::Race;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::Status;
use homestretch_race::{Change, Phase, Tick, What};
use homestretch_server::race_day::RaceDay;
use homestretch_server::said::{RulingSaid, Said};
use homestretch_server::store::{Batch, Store};
use support::{GUN, Rig, batch, read, small_race};

fn at(after_gun_s: i64) -> Instant {
    GUN + Span(after_gun_s * 1000)
}

/// All files of ticks and bundles, by name.
fn published(rig: &Rig) -> BTreeMap<String, Vec<u8>> {
    let paths = rig.files.paths("/feed/v1/ticks/");
    let name = |path: &str| path.trim_start_matches("/feed/v1/").to_owned();
    let files = paths
        .iter()
        .map(|p| (name(p), rig.file(&name(p)).expect("a file")));
    files.collect()
}

/// A race of forty ticks.
fn run(rig: &mut Rig, from: u64, to: u64) {
    for i in from..to {
        let bib = 101 + (i % 20) as u32;
        let (mat, s) = if i < 20 {
            ("start", 2 + i)
        } else {
            ("half-way", 1_200 + 30 * i)
        };
        rig.submit(batch("decoder", vec![read(i, bib, mat, s as i64)]));
        rig.beat(at(s as i64 + 1));
    }
}

#[test]
fn ticks_are_the_same_bytes_after_a_restart() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("race.sqlite");
    let day = small_race();
    let mut rig = Rig::new(&day, Store::open(&file).expect("a store"));
    run(&mut rig, 0, 35);
    // Acknowledged, but not yet in a tick when the machine stops.
    rig.submit(batch("decoder", vec![read(500, 101, "finish", 3_000)]));
    let (head, before) = (rig.head(), published(&rig));
    assert!(before.len() > 35, "bundles are there too");
    drop(rig);

    let mut again = Rig::new(&day, Store::open(&file).expect("a store"));
    assert_eq!(published(&again), before);
    again.beat(at(3_100));
    let now = again.head();
    assert_eq!(now.epoch, head.epoch);
    assert_eq!(now.tick, Tick(head.tick.0 + 1));
    assert!(now.through >= head.through);
    let seen = again.hub.published().now();
    let view = seen.race.as_of(at(4_000), seen.tick);
    assert_eq!(view.result(0), Some(Span(3_000_000)));

    // The whole way in one go gives the same ticks.
    run(&mut again, 35, 40);
    let mut straight = Rig::in_memory(&day);
    run(&mut straight, 0, 35);
    let (whole, restarted) = (published(&straight), published(&again));
    for (name, bytes) in whole {
        let name = name.replace(&straight.head().epoch, &now.epoch);
        assert!(restarted.get(&name) == Some(&bytes), "{name} differs");
    }
}

#[test]
fn a_restart_without_news_publishes_nothing_new() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("race.sqlite");
    let day = small_race();
    let mut rig = Rig::new(&day, Store::open(&file).expect("a store"));
    run(&mut rig, 0, 25);
    let (head, before) = (rig.head(), published(&rig));
    drop(rig);
    let mut again = Rig::new(&day, Store::open(&file).expect("a store"));
    again.beat(head.through + Span(1_000));
    assert_eq!(again.head().tick, head.tick);
    assert_eq!(published(&again), before);
}

#[test]
fn a_server_set_up_months_before_the_race_publishes_what_can_be_read() {
    let mut rig = Rig::in_memory(&small_race());
    rig.submit(batch("decoder", vec![read(1, 101, "start", 3)]));
    rig.beat(at(-200 * 86_400));
    let head = rig.head();
    let file = rig
        .file(&paths::tick(&head.epoch, head.tick))
        .expect("a tick");
    let tick = homestretch_feed::read::tick(&file, &rig.event).expect("readable");
    assert_eq!(tick.value.changes.len(), 1);
    assert!(head.through < GUN);
}

#[test]
fn a_store_of_another_race_is_refused() {
    let store = Store::in_memory().expect("a store");
    store
        .set_meta("event", "other 2020-01-01")
        .expect("a working store");
    let real = homestretch_feed::RaceClock::REAL;
    let error = homestretch_server::epoch::open(&store, &small_race(), GUN, real);
    let error = error.expect_err("another race").to_string();
    assert!(
        error.contains("other 2020-01-01") && error.contains("--store"),
        "{error}"
    );
}

#[test]
fn a_tick_that_cannot_be_kept_is_not_published_and_comes_with_the_next() {
    let mut rig = Rig::in_memory(&small_race());
    rig.submit(batch("decoder", vec![read(1, 101, "start", 3)]));
    let mut full = |_: &str, _| Err(homestretch_server::store::StoreError::Closed);
    assert!(rig.hub.beat(at(5), &mut full).is_err());
    assert!(published(&rig).is_empty());
    assert!(rig.status.now().trouble.is_some());
    rig.submit(batch("decoder", vec![read(2, 102, "start", 4)]));
    rig.beat(at(10));
    assert_eq!(rig.head().tick, Tick(1));
    assert_eq!(rig.status.now().trouble, None);
    let seen = rig.hub.published().now();
    let view = seen.race.as_of(at(10), seen.tick);
    assert_eq!([view.splits(0).len(), view.splits(1).len()], [1, 1]);
}

/// Twenty runners over the mats, read by read, one of whom comes off the course.
fn with_a_ruling(day: &RaceDay) -> Rig {
    let mut rig = Rig::in_memory(day);
    for i in 0..75_u64 {
        let bib = 101 + (i % 20) as u32;
        let mat = ["start", "half-way", "finish", "start"][(i / 20) as usize];
        let s = [5, 1_500, 3_100, 6][(i / 20) as usize] + 3 * i as i64;
        rig.submit(batch("decoder", vec![read(i, bib, mat, s)]));
        // After her last read: from then on she is out, and not before.
        if i == 59 {
            let said = Said::Rule {
                entrant: 19,
                ruling: Some(RulingSaid::Dnf),
                note: None,
            };
            rig.submit(Batch {
                said: vec![(1, said)],
                ..batch("office", Vec::new())
            });
        }
        rig.beat(at(s.max(10) + i as i64));
    }
    rig
}

#[test]
fn each_keyframe_is_the_fold_of_its_ticks_and_every_way_of_catching_up_ends_the_same() {
    let day = small_race();
    let rig = with_a_ruling(&day);
    let head = rig.head();
    let event = &rig.event;
    let tick = |n: u32| {
        let file = rig
            .file(&paths::tick(&head.epoch, Tick(n)))
            .expect("a tick");
        homestretch_feed::read::tick(&file, event)
            .expect("readable")
            .value
    };
    let keyframe_at = head.keyframe.expect("a keyframe after 64 ticks");
    let mut fold = Fold::new();
    let out = (1..=keyframe_at.0).map(tick).find(|told| {
        let ruled = |change: &Change| matches!(change.what, What::Status { .. });
        told.changes.iter().any(ruled)
    });
    let out = out.expect("a ruling among the ticks").at;
    for n in 1..=keyframe_at.0 {
        tick(n).changes.iter().for_each(|change| fold.add(change));
    }
    let file = rig
        .file(&paths::keyframe(&head.epoch, keyframe_at))
        .expect("the keyframe");
    let keyframe = homestretch_feed::read::keyframe(&file, event)
        .expect("readable")
        .value;
    let folded = fold.keyframe(keyframe_at, keyframe.through);
    let (mut told, mut meant) = (keyframe.changes, folded.changes);
    homestretch_feed::fold::sort(&mut told);
    homestretch_feed::fold::sort(&mut meant);
    assert_eq!(told, meant);
    assert_eq!(keyframe.ruled, [(EntrantNo(19), out)]);

    let whole = rig.hub.published().now();
    let whole = whole.race.as_of(at(9_000), whole.tick);
    for have in [None, Some(3), Some(20), Some(66)] {
        let mut race = Race::new(day.event.clone(), day.roster.clone());
        let mut news: Vec<TickContent> = (1..=have.unwrap_or(0)).map(tick).collect();
        let known = have.map(|n| (head.epoch.as_str(), Tick(n)));
        for name in catch_up::plan(known, &head) {
            let file = rig
                .file(&name)
                .unwrap_or_else(|| panic!("{name} is planned but not there"));
            if name.starts_with("keyframes/") {
                let keyframe = homestretch_feed::read::keyframe(&file, event)
                    .expect("readable")
                    .value;
                news.push(TickContent {
                    tick: keyframe.tick,
                    at: keyframe.through,
                    changes: keyframe.changes,
                    ruled: keyframe.ruled,
                    ..TickContent::default()
                });
            } else if name.matches('-').count() == 2 {
                let ticks = homestretch_feed::read::bundle(&file, event);
                news.extend(ticks.expect("readable").value);
            } else {
                let tick = homestretch_feed::read::tick(&file, event);
                news.push(tick.expect("readable").value);
            }
        }
        for told in news.iter().chain(&head.ticks) {
            race.cut(told.tick, told.at);
            told.changes.iter().for_each(|change| race.apply(change));
            for (entrant, at) in &told.ruled {
                race.ruled_since(told.tick, *entrant, *at);
            }
        }
        // Whoever looks back sees the same of those who came off the course later, whatever way she came.
        for (seen, is_out) in [(out - Span(1_000), false), (out, true)] {
            let view = race.as_of(seen, race.newest()).looking_back();
            let dnf = view.status_but_lateness(19) == Status::Dnf;
            assert_eq!(dnf, is_out, "from {have:?} at {seen:?}");
        }
        let view = race.as_of(at(9_000), race.newest());
        for i in 0..20 {
            assert_eq!(
                view.splits(i).len(),
                whole.splits(i).len(),
                "from {have:?}, entrant {i}"
            );
            assert_eq!(
                view.result(i),
                whole.result(i),
                "from {have:?}, entrant {i}"
            );
        }
    }
}

#[test]
fn a_race_that_starts_over_has_a_new_epoch_and_forgets_the_old_files() {
    let mut rig = Rig::in_memory(&small_race());
    run(&mut rig, 0, 20);
    let first = rig.head();
    rig.store.clear().expect("a working store");
    let clock = homestretch_feed::RaceClock {
        at: at(9_000),
        race: at(-60),
        rate: 1.0,
    };
    rig.hub.start_over("second".to_owned(), clock);
    assert!(published(&rig).is_empty());
    rig.beat(at(9_000));
    let head = rig.head();
    assert_eq!(
        (head.epoch.as_str(), head.tick, head.phase),
        ("second", Tick(0), Phase::Before)
    );
    assert_eq!(head.through, at(-60));
    // The same reads again, under the same numbers, make the same race again.
    rig.submit(batch("decoder", vec![read(0, 101, "start", 2)]));
    rig.beat(at(9_065));
    assert_eq!((rig.head().tick, rig.head().phase), (Tick(1), Phase::Live));
    assert_ne!(first.epoch, head.epoch);
    let seen = rig.hub.published().now();
    assert_eq!(seen.race.as_of(at(5), seen.tick).splits(0).len(), 1);
}

#[test]
fn the_race_goes_live_at_the_gun_and_ends_after_the_limit() {
    let mut rig = Rig::in_memory(&small_race());
    rig.beat(at(-60));
    assert_eq!(
        (rig.head().tick, rig.head().phase),
        (Tick(0), Phase::Before)
    );
    rig.beat(at(0));
    assert_eq!((rig.head().tick, rig.head().phase), (Tick(1), Phase::Live));
    rig.beat(at(2 * 3_600 + 14 * 60));
    assert_eq!(rig.head().phase, Phase::Live);
    rig.beat(at(2 * 3_600 + 15 * 60));
    assert_eq!((rig.head().tick, rig.head().phase), (Tick(2), Phase::Ended));
    assert!(!rig.head().official);
}

#[test]
fn without_news_the_head_stays_the_same_for_half_a_minute() {
    let mut rig = Rig::in_memory(&small_race());
    rig.beat(at(0));
    let head = rig.file("live.json");
    rig.beat(at(5));
    rig.beat(at(25));
    assert_eq!(rig.file("live.json"), head);
    rig.beat(at(30));
    assert_ne!(rig.file("live.json"), head);
    assert_eq!(rig.head().through, at(30));
}
