//! Coefficients from past races: runners with every split of the reference race.

use libm::{exp, log, sqrt};

use super::days::{self, Day};
use super::features::{Features, N, Runner, surprises};
use super::grid::{CELLS, Cells, ENDS_M, start_m};
use super::linear::{cholesky, dot, solve};
use super::model::{Model, STAGES, Stage};
use super::plan::Plan;
use super::rerun::Asked;
use super::widths::{miss, widths};

/// A runner of a past race, with net seconds at the end of every cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Which race; races differ by their weather, and are left out in turn to see how sure forecasts may be.
    pub race: usize,
    /// Who.
    pub runner: Runner,
    /// Net seconds.
    pub splits_s: Cells,
}

/// Fits a model.
pub fn fit(past: &[Past]) -> Model {
    let mut model = means(past);
    let mut races: Vec<usize> = past.iter().map(|p| p.race).collect();
    races.sort_unstable();
    races.dedup();
    let mut left_out: Vec<(Model, Vec<Past>)> = races
        .iter()
        .map(|&race| {
            let (out, others): (Vec<Past>, Vec<Past>) =
                past.iter().cloned().partition(|p| p.race == race);
            let others = if others.is_empty() { &out } else { &others };
            (means(others), out)
        })
        .collect();
    let days: Vec<Day> = left_out.iter().map(|(m, out)| Day::of(m, out)).collect();
    days::tell(&mut model, days.iter());
    let mut misses = vec![Vec::new(); 2 * STAGES];
    for (i, (other, out)) in left_out.iter_mut().enumerate() {
        let others = days.iter().enumerate().filter(|(j, _)| *j != i);
        days::tell(other, others.map(|(_, day)| day));
        miss(other, out, &mut misses);
    }
    for (n, pair) in misses.chunks_exact(2).enumerate() {
        model.next[n].spread = widths(&pair[0]);
        model.finish[n].spread = widths(&pair[1]);
    }
    // What is written down is what is used.
    Model::from_text(&model.to_text()).unwrap_or(model)
}

/// What a runner counts for: every race as much as every other, however many ran it.
fn weights(past: &[Past]) -> Vec<f64> {
    let mut count = vec![0.0; past.iter().map(|p| p.race + 1).max().unwrap_or(0)];
    for p in past {
        count[p.race] += 1.0;
    }
    let present = count.iter().filter(|n| **n > 0.0).count() as f64;
    past.iter()
        .map(|p| past.len() as f64 / present / count[p.race])
        .collect()
}

/// Log paces of the cells.
fn paces(past: &Past) -> Cells {
    std::array::from_fn(|c| {
        let before = if c == 0 { 0.0 } else { past.splits_s[c - 1] };
        log((past.splits_s[c] - before) / (ENDS_M[c] - start_m(c)) * 1_000.0)
    })
}

/// Everything but the spread.
fn means(past: &[Past]) -> Model {
    let mut model = Model::blank();
    let cells: Vec<Cells> = past.iter().map(paces).collect();
    let weights = weights(past);
    gaussian(&mut model, past, &cells, &weights);
    let plan = Plan::new(&model, &[0.0, ENDS_M[CELLS - 1]]);
    for n in 1..CELLS {
        let (mut x, mut towards_next, mut towards_finish) = (Vec::new(), Vec::new(), Vec::new());
        let mut usual = [0.0; super::features::N_LAST];
        for ((p, cells), weight) in past.iter().zip(&cells).zip(&weights) {
            let mean = plan.mean(&p.runner);
            let mut surprise = surprises(&model, &mean, cells);
            surprise[n..].fill(0.0);
            let left_s: Cells = std::array::from_fn(|c| {
                let ln = mean[c] + dot(&model.follow[c][..=c], &surprise[..=c]);
                exp(ln) * (ENDS_M[c] - start_m(c)) * 1e-3
            });
            let features = Features::of(&p.runner, cells, &surprise, n);
            for (sum, f) in usual.iter_mut().zip(features.last()) {
                *sum += weight * f;
            }
            x.push(features.all);
            let (next_s, finish_s) = (left_s[n], left_s[n..].iter().sum::<f64>());
            let from_s = p.splits_s[n - 1];
            towards_next.push((
                log((p.splits_s[n] - from_s) / next_s),
                weight * sqrt(next_s),
            ));
            towards_finish.push((
                log((p.splits_s[CELLS - 1] - from_s) / finish_s),
                weight * finish_s,
            ));
        }
        model.usual[n - 1] = usual.map(|sum| sum / past.len().max(1) as f64);
        model.next[n - 1] = absolute(&x, &towards_next);
        model.finish[n - 1] = absolute(&x, &towards_finish);
    }
    model
}

/// Means by sex and age, and how cells follow from each other, each race around its own mean.
fn gaussian(model: &mut Model, past: &[Past], cells: &[Cells], weights: &[f64]) {
    let races = past.iter().map(|p| p.race).max().unwrap_or(0) + 1;
    let about = |p: &Past| {
        let (woman, age) = (p.runner.female(), p.runner.decades());
        [woman, age, age * age]
    };
    let mut count = vec![0.0; races];
    let mut z_mean = vec![[0.0; 3]; races];
    let mut y_mean = vec![[0.0; CELLS]; races];
    for (p, y) in past.iter().zip(cells) {
        count[p.race] += 1.0;
        add(&mut z_mean[p.race], &about(p), 1.0);
        add(&mut y_mean[p.race], y, 1.0);
    }
    for race in 0..races {
        let n = f64::max(count[race], 1.0);
        z_mean[race].iter_mut().for_each(|z| *z /= n);
        y_mean[race].iter_mut().for_each(|y| *y /= n);
    }
    let centred = |p: &Past, y: &Cells| {
        let mut z = about(p);
        add(&mut z, &z_mean[p.race], -1.0);
        let mut y = *y;
        add(&mut y, &y_mean[p.race], -1.0);
        (z, y)
    };
    let mut zz = [0.0; 9];
    let mut zy = [[0.0; 3]; CELLS];
    for ((p, y), weight) in past.iter().zip(cells).zip(weights) {
        let (z, y) = centred(p, y);
        for i in 0..3 {
            for j in 0..3 {
                zz[i * 3 + j] += weight * z[i] * z[j];
            }
            for (sum, y) in zy.iter_mut().zip(&y) {
                sum[i] += weight * z[i] * y;
            }
        }
    }
    for i in 0..3 {
        zz[i * 4] += 1e-3;
    }
    let l = cholesky(&zz, 3);
    for slopes in &mut zy {
        solve(&l, slopes);
    }
    let present = count.iter().filter(|n| **n > 0.0).count().max(1) as f64;
    for c in 0..CELLS {
        model.mean[0][c] = (0..races)
            .filter(|&race| count[race] > 0.0)
            .map(|race| y_mean[race][c] - dot(&zy[c], &z_mean[race]))
            .sum::<f64>()
            / present;
        for (i, slope) in zy[c].iter().enumerate() {
            model.mean[i + 1][c] = *slope;
        }
    }
    let mut covariance = vec![0.0; CELLS * CELLS];
    for ((p, y), weight) in past.iter().zip(cells).zip(weights) {
        let (z, y) = centred(p, y);
        let rest: Cells = std::array::from_fn(|c| y[c] - dot(&zy[c], &z));
        for i in 0..CELLS {
            for j in 0..CELLS {
                covariance[i * CELLS + j] += weight * rest[i] * rest[j] / past.len() as f64;
            }
        }
    }
    let l = cholesky(&covariance, CELLS);
    for j in 0..CELLS {
        let pivot = l[j * CELLS + j];
        model.variance[j] = pivot * pivot;
        for i in 0..CELLS {
            model.follow[i][j] = if i < j { 0.0 } else { l[i * CELLS + j] / pivot };
        }
    }
}

fn add(to: &mut [f64], from: &[f64], times: f64) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += times * f;
    }
}

/// Least absolute deviations by reweighted least squares; targets come with their weights.
fn absolute(x: &[[f64; N]], towards: &[(f64, f64)]) -> Stage {
    let mut b = [0.0; N];
    let mut spread = middle(towards.iter().map(|t| t.0.abs()).collect());
    for _ in 0..15 {
        let mut a = vec![0.0; N * N];
        let mut g = [0.0; N];
        let least = (0.1 * spread).max(1e-6);
        for (x, (y, weight)) in x.iter().zip(towards) {
            let weight = weight / (y - dot(x, &b)).abs().max(least);
            for i in 0..N {
                let w = weight * x[i];
                g[i] += w * y;
                for (to, f) in a[i * N..=i * N + i].iter_mut().zip(x) {
                    *to += w * f;
                }
            }
        }
        let trace: f64 = (0..N).map(|i| a[i * N + i]).sum();
        for i in 0..N {
            a[i * N + i] += 1e-6 * trace / N as f64;
        }
        solve(&cholesky(&a, N), &mut g);
        b = g;
        spread = middle(
            x.iter()
                .zip(towards)
                .map(|(x, t)| (t.0 - dot(x, &b)).abs())
                .collect(),
        );
    }
    Stage {
        correction: b,
        sigma: 1.4826 * spread,
        ..Stage::default()
    }
}

pub(super) fn middle(mut values: Vec<f64>) -> f64 {
    quantile(&mut values, 0.5)
}

pub(super) fn quantile(values: &mut [f64], at: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let place = at * values.len().saturating_sub(1) as f64;
    let (low, part) = (place as usize, place.fract());
    match (values.get(low), values.get(low + 1)) {
        (Some(a), Some(b)) => a + part * (b - a),
        (Some(a), None) => *a,
        _ => 0.0,
    }
}

/// The plan of the reference race.
pub(super) fn reference(model: &Model) -> Plan {
    let mut points_m = vec![0.0];
    points_m.extend(ENDS_M);
    Plan::new(model, &points_m)
}

/// A past race as one to be run again.
pub(super) fn asked(race: &[Past]) -> Vec<Asked> {
    race.iter()
        .map(|p| Asked {
            runner: p.runner,
            start_s: 0.0,
            splits: (1..).zip(p.splits_s).collect(),
        })
        .collect()
}
