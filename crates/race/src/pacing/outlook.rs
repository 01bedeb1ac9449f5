//! From reads to a forecast: what is believed of each cell, then the time to each point ahead and its spread.

use libm::{exp, log, sqrt};

use super::features::{Features, N_LAST, Runner, surprises};
use super::forecast::{Arrival, Forecast};
use super::grid::{CELLS, Cells, ENDS_M, LN_USUAL, MARATHON_M, overlap_m, start_m};
use super::linear::{cholesky, dot, solve};
use super::model::{QUANTILES, Stage};
use super::plan::{Plan, shares_of};
use super::today::{N_GROUP, N_TODAY, Today, group};

/// So many reads are looked at; of more, those that end the shortest stretches are left out.
const MOST_READS: usize = 12;
/// Of a shift beyond the next point so much is believed: those who taught it are faster runners, further ahead.
const FAR: f64 = 0.7;
/// In a race shorter than half a marathon people fade less, but are no more regular than so much of what they are in a
/// marathon. Nothing is fitted there: rather too wide than too sure.
const LEAST_SPREAD: f64 = 0.5;
/// Variance of the log of a declared time around the time run: most people declare within a tenth.
const DECLARED: f64 = 0.01;
/// Standard normal quantiles, for what is not learned from past races: the time before the first read.
const NORMAL: [f64; QUANTILES] = [-1.645, -1.282, 0.0, 1.282, 1.645, 3.5];

/// A forecast and what the learner needs to know of how it came about.
#[derive(Clone, Debug)]
pub(super) struct Outlook {
    pub forecast: Forecast,
    /// What the shift of the stretch ahead is learned by.
    pub known: [f64; N_TODAY],
    /// Known cells, one to nine; nought before the first read.
    pub stage: usize,
    /// Features at that stage.
    pub features: Option<Features>,
}

/// What is thought of the cells once the reads are in.
struct Belief {
    cells: Cells,
    surprise: Cells,
    /// Spread of the log of the time still to run, before the first read.
    doubt: f64,
}

impl Plan {
    /// The way ahead of a runner: `reads` are (index of the point, seconds since the runner's own start), in order of
    /// distance, any subset of the points, without the start.
    pub fn forecast(&self, runner: &Runner, reads: &[(usize, f64)], today: &Today) -> Forecast {
        self.outlook(runner, reads, today).forecast
    }

    pub(super) fn outlook(
        &self,
        runner: &Runner,
        reads: &[(usize, f64)],
        today: &Today,
    ) -> Outlook {
        let reads = self.sound(reads);
        let &(last, from_s) = reads.last().unwrap_or(&(0, 0.0));
        let from = self.at[last];
        let mean = self.mean(runner);
        // The first pace, which deviations of shorter races are counted from; the mean before the first read.
        let anchor = reads.first().map_or(mean[0], |&(p, s)| {
            log(s / self.points_m[p] * 1_000.0) + self.scale.level
        });
        let belief = self.believe(runner, &reads, &mean, anchor);
        let upper = (0..CELLS - 1)
            .take_while(|&c| ENDS_M[c] <= from + 1.0)
            .count();
        let part = if upper < CELLS - 1 && !reads.is_empty() {
            ((from - start_m(upper)) / (ENDS_M[upper] - start_m(upper))).clamp(0.0, 1.0)
        } else {
            0.0
        };
        // Between two ends of cells, what is kept for both is mixed.
        let mut mix: Vec<(usize, f64, Features)> = Vec::with_capacity(2);
        for (n, weight) in [(upper, 1.0 - part), (upper + 1, part)] {
            if (1..CELLS).contains(&n) && weight > 1e-9 {
                let features = Features::of(runner, &belief.cells, &belief.surprise, n);
                mix.push((n, weight, features));
            }
        }
        let nearest = mix.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let pace = nearest.map_or(mean[0] - LN_USUAL, |m| m.2.pace);
        let mut known = [0.0; N_TODAY];
        let groups = group(runner, pace);
        known[..N_GROUP].copy_from_slice(&groups);
        if let Some((n, _, features)) = nearest.filter(|m| m.0 > 1) {
            for i in 0..N_LAST {
                known[N_GROUP + i] = features.last()[i] - self.model.usual[n - 1][i];
            }
        }

        let mut forecast = Forecast {
            from_m: self.points_m.get(last).copied().unwrap_or(0.0),
            from_s,
            arrivals: Vec::with_capacity(self.n_stretches() - last.min(self.n_stretches())),
        };
        let n = self.n_stretches();
        let fresh: Vec<f64> = (last..n)
            .map(|s| match s == last {
                _ if s == 0 => 0.0,
                true => today.shift_next(s, &known),
                false => FAR * today.shift(s, &groups),
            })
            .collect();
        let lasting = today.lasting(last);
        let mut left_s = 0.0;
        let mut floor = [from_s; QUANTILES];
        for s in last..n {
            let shift: f64 = (last..=s)
                .map(|m| self.response[s * n + m] * fresh[m - last])
                .sum();
            let km_per_m = 1e-3 / self.scale.stretch;
            let lengths = overlap_m(self.at[s], self.at[s + 1]);
            left_s += (0..CELLS)
                .filter(|&c| lengths[c] > 0.0)
                .map(|c| {
                    let ln = anchor + self.scale.fade * (belief.cells[c] + shift - anchor);
                    lengths[c] * km_per_m * exp(ln - self.scale.level)
                })
                .sum::<f64>();
            let wider = today.wider(last, s + 1);
            let spread = self.spread(&mix, &belief, self.at[s + 1], wider, lasting);
            let mut at_s = [0.0; QUANTILES];
            for q in 0..QUANTILES {
                // A quantile is never before that of the point before it, nor below the quantile under it.
                floor[q] = (from_s + left_s * exp(spread[q])).max(floor[q] + 1e-3);
                if q > 0 {
                    floor[q] = floor[q].max(at_s[q - 1]);
                }
                at_s[q] = floor[q];
            }
            forecast.arrivals.push(Arrival {
                point: s + 1,
                at_m: self.points_m[s + 1],
                at_s,
            });
        }
        Outlook {
            forecast,
            known,
            stage: nearest.map_or(0, |m| m.0),
            features: nearest.map(|m| m.2),
        }
    }

    /// The reads that can be used: rising in distance and time, and not too many.
    fn sound(&self, reads: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let mut sound: Vec<(usize, f64)> = Vec::with_capacity(reads.len());
        for &(point, s) in reads {
            let (last, before) = sound.last().copied().unwrap_or((0, 0.0));
            if point > last && point < self.points_m.len() && s > before {
                sound.push((point, s));
            }
        }
        while sound.len() > MOST_READS {
            let length = |i: usize| {
                let before = if i == 0 { 0.0 } else { self.at[sound[i - 1].0] };
                self.at[sound[i].0] - before
            };
            let shortest = (0..sound.len() - 1)
                .min_by(|&a, &b| length(a).total_cmp(&length(b)))
                .unwrap_or(0);
            sound.remove(shortest);
        }
        sound
    }

    /// The cells given the reads: a linear-Gaussian conditional.
    fn believe(
        &self,
        runner: &Runner,
        reads: &[(usize, f64)],
        mean: &Cells,
        anchor: f64,
    ) -> Belief {
        let mut shares: Vec<Cells> = Vec::with_capacity(reads.len());
        let mut seen: Vec<f64> = Vec::with_capacity(reads.len());
        let mut grain: Vec<f64> = Vec::with_capacity(reads.len());
        let (mut before, mut before_s) = (0usize, 0.0);
        for &(point, s) in reads {
            let (a, b) = (self.at[before], self.at[point]);
            let pace =
                log((s - before_s) / (self.points_m[point] - self.points_m[before]) * 1_000.0)
                    + self.scale.level;
            let pace = anchor + (pace - anchor) / self.scale.fade;
            shares.push(shares_of(a, b));
            seen.push(pace);
            grain.push(Self::grain(a, b));
            (before, before_s) = (point, s);
        }
        if let (true, Some(declared_s)) = (reads.is_empty(), runner.declared_s) {
            let km = self.points_m.last().copied().unwrap_or(MARATHON_M) * 1e-3;
            shares.push(shares_of(0.0, MARATHON_M));
            seen.push(log(declared_s.max(1.0) / km) + self.scale.level);
            grain.push(DECLARED);
        }
        let n = seen.len();
        let across: Vec<Cells> = shares
            .iter()
            .map(|s| std::array::from_fn(|c| dot(&self.covariance[c], s)))
            .collect();
        let mut k = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                k[i * n + j] = dot(&across[i], &shares[j]) + if i == j { grain[i] } else { 0.0 };
            }
        }
        let l = cholesky(&k, n);
        let mut off: Vec<f64> = (0..n).map(|i| seen[i] - dot(&shares[i], mean)).collect();
        solve(&l, &mut off);
        let cells: Cells =
            std::array::from_fn(|c| mean[c] + (0..n).map(|i| across[i][c] * off[i]).sum::<f64>());
        let surprise = surprises(&self.model, mean, &cells);
        let doubt = if reads.is_empty() {
            let whole = shares_of(0.0, MARATHON_M);
            let prior = self.between(&whole, &whole);
            sqrt(if n == 0 {
                prior
            } else {
                prior * DECLARED / (prior + DECLARED)
            })
        } else {
            0.0
        };
        Belief {
            cells,
            surprise,
            doubt,
        }
    }

    /// Quantiles of the log of the time still to run to `to`, around what the cells say.
    fn spread(
        &self,
        mix: &[(usize, f64, Features)],
        belief: &Belief,
        to: f64,
        wider: f64,
        lasting: f64,
    ) -> [f64; QUANTILES] {
        let mut at = [0.0; QUANTILES];
        // Before the end of the first cell nothing was fitted: there the prior speaks, as far as no cell does.
        let unknown = 1.0 - mix.iter().map(|m| m.1).sum::<f64>();
        if unknown > 1e-9 {
            for (a, z) in at.iter_mut().zip(NORMAL) {
                *a = unknown * belief.doubt.max(0.06) * z;
            }
        }
        for (n, weight, features) in mix {
            let end = ENDS_M[*n];
            let tau = if end < MARATHON_M {
                ((to - end) / (MARATHON_M - end)).clamp(0.0, 1.0)
            } else {
                1.0
            };
            for (stage, share, lasting) in [
                (&self.model.next[n - 1], 1.0 - tau, 0.0),
                (&self.model.finish[n - 1], tau, lasting),
            ] {
                if share > 0.0 {
                    let middle = dot(&stage.correction, &features.all) + lasting;
                    let middle = middle * self.scale.fade;
                    let scale = scale_of(stage, features) * exp(wider);
                    let scale = scale * self.scale.fade.max(LEAST_SPREAD);
                    for (a, z) in at.iter_mut().zip(stage.spread.at) {
                        *a += weight * share * (middle + scale * z);
                    }
                }
            }
        }
        at
    }
}

/// The unit of a stage's spread for a runner.
pub(super) fn scale_of(stage: &Stage, features: &Features) -> f64 {
    let log = &stage.spread.log;
    let by_runner = dot(&log[1..], &features.spread[1..]);
    exp(log[0] + by_runner.clamp(-1.5, 1.5))
}
