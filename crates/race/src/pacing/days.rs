//! How past days differed from each other: what a race shows early and what it does to the finish, each seen through
//! a model fitted on the others.

use libm::{log, sqrt};

use super::fit::{Past, asked, reference};
use super::grid::{CELLS, Cells};
use super::model::{MEDIAN, Model, STAGES};
use super::rerun::outlooks;

/// Days are told apart by the finishes foreseen from so many first cells; later on the stretches say it themselves.
const EARLY: usize = 5;

/// How one race was off a model that had not seen it.
pub struct Day {
    /// Mean shift of each cell.
    shift: Cells,
    /// From each known cell, what the finish is off when the shifts of all stretches ahead are known.
    lasting: [f64; STAGES],
}

impl Day {
    /// Runs a race and looks back at it.
    pub fn of(model: &Model, race: &[Past]) -> Self {
        let plan = reference(model);
        let field = asked(race);
        let learner = outlooks(&plan, &field, |_, _, _| {});
        let mut lasting = [0.0; STAGES];
        for (n, lasting) in (1..).zip(&mut lasting) {
            let mut off: Vec<(f64, f64)> = field
                .iter()
                .filter_map(|asked| {
                    let forecast =
                        plan.forecast(&asked.runner, &asked.splits[..n], learner.today());
                    let expected_s = forecast.arrivals.last()?.at_s[MEDIAN] - forecast.from_s;
                    let true_s = asked.splits[CELLS - 1].1 - forecast.from_s;
                    Some((log(true_s / expected_s), expected_s))
                })
                .collect();
            *lasting = weighted_median(&mut off);
        }
        let mut shift = [0.0; CELLS];
        for (shift, heard) in shift.iter_mut().zip(&learner.heard) {
            *shift = heard.mean();
        }
        Self { shift, lasting }
    }
    /// How much more time the day took than foreseen early.
    fn harder(&self) -> f64 {
        self.lasting[..EARLY].iter().sum()
    }
}

/// Puts into a model how days differ: the one direction that explains the finishes best.
pub fn tell<'a>(model: &mut Model, days: impl Iterator<Item = &'a Day> + Clone) {
    let n = days.clone().count().max(1) as f64;
    let usual = sqrt(days.clone().map(|d| d.harder() * d.harder()).sum::<f64>() / n);
    model.hint = [0.0; CELLS];
    for stage in &mut model.finish {
        stage.lasting = 0.0;
    }
    for day in days {
        let weight = day.harder() / usual.max(1e-9) / n;
        for (hint, shift) in model.hint.iter_mut().zip(&day.shift) {
            *hint += weight * shift;
        }
        for (stage, lasting) in model.finish.iter_mut().zip(&day.lasting) {
            stage.lasting += weight * lasting;
        }
    }
}

fn weighted_median(of: &mut [(f64, f64)]) -> f64 {
    of.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = of.iter().map(|o| o.1).sum::<f64>() / 2.0;
    let mut so_far = 0.0;
    for (value, weight) in of.iter() {
        so_far += weight;
        if so_far >= half {
            return *value;
        }
    }
    0.0
}
