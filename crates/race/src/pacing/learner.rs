//! How today's shifts are learned from every runner who ran a stretch, under two opinions at once: that only the day
//! differs from those the model was fitted on, and that the course does. The more the whole field is off, the more the
//! second is believed.
//!
//! A runner teaches not when she arrives but when the slow ones of her kind have arrived too. Of runners who left the
//! last mat together the fast ones arrive first; taken at once they would make the stretch look quicker than it is.

use std::collections::BTreeMap;

use libm::{exp, log};

use super::day::{self, Heard};
use super::features::Runner;
use super::linear::dot;
use super::opinion::{Opinion, STRANGE, USUAL};
use super::plan::Plan;
use super::today::{N_GROUP, N_TODAY, Stretch, Today};

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
    /// Of each stretch: on a course like those fitted on, and on another.
    opinions: Vec<[Opinion; 2]>,
    pub(super) heard: Vec<Heard>,
    /// By when they are due, in tenths of a second, and by entrant.
    waiting: BTreeMap<(i64, u32, usize), Lesson>,
}

impl Learner {
    /// Nothing learned yet about the stretches of a plan.
    pub fn new(plan: &Plan) -> Self {
        let n = plan.n_stretches();
        Self {
            today: Today {
                stretches: vec![Stretch::default(); n],
            },
            opinions: vec![[Opinion::new(&USUAL), Opinion::new(&STRANGE)]; n],
            heard: vec![Heard::default(); n],
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
        let stretches = from..to;
        let n = stretches.len() as f64;
        // Only the first of several stretches follows the one that the features are about.
        let known = |s: usize| -> [f64; N_TODAY] {
            let kept = if s > from { N_GROUP } else { N_TODAY };
            std::array::from_fn(|i| if i < kept { outlook.known[i] } else { 0.0 })
        };
        let says = |shift: &dyn Fn(usize) -> [f64; N_TODAY]| -> f64 {
            stretches
                .clone()
                .map(|s| dot(&shift(s), &known(s)))
                .sum::<f64>()
                / n
        };
        let missed = log((at_s - from_s) / expected_s) / plan.scale.fade;
        let untaught = missed + says(&|s| self.today.stretches[s].shift);
        // A stretch with a silent mat in it was seen only together with its neighbours.
        let variance = sigma * sigma * n;
        let off = [0, 1].map(|o| untaught - says(&|s| self.opinions[s][o].shift));
        for s in stretches.clone() {
            for (opinion, off) in self.opinions[s].iter_mut().zip(off) {
                opinion.hear(&known(s), off.clamp(-sigma, sigma), variance);
            }
            self.heard[s].hear(untaught, sigma);
            let step = (WIDEN.0 / (1.0 + f64::from(self.heard[s].count) / 100.0)).max(WIDEN.1);
            let wider = &mut self.today.stretches[s].wider;
            *wider = (*wider + step * (f64::from(u8::from(outside)) - 0.2)).clamp(-0.5, 1.0);
        }
        self.conclude(plan);
    }
    /// Weighs the opinions by what the whole field says of the day.
    fn conclude(&mut self, plan: &Plan) {
        let (strange, from_usual) = day::kind(plan, &self.heard);
        for (s, stretch) in self.today.stretches.iter_mut().enumerate() {
            let [here, elsewhere] = &self.opinions[s];
            stretch.shift = std::array::from_fn(|i| {
                here.shift[i] + strange[s] * (elsewhere.shift[i] - here.shift[i])
            });
            stretch.lasting = from_usual * plan.lasting(s);
        }
    }
}
