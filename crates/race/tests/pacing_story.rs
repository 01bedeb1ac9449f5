//! Stories about estimates: what the model says of runners that a spectator would recognise.

use homestretch_race::pacing::{Learner, MEDIAN, Model, Plan, Runner, Today};

const POINTS: [f64; 11] = [
    0.0, 5_000.0, 10_000.0, 15_000.0, 20_000.0, 21_097.5, 25_000.0, 30_000.0, 35_000.0, 40_000.0,
    42_195.0,
];
const FINISH: usize = 10;

fn marathon() -> Plan {
    Plan::new(&Model::default(), &POINTS)
}

/// Reads at the first points at an even pace in s/km.
fn even(pace: f64, known: usize) -> Vec<(usize, f64)> {
    (1..=known)
        .map(|p| (p, POINTS[p] / 1_000.0 * pace))
        .collect()
}

fn finish_s(plan: &Plan, reads: &[(usize, f64)], today: &Today) -> f64 {
    let forecast = plan.forecast(&Runner::default(), reads, today);
    forecast.arrival(FINISH).expect("the finish is ahead").at_s[MEDIAN]
}

/// A field that runs evenly but for one stretch, told to the learner; paces from `fast` on, one runner every second.
fn told(plan: &Plan, n: usize, fast: f64, stretch: usize, slower: f64, now_s: f64) -> Learner {
    let mut learner = Learner::new(plan);
    let today = Today::new();
    for i in 0..n {
        let pace = fast + i as f64 * 0.2;
        let mut reads: Vec<(usize, f64)> = vec![(1, 5.0 * pace)];
        // As the model expects, but for the hill.
        for p in 2..=stretch + 1 {
            let (from, from_s) = reads[reads.len() - 1];
            let expected = plan.forecast(&Runner::default(), &reads, &today);
            let expected_s = expected.arrival(p).expect("ahead").at_s[MEDIAN] - from_s;
            let hill = if from == stretch { slower } else { 1.0 };
            reads.push((p, from_s + expected_s * hill));
            learner.observe(plan, i as u32, &Runner::default(), &reads, 0.0);
        }
    }
    learner.advance(plan, now_s);
    learner
}

#[test]
fn an_even_half_is_not_expected_to_stay_even() {
    let plan = marathon();
    let s = finish_s(&plan, &even(300.0, 5), &Today::new());
    assert!(
        s > 42.195 * 300.0 * 1.01 && s < 42.195 * 300.0 * 1.15,
        "{s}"
    );
}

#[test]
fn who_has_just_slowed_is_expected_to_slow_on() {
    let plan = marathon();
    let steady = even(300.0, 7);
    let mut tired = even(300.0, 6);
    tired.push((7, tired[5].1 + 5.0 * 360.0));
    let lost = tired[6].1 - steady[6].1;
    let further = finish_s(&plan, &tired, &Today::new()) - finish_s(&plan, &steady, &Today::new());
    assert!(further > 1.5 * lost, "{further} after {lost}");
}

#[test]
fn a_missed_mat_changes_little() {
    let plan = marathon();
    let all = even(330.0, 6);
    let missed: Vec<(usize, f64)> = all.iter().copied().filter(|r| r.0 != 3).collect();
    let (a, b) = (
        finish_s(&plan, &all, &Today::new()),
        finish_s(&plan, &missed, &Today::new()),
    );
    assert!((a - b).abs() < 60.0, "{a} {b}");
}

#[test]
fn a_walker_is_given_time() {
    let plan = marathon();
    let forecast = plan.forecast(&Runner::default(), &even(720.0, 4), &Today::new());
    let last = forecast.arrival(FINISH).expect("the finish is ahead").at_s;
    assert!(last[MEDIAN] > 42.195 * 700.0, "{last:?}");
    assert!(
        last[4] - last[0] > 1_800.0,
        "nobody knows much about walkers: {last:?}"
    );
}

#[test]
fn bands_are_wide_early_and_narrow_late() {
    let plan = marathon();
    let width = |known| {
        let forecast = plan.forecast(&Runner::default(), &even(330.0, known), &Today::new());
        let at = forecast.arrival(FINISH).expect("the finish is ahead").at_s;
        at[4] - at[0]
    };
    assert!(
        width(0) > width(2) && width(2) > width(5) && width(5) > width(7) && width(7) > width(9)
    );
}

#[test]
fn a_declared_time_tells_before_the_first_read() {
    let plan = marathon();
    let declared = Runner {
        declared_s: Some(3.0 * 3_600.0),
        ..Runner::default()
    };
    let of = |runner: &Runner| {
        plan.forecast(runner, &[], &Today::new())
            .arrival(FINISH)
            .expect("ahead")
            .at_s
    };
    let (with, without) = (of(&declared), of(&Runner::default()));
    assert!((with[MEDIAN] - 10_800.0).abs() < (without[MEDIAN] - 10_800.0).abs());
    assert!(with[4] - with[0] < without[4] - without[0]);
}

#[test]
fn the_field_ahead_shows_a_hill() {
    let plan = marathon();
    let hill = told(&plan, 1_500, 200.0, 6, 1.08, 1e9);
    let reads = even(330.0, 6);
    let next_s = |today: &Today| {
        let forecast = plan.forecast(&Runner::default(), &reads, today);
        forecast.arrival(7).expect("ahead").at_s[MEDIAN] - reads[5].1
    };
    let slower = next_s(hill.today()) / next_s(&Today::new());
    assert!(slower > 1.05 && slower < 1.09, "{slower}");
}

#[test]
fn three_early_reads_change_little() {
    let plan = marathon();
    let three = told(&plan, 3, 200.0, 6, 1.10, 1e9);
    let reads = even(330.0, 6);
    let (a, b) = (
        finish_s(&plan, &reads, &Today::new()),
        finish_s(&plan, &reads, three.today()),
    );
    assert!((a - b).abs() < 0.01 * a, "{a} {b}");
}

#[test]
fn the_fast_of_a_kind_teach_only_when_the_slow_are_in() {
    let plan = marathon();
    // The runner is through the stretch 8 % sooner than her kind, who are still on it.
    let reads = even(300.0, 6);
    let expected = plan.forecast(&Runner::default(), &reads, &Today::new());
    let sooner =
        reads[5].1 + (expected.arrival(7).expect("ahead").at_s[MEDIAN] - reads[5].1) * 0.92;
    let mut own = reads.clone();
    own.push((7, sooner));
    let mut learner = Learner::new(&plan);
    learner.observe(&plan, 1, &Runner::default(), &own, 0.0);
    learner.advance(&plan, sooner + 1.0);
    assert!(
        learner.today().to_values().iter().all(|v| *v == 0),
        "not yet"
    );
    learner.advance(&plan, sooner + 1_000.0);
    assert!(learner.today().to_values().iter().any(|v| *v != 0), "now");
}

#[test]
fn learning_heeds_the_clock_not_the_order_of_telling() {
    let plan = marathon();
    let field: Vec<Vec<(usize, f64)>> = (0..40)
        .map(|i| even(220.0 + 3.0 * f64::from(i), 7))
        .collect();
    let learn = |order: &mut dyn Iterator<Item = usize>| {
        let mut learner = Learner::new(&plan);
        for i in order {
            for n in 2..=7 {
                learner.observe(&plan, i as u32, &Runner::default(), &field[i][..n], 0.0);
            }
        }
        learner.advance(&plan, 1e9);
        learner.today().to_values()
    };
    assert_eq!(learn(&mut (0..40)), learn(&mut (0..40).rev()));
}

#[test]
fn a_half_marathon_fades_less() {
    let half = Plan::new(&Model::default(), &[0.0, 5_000.0, 10_000.0, 21_097.5]);
    let reads = [(1, 1_500.0), (2, 3_000.0)];
    let forecast = half.forecast(&Runner::default(), &reads, &Today::new());
    let s = forecast.arrival(3).expect("ahead").at_s[MEDIAN];
    assert!(s > 21.0975 * 295.0 && s < 21.0975 * 315.0, "{s}");
}

#[test]
fn lessons_from_before_days_were_compared_are_still_read() {
    let plan = marathon();
    let n = plan.n_stretches();
    let now = told(&plan, 1_500, 200.0, 6, 1.08, 1e9).today().to_values();
    let per_stretch = now.len() / n;
    let before: Vec<i32> = now
        .chunks_exact(per_stretch)
        .flat_map(|stretch| &stretch[..per_stretch - 1])
        .copied()
        .collect();
    let read = Today::from_values(&before, n).to_values();
    for (old, new) in read
        .chunks_exact(per_stretch)
        .zip(now.chunks_exact(per_stretch))
    {
        assert_eq!(old[..per_stretch - 1], new[..per_stretch - 1]);
        assert_eq!(old[per_stretch - 1], 0, "nothing was said of the day");
    }
    assert!(!read.is_empty());
    let useless = Today::from_values(&before[..n], n);
    assert_eq!(useless, Today::new(), "too few numbers say nothing");
}
