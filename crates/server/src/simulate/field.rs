//! The whole made-up field: entrants, their truth, what is read of it and what the office says about it.

use homestretch_feed::CourseFile;
use homestretch_race::event::{Contest, Event};
use homestretch_race::roster::{Entrant, Roster};
use homestretch_race::time::{Instant, Span};

use super::chance::Chance;
use super::people::{Kind, Person};
use super::reads::{self, SimulatedRead};
use super::rulings::{self, SimulatedRuling};
use super::truth::Truth;
use super::{pacing, people};

/// The vehicle behind the last runner leaves so long after the last gun of its contest.
const SWEEP_LEAVES_AFTER: Span = Span(20 * 60_000);

/// It stops before the stadium, and whoever is that near the finish is left to run home.
const LET_GO_M: f64 = 1_000.0;

/// A made-up field on a race day.
#[derive(Clone, Debug)]
pub struct Field {
    /// The start list, in order of number.
    pub roster: Vec<Entrant>,
    /// What really happened to each entrant, in the same order.
    pub runners: Vec<Truth>,
    reads: Vec<SimulatedRead>,
    rulings: Vec<SimulatedRuling>,
}

impl Field {
    /// What the mats read, in the order in which it becomes known: late reads come late, some come twice.
    pub fn reads(&self) -> &[SimulatedRead] {
        &self.reads
    }
    /// What the race office says, in the order in which it says it.
    pub fn rulings(&self) -> &[SimulatedRuling] {
        &self.rulings
    }
}

/// A field of about 1,100 for the event; the same seed gives the same field.
/// Contests whose route the course file lacks are run without places for water.
pub fn field(event: &Event, course: &CourseFile, seed: u64) -> Field {
    run(event, course, people::enter(event, seed), seed)
}

/// How the entrants of a real start list might run; the same seed gives the same race.
pub fn field_of(event: &Event, course: &CourseFile, roster: &Roster, seed: u64) -> Field {
    run(event, course, people::entered(event, roster, seed), seed)
}

fn run(event: &Event, course: &CourseFile, people: Vec<Person>, seed: u64) -> Field {
    let starts = starts(event, &people, seed);
    let mut chance = Chance::new(seed, 3);
    let runners: Vec<Truth> = people
        .iter()
        .zip(&starts)
        .map(|(person, started_at)| {
            let contest = &event.contests[person.entrant.contest];
            let aid_m = course.route(&contest.route).map_or(&[][..], |r| &r.aid_m);
            let mut truth = pacing::run(person, contest.length_m, aid_m, *started_at, &mut chance);
            if let Some(limit) = contest.limit {
                truth.cut_off(contest.length_m, LET_GO_M, sweep(contest, limit));
            }
            truth
        })
        .collect();
    let reads = reads::of(event, &runners, &mut Chance::new(seed, 4));
    let rulings = rulings::of(event, &people, &runners, &mut Chance::new(seed, 5));
    Field {
        roster: people.into_iter().map(|p| p.entrant).collect(),
        runners,
        reads,
        rulings,
    }
}

/// The instant at which each entrant crosses the start line, should they come: wave by wave, the fast in front.
fn starts(event: &Event, people: &[Person], seed: u64) -> Vec<Instant> {
    let mut chance = Chance::new(seed, 2);
    let mut starts = vec![Instant::default(); people.len()];
    for (contest, c) in event.contests.iter().enumerate() {
        for (wave, w) in c.waves.iter().enumerate() {
            let mut line: Vec<(f64, usize)> = people
                .iter()
                .enumerate()
                .filter(|(_, p)| p.entrant.contest == contest && p.entrant.wave == wave)
                .map(|(i, p)| {
                    let front = if p.kind == Kind::Elite { 0.0 } else { 1.0 };
                    (front * p.good_day_s * chance.between(0.85, 1.15), i)
                })
                .collect();
            line.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (rank, (_, i)) in line.iter().enumerate() {
                // About four a second cross a line eight metres wide.
                let queue_s = rank as f64 * 0.27 + chance.normal().abs();
                let late_s = if people[*i].kind != Kind::Elite && chance.happens(0.006) {
                    chance.between(150.0, 600.0)
                } else {
                    0.0
                };
                starts[*i] = w.gun + Span::from_s(0.4 + queue_s + late_s);
            }
        }
    }
    starts
}

/// The metres that the following vehicle has covered at an instant: home exactly at the limit.
fn sweep(contest: &Contest, limit: Span) -> impl Fn(Instant) -> f64 {
    let guns = || contest.waves.iter().map(|w| w.gun);
    let leaves = guns().max().unwrap_or_default() + SWEEP_LEAVES_AFTER;
    let home = guns().min().unwrap_or_default() + limit;
    let length_m = contest.length_m;
    move |now| length_m * ((now - leaves).as_s() / (home - leaves).as_s().max(1.0)).max(0.0)
}
