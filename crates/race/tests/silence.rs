//! Between the mats: where a dot is thought to be, and what it means when nothing is read.

mod support;

use std::fmt::Write;
use std::sync::Arc;

use homestretch_race::estimate::{Basis, Forecast, Seen};
use homestretch_race::expectation::MODEL;
use homestretch_race::mats::Mats;
use homestretch_race::pacing::{Learner, Model, Plan, Runner, Today};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::Status;
use homestretch_race::{Change, Tick, What, Why};
use support::GUN;
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
    let held = estimate("0:51:00");
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
    let now = view(&race, "0:51:45");
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
    let shown = at("0:26:00");
    race.learn(late, shown, "another model", &values);
    race.learn(late, shown, MODEL, &values[1..]);
    assert_eq!(
        mid_m(&race, late),
        as_before,
        "not understood, so left alone"
    );
    race.learn(late, shown, MODEL, &values);
    assert!(mid_m(&race, late) < as_before - 5_000);
    assert_eq!(mid_m(&race, before), as_before, "as it was known then");
}

/// Thirty runners of the half, a quarter of a minute apart, at 5:00 a kilometre; `missed` says whom the mat at 10 km
/// does not read. Their reads at 15 km are among the story.
fn thirty(missed: impl Fn(u32) -> bool) -> Race {
    let (event, _) = support::shared();
    let entrants = (0..30u32).map(|n| Entrant {
        no: EntrantNo(n),
        bib: (201 + n).to_string(),
        contest: 1,
        live: true,
        ..Entrant::default()
    });
    let mut race = Race::new(event, Arc::new(Roster::new(entrants.collect())));
    for n in 0..30u32 {
        for (point, at_m) in [(0, 0.0), (1, 5_000.0), (2, 10_000.0), (3, 15_000.0)] {
            if point == 2 && missed(n) {
                continue;
            }
            let what = What::Passing {
                entrant: EntrantNo(n),
                point,
                at: Some(at("0:00:05") + Span::from_s(f64::from(n) * 15.0 + at_m * 0.3)),
                why: Why::Read,
            };
            let tick = Tick(1);
            race.apply(&Change { tick, what });
        }
    }
    race
}

#[test]
fn how_often_a_mat_misses_is_learned_from_the_field() {
    const TURN: usize = 2;
    let good = thirty(|_| false);
    let bad = thirty(|n| n % 3 == 1);
    let miss = |race: &Race, clock: &str| view(race, clock).mats().miss(TURN, at("0:54:00"));
    let before = miss(&bad, "0:45:00");
    assert!(
        (before - 0.02).abs() < 1e-9,
        "as usual before the race tells: {before}"
    );
    assert!(
        (miss(&bad, "1:14:00") - before).abs() < 1e-9,
        "nobody was read further on yet, so nobody is known to have been missed"
    );
    let four = miss(&bad, "1:15:50");
    assert!(
        four < 0.1,
        "one of four who was missed is not yet one in four: {four}"
    );
    let all = miss(&bad, "1:25:00");
    assert!(all > 0.2 && all < 0.3334, "but thirty do: {all}");
    assert!(
        miss(&good, "1:25:00") < before,
        "a good mat is trusted more"
    );
    let later = view(&bad, "1:25:00").mats().miss(TURN, at("2:30:00"));
    assert!(
        later < all / 2.0,
        "a spell says less about an hour later: {later}"
    );
}

#[test]
fn at_a_mat_that_misses_many_a_miss_is_sooner_the_likelier_story() {
    let (event, _) = support::shared();
    let points = &event.contests[1].points;
    let mats = |one_in: Option<i64>| {
        let mut mats = Mats::all_alive(event.mats.len());
        for n in 0..400 {
            let at = |s: i64| at("0:40:00") + Span((s + n * 3) * 1000);
            let missed = one_in.is_some_and(|one_in| n % one_in == 0);
            if !missed {
                mats.hear(points, Some((1, at(0))), (2, at(600)));
            }
            let before = if missed { (1, at(0)) } else { (2, at(600)) };
            mats.hear(points, Some(before), (3, at(1_200)));
        }
        mats
    };
    let plan = Plan::new(
        &Model::default(),
        &points.iter().map(|p| p.at_m).collect::<Vec<_>>(),
    );
    let way = Arc::new(plan.forecast(&Runner::default(), &[(1, 1_500.0)], &Today::new()));
    let passings = [(0, at("0:00:05")), (1, at("0:25:05"))];
    let first = |mats: &Mats, is: fn(&Forecast, Instant) -> bool| {
        let minutes = (20..240).map(|half_minutes| at("0:25:05") + Span(half_minutes * 30_000));
        let mut found = minutes.filter(|now| {
            let seen = Seen {
                points,
                passings: &passings,
                started_at: passings[0].1,
                through: *now,
                mats,
            };
            is(&Forecast::of(&seen, Arc::clone(&way)), *now)
        });
        found.next().map_or(f64::INFINITY, |now| (now - GUN).as_s())
    };
    let doubt =
        |f: &Forecast, now: Instant| matches!(f.position(now).basis, Basis::PastUnread { .. });
    let overdue = |f: &Forecast, _: Instant| f.overdue();
    let (good, unknown, bad) = (mats(None), Mats::all_alive(event.mats.len()), mats(Some(4)));
    assert!(bad.alive(2) && good.alive(2));
    let of = |is| [first(&bad, is), first(&unknown, is), first(&good, is)];
    let [by_bad, by_unknown, by_good] = of(doubt);
    assert!(
        by_bad < by_unknown && by_unknown < by_good,
        "{by_bad} {by_unknown} {by_good}"
    );
    let [late_bad, late_unknown, late_good] = of(overdue);
    assert!(
        late_good < late_unknown && late_unknown < late_bad && late_bad < f64::INFINITY,
        "the surer the mat, the sooner silence means something: {late_good} {late_unknown} {late_bad}"
    );
}
