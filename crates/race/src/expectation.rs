//! What the pacing model makes of this event: a plan for each contest, what today has taught, and each runner's way
//! ahead, worked out once and kept until something about it changes.

use std::sync::{Arc, OnceLock};

use crate::change::Tick;
use crate::event::Event;
use crate::pacing::{self, Model, Plan, Runner, Today};
use crate::roster::{Entrant, Sex};
use crate::time::Instant;

/// Name of the model that the project ships, as the feed speaks of it.
pub const MODEL: &str = "homestretch-2";

/// Below this distance a read tells next to nothing about the pace of the rest: the lap before leaving a stadium.
const TOO_SHORT_M: f64 = 1_000.0;

/// The pacing model over an event's contests, with what was learned at which tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    model: String,
    plans: Arc<Vec<Plan>>,
    learned: Vec<(Tick, Arc<Vec<Today>>)>,
    nothing: Arc<Vec<Today>>,
}

impl Expectation {
    /// The event's own model, else the shipped one, over its contests, before anything was learned.
    pub fn new(event: &Event) -> Self {
        let (name, model) = match &event.pacing {
            Some(own) => (own.name.as_str(), own.model.clone()),
            None => (MODEL, Model::default()),
        };
        let plan = |points: &[crate::event::Point]| {
            let points_m: Vec<f64> = points.iter().map(|p| p.at_m).collect();
            Plan::new(&model, &points_m)
        };
        let plans: Vec<Plan> = event.contests.iter().map(|c| plan(&c.points)).collect();
        Self {
            model: name.to_owned(),
            nothing: Arc::new(vec![Today::new(); plans.len()]),
            plans: Arc::new(plans),
            learned: Vec::new(),
        }
    }
    /// Name of the model, by which lessons say whose they are.
    pub fn model(&self) -> &str {
        &self.model
    }
    /// The plan of a contest.
    pub fn plan(&self, contest: usize) -> Option<&Plan> {
        self.plans.get(contest)
    }
    /// Takes in what was learned by a tick; of two at the same tick the first stays. False for numbers that are
    /// another model's, or not of this event.
    pub fn learn(&mut self, tick: Tick, model: &str, values: &[i32]) -> bool {
        let n: usize = self.plans.iter().map(Plan::n_stretches).sum();
        if model != self.model || n == 0 || values.is_empty() || !values.len().is_multiple_of(n) {
            return false;
        }
        let per_stretch = values.len() / n;
        let Err(place) = self.learned.binary_search_by_key(&tick, |l| l.0) else {
            return false;
        };
        let mut rest = values;
        let today = self.plans.iter().map(|plan| {
            let (own, others) = rest.split_at(plan.n_stretches() * per_stretch);
            rest = others;
            Today::from_values(own, plan.n_stretches())
        });
        let today = Arc::new(today.collect());
        self.learned.insert(place, (tick, today));
        true
    }
    /// What was learned by a tick, for each contest.
    pub fn today(&self, known: Tick) -> &Arc<Vec<Today>> {
        let n = self.learned.partition_point(|l| l.0 <= known);
        n.checked_sub(1)
            .map_or(&self.nothing, |i| &self.learned[i].1)
    }
    /// The way ahead of an entrant who was read as given, in (index of the point, seconds since the own start).
    pub(crate) fn way(
        &self,
        entrant: &Entrant,
        reads: &[(usize, f64)],
        known: Tick,
    ) -> Option<pacing::Forecast> {
        let plan = self.plans.get(entrant.contest)?;
        let today = self.today(known).get(entrant.contest)?;
        Some(plan.forecast(&runner(entrant), reads, today))
    }
}

/// What the model wants to know of an entrant.
pub fn runner(entrant: &Entrant) -> Runner {
    Runner {
        sex: match entrant.sex {
            Some(Sex::Female) => pacing::Sex::Female,
            Some(Sex::Male) => pacing::Sex::Male,
            Some(Sex::Other) | None => pacing::Sex::Unknown,
        },
        age: entrant.age.map(|(from, to)| {
            // Open groups are taken to reach five years.
            let (from, to) = match (from, to) {
                (0, to) => (to.saturating_sub(4), to),
                (from, 255) => (from, from.saturating_add(4)),
                both => both,
            };
            f64::midpoint(f64::from(from), f64::from(to))
        }),
        declared_s: entrant.declared_s.map(f64::from),
    }
}

/// The reads of a runner that tell about pace, from passings in (index of the point, seconds since the own start).
pub fn telling(plan: &Plan, passings: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let points_m = plan.points_m();
    let end_m = points_m.last().copied().unwrap_or(0.0);
    passings
        .filter(|(point, _)| {
            points_m
                .get(*point)
                .is_some_and(|at_m| *at_m >= TOO_SHORT_M.min(end_m / 4.0))
        })
        .collect()
}

/// Ways ahead that were worked out, beside the roster entry by entry. Never part of what a race is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways(Vec<Place>);

/// The place for an entrant's way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    kept: OnceLock<Kept>,
    /// Where the runner was thought to be when last a lesson came: no lesson moves her back.
    floor_m: f64,
    /// True for a way that nobody had to work out, for it is known how she ran.
    told: bool,
}

#[derive(Clone, Debug)]
struct Kept {
    way: Arc<pacing::Forecast>,
    started_at: Instant,
}

impl Place {
    /// How she ran, where that is known.
    pub fn told(&self) -> Option<Arc<pacing::Forecast>> {
        let kept = self.kept.get().filter(|_| self.told)?;
        Some(Arc::clone(&kept.way))
    }
    /// The way as it was worked out, else as it is now; and how far the runner was by older lessons.
    pub fn way(
        &self,
        started_at: Instant,
        fresh: impl FnOnce() -> Option<pacing::Forecast>,
    ) -> Option<(Arc<pacing::Forecast>, f64)> {
        if let Some(kept) = self.kept.get() {
            return Some((Arc::clone(&kept.way), self.floor_m));
        }
        let way = Arc::new(fresh()?);
        let kept = Kept { way, started_at };
        let kept = self.kept.get_or_init(|| kept);
        Some((Arc::clone(&kept.way), self.floor_m))
    }
}

impl Ways {
    /// None worked out.
    pub fn of(n_entrants: usize) -> Self {
        Self(vec![Place::default(); n_entrants])
    }
    /// Something about an entrant changed.
    pub fn forget(&mut self, index: usize) {
        if let Some(place) = self.0.get_mut(index) {
            *place = Place::default();
        }
    }
    /// Something about everybody changed.
    pub fn forget_all(&mut self) {
        self.0.fill(Place::default());
    }
    /// A lesson came at an instant: nothing new was seen of anybody.
    pub fn relearn(&mut self, at: Instant) {
        for place in &mut self.0 {
            if let Some(Kept { way, started_at }) = place.kept.take() {
                let now = way.position_at((at - started_at).as_s());
                place.floor_m = place.floor_m.max(now.mid_m);
            }
        }
    }
    /// A way that is known and need not be worked out.
    pub fn set(&mut self, index: usize, way: &Arc<pacing::Forecast>, started_at: Instant) {
        if let Some(place) = self.0.get_mut(index) {
            let way = Arc::clone(way);
            *place = Place {
                kept: OnceLock::from(Kept { way, started_at }),
                floor_m: 0.0,
                told: true,
            };
        }
    }
    /// The place for an entrant's way.
    pub fn get(&self, index: usize) -> Option<&Place> {
        self.0.get(index)
    }
}

impl PartialEq for Ways {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
