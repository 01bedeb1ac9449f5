//! How today's shifts are learned: one small recursive least squares per stretch, from every runner who ran it.
//!
//! A runner teaches not when she arrives but when the slow ones of her kind have arrived too. Of runners who left the
//! last mat together the fast ones arrive first; taken at once they would make the stretch look quicker than it is.

use std::collections::BTreeMap;

use libm::{exp, log};

use super::features::{N_LAST, Runner};
use super::grid::KNOTS;
use super::plan::Plan;
use super::today::{N_GROUP, N_TODAY, Today};

/// Prior standard deviation of the shift that all pace groups share.
const SHARED: f64 = 0.04;
/// The same of its slope over log pace.
const SLOPE: f64 = 0.02;
/// The same of what pace groups have for themselves, and how far they resemble each other.
const OWN: (f64, f64) = (0.01, 0.25);
/// The same for sex and for a decade of age.
const SEX_AGE: (f64, f64) = (0.01, 0.005);
/// The same for the features of the last stretch.
const LAST: [f64; N_LAST] = [0.05, 0.05, 0.25, 0.05, 0.05, 0.25, 0.1, 0.1];
/// Runners are not independent witnesses: one counts as this many standard deviations of noise.
const NOISE: f64 = 6.0;
/// How many standard deviations after the expected instant a runner's kind is taken to be in.
const PATIENCE: f64 = 2.0;
/// Steps by which forecasts are widened and narrowed until four in five arrivals fall in their bands.
const WIDEN: (f64, f64) = (0.03, 0.005);

/// A passing that waits for its time to teach.
#[derive(Clone, Debug)]
struct Lesson {
    runner: Runner,
    /// The reads up to the end of the stretch taught about.
    reads: Vec<(usize, f64)>,
}

/// Learns from passings in the order of the clock.
#[derive(Clone, Debug)]
pub struct Learner {
    today: Today,
    /// Inverse of what is known of each stretch's shift.
    doubt: Vec<Vec<f64>>,
    taught: Vec<u32>,
    /// By when they are due, in tenths of a second, and by entrant.
    waiting: BTreeMap<(i64, u32, usize), Lesson>,
}

impl Learner {
    /// Nothing learned yet about the stretches of a plan.
    pub fn new(plan: &Plan) -> Self {
        let n = plan.n_stretches();
        Self {
            today: Today {
                stretches: vec![super::today::Stretch::default(); n],
            },
            doubt: vec![prior(); n],
            taught: vec![0; n],
            waiting: BTreeMap::new(),
        }
    }
    /// What is learned so far.
    pub fn today(&self) -> &Today {
        &self.today
    }
    /// Hears of a passing: `reads` are the runner's so far, this one last. `start_s` and times told to
    /// [`advance`](Self::advance) count from the same instant, such as the gun.
    pub fn observe(
        &mut self,
        plan: &Plan,
        entrant: u32,
        runner: &Runner,
        reads: &[(usize, f64)],
        start_s: f64,
    ) {
        let Some((&(to, at_s), before)) = reads.split_last() else {
            return;
        };
        // Of the first stretch nothing can be told: it is all that is known of the runner.
        if before.is_empty() {
            return;
        }
        let outlook = plan.outlook(runner, before, &self.today);
        let (Some(arrival), 1..) = (outlook.forecast.arrival(to), outlook.stage) else {
            return;
        };
        let from_s = outlook.forecast.from_s;
        let sigma = plan.model.next[outlook.stage - 1].sigma;
        let kind_s = from_s + (arrival.at_s[super::model::MEDIAN] - from_s) * exp(PATIENCE * sigma);
        let due = ((start_s + kind_s.max(at_s)) * 10.0) as i64;
        let lesson = Lesson {
            runner: *runner,
            reads: reads.to_vec(),
        };
        self.waiting.insert((due, entrant, to), lesson);
    }
    /// Lets everything teach that is due by now.
    pub fn advance(&mut self, plan: &Plan, now_s: f64) {
        let now = (now_s * 10.0) as i64;
        while let Some(entry) = self.waiting.first_entry() {
            if entry.key().0 > now {
                break;
            }
            let lesson = entry.remove();
            self.teach(plan, &lesson);
        }
    }
    fn teach(&mut self, plan: &Plan, lesson: &Lesson) {
        let Some((&(to, at_s), before)) = lesson.reads.split_last() else {
            return;
        };
        let outlook = plan.outlook(&lesson.runner, before, &self.today);
        let (Some(&(from, from_s)), Some(arrival)) = (before.last(), outlook.forecast.arrival(to))
        else {
            return;
        };
        let expected_s = arrival.at_s[super::model::MEDIAN] - from_s;
        if outlook.stage == 0 || expected_s <= 0.0 || at_s <= from_s {
            return;
        }
        let outside = at_s < arrival.at_s[1] || at_s > arrival.at_s[3];
        let sigma = plan.model.next[outlook.stage - 1].sigma;
        let missed = log((at_s - from_s) / expected_s) / plan.scale.fade;
        let missed = missed.clamp(-sigma, sigma);
        let stretches = from..to;
        // A stretch with a silent mat in it was seen only together with its neighbours.
        let noise = NOISE * NOISE * sigma * sigma * stretches.len() as f64;
        for s in stretches {
            let mut known = outlook.known;
            if s > from {
                known[N_GROUP..].fill(0.0);
            }
            update(
                &mut self.today.stretches[s].shift,
                &mut self.doubt[s],
                &known,
                missed,
                noise,
            );
            self.taught[s] += 1;
            let step = (WIDEN.0 / (1.0 + f64::from(self.taught[s]) / 100.0)).max(WIDEN.1);
            let wider = &mut self.today.stretches[s].wider;
            *wider = (*wider + step * (f64::from(u8::from(outside)) - 0.2)).clamp(-0.5, 1.0);
        }
    }
}

/// One step of recursive least squares with a scalar observation.
fn update(
    shift: &mut [f64; N_TODAY],
    doubt: &mut [f64],
    known: &[f64; N_TODAY],
    missed: f64,
    noise: f64,
) {
    let gain: [f64; N_TODAY] =
        std::array::from_fn(|i| super::linear::dot(&doubt[i * N_TODAY..(i + 1) * N_TODAY], known));
    let total = super::linear::dot(&gain, known) + noise;
    for i in 0..N_TODAY {
        shift[i] += gain[i] * missed / total;
        for j in 0..N_TODAY {
            doubt[i * N_TODAY + j] -= gain[i] * gain[j] / total;
        }
    }
}

/// What is thought of a stretch's shift before anyone has run it.
fn prior() -> Vec<f64> {
    let mut p = vec![0.0; N_TODAY * N_TODAY];
    for (i, a) in KNOTS.iter().enumerate() {
        for (j, b) in KNOTS.iter().enumerate() {
            let apart = (a - b) / OWN.1;
            p[i * N_TODAY + j] =
                SHARED * SHARED + SLOPE * SLOPE * a * b + OWN.0 * OWN.0 * exp(-0.5 * apart * apart);
        }
    }
    let rest = [SEX_AGE.0, SEX_AGE.1].into_iter().chain(LAST);
    for (i, sd) in rest.enumerate() {
        let at = KNOTS.len() + i;
        p[at * N_TODAY + at] = sd * sd;
    }
    p
}
