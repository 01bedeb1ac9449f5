//! What holds of every forecast, whatever the layout, the reads and the lessons of the day.

use homestretch_race::pacing::{Forecast, Learner, MEDIAN, Model, Plan, Runner, Sex, Today};
use proptest::prelude::*;

/// Layouts of two to twelve points over 5 km to a marathon.
fn layouts() -> impl Strategy<Value = Vec<f64>> {
    (
        5_000.0..42_195.0,
        prop::collection::vec(0.05f64..1.0, 1..12),
    )
        .prop_map(|(length, steps)| {
            let total: f64 = steps.iter().sum();
            let mut points = vec![0.0];
            let mut at = 0.0;
            for step in &steps {
                at += step / total * length;
                points.push(at);
            }
            points
        })
}

fn runners() -> impl Strategy<Value = Runner> {
    let sex = prop_oneof![Just(Sex::Female), Just(Sex::Male), Just(Sex::Unknown)];
    (
        sex,
        prop::option::of(15.0..85.0),
        prop::option::of(900.0..25_000.0),
    )
        .prop_map(|(sex, age, declared_s)| Runner {
            sex,
            age,
            declared_s,
        })
}

/// A layout, a runner, and reads at some of its points, at paces from world record to walking.
fn seen() -> impl Strategy<Value = (Vec<f64>, Runner, Vec<(usize, f64)>)> {
    let paces = prop::collection::vec((170.0f64..900.0, any::<bool>()), 12);
    (layouts(), runners(), paces, 0usize..12).prop_map(|(points, runner, paces, known)| {
        let mut reads = Vec::new();
        let mut s = 0.0;
        for p in 1..points.len().min(known + 1) {
            s += (points[p] - points[p - 1]) / 1_000.0 * paces[p].0;
            if paces[p].1 {
                reads.push((p, s));
            }
        }
        (points, runner, reads)
    })
}

fn holds(forecast: &Forecast) {
    let mut before = [forecast.from_s; 6];
    for arrival in &forecast.arrivals {
        assert!(arrival.at_s.iter().all(|s| s.is_finite()));
        assert!(arrival.at_s.is_sorted(), "quantiles rise");
        let later = arrival.at_s.iter().zip(&before).all(|(s, b)| s >= b);
        assert!(later, "a later point is reached later");
        before = arrival.at_s;
    }
}

proptest! {
    #[test]
    fn points_are_reached_in_order((points, runner, reads) in seen()) {
        let plan = Plan::new(&Model::default(), &points);
        holds(&plan.forecast(&runner, &reads, &Today::new()));
    }

    #[test]
    fn dots_never_run_backwards((points, runner, reads) in seen(), mut at in prop::collection::vec(0.0f64..40_000.0, 20)) {
        let plan = Plan::new(&Model::default(), &points);
        let forecast = plan.forecast(&runner, &reads, &Today::new());
        at.sort_by(f64::total_cmp);
        let mut before = forecast.position_at(0.0);
        for s in at {
            let p = forecast.position_at(s);
            prop_assert!(p.low_m <= p.mid_m && p.mid_m <= p.high_m, "the band holds the median");
            prop_assert!(p.low_m >= before.low_m && p.mid_m >= before.mid_m && p.high_m >= before.high_m);
            prop_assert!(p.high_m <= points[points.len() - 1] + 1e-6);
            before = p;
        }
    }

    #[test]
    fn the_band_is_empty_at_a_read((points, runner, reads) in seen()) {
        let plan = Plan::new(&Model::default(), &points);
        let forecast = plan.forecast(&runner, &reads, &Today::new());
        let p = forecast.position_at(forecast.from_s);
        prop_assert_eq!((p.low_m, p.mid_m, p.high_m), (forecast.from_m, forecast.from_m, forecast.from_m));
    }

    #[test]
    fn the_same_reads_give_the_same_bits((points, runner, reads) in seen()) {
        let once = Plan::new(&Model::default(), &points).forecast(&runner, &reads, &Today::new());
        let again = Plan::new(&Model::default(), &points).forecast(&runner, &reads, &Today::new());
        prop_assert_eq!(once, again);
    }

    #[test]
    fn what_the_day_teaches_keeps_forecasts_sound(fields in prop::collection::vec(seen(), 1..12), factor in 0.5f64..2.0) {
        let points = fields[0].0.clone();
        let plan = Plan::new(&Model::default(), &points);
        let mut learner = Learner::new(&plan);
        for (i, (_, runner, reads)) in fields.iter().enumerate() {
            let mut own: Vec<(usize, f64)> = Vec::new();
            for (n, &(p, s)) in reads.iter().enumerate().filter(|(_, r)| r.0 < points.len()) {
                own.push((p, s * factor.powi(n as i32).clamp(0.8, 3.0)));
                learner.observe(&plan, i as u32, runner, &own, 0.0);
            }
        }
        learner.advance(&plan, 1e6);
        let n = plan.n_stretches();
        let told = Today::from_values(&learner.today().to_values(), n);
        prop_assert_eq!(&told, &Today::from_values(&told.to_values(), n), "what is published is what comes back");
        for (_, runner, reads) in &fields {
            holds(&plan.forecast(runner, reads, &told));
        }
    }
}

#[test]
fn the_shipped_model_reads_back_and_is_small() {
    let shipped = Model::default();
    let text = shipped.to_text();
    assert!(text.len() <= 10_000, "{} bytes", text.len());
    assert_eq!(Model::from_text(&text), Ok(shipped.clone()));
    assert_ne!(
        shipped,
        Model::blank(),
        "the shipped coefficients were read"
    );
}

#[test]
fn a_text_that_is_no_model_says_why() {
    let of = |text: &str| Model::from_text(text).unwrap_err().to_string();
    assert_eq!(
        of("{}"),
        "not a pacing model: its first line is not `homestretch pacing 1`"
    );
    assert_eq!(
        of("homestretch pacing 1\n"),
        "the pacing model has no line `mean0`"
    );
    assert_eq!(
        of("homestretch pacing 1\nmean0 1 2 x"),
        "line `mean0` of the pacing model does not hold 10 numbers"
    );
}

#[test]
fn points_without_a_mat_change_nothing_at_the_others() {
    let bare = Plan::new(&Model::default(), &[0.0, 10_000.0, 21_097.5, 42_195.0]);
    let rich = Plan::new(
        &Model::default(),
        &[0.0, 10_000.0, 16_000.0, 21_097.5, 42_195.0],
    );
    let one = bare.forecast(&Runner::default(), &[(1, 3_000.0)], &Today::new());
    let other = rich.forecast(&Runner::default(), &[(1, 3_000.0)], &Today::new());
    let (a, b) = (one.arrivals[1].at_s[MEDIAN], other.arrivals[2].at_s[MEDIAN]);
    assert!((a - b).abs() < 1e-6, "{a} {b}");
}
