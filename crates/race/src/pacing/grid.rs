//! The reference race that coefficients are kept for: a marathon in ten cells, and what every other layout is mapped to.
//!
//! A contest of another length is stretched onto it; see [`Scale`].

use libm::{exp, log};

/// Number of cells.
pub const CELLS: usize = 10;
/// Where each cell ends, in metres of a marathon.
pub const ENDS_M: [f64; CELLS] = [
    5_000.0, 10_000.0, 15_000.0, 20_000.0, 21_097.5, 25_000.0, 30_000.0, 35_000.0, 40_000.0,
    MARATHON_M,
];
/// Length of the reference race.
pub const MARATHON_M: f64 = 42_195.0;
/// Log of 330 s/km, from which paces are counted.
pub const LN_USUAL: f64 = 5.799_092_654_460_526;
/// Knots of the pace groups: 3:00 to 9:20 a kilometre, as log pace from the usual.
pub const KNOTS: [f64; 9] = [
    -0.606_136, -0.451_985, -0.318_454, -0.200_671, -0.095_31, 0.029_853, 0.167_054, 0.332_135,
    0.528_844,
];

/// One value per cell.
pub type Cells = [f64; CELLS];

/// Where a cell begins.
pub fn start_m(cell: usize) -> f64 {
    if cell == 0 { 0.0 } else { ENDS_M[cell - 1] }
}

/// Metres of each cell that lie between two distances.
pub fn overlap_m(from_m: f64, to_m: f64) -> Cells {
    std::array::from_fn(|c| (to_m.min(ENDS_M[c]) - from_m.max(start_m(c))).max(0.0))
}

/// Weights of the pace groups on both sides of a log pace; they add up to one.
pub fn group_weights(pace: f64) -> [f64; KNOTS.len()] {
    let last = KNOTS.len() - 1;
    let pace = pace.clamp(KNOTS[0], KNOTS[last]);
    let mut weights = [0.0; KNOTS.len()];
    let right = (1..last).find(|&i| pace < KNOTS[i]).unwrap_or(last);
    let part = (pace - KNOTS[right - 1]) / (KNOTS[right] - KNOTS[right - 1]);
    weights[right - 1] = 1.0 - part;
    weights[right] = part;
    weights
}

/// How a contest maps to the reference race.
///
/// Distances stretch in proportion. Shorter races are run faster (Riegel's exponent), and fade less: deviations from
/// the first pace are taken to grow with the distance. No data back this for other distances than the marathon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Reference metres per metre.
    pub stretch: f64,
    /// Part of a marathon's deviations that this distance sees.
    pub fade: f64,
    /// What to add to a log pace to make it a marathon's.
    pub level: f64,
}

impl Scale {
    /// The scale of a contest of this length.
    pub fn of(length_m: f64) -> Self {
        let stretch = MARATHON_M / length_m.max(100.0);
        let level = 0.06 * log(stretch);
        Self {
            stretch,
            fade: (1.0 / stretch).clamp(0.1, 1.0),
            level,
        }
    }
}

/// Log of the mean pace over the first `n` cells, from the usual.
pub fn pace_so_far(cells: &Cells, n: usize) -> f64 {
    let time: f64 = (0..n)
        .map(|c| exp(cells[c]) * (ENDS_M[c] - start_m(c)))
        .sum();
    log(time / ENDS_M[n - 1]) - LN_USUAL
}
