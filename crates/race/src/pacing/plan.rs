//! A contest's layout, made ready: what the model says about the stretches between its points.

use super::features::Runner;
use super::grid::{CELLS, Cells, ENDS_M, MARATHON_M, Scale, overlap_m, start_m};
use super::linear::cholesky;
use super::model::{Model, STAGES};

/// A model and the points of one contest, from the start to the finish.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(super) model: Model,
    /// Covariance of the cells.
    pub(super) covariance: [Cells; CELLS],
    pub(super) scale: Scale,
    /// Certified metres of the points.
    pub(super) points_m: Vec<f64>,
    /// The same in marathon metres.
    pub(super) at: Vec<f64>,
    /// Response of each stretch to a shift that appears in an earlier one, row by row.
    pub(super) response: Vec<f64>,
}

impl Plan {
    /// Prepares a layout: `points_m` in certified metres from the start (nought) to the finish, in rising order.
    /// Points without a mat, such as a landmark, may be among them: they are forecast and never read.
    pub fn new(model: &Model, points_m: &[f64]) -> Self {
        // A race has at least a start and a finish.
        let points_m = if points_m.len() < 2 {
            &[0.0, MARATHON_M]
        } else {
            points_m
        };
        let length_m = points_m.last().copied().unwrap_or(MARATHON_M).max(100.0);
        let scale = Scale::of(length_m);
        let covariance = std::array::from_fn(|a: usize| {
            std::array::from_fn(|b: usize| {
                (0..=a.min(b))
                    .map(|c| model.follow[a][c] * model.follow[b][c] * model.variance[c])
                    .sum()
            })
        });
        let at: Vec<f64> = points_m
            .iter()
            .map(|m| (m * scale.stretch).clamp(0.0, MARATHON_M))
            .collect();
        let mut plan = Self {
            model: model.clone(),
            covariance,
            scale,
            points_m: points_m.to_vec(),
            at,
            response: Vec::new(),
        };
        plan.response = plan.respond();
        plan
    }
    /// Number of stretches between points.
    pub fn n_stretches(&self) -> usize {
        self.points_m.len().saturating_sub(1)
    }
    /// Certified metres of the points.
    pub fn points_m(&self) -> &[f64] {
        &self.points_m
    }
    /// Variance of a stretch's pace beyond what whole cells explain.
    pub(super) fn grain(from: f64, to: f64) -> f64 {
        let lengths = overlap_m(from, to);
        let shares = shares_of(from, to);
        let part: f64 = (0..CELLS)
            .map(|c| {
                let cell = super::grid::ENDS_M[c] - super::grid::start_m(c);
                shares[c] * (1.0 - lengths[c] / cell)
            })
            .sum();
        1e-8 + 0.000_3 * part.max(0.0)
    }
    /// Covariance of two stretches given by their shares.
    pub(super) fn between(&self, a: &Cells, b: &Cells) -> f64 {
        (0..CELLS)
            .map(|i| a[i] * super::linear::dot(&self.covariance[i], b))
            .sum()
    }
    /// Mean log pace of each cell for such a runner.
    pub(super) fn mean(&self, runner: &Runner) -> Cells {
        let (woman, age) = (runner.female(), runner.decades());
        let m = &self.model.mean;
        std::array::from_fn(|c| m[0][c] + woman * m[1][c] + age * m[2][c] + age * age * m[3][c])
    }
    /// What a day one standard deviation from the usual adds to the log of the time from a point to the finish.
    pub(super) fn lasting(&self, point: usize) -> f64 {
        let at = self.at[point];
        let of = |n: usize| match n {
            0 => 0.0,
            n => self.model.finish[n.min(STAGES) - 1].lasting,
        };
        let upper = (0..CELLS - 1).take_while(|&c| ENDS_M[c] <= at).count();
        let part = ((at - start_m(upper)) / (ENDS_M[upper] - start_m(upper))).clamp(0.0, 1.0);
        of(upper) + part * (of(upper + 1) - of(upper))
    }
    /// A shift in one stretch shows again in later ones, as a runner's own slowing does: the unit Cholesky factor of
    /// the covariance of the stretches. What it gets wrong, a hill say, the later stretches learn for themselves.
    fn respond(&self) -> Vec<f64> {
        let n = self.n_stretches();
        let shares: Vec<Cells> = (0..n)
            .map(|s| shares_of(self.at[s], self.at[s + 1]))
            .collect();
        let mut c = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                c[i * n + j] = self.between(&shares[i], &shares[j]);
                c[j * n + i] = c[i * n + j];
            }
            c[i * n + i] += Self::grain(self.at[i], self.at[i + 1]);
        }
        let mut unit = cholesky(&c, n);
        for j in 0..n {
            let pivot = unit[j * n + j];
            for i in j..n {
                unit[i * n + j] /= pivot;
            }
        }
        unit
    }
}

/// The shares of a stretch that lie in each cell.
pub(super) fn shares_of(from: f64, to: f64) -> Cells {
    let length = (to - from).max(1e-6);
    overlap_m(from, to).map(|m| m / length)
}
