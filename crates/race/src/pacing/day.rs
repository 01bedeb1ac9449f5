//! What kind of day it is, from how far the field is off the model stretch by stretch: a day like those that the model
//! was fitted on, warmer or cooler, or another course altogether.

use libm::{exp, log};

use super::model::Model;
use super::plan::{Plan, shares_of};

/// Standard deviation of a stretch's mean shift between days on a course that the model was fitted on.
const ON_THE_COURSE: f64 = 0.005;
/// The same on other courses.
const ELSEWHERE: f64 = 0.03;
/// Of what one witness says; far more than runners differ, for they are not independent.
const WITNESS: f64 = 0.1;
/// Of what a stretch has for itself on a day of a known kind.
const OWN: f64 = 0.002;
/// At most so much (as log odds) the other stretches say for another course; what they say against it a single hill
/// may contradict at once.
const OTHERS: f64 = 3.0;

/// How far the runners heard of a stretch were off the model, before anything was learned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard {
    /// Runners.
    pub count: u32,
    /// Sum of the logs of true over expected time, each at most one standard deviation: how the day goes for most.
    sum: f64,
    /// The same with up to three: how far a hill may reach.
    reach: f64,
}

impl Heard {
    /// One more runner, and the standard deviation of what runners miss by.
    pub fn hear(&mut self, missed: f64, sigma: f64) {
        self.count += 1;
        self.sum += missed.clamp(-sigma, sigma);
        self.reach += missed.clamp(-3.0 * sigma, 3.0 * sigma);
    }
    /// The mean shift, nought where nobody was heard.
    pub fn mean(&self) -> f64 {
        self.sum / f64::from(self.count.max(1))
    }
    /// Variance of the mean.
    fn variance(&self) -> f64 {
        WITNESS * WITNESS / f64::from(self.count.max(1))
    }
    /// Log odds for another course.
    fn evidence(&self) -> f64 {
        if self.count == 0 {
            return 0.0;
        }
        let here = ON_THE_COURSE * ON_THE_COURSE + self.variance();
        let elsewhere = ELSEWHERE * ELSEWHERE + self.variance();
        let mean = self.reach / f64::from(self.count);
        0.5 * (mean * mean / here - mean * mean / elsewhere + log(here / elsewhere))
    }
}

/// How likely each stretch is one of another course, and how far the day is from the usual, in standard deviations of
/// days (nought on another course, where hills look like weather).
pub fn kind(plan: &Plan, heard: &[Heard]) -> (Vec<f64>, f64) {
    let evidence: Vec<f64> = heard.iter().map(Heard::evidence).collect();
    let all: f64 = evidence.iter().sum();
    let strange = evidence
        .iter()
        .map(|own| likely((all - own).clamp(0.0, OTHERS) + own))
        .collect();
    let (mut says, mut weight) = (0.0, 1.0);
    for (s, heard) in heard.iter().enumerate().filter(|(_, h)| h.count > 0) {
        let hint = hint(&plan.model, plan.at[s], plan.at[s + 1]);
        let variance = OWN * OWN + heard.variance();
        says += hint * heard.mean() / variance;
        weight += hint * hint / variance;
    }
    (strange, (1.0 - likely(all)) * says / weight)
}

fn likely(log_odds: f64) -> f64 {
    1.0 / (1.0 + exp(-log_odds))
}

/// The shift of a stretch on a day one standard deviation from the usual.
fn hint(model: &Model, from: f64, to: f64) -> f64 {
    super::linear::dot(&shares_of(from, to), &model.hint)
}
