//! Between the mats: where a dot is thought to be, and what it means when nothing is read.

mod support;

use std::fmt::Write;

use homestretch_race::Tick;
use homestretch_race::estimate::Basis;
use homestretch_race::expectation::MODEL;
use homestretch_race::pacing::Learner;
use homestretch_race::race::Race;
use homestretch_race::view::Status;
use support::story::{at, index, race, view};

/// Three runners of the half at 5:00 a kilometre, one of them ahead.
const HALF: &str = "
    201 stadium 0:00:05
    202 stadium 0:00:10
    203 stadium 0:00:15
    201 5k 0:25:05
    202 5k 0:25:10
    203 5k 0:25:15
    201 10k 0:50:05
    202 10k 0:50:10
";

#[test]
fn a_dot_moves_on_and_waits_at_a_living_mat() {
    let race = race(HALF);
    let runner = index("203");
    let estimate = |clock: &str| {
        let view = view(&race, clock);
        view.estimate(runner, view.at).expect("on the course")
    };
    let read = estimate("0:25:15");
    assert_eq!(read.basis, Basis::Confirmed { point: 1 });
    assert_eq!(
        (read.low_m, read.mid_m, read.high_m),
        (5000.0, 5000.0, 5000.0)
    );
    let between = estimate("0:35:15");
    assert_eq!(between.basis, Basis::Between { last: Some(1) });
    assert!((between.mid_m - 7000.0).abs() < 50.0, "{between:?}");
    assert!(between.low_m < between.mid_m && between.mid_m < between.high_m);
    let held = estimate("0:52:00");
    assert_eq!(held.basis, Basis::HeldAt { point: 2 });
    assert_eq!((held.mid_m, held.high_m), (10000.0, 10000.0));
    let mut before = read;
    for minute in 26..90 {
        let now = estimate(&format!("0:{minute}:00"));
        assert!(
            now.mid_m >= before.mid_m && now.low_m >= before.low_m,
            "{minute}"
        );
        assert!(
            now.low_m <= now.mid_m && now.mid_m <= now.high_m,
            "{minute}"
        );
        before = now;
    }
}

#[test]
fn arrivals_are_in_order_and_never_in_the_past() {
    let race = race(HALF);
    let now = view(&race, "0:51:00");
    let arrivals = now.arrivals(index("203"), now.at);
    assert_eq!(
        arrivals.iter().map(|a| a.point).collect::<Vec<_>>(),
        [2, 3, 4, 5]
    );
    for a in &arrivals {
        assert!(now.at <= a.p05 && a.p05 <= a.p10 && a.p10 <= a.p50);
        assert!(a.p50 <= a.p90 && a.p90 <= a.p95);
    }
    // Most people slow down: later than at an even pace, but not by much.
    let finish = arrivals[3].p50 - at("1:45:30");
    assert!((0.0..600.0).contains(&finish.as_s()), "{finish:?}");
}

#[test]
fn only_this_runner_is_late() {
    let race = race(HALF);
    let status = |clock: &str| view(&race, clock).status(index("203"));
    assert_eq!(status("1:00:00"), Status::OnCourse, "one miss is no news");
    assert_eq!(status("1:50:00"), Status::Overdue);
    let found = self::race(&format!("{HALF}\n 203 stadium 2:10:00"));
    assert_eq!(
        view(&found, "2:10:05").status(index("203")),
        Status::OnCourse,
        "found again"
    );
}

#[test]
fn nobody_is_late_while_the_link_is_down() {
    let race = race(HALF);
    let blind = race.as_of(at("3:00:00"), race.newest());
    assert_eq!(
        blind.through(),
        at("0:50:10"),
        "the newest read, where nobody says more"
    );
    assert_eq!(blind.status(index("203")), Status::OnCourse);
}

#[test]
fn a_mat_that_is_silent_for_everybody_holds_nobody() {
    // Five runners of the full; nobody is read at 10 km, three are read at 20 km.
    let mut story = String::new();
    for (bib, late_s) in [(101, 0), (102, 10), (103, 20), (104, 30), (105, 40)] {
        let _ = write!(
            story,
            "{bib} stadium 0:00:{late_s:02}\n {bib} 5k 0:25:{late_s:02}\n"
        );
        if bib <= 103 {
            let _ = writeln!(story, "{bib} 20k 1:40:{late_s:02}");
        }
    }
    let race = race(&story);
    let runner = index("105");
    let now = view(&race, "0:53:00");
    let held = now.estimate(runner, now.at).expect("on the course");
    assert_eq!(held.basis, Basis::HeldAt { point: 3 }, "nothing tells yet");
    let now = view(&race, "1:05:00");
    let guess = now.estimate(runner, now.at).expect("on the course");
    assert_eq!(
        guess.basis,
        Basis::PastUnread { point: 3 },
        "rather missed than so late"
    );
    assert!(
        guess.low_m <= 10_000.0 && guess.mid_m > 10_000.0,
        "in doubt: {guess:?}"
    );
    let now = view(&race, "1:40:20");
    assert!(!now.mats().alive(2) && now.mats().alive(3));
    let past = now.estimate(runner, now.at).expect("on the course");
    assert_eq!(past.basis, Basis::PastUnread { point: 3 });
    assert!(past.mid_m > 19_000.0, "{past:?}");
    assert_eq!(now.status(runner), Status::OnCourse);
}

#[test]
fn what_the_field_teaches_moves_the_estimate_from_its_tick_on() {
    let mut race = race(HALF);
    let before = race.newest();
    let late = Tick(before.0 + 1);
    // Every stretch a good deal slower for everybody: as many numbers as the learners make.
    let n_values: usize = (0..race.event().contests.len())
        .filter_map(|c| race.expectation().plan(c))
        .map(|plan| Learner::new(plan).today().to_values().len())
        .sum();
    let values = vec![1_000; n_values];
    let mid_m = |race: &Race, known| {
        let view = race.as_of(at("0:35:15"), known).with_through(at("0:35:15"));
        let estimate = view.estimate(index("203"), view.at);
        // Whole centimetres compare safely.
        (estimate.expect("on the course").mid_m * 100.0) as i64
    };
    let as_before = mid_m(&race, before);
    race.learn(late, "another model", &values);
    race.learn(late, MODEL, &values[1..]);
    assert_eq!(
        mid_m(&race, late),
        as_before,
        "not understood, so left alone"
    );
    race.learn(late, MODEL, &values);
    assert!(mid_m(&race, late) < as_before - 5_000);
    assert_eq!(mid_m(&race, before), as_before, "as it was known then");
}
