//! What the non-linear part of the model looks at: pace so far, how the last stretch differed from what was expected,
//! sex and age. Everything is in marathon terms.

use super::grid::{Cells, LN_USUAL, group_weights, pace_so_far};
use super::model::Model;

/// Features of the correction.
pub const N: usize = 56;
/// How many of them exist once one cell is known, two, and more.
pub const N_AT: [usize; 3] = [19, 36, N];
/// Features of the spread.
pub const N_SPREAD: usize = 7;
/// Features that describe the last stretch, which are learned anew every race.
pub const N_LAST: usize = 8;

/// What is known of a runner beside the reads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Runner {
    /// Female, male, or not known.
    pub sex: Sex,
    /// Age in years, where known.
    pub age: Option<f64>,
    /// The time that the runner declared for this contest, in seconds.
    pub declared_s: Option<f64>,
}

/// Sex as entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Not known, or neither.
    #[default]
    Unknown,
}

impl Runner {
    /// One for women, nought for men, the share of women where it is not known.
    pub fn female(&self) -> f64 {
        match self.sex {
            Sex::Female => 1.0,
            Sex::Male => 0.0,
            Sex::Unknown => SHARE_OF_WOMEN,
        }
    }
    /// Decades from the age of 42.
    pub fn decades(&self) -> f64 {
        self.age
            .map_or(0.0, |age| (age.clamp(15.0, 90.0) - 42.0) / 10.0)
    }
}

/// Of the fields that the model was fitted on.
pub const SHARE_OF_WOMEN: f64 = 0.4;

/// The features of a runner known up to a cell.
#[derive(Clone, Copy, Debug)]
pub struct Features {
    /// Of the correction; see the source for their order.
    pub all: [f64; N],
    /// Of the spread.
    pub spread: [f64; N_SPREAD],
    /// Log pace so far, from the usual.
    pub pace: f64,
}

impl Features {
    /// The features that describe the last stretch.
    pub fn last(&self) -> &[f64] {
        &self.all[N_AT[0]..N_AT[0] + N_LAST]
    }
    /// The features once the first `n` cells are known (`n` from 1 to 9).
    /// `surprise` is how far each cell was from what the cells before it made expect.
    pub fn of(runner: &Runner, cells: &Cells, surprise: &Cells, n: usize) -> Self {
        let mut all = [0.0; N];
        let pace = pace_so_far(cells, n);
        let (p, woman, age) = (pace.clamp(-0.5, 0.5), runner.female(), runner.decades());
        let slow = p.max(0.0);
        all[..10].copy_from_slice(&[
            1.0,
            p,
            p * p,
            woman,
            age,
            woman * p,
            age * p,
            age * age,
            p * p * p,
            slow * slow,
        ]);
        let mut spread = [1.0, p, p * p, woman, 0.0, 0.0, 0.0];
        if n > 1 {
            // After one stretch pace groups differ more between years than within one.
            all[10..N_AT[0]].copy_from_slice(&group_weights(pace));
            let fade = |c: usize| (cells[c] - pace - LN_USUAL).clamp(-0.3, 0.6);
            let (e, l) = (surprise[n - 1].clamp(-0.3, 0.5), fade(n - 1));
            let (ec, lc) = (e.clamp(-0.15, 0.15), l.clamp(-0.3, 0.3));
            let (ep, lp) = (e.max(0.0), l.max(0.0));
            all[N_AT[0]..N_AT[1]].copy_from_slice(&[
                e,
                ep,
                ec * ec,
                l,
                lp,
                lc * lc,
                e * p,
                l * p,
                (e - 0.05).max(0.0),
                (l - 0.1).max(0.0),
                (-ec).max(0.0).sqrt(),
                lp * p,
                ep * p,
                e * l,
                (e * l).abs(),
                woman * e,
                woman * l,
            ]);
            spread[4..].copy_from_slice(&[ep.min(0.3), lp.min(0.3), ec.abs()]);
            if n > 2 {
                let m = fade(n - 2);
                let (mp, mc) = (m.max(0.0), m.clamp(-0.3, 0.3));
                let e2 = surprise[n - 2].clamp(-0.3, 0.5);
                let e2c = e2.clamp(-0.15, 0.15);
                let mean = cells[..n].iter().sum::<f64>() / n as f64;
                let variance = cells[..n]
                    .iter()
                    .map(|c| (c - mean) * (c - mean))
                    .sum::<f64>()
                    / n as f64;
                all[N_AT[1]..46].copy_from_slice(&[
                    m,
                    mp,
                    mc * mc,
                    m * e,
                    m * l,
                    mp * ep,
                    e2.max(0.0),
                    e2 * e,
                    e2c * e2c,
                    variance.sqrt(),
                ]);
                for (to, cell) in all[46..].iter_mut().zip(&cells[..n]) {
                    *to = cell - pace - LN_USUAL;
                }
            }
        }
        Self { all, spread, pace }
    }
}

/// How far each cell is from what the cells before it make expect.
pub fn surprises(model: &Model, mean: &Cells, cells: &Cells) -> Cells {
    let mut surprise = [0.0; super::grid::CELLS];
    for c in 0..surprise.len() {
        let expected: f64 = (0..c).map(|b| model.follow[c][b] * surprise[b]).sum();
        surprise[c] = cells[c] - mean[c] - expected;
    }
    surprise
}
