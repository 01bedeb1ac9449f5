//! A past race run again in the order of its clock, so that forecasts are scored as they would have been shown.

use super::features::Runner;
use super::forecast::Forecast;
use super::learner::Learner;
use super::outlook::Outlook;
use super::plan::Plan;

/// A runner of a past race.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Who.
    pub runner: Runner,
    /// Own start, in seconds after the gun.
    pub start_s: f64,
    /// Net times, as (index of the point, seconds), in order of distance.
    pub splits: Vec<(usize, f64)>,
}

/// Runs a race again: `told` gets the runner's index, the number of splits known, and the forecast right then.
pub fn rerun(plan: &Plan, field: &[Asked], mut told: impl FnMut(usize, usize, &Forecast)) {
    let _ = outlooks(plan, field, |i, n, outlook| told(i, n, &outlook.forecast));
}

/// The same with all that is behind the forecasts; gives what was learned by the end of the race.
pub(super) fn outlooks(
    plan: &Plan,
    field: &[Asked],
    mut told: impl FnMut(usize, usize, &Outlook),
) -> Learner {
    let mut reads: Vec<(i64, usize, usize)> = field
        .iter()
        .enumerate()
        .flat_map(|(i, f)| {
            let at = |s: f64| ((f.start_s + s) * 1_000.0) as i64;
            f.splits
                .iter()
                .enumerate()
                .map(move |(n, split)| (at(split.1), i, n + 1))
        })
        .collect();
    reads.sort_unstable();
    let finish = plan.n_stretches();
    let mut learner = Learner::new(plan);
    for (at_ms, i, n) in reads {
        let Asked {
            runner,
            start_s,
            splits,
        } = &field[i];
        learner.advance(plan, at_ms as f64 / 1_000.0);
        learner.observe(plan, i as u32, runner, &splits[..n], *start_s);
        if splits[n - 1].0 < finish {
            told(i, n, &plan.outlook(runner, &splits[..n], learner.today()));
        }
    }
    learner.advance(plan, f64::MAX);
    learner
}
