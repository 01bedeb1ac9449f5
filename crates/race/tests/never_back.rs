//! What holds of every dot while the race goes on around it: lessons come, mats fall silent, links break.

mod support;

use std::fmt::Write;

use homestretch_race::Tick;
use homestretch_race::estimate::{Basis, Estimate};
use homestretch_race::expectation::MODEL;
use homestretch_race::pacing::Learner;
use homestretch_race::race::Race;
use homestretch_race::time::Span;
use proptest::prelude::*;
use support::story::{at, index, race};
use support::{GUN, properties};

/// Bib 201 of the half at a pace, read up to some mat; others around her.
fn story(pace_s: u32, known: usize) -> String {
    let mut story = String::new();
    for (bib, pace_s, known) in [
        (201, pace_s, known),
        (202, 260, 6),
        (203, 300, 6),
        (204, 340, 6),
    ] {
        let _ = writeln!(story, "{bib} stadium 0:00:05");
        for (mat, km) in [("5k", 5.0), ("10k", 10.0), ("5k", 15.0)]
            .iter()
            .take(known)
        {
            let s = 5.0 + f64::from(pace_s) * km;
            let _ = writeln!(story, "{bib} {mat} 0:00:{s:.1}");
        }
    }
    story
}

/// As many numbers as the learners of the event make.
fn n_values(race: &Race) -> usize {
    (0..race.event().contests.len())
        .filter_map(|c| race.expectation().plan(c))
        .map(|plan| Learner::new(plan).today().to_values().len())
        .sum()
}

fn estimate(race: &Race, s: f64, through_s: f64) -> Option<(Estimate, bool)> {
    let at = GUN + Span::from_s(s);
    let view = race
        .as_of(at, race.newest())
        .with_through(GUN + Span::from_s(through_s));
    let estimate = view.estimate(index("201"), view.through())?;
    // The first living mat ahead of the last read: who is thought to be past it may as well be short of it.
    let last = view.last_split(index("201")).map(|split| split.point);
    let points = &race.event().contests[1].points;
    let mut ahead = points.iter().skip(last.map_or(0, |l| l + 1));
    let hold = ahead.find(|p| view.mats().alive(p.mat))?;
    let beyond = estimate.mid_m > hold.at_m;
    Some((estimate, beyond && estimate.low_m > hold.at_m))
}

proptest! {
    #![proptest_config(properties())]
    #[test]
    fn no_lesson_and_no_silence_moves_a_dot_back(
        pace_s in 200u32..700,
        known in 0usize..4,
        lessons in prop::collection::vec((1.0f64..9_000.0, prop::collection::vec(-600i32..600, 24)), 0..6),
        mut moments in prop::collection::vec(10.0f64..12_000.0, 30),
    ) {
        let mut race = race(&story(pace_s, known));
        let n = n_values(&race);
        let mut lessons = lessons;
        lessons.sort_by(|a, b| a.0.total_cmp(&b.0));
        moments.sort_by(f64::total_cmp);
        let read_s = 5.0 + f64::from(pace_s) * 5.0 * known as f64;
        let mut lessons = lessons.into_iter().peekable();
        let mut n_lesson = 0;
        let mut before: Option<Estimate> = None;
        for s in moments.into_iter().filter(|s| *s > read_s.max(1_705.0 * 3.0 + 10.0)) {
            while let Some((at_s, values)) = lessons.next_if(|l| l.0 <= s) {
                // Whoever looks at the race looks also just before a lesson comes.
                if let Some((now, _)) = estimate(&race, at_s, at_s) {
                    let moved_back = before.is_some_and(|b| now.mid_m < b.mid_m - 1e-6 && at_s > read_s);
                    prop_assert!(!moved_back);
                }
                let values: Vec<i32> = values.iter().copied().cycle().take(n).collect();
                n_lesson += 1;
                let tick = Tick(race.newest().0 + n_lesson);
                race.learn(tick, GUN + Span::from_s(at_s), MODEL, &values);
            }
            let Some((now, no_doubt)) = estimate(&race, s, s) else { continue };
            prop_assert!(now.low_m <= now.mid_m && now.mid_m <= now.high_m, "{now:?}");
            prop_assert!(!no_doubt, "past a living mat without doubt: {now:?}");
            if let Basis::Confirmed { .. } = now.basis {
                prop_assert!(now.high_m - now.low_m < 1e-9);
            }
            if let Some(before) = before {
                prop_assert!(now.mid_m >= before.mid_m - 1e-6, "{before:?} {now:?}");
            }
            before = Some(now);
        }
    }
}

#[test]
fn a_slower_day_stops_the_dot_until_it_is_right_again() {
    let mut race = race(&story(300, 3));
    let mid_m = |race: &Race, clock: &str| {
        let view = race
            .as_of(at(clock), Tick(u32::MAX))
            .with_through(at(clock));
        let estimate = view.estimate(index("201"), view.at);
        estimate.expect("on the course").mid_m
    };
    let shown_m = mid_m(&race, "1:27:00");
    let values = vec![1_000; n_values(&race)];
    let tick = Tick(race.newest().0 + 1);
    race.learn(tick, at("1:27:00"), MODEL, &values);
    let after_m = mid_m(&race, "1:27:00");
    assert!((after_m - shown_m).abs() < 1e-6, "{shown_m} {after_m}");
    let later_m = mid_m(&race, "1:27:30");
    assert!((later_m - shown_m).abs() < 1e-6, "{shown_m} {later_m}");
    let on_m = mid_m(&race, "1:33:00");
    assert!(on_m > shown_m + 300.0 && on_m < shown_m + 1_000.0, "{on_m}");
}
