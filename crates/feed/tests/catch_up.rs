//! A plan always ends at the head, and fetches nothing that it need not.

mod support;

use homestretch_feed::catch_up::plan;
use homestretch_feed::{Head, TickContent};
use homestretch_race::Tick;
use proptest::prelude::*;
use support as sample;

fn head(tick: u32, keyframe: Option<u32>, inline: u32) -> Head {
    let ticks = (tick - inline + 1..=tick).map(|n| TickContent {
        tick: Tick(n),
        ..TickContent::default()
    });
    Head {
        epoch: "k7".to_owned(),
        tick: Tick(tick),
        keyframe: keyframe.map(Tick),
        ticks: ticks.collect(),
        ..sample::head()
    }
}

fn check(story: &str, have: Option<(&str, u32)>, head: &Head, files: &[&str]) {
    let have = have.map(|(epoch, tick)| (epoch, Tick(tick)));
    assert_eq!(plan(have, head), files, "{story}");
}

#[test]
fn stories() {
    check("nothing new", Some(("k7", 40)), &head(40, None, 3), &[]);
    check(
        "the head brings what is missing",
        Some(("k7", 38)),
        &head(40, None, 3),
        &[],
    );
    check(
        "a head from an old cache",
        Some(("k7", 41)),
        &head(40, Some(32), 0),
        &[],
    );
    check("before the first tick", None, &head(0, None, 0), &[]);
    check(
        "one poll missed",
        Some(("k7", 36)),
        &head(40, Some(32), 3),
        &["ticks/k7-37.json"],
    );
    check(
        "a first visit",
        None,
        &head(900, Some(896), 2),
        &[
            "keyframes/k7-896.json",
            "ticks/k7-897.json",
            "ticks/k7-898.json",
        ],
    );
    check(
        "a first visit before the first keyframe",
        None,
        &head(18, None, 0),
        &["ticks/k7-1-16.json", "ticks/k7-17.json", "ticks/k7-18.json"],
    );
    check(
        "another epoch: all is fetched anew",
        Some(("k6", 899)),
        &head(900, Some(896), 4),
        &["keyframes/k7-896.json"],
    );
    check(
        "two minutes in a tunnel, late in the race: the keyframe would cost more",
        Some(("k7", 1998)),
        &head(2019, Some(2016), 3),
        &[
            "ticks/k7-1999.json",
            "ticks/k7-2000.json",
            "ticks/k7-2001-2016.json",
        ],
    );
    check(
        "a bundle is cheaper than most of its ticks, though some of them are known",
        Some(("k7", 1986)),
        &head(2000, Some(1984), 0),
        &["ticks/k7-1985-2000.json"],
    );
    check(
        "asleep since the start: the keyframe",
        Some(("k7", 20)),
        &head(2017, Some(2016), 0),
        &["keyframes/k7-2016.json", "ticks/k7-2017.json"],
    );
}

/// The ticks that a plan brings, in order; a keyframe brings all up to its own.
fn brought(files: &[String], inline: &[TickContent]) -> (Option<u32>, Vec<u32>) {
    let mut keyframe = None;
    let mut ticks = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let (folder, name) = file.split_once('/').unwrap();
        let numbers = name
            .strip_suffix(".json")
            .unwrap()
            .strip_prefix("k7-")
            .unwrap();
        let numbers: Vec<u32> = numbers.split('-').map(|n| n.parse().unwrap()).collect();
        match (folder, numbers.as_slice()) {
            ("keyframes", [tick]) => {
                assert_eq!(i, 0, "a keyframe comes first");
                keyframe = Some(*tick);
            }
            ("ticks", [tick]) => ticks.push(*tick),
            ("ticks", [first, last]) => {
                let length = last - first + 1;
                assert!(
                    [16, 256].contains(&length) && (first - 1) % length == 0,
                    "{file} is no bundle"
                );
                ticks.extend(*first..=*last);
            }
            _ => panic!("{file} is no file of the feed"),
        }
    }
    ticks.extend(inline.iter().map(|t| t.tick.0));
    (keyframe, ticks)
}

proptest! {
    #[test]
    fn plans_lead_to_the_head(
        tick in 1_u32..6000,
        keyframe in any::<prop::sample::Index>(),
        with_keyframe in any::<bool>(),
        have in any::<prop::sample::Index>(),
        epoch in prop_oneof![Just(None), Just(Some("k6")), Just(Some("k7"))],
        inline in 0_u32..12,
    ) {
        let keyframe = with_keyframe.then(|| keyframe.index(tick as usize + 1) as u32);
        let head = head(tick, keyframe, inline.min(tick));
        let have = epoch.map(|epoch| (epoch, Tick(have.index(tick as usize + 1) as u32)));
        let files = plan(have, &head);
        let (from_keyframe, ticks) = brought(&files, &head.ticks);
        let known = have.filter(|(epoch, _)| *epoch == "k7").map_or(0, |(_, tick)| tick.0);
        let known = from_keyframe.unwrap_or(known);
        // In order and each once.
        prop_assert!(ticks.windows(2).all(|pair| pair[0] + 1 == pair[1] ), "{:?}", files);
        // From what is known on, without a gap, up to the head; and no bundle reaches beyond it.
        if let Some(first) = ticks.first() {
            prop_assert!(*first <= known + 1, "{:?} leaves a gap after {}", files, known);
            prop_assert_eq!(*ticks.last().unwrap(), tick);
        } else {
            prop_assert_eq!(known, tick);
        }
        // Never hundreds of requests: at most both ends of the ladder of bundles, and the long ones between.
        prop_assert!(files.len() <= 2 * (15 + 15) + tick as usize / 256 + 1, "{} files", files.len());
    }
}
