//! How wide forecasts are: fitted to what a model misses in a race that it has not seen.

use libm::{exp, log};

use super::features::N_SPREAD;
use super::fit::{Past, asked, middle, quantile, reference};
use super::grid::CELLS;
use super::linear::{cholesky, dot, solve};
use super::model::{MEDIAN, Model, QUANTILES, Spread, Stage};
use super::rerun::outlooks;

/// The quantiles of a forecast; the far tail is for the overdue and so far out that few are ever called so.
const AT: [f64; QUANTILES] = [0.05, 0.10, 0.5, 0.90, 0.95, 0.999_5];

/// A miss of a forecast, as the log of true over forecast time still to run, and the features it should widen with.
pub type Miss = (f64, [f64; N_SPREAD]);

/// The misses of a model over a race it has not seen, run causally.
pub fn miss(model: &Model, race: &[Past], misses: &mut [Vec<Miss>]) {
    let plan = reference(model);
    let field = asked(race);
    let _ = outlooks(&plan, &field, |i, n, outlook| {
        let Some(features) = outlook.features else {
            return;
        };
        let from_s = outlook.forecast.from_s;
        for (kind, c) in [(0, n), (1, CELLS - 1)] {
            if let Some(arrival) = outlook.forecast.arrival(c + 1) {
                let expected_s = arrival.at_s[MEDIAN] - from_s;
                let missed = log((race[i].splits_s[c] - from_s) / expected_s);
                misses[2 * (n - 1) + kind].push((missed, features.spread));
            }
        }
    });
}

/// How spread depends on the features, and the quantiles in its unit.
pub fn widths(misses: &[Miss]) -> Spread {
    const K: usize = N_SPREAD;
    let least = 0.1 * middle(misses.iter().map(|m| m.0.abs()).collect());
    let mut a = vec![0.0; K * K];
    let mut log_of = [0.0; K];
    for (missed, x) in misses {
        let y = log(missed.abs().max(least).max(1e-9));
        for i in 0..K {
            log_of[i] += x[i] * y;
            for j in 0..K {
                a[i * K + j] += x[i] * x[j];
            }
        }
    }
    for i in 0..K {
        a[i * K + i] += 1e-3 * misses.len() as f64 * if i == 0 { 1e-6 } else { 1e-3 };
    }
    solve(&cholesky(&a, K), &mut log_of);
    let mut stage = Stage::default();
    stage.spread.log = log_of;
    let mut units: Vec<f64> = misses
        .iter()
        .map(|(missed, x)| {
            let by_runner = dot(&log_of[1..], &x[1..]).clamp(-1.5, 1.5);
            missed / exp(log_of[0] + by_runner)
        })
        .collect();
    for (to, at) in stage.spread.at.iter_mut().zip(AT) {
        *to = if (at - 0.5).abs() < 1e-9 {
            0.0
        } else {
            quantile(&mut units, at)
        };
    }
    stage.spread
}
