//! Whatever order things come in, the race is the same.

mod support;

use homestretch_race::change::{Change, Ruling, Tick, What};
use homestretch_race::intake::{Decision, Intake, Read};
use homestretch_race::race::Race;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};
use proptest::prelude::*;
use support::any::{entrant, instant};
use support::{GUN, MATS, event, roster, shared};

/// Something that an intake is told.
#[derive(Clone, Debug)]
enum Told {
    Read(Read),
    Decide(u64, Decision),
    Through(Instant),
    Tick,
}

/// A read as it should be: a runner at her own pace at a point of her contest, give or take some seconds.
fn running() -> impl Strategy<Value = (EntrantNo, usize, Instant)> {
    let entrant = entrant().prop_filter("of the roster", |no| no.0 < 30);
    (entrant, 0usize..10, -50i64..50).prop_map(|(no, point, tenths)| {
        let points = &event().contests[no.0 as usize / 10].points;
        let point = &points[point % points.len()];
        let s_per_m = 0.24 + 0.007 * f64::from(no.0);
        let at = Span::from_s(10.0 + point.at_m * s_per_m) + Span(tenths * 100);
        (no, point.mat, GUN + at)
    })
}

fn decision() -> impl Strategy<Value = Decision> {
    let read = 1u64..40;
    let ruling = prop::option::of(prop::sample::select(vec![Ruling::Dnf, Ruling::Dsq]));
    prop_oneof![
        read.clone().prop_map(|read| Decision::Withdraw { read }),
        (read.clone(), 0usize..11).prop_map(|(read, point)| Decision::Accept { read, point }),
        read.clone().prop_map(|read| Decision::Reconsider { read }),
        (read.clone(), prop::option::of(entrant()))
            .prop_map(|(read, to)| Decision::Move { read, to }),
        (read, prop::option::of(instant())).prop_map(|(read, at)| Decision::Retime { read, at }),
        (0usize..3, 0usize..2, instant()).prop_map(|(contest, wave, at)| Decision::Gun {
            contest,
            wave,
            at
        }),
        (entrant(), ruling).prop_map(|(entrant, ruling)| Decision::Rule {
            entrant,
            ruling,
            note: None,
        }),
    ]
}

fn story() -> impl Strategy<Value = Vec<Told>> {
    let anywhere = (entrant(), 0..MATS.len(), instant());
    let read = prop_oneof![anywhere, running(), running()];
    let reads = prop::collection::vec(read, 0..40);
    let decisions = prop::collection::vec(decision(), 0..12);
    let throughs = prop::collection::vec(instant(), 0..3);
    (reads, decisions, throughs).prop_map(|(reads, decisions, throughs)| {
        let reads = reads.into_iter().zip(1..).map(|((entrant, mat, at), seq)| {
            Told::Read(Read {
                seq,
                entrant,
                mat,
                at,
            })
        });
        let decisions = decisions.into_iter().zip(1..);
        let decisions = decisions.map(|(decision, seq)| Told::Decide(seq, decision));
        let throughs = throughs.into_iter().map(Told::Through);
        reads.chain(decisions).chain(throughs).collect()
    })
}

/// A story, and the same in another order, with some of it told twice and ticks anywhere.
fn two_orders() -> impl Strategy<Value = (Vec<Told>, Vec<Told>)> {
    story().prop_flat_map(|story| {
        let mut other = story.clone();
        other.extend(story.iter().step_by(3).cloned());
        other.extend(vec![Told::Tick; 6]);
        (Just(story), Just(other).prop_shuffle())
    })
}

fn tell(intake: &mut Intake, story: &[Told], mut publish: impl FnMut(Vec<What>)) {
    for told in story {
        match told.clone() {
            Told::Read(read) => intake.read(read),
            Told::Decide(seq, decision) => intake.decide(seq, decision),
            Told::Through(through) => intake.seen_through(through),
            Told::Tick => publish(intake.take_changes()),
        }
    }
    publish(intake.take_changes());
}

fn race_after(story: &[Told]) -> (Intake, Race) {
    let (event, roster) = shared();
    let mut intake = Intake::new(&event, &roster);
    let mut race = Race::new(event, roster);
    let mut tick = Tick(0);
    tell(&mut intake, story, |changes| {
        tick.0 += 1;
        for what in changes {
            race.apply(&Change { tick, what });
        }
    });
    (intake, race)
}

/// All that a spectator can see in the end.
fn seen(race: &Race) -> Vec<String> {
    let view = race.as_of(GUN + Span(86_400_000), race.newest());
    let view = view.with_through(GUN + Span(10_000_000));
    (0..race.roster().all().len())
        .map(|i| {
            let passings: Vec<_> = view.passings(i).collect();
            format!("{:?} {:?} {passings:?}", view.status(i), view.result(i))
        })
        .collect()
}

proptest! {
    #![proptest_config(support::properties())]

    #[test]
    fn reads_and_decisions_in_any_order_give_the_same_race((one, other) in two_orders()) {
        let (intake, race) = race_after(&one);
        let (again, same) = race_after(&other);
        prop_assert_eq!(seen(&race), seen(&same));
        for no in (0..30).map(EntrantNo) {
            prop_assert_eq!(intake.set_aside(no), again.set_aside(no));
        }
    }

    #[test]
    fn every_read_of_the_roster_counts_or_is_set_aside((story, _) in two_orders()) {
        let (intake, _) = race_after(&story);
        let known = roster();
        let mut n_reads = 0;
        for entrant in known.all() {
            n_reads += intake.set_aside(entrant.no).len() + intake.counted(entrant.no).len();
        }
        // Reads that belong to nobody of the roster wait, and are no part of it.
        let strangers = intake.waiting();
        let told = story.iter().filter(|t| matches!(t, Told::Read(_))).count();
        prop_assert_eq!(n_reads + strangers, told);
    }

    #[test]
    fn what_counts_runs_forward_no_faster_than_people_run((story, _) in two_orders()) {
        let plain: Vec<Told> = story
            .into_iter()
            .filter(|t| !matches!(t, Told::Decide(_, Decision::Accept { .. })))
            .collect();
        let (intake, _) = race_after(&plain);
        for entrant in roster().all() {
            let points = &event().contests[entrant.contest].points;
            for pair in intake.counted(entrant.no).windows(2) {
                let far_m = points[pair[1].0].at_m - points[pair[0].0].at_m;
                let took_s = (pair[1].1.at - pair[0].1.at).as_s();
                prop_assert!(far_m > 0.0 && took_s > 0.0);
                // 2:20 a kilometre, and some seconds for short stretches.
                prop_assert!(took_s >= 0.14 * far_m - 6.0, "{far_m} m in {took_s} s");
            }
        }
    }

    #[test]
    fn nothing_is_published_twice_and_each_thing_once_a_tick((_, story) in two_orders()) {
        let mut intake = Intake::new(&event(), &roster());
        let mut state: Vec<((EntrantNo, usize), Option<Instant>)> = Vec::new();
        tell(&mut intake, &story, |changes| {
            let mut touched = Vec::new();
            for what in changes {
                if let What::Passing { entrant, point, at, .. } = what {
                    let key = (entrant, point);
                    assert!(!touched.contains(&key), "{key:?} twice in a tick");
                    touched.push(key);
                    let old = state.iter().position(|(k, _)| *k == key);
                    let old = old.map(|i| state.swap_remove(i).1);
                    assert_ne!(old.flatten(), at, "{key:?} published as it was");
                    state.push((key, at));
                }
            }
        });
        prop_assert_eq!(intake.take_changes(), Vec::new());
    }

    #[test]
    fn a_restart_publishes_nothing_again((one, other) in two_orders()) {
        let mut intake = Intake::new(&event(), &roster());
        let mut published = Vec::new();
        tell(&mut intake, &other, |changes| published.extend(changes));
        let mut restarted = Intake::new(&event(), &roster());
        restarted.published_from(&published);
        tell(&mut restarted, &one, |changes| assert_eq!(changes, Vec::new()));
    }
}
