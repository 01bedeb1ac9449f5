//! Fitting: what was put into made-up races comes out as forecasts, and the day's learning helps on a day unlike them.

use homestretch_race::pacing::{
    Asked, CELLS, ENDS_M, MEDIAN, Model, Past, Plan, Runner, fit, rerun,
};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
    /// About normal, with a standard deviation of one.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
    }
}

/// Races in which everybody fades by 2 % a stretch, a little more or less; `hill` slows the eighth.
fn races(n_races: usize, n: usize, hill: f64, seed: u64) -> Vec<Past> {
    let mut dice = Dice(seed);
    let mut past = Vec::new();
    for race in 0..n_races {
        for _ in 0..n {
            let mut pace = 320.0 * (1.0 + 0.12 * dice.normal()).clamp(0.7, 1.5);
            let mut s = 0.0;
            let mut splits_s = [0.0; CELLS];
            for c in 0..CELLS {
                let start_m = if c == 0 { 0.0 } else { ENDS_M[c - 1] };
                let slower = if c == 7 { hill } else { 1.0 };
                s += (ENDS_M[c] - start_m) / 1_000.0 * pace * slower;
                splits_s[c] = s;
                pace *= 1.02 + 0.01 * dice.normal();
            }
            past.push(Past {
                race,
                runner: Runner::default(),
                splits_s,
            });
        }
    }
    past
}

fn asked(past: &[Past]) -> Vec<Asked> {
    past.iter()
        .map(|p| Asked {
            runner: p.runner,
            start_s: 0.0,
            splits: p
                .splits_s
                .iter()
                .enumerate()
                .map(|(c, s)| (c + 1, *s))
                .collect(),
        })
        .collect()
}

/// Mean miss of the arrival at 35 km, told at 30 km, in seconds, and the part of arrivals inside the 80 % band.
fn at_35k(model: &Model, field: &[Asked]) -> (f64, f64) {
    let mut points_m = vec![0.0];
    points_m.extend(ENDS_M);
    let (mut miss, mut inside, mut n) = (0.0, 0.0, 0.0);
    rerun(&Plan::new(model, &points_m), field, |i, known, forecast| {
        if known == 7 {
            let at = forecast.arrival(8).expect("35 km is ahead").at_s;
            let true_s = field[i].splits[7].1;
            miss += (at[MEDIAN] - true_s).abs();
            inside += f64::from(u8::from(at[1] <= true_s && true_s <= at[3]));
            n += 1.0;
        }
    });
    (miss / n, inside / n)
}

#[test]
fn a_fitted_model_knows_the_fade_and_how_sure_it_is() {
    let model = fit(&races(2, 150, 1.0, 7));
    assert!(model.to_text().len() <= 10_000);
    let (miss, inside) = at_35k(&model, &asked(&races(1, 200, 1.0, 8)));
    assert!(miss < 25.0, "{miss} s over a stretch of half an hour");
    assert!((0.65..0.92).contains(&inside), "{inside} in the 80 % band");
}

#[test]
fn a_hill_that_no_past_race_had_is_learned_on_the_day() {
    let model = fit(&races(2, 150, 1.0, 7));
    let hilly = asked(&races(1, 600, 1.08, 9));
    let (first, rest): (Vec<Asked>, Vec<Asked>) = {
        let mut by_time = hilly;
        by_time.sort_by(|a, b| a.splits[7].1.total_cmp(&b.splits[7].1));
        let rest = by_time.split_off(300);
        (by_time, rest)
    };
    // The slower half alone has nobody ahead of it but its own fastest.
    let (alone, _) = at_35k(&model, &rest[..40]);
    let all: Vec<Asked> = first
        .into_iter()
        .chain(rest.iter().take(40).cloned())
        .collect();
    let mut points_m = vec![0.0];
    points_m.extend(ENDS_M);
    let (mut behind, mut n) = (0.0, 0.0);
    rerun(&Plan::new(&model, &points_m), &all, |i, known, forecast| {
        if known == 7 && i >= 300 {
            let at = forecast.arrival(8).expect("35 km is ahead").at_s;
            behind += (at[MEDIAN] - all[i].splits[7].1).abs();
            n += 1.0;
        }
    });
    assert!(behind / n < 0.6 * alone, "{} s after {alone} s", behind / n);
}

/// Races whose runners all slow by so much more from stretch to stretch than on the day before.
fn days(harder: &[f64], n: usize, seed: u64) -> Vec<Past> {
    let mut past = races(harder.len(), n, 1.0, seed);
    for runner in &mut past {
        let (mut before, mut s) = (0.0, 0.0);
        for (c, split_s) in runner.splits_s.iter_mut().enumerate() {
            let own_s = *split_s - before;
            before = *split_s;
            // What the first stretches show is not yet what is coming.
            let slower = harder[runner.race] * c as f64 / 9.0;
            s += own_s * (1.0 + slower);
            *split_s = s;
        }
    }
    past
}

/// Mean miss of the finish told at 15 km for the slower half of a field, signed, in seconds.
fn late_at_15k(model: &Model, field: &[Asked]) -> f64 {
    let mut points_m = vec![0.0];
    points_m.extend(ENDS_M);
    let (mut late, mut n) = (0.0, 0.0);
    let mut by_pace: Vec<f64> = field.iter().map(|f| f.splits[2].1).collect();
    by_pace.sort_by(f64::total_cmp);
    let middle_s = by_pace[by_pace.len() / 2];
    rerun(&Plan::new(model, &points_m), field, |i, known, forecast| {
        if known == 3 && field[i].splits[2].1 > middle_s {
            late += field[i].splits[9].1 - forecast.arrival(10).expect("ahead").at_s[MEDIAN];
            n += 1.0;
        }
    });
    late / n
}

#[test]
fn what_a_hard_day_does_later_was_learned_from_past_days() {
    let model = fit(&days(&[-0.04, -0.015, 0.015, 0.04], 150, 11));
    let hard = asked(&days(&[0.04], 400, 12));
    let mut without = model.clone();
    without.hint = [0.0; CELLS];
    for stage in &mut without.finish {
        stage.lasting = 0.0;
    }
    let (with, without) = (late_at_15k(&model, &hard), late_at_15k(&without, &hard));
    assert!(
        without > 60.0,
        "a hard day is later than foreseen: {without} s"
    );
    assert!(
        with.abs() < 0.8 * without,
        "{with} s instead of {without} s"
    );
}
