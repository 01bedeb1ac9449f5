//! What the field says of one stretch, under one opinion of how far it may differ from the model: one small recursive
//! least squares, heard from every runner who ran it.

use libm::exp;

use super::features::N_LAST;
use super::grid::KNOTS;
use super::linear::dot;
use super::today::N_TODAY;

/// How much a stretch is thought to differ, as standard deviations of log pace, before anybody has run it.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    /// Of the shift that all pace groups share.
    shared: f64,
    /// Of its slope over log pace.
    slope: f64,
    /// Of what pace groups have for themselves.
    own: f64,
    /// By so much more than usual the features of the last stretch may matter differently.
    last: f64,
    /// Runners are not independent witnesses: one counts as this many standard deviations of noise.
    noise: f64,
}

/// A course that the model was fitted on, on another day.
pub const USUAL: Prior = Prior {
    shared: 0.007,
    slope: 0.003,
    own: 0.003,
    last: 2.0,
    noise: 5.0,
};
/// Another course, with hills of its own.
pub const STRANGE: Prior = Prior {
    shared: 0.06,
    slope: 0.02,
    own: 0.01,
    last: 1.0,
    noise: 3.0,
};

/// How far pace groups resemble each other, in log pace.
const ALIKE: f64 = 0.25;
/// For sex and for a decade of age.
const SEX_AGE: [f64; 2] = [0.01, 0.005];
/// For the features of the last stretch.
const LAST: [f64; N_LAST] = [0.05, 0.05, 0.25, 0.05, 0.05, 0.25, 0.1, 0.1];

/// The shift of a stretch as learned so far.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// The shift: by pace group, sex, age, and by how the last stretch went.
    pub shift: [f64; N_TODAY],
    /// Covariance of what is not known yet, row by row.
    doubt: Vec<f64>,
    noise: f64,
}

impl Opinion {
    /// Nothing heard yet.
    pub fn new(prior: &Prior) -> Self {
        let mut doubt = vec![0.0; N_TODAY * N_TODAY];
        for (i, a) in KNOTS.iter().enumerate() {
            for (j, b) in KNOTS.iter().enumerate() {
                let apart = (a - b) / ALIKE;
                doubt[i * N_TODAY + j] = prior.shared * prior.shared
                    + prior.slope * prior.slope * a * b
                    + prior.own * prior.own * exp(-0.5 * apart * apart);
            }
        }
        let rest = SEX_AGE.into_iter().chain(LAST.map(|sd| sd * prior.last));
        for (i, sd) in rest.enumerate() {
            let at = KNOTS.len() + i;
            doubt[at * N_TODAY + at] = sd * sd;
        }
        Self {
            shift: [0.0; N_TODAY],
            doubt,
            noise: prior.noise,
        }
    }
    /// Hears of a runner known by `known` who was off by `missed` after this opinion's own shift; `variance` is that
    /// of a runner's pace over the stretch.
    pub fn hear(&mut self, known: &[f64; N_TODAY], missed: f64, variance: f64) {
        let doubt = &mut self.doubt;
        let gain: [f64; N_TODAY] =
            std::array::from_fn(|i| dot(&doubt[i * N_TODAY..(i + 1) * N_TODAY], known));
        let total = dot(&gain, known) + self.noise * self.noise * variance;
        for i in 0..N_TODAY {
            self.shift[i] += gain[i] * missed / total;
            for j in 0..N_TODAY {
                doubt[i * N_TODAY + j] -= gain[i] * gain[j] / total;
            }
        }
    }
}
