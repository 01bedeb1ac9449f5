//! What today's race has taught: how much slower or faster each stretch is run than the model expects, by pace group.
//!
//! This is the part that is published, so that every screen says the same; [`Learner`](super::Learner) makes it.

use super::features::{N_LAST, Runner, SHARE_OF_WOMEN};
use super::grid::{KNOTS, group_weights};

/// Pace groups, sex and age.
pub const N_GROUP: usize = KNOTS.len() + 2;
/// All that is learned of a stretch's pace.
pub const N_TODAY: usize = N_GROUP + N_LAST;

/// What is learned of one stretch between two points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Shift of the log pace: by pace group, sex, age, and by how the last stretch went.
    pub shift: [f64; N_TODAY],
    /// Log of how much wider forecasts must be today.
    pub wider: f64,
    /// Shift of the log of the time from the stretch's beginning to the finish, beyond what the stretches say: what a
    /// day of this kind does to a field later on.
    pub lasting: f64,
}

/// Numbers of a stretch on the wire.
const N_VALUES: usize = N_TODAY + 2;

impl Default for Stretch {
    fn default() -> Self {
        Self {
            shift: [0.0; N_TODAY],
            wider: 0.0,
            lasting: 0.0,
        }
    }
}

/// What today has taught, stretch by stretch; nothing at first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    pub(super) stretches: Vec<Stretch>,
}

/// Whole numbers count ten-thousandths.
const UNIT: f64 = 10_000.0;

impl Today {
    /// Nothing learned yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// As whole numbers, a fixed count per stretch, for the wire.
    pub fn to_values(&self) -> Vec<i32> {
        let whole = |x: f64| libm::round(x * UNIT) as i32;
        self.stretches
            .iter()
            .flat_map(|s| {
                let rest = [s.wider, s.lasting];
                s.shift.iter().copied().chain(rest).map(whole)
            })
            .collect()
    }
    /// Back from whole numbers about so many stretches. Lessons of before the last number was added lack it.
    pub fn from_values(values: &[i32], n_stretches: usize) -> Self {
        let per_stretch = values.len() / n_stretches.max(1);
        let stretches = values
            .chunks_exact(per_stretch.max(1))
            .filter(|v| v.len() + 1 >= N_VALUES)
            .map(|v| {
                let number = |i: usize| v.get(i).map_or(0.0, |v| f64::from(*v) / UNIT);
                Stretch {
                    shift: std::array::from_fn(number),
                    wider: number(N_TODAY),
                    lasting: number(N_TODAY + 1),
                }
            })
            .collect();
        Self { stretches }
    }
    /// The shift of a stretch for a runner of this pace so far, the last stretch having gone as usual.
    pub(super) fn shift(&self, stretch: usize, group: &[f64; N_GROUP]) -> f64 {
        self.stretches
            .get(stretch)
            .map_or(0.0, |s| super::linear::dot(&s.shift[..N_GROUP], group))
    }
    /// The same, knowing how the last stretch went.
    pub(super) fn shift_next(&self, stretch: usize, known: &[f64; N_TODAY]) -> f64 {
        self.stretches
            .get(stretch)
            .map_or(0.0, |s| super::linear::dot(&s.shift, known))
    }
    /// What today does to the time from a point to the finish, beyond the shifts of the stretches.
    pub(super) fn lasting(&self, from: usize) -> f64 {
        self.stretches.get(from).map_or(0.0, |s| s.lasting)
    }
    /// How much wider today's forecasts are over some stretches; one that nobody has run yet is as bad as the one
    /// before it.
    pub(super) fn wider(&self, from: usize, to: usize) -> f64 {
        let (mut sum, mut latest) = (0.0, 0.0);
        for (s, stretch) in self.stretches.iter().enumerate().take(to) {
            if stretch.wider != 0.0 {
                latest = stretch.wider;
            }
            sum += if s < from { 0.0 } else { latest };
        }
        sum / to.saturating_sub(from).max(1) as f64
    }
}

/// The weights of pace groups, sex and age.
pub(super) fn group(runner: &Runner, pace: f64) -> [f64; N_GROUP] {
    let weights = group_weights(pace);
    std::array::from_fn(|i| match i.checked_sub(KNOTS.len()) {
        None => weights[i],
        Some(0) => runner.female() - SHARE_OF_WOMEN,
        Some(_) => runner.decades(),
    })
}
