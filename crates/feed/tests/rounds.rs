//! Whatever is written comes back as it was, in the wire's units.

mod support;

use homestretch_feed::fold::{self, Fold};
use homestretch_feed::{Keyframe, TickContent, read, write};
use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::{Change, Phase, Ruling, Tick, What, Why};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use support as sample;

fn any_why() -> impl Strategy<Value = Why> {
    prop_oneof![
        6 => Just(Why::Read),
        1 => Just(Why::BetterRead),
        1 => Just(Why::Misplaced),
        1 => Just(Why::Implausible),
        1 => Just(Why::Office),
        1 => Just(Why::ClockFixed),
    ]
}

fn any_instant() -> impl Strategy<Value = homestretch_race::time::Instant> {
    // Times that rise with the race, and times that make no sense.
    prop_oneof![36_000_i64..200_000, -20_000_000_i64..20_000_000]
        .prop_map(|tenths| sample::after(tenths as f64 / 10.0))
}

/// Changes of one tick: each thing at most once.
fn any_changes(tick: u32) -> impl Strategy<Value = Vec<Change>> {
    let passings = btree_map(
        (0_u32..60, 0_usize..5),
        (option::weighted(0.9, any_instant()), any_why()),
        0..25,
    );
    let ruling = prop_oneof![
        Just(Ruling::Dns),
        Just(Ruling::Dnf),
        Just(Ruling::Dsq),
        Just(Ruling::CutOff),
    ];
    let status = btree_map(0_u32..60, (option::of(ruling), option::of(".{0,12}")), 0..4);
    let guns = btree_map((0_usize..1, 0_usize..2), any_instant(), 0..2);
    let phase = prop_oneof![
        Just(Phase::Before),
        Just(Phase::Live),
        Just(Phase::Paused),
        Just(Phase::Ended)
    ];
    (passings, status, guns, option::of((phase, any::<bool>()))).prop_map(
        move |(passings, status, guns, phase)| {
            let passings = passings.into_iter().map(|((no, point), (at, why))| {
                let entrant = EntrantNo(no);
                What::Passing {
                    entrant,
                    point,
                    at,
                    why,
                }
            });
            let status = status.into_iter().map(|(no, (ruling, note))| {
                let entrant = EntrantNo(no);
                What::Status {
                    entrant,
                    ruling,
                    note,
                }
            });
            let guns =
                guns.into_iter()
                    .map(|((contest, wave), at)| What::Gun { contest, wave, at });
            let phase = phase
                .into_iter()
                .map(|(phase, official)| What::Phase { phase, official });
            let all = phase.chain(guns).chain(status).chain(passings);
            all.map(|what| sample::change(tick, what)).collect()
        },
    )
}

fn any_ticks() -> impl Strategy<Value = Vec<TickContent>> {
    vec(any::<u16>(), 1..10).prop_flat_map(|ats| {
        let ticks = ats.into_iter().zip(1..).map(|(at, n)| {
            any_changes(n).prop_map(move |changes| TickContent {
                tick: Tick(n),
                at: sample::after(f64::from(at)),
                changes,
                learned: n.is_multiple_of(3).then(sample::learned),
                ruled: Vec::new(),
            })
        });
        ticks.collect::<Vec<_>>()
    })
}

fn any_roster() -> impl Strategy<Value = Roster> {
    let sex = prop_oneof![Just(Sex::Female), Just(Sex::Male), Just(Sex::Other)];
    let tag = prop_oneof![Just("en"), Just("ko"), Just("ro-RO")];
    let names = vec((tag, "\\PC{0,10}"), 0..3);
    let bib = prop_oneof!["[0-9]{1,6}", "[A-Z][0-9]{2}", "\\PC{0,4}"];
    let who = (
        bib,
        names,
        option::of("[A-Z]{3}"),
        any::<bool>(),
        any::<bool>(),
    );
    let more = (
        option::of(Just(0_usize)),
        option::of(sex),
        option::of(any::<(u8, u8)>()),
        option::of(0_u32..30_000),
        option::of("\\PC{0,8}"),
    );
    btree_map(0_u32..10_000_000, (who, more), 0..30).prop_map(|entrants| {
        let entrants = entrants.into_iter().map(|(no, (who, more))| {
            let (bib, names, noc, second_wave, live) = who;
            let (category, sex, age, declared_s, said) = more;
            let names: Vec<(&str, &str)> = names.iter().map(|(t, n)| (*t, n.as_str())).collect();
            let wave = usize::from(second_wave);
            Entrant {
                noc,
                wave,
                category,
                sex,
                age,
                declared_s,
                live,
                said,
                ..sample::entrant(no, &bib, &names)
            }
        });
        Roster::new(entrants.collect())
    })
}

fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    fold::sort(&mut changes);
    changes
}

fn fold_of(ticks: &[TickContent]) -> Fold {
    let mut fold = Fold::new();
    for tick in ticks {
        tick.changes.iter().for_each(|change| fold.add(change));
        fold.learn(tick.learned.as_ref());
    }
    fold
}

fn through_keyframe(keyframe: &Keyframe, event: &Event, roster: &Roster) -> Keyframe {
    let written = write::keyframe(keyframe, event.base, roster);
    let parsed = read::keyframe(&written, event).unwrap();
    assert_eq!(parsed.problems, []);
    Keyframe {
        changes: sorted(parsed.value.changes),
        ..parsed.value
    }
}

proptest! {
    #[test]
    fn ticks_come_back(ticks in any_ticks()) {
        let event = sample::event();
        let bundle = read::bundle(&write::bundle(&ticks, event.base), &event).unwrap();
        prop_assert_eq!(&bundle.problems, &[]);
        prop_assert_eq!(bundle.value.len(), ticks.len());
        for (tick, bundled) in ticks.into_iter().zip(bundle.value) {
            let alone = read::tick(&write::tick(&tick, event.base), &event).unwrap();
            prop_assert_eq!(&alone.problems, &[]);
            prop_assert_eq!(sorted(alone.value.changes), sorted(tick.changes.clone()));
            prop_assert_eq!(sorted(bundled.changes), sorted(tick.changes));
            prop_assert_eq!((alone.value.tick, alone.value.at, alone.value.learned), (tick.tick, tick.at, tick.learned));
        }
    }

    #[test]
    fn a_keyframe_is_the_fold_of_its_ticks(ticks in any_ticks(), shuffle in any::<u64>()) {
        let event = sample::event();
        let newest = ticks.last().unwrap().tick;
        let keyframe = fold_of(&ticks).keyframe(newest, sample::after(9000.0));
        let written = through_keyframe(&keyframe, &event, &sample::roster());
        prop_assert_eq!(&written, &keyframe);

        // What became known last stands, whatever the order in which it arrives, and however often.
        let mut changes: Vec<Change> = ticks.iter().flat_map(|t| t.changes.iter().cloned()).collect();
        changes.sort_by_cached_key(|c| (format!("{c:?}").bytes().fold(shuffle, |h, b| h.wrapping_mul(31) ^ u64::from(b)), c.tick));
        let mut shuffled = Fold::new();
        changes.iter().chain(changes.first()).for_each(|change| shuffled.add(change));
        prop_assert_eq!(shuffled.keyframe(newest, sample::after(9000.0)).changes, keyframe.changes);

        // Told independently of the fold: the last word on each thing.
        for change in &changes {
            let about_same = |other: &&Change| match (&other.what, &change.what) {
                (What::Passing { entrant: a, point: p, .. }, What::Passing { entrant: b, point: q, .. }) => (a, p) == (b, q),
                (What::Status { entrant: a, .. }, What::Status { entrant: b, .. }) => a == b,
                (What::Gun { contest: a, wave: p, .. }, What::Gun { contest: b, wave: q, .. }) => (a, p) == (b, q),
                (What::Phase { .. }, What::Phase { .. }) => true,
                _ => false,
            };
            let last = changes.iter().filter(about_same).max_by_key(|c| c.tick).unwrap();
            let kept: Vec<&Change> = written.changes.iter().filter(about_same).collect();
            prop_assert_eq!(kept.len(), 1);
            prop_assert_eq!(&kept[0].what, &last.what);
        }
    }

    #[test]
    fn a_keyframe_and_the_ticks_after_it_make_the_same_race(ticks in any_ticks(), at in any::<prop::sample::Index>()) {
        let event = sample::event();
        let (before, rest) = ticks.split_at(at.index(ticks.len()) + 1);
        let tick = before.last().unwrap().tick;
        let keyframe = fold_of(before).keyframe(tick, sample::after(0.0));
        let mut caught_up = Fold::new();
        through_keyframe(&keyframe, &event, &sample::roster()).changes.iter().for_each(|c| caught_up.add(c));
        rest.iter().flat_map(|t| &t.changes).for_each(|c| caught_up.add(c));
        let newest = ticks.last().unwrap().tick;
        let whole = fold_of(&ticks).keyframe(newest, sample::after(0.0));
        prop_assert_eq!(caught_up.keyframe(newest, sample::after(0.0)).changes, whole.changes);
    }

    #[test]
    fn rosters_come_back(roster in any_roster()) {
        let parsed = read::entrants(&write::entrants(&roster), &sample::event()).unwrap();
        prop_assert_eq!(&parsed.problems, &[]);
        prop_assert_eq!(parsed.value, roster);
    }

    #[test]
    fn light_files_together_hold_every_entrant_and_change(ticks in any_ticks()) {
        let event = sample::event();
        let fold = fold_of(&ticks);
        let entrants = (0..60).map(|no| sample::entrant(no, &no.to_string(), &[]));
        let roster = Roster::new(entrants.collect());
        let (mut found, mut together) = (0, Fold::new());
        for bucket in 0..8 {
            let light = homestretch_feed::light::bucket("k7", bucket, 8, &roster, &fold);
            let parsed = read::light(&write::light(&light, &event), &event).unwrap();
            prop_assert_eq!(&parsed.problems, &[]);
            prop_assert_eq!(&parsed.value.roster, &light.roster);
            prop_assert_eq!(sorted(parsed.value.changes.clone()), light.changes);
            found += light.roster.all().len();
            parsed.value.changes.iter().for_each(|c| together.add(c));
        }
        prop_assert_eq!(found, 60);
        let (tick, at) = (Tick(1), sample::after(0.0));
        prop_assert_eq!(together.keyframe(tick, at).changes, fold.keyframe(tick, at).changes);
    }
}
