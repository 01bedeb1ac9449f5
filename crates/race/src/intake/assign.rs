//! Which visit is which point: the likeliest story of a race that runs forward in time and distance, no faster
//! than people run, that explains as many visits as it can.

use super::pace::{COST_OF_LINGERING, Habit, StartDelay, cost_of_missed, cost_of_stray, fastest_s};
use super::visits::Visit;
use crate::event::{Contest, Point};
use crate::time::{Instant, Span};

/// What the visits of one runner are judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub contest: &'a Contest,
    pub gun: Instant,
    pub start_delay: StartDelay,
    /// Up to when silence means that there was no read.
    pub through: Instant,
}

/// The story: for each visit the point it is, if any.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Story {
    pub points: Vec<Option<usize>>,
    /// The instant at which further silence may change the story.
    pub due: Option<Instant>,
}

/// A visit as a point: one step that a story may take.
#[derive(Clone, Copy, Debug)]
struct Step {
    visit: usize,
    point: usize,
    at: Instant,
    pinned: bool,
}

/// Far more than all doubts together: what the race office said stands.
const COST_OF_DISOBEYING: f64 = 1000.0;
/// An accepted read may be stranger than this, and costs no more.
const COST_OF_STRANGE: f64 = 6.0;
/// The next point on the same mat within this distance may have been missed, and nothing else would tell.
const SOON_M: f64 = 2000.0;

impl Rules<'_> {
    /// The likeliest story of these visits, which are in order of time.
    pub fn story(&self, visits: &[Visit]) -> Story {
        let steps = self.steps(visits);
        let mut story = self.likeliest(visits, &steps, Habit::UNKNOWN);
        // Where there is anything to doubt, look again with the runner's own pace in mind.
        let certain = steps.len() == visits.len() && story.len() == steps.len();
        // Silence may change the first look too, and with it the pace that the second look has in mind.
        let mut due = self.still_due(&story, Habit::UNKNOWN);
        if !certain && let Some(s_per_m) = self.pace_of(&story) {
            let habit = Habit::of(s_per_m);
            story = self.likeliest(visits, &steps, habit);
            due = due.into_iter().chain(self.still_due(&story, habit)).min();
        }
        let mut points = vec![None; visits.len()];
        for step in &story {
            points[step.visit] = Some(step.point);
        }
        // Decisions that contradict each other cannot all be part of one story, but stand all the same.
        for (visit, point) in visits.iter().zip(&mut points) {
            if let Some(pinned) = visit.pinned {
                *point = Some(pinned);
            }
        }
        Story { points, due }
    }

    /// The instant, if it is still to come, at which further silence changes what a story costs.
    fn still_due(&self, story: &[Step], habit: Habit) -> Option<Instant> {
        let due = self.due(story.last()?, habit)?;
        (due > self.through).then_some(due)
    }

    fn steps(&self, visits: &[Visit]) -> Vec<Step> {
        let pinned: Vec<usize> = visits.iter().filter_map(|v| v.pinned).collect();
        let mut steps = Vec::with_capacity(visits.len() + 8);
        for (v, visit) in visits.iter().enumerate() {
            for (point, p) in self.contest.points.iter().enumerate() {
                let fits = visit.pinned.map_or_else(
                    || p.mat == visit.mat && !pinned.contains(&point),
                    |pin| pin == point,
                );
                if fits {
                    steps.push(Step {
                        visit: v,
                        point,
                        at: visit.picked(p.pick).at,
                        pinned: visit.pinned.is_some(),
                    });
                }
            }
        }
        steps.sort_by_key(|s| (s.at, s.visit, s.point));
        steps
    }

    /// The cheapest chain of steps. Costs count from the story that explains nothing.
    fn likeliest(&self, visits: &[Visit], steps: &[Step], habit: Habit) -> Vec<Step> {
        let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(steps.len());
        let mut end: (f64, Option<usize>) = (0.0, None);
        for (s, step) in steps.iter().enumerate() {
            let gain = self.gain(&visits[step.visit]);
            let mut cheapest = (self.cost_from_gun(visits, step, habit), None);
            for (b, before) in steps[..s].iter().enumerate() {
                let cost = best[b].0
                    + self.cost_between(before, step, habit)
                    + cost_of_hesitation(visits, before, step);
                if cost < cheapest.0 {
                    cheapest = (cost, Some(b));
                }
            }
            cheapest.0 -= gain;
            best.push(cheapest);
            let cost = cheapest.0 + self.cost_of_end(visits, step, habit);
            if cost < end.0 {
                end = (cost, Some(s));
            }
        }
        let mut story = Vec::new();
        while let (_, Some(s)) = end {
            story.push(steps[s]);
            end = best[s];
        }
        story.reverse();
        story
    }

    fn point(&self, point: usize) -> &Point {
        &self.contest.points[point]
    }

    /// What explaining a visit saves.
    fn gain(&self, visit: &Visit) -> f64 {
        if visit.pinned.is_some() {
            return COST_OF_DISOBEYING;
        }
        let points = &self.contest.points;
        let serves = |p: &&Point| p.mat == visit.mat;
        let finish = points.last().is_some_and(|p| p.mat == visit.mat);
        cost_of_stray(points.iter().filter(serves).count() > 1, finish)
    }

    /// What it saves that a visit is lingering, not an unexplained one.
    fn gain_of_lingering(&self, visit: &Visit) -> f64 {
        match visit.pinned {
            Some(_) => 0.0,
            None => self.gain(visit) - COST_OF_LINGERING,
        }
    }

    fn cost_from_gun(&self, visits: &[Visit], step: &Step, habit: Habit) -> f64 {
        let since_s = (step.at - self.gun).as_s();
        let far_m = self.point(step.point).at_m;
        if !step.pinned && since_s < fastest_s(far_m) {
            return f64::INFINITY;
        }
        // Before leaving, people stand about on the start mat.
        let start_mat = self.point(0).mat;
        let waiting: f64 = visits
            .iter()
            .enumerate()
            .filter(|(v, visit)| {
                *v != step.visit && visit.mat == start_mat && visit.first_at() < step.at
            })
            .map(|(_, visit)| self.gain_of_lingering(visit))
            .sum();
        let cost = if step.point == 0 {
            self.start_delay.cost(since_s) - waiting
        } else {
            habit.cost_since_gun(far_m, since_s, self.start_delay)
        };
        cost + cost_of_missed(step.point)
    }

    fn cost_between(&self, before: &Step, step: &Step, habit: Habit) -> f64 {
        if before.point >= step.point || before.visit == step.visit || before.at >= step.at {
            return f64::INFINITY;
        }
        let far_m = self.point(step.point).at_m - self.point(before.point).at_m;
        let took_s = (step.at - before.at).as_s();
        let pace = habit.cost(far_m, took_s);
        let pace = match (before.pinned || step.pinned, took_s < fastest_s(far_m)) {
            (false, true) => return f64::INFINITY,
            (false, false) => pace,
            // What the race office accepted need not be plausible, but its neighbours had better be.
            (true, _) => pace.min(COST_OF_STRANGE),
        };
        cost_of_missed(step.point - before.point - 1) + pace
    }

    fn cost_of_end(&self, visits: &[Visit], step: &Step, habit: Habit) -> f64 {
        if step.point == self.contest.finish() {
            let after = visits.iter().filter(|v| v.first_at() > step.at);
            return -after.map(|v| self.gain_of_lingering(v)).sum::<f64>();
        }
        // Read on the way into the stadium and then no more: rather the finish, whose way in was missed.
        match self.due(step, habit) {
            Some(due) if due <= self.through => cost_of_missed(1),
            _ => 0.0,
        }
    }

    /// Until when the next point, if it is close by on the same mat, should have been read.
    fn due(&self, step: &Step, habit: Habit) -> Option<Instant> {
        let (here, next) = (
            self.point(step.point),
            self.contest.points.get(step.point + 1)?,
        );
        let far_m = next.at_m - here.at_m;
        (next.mat == here.mat && far_m <= SOON_M)
            .then(|| step.at + Span::from_s(3.0 * habit.expected_s(far_m) + 120.0))
    }

    /// The runner's pace over a story, as the median of its longer stretches; none where it has fewer than two.
    fn pace_of(&self, story: &[Step]) -> Option<f64> {
        let mut paces: Vec<f64> = story
            .windows(2)
            .filter_map(|w| {
                let far_m = self.point(w[1].point).at_m - self.point(w[0].point).at_m;
                (far_m >= 300.0).then(|| (w[1].at - w[0].at).as_s() / far_m)
            })
            .collect();
        paces.sort_by(f64::total_cmp);
        (paces.len() >= 2).then(|| paces[(paces.len() - 1) / 2])
    }
}

/// Of several visits to a mat that could be the point, the first is: the others came by again, or waited there.
fn cost_of_hesitation(visits: &[Visit], before: &Step, step: &Step) -> f64 {
    let skipped = visits[before.visit + 1..]
        .iter()
        .take_while(|v| v.first_at() < step.at)
        .filter(|v| v.mat == visits[step.visit].mat && v.first_at() > before.at)
        .count();
    // The step's own visit is among them when it began before its picked read.
    let own = usize::from(visits[step.visit].first_at() < step.at);
    COST_OF_LINGERING * skipped.saturating_sub(own) as f64
}
