//! What the field ahead teaches about the course today: passings go to the pacing model's learners, and every few
//! minutes what they have learned is published, so that every screen, page and export says the same.

use std::sync::Arc;
use std::thread::JoinHandle;

use axum::body::Bytes;
use homestretch_feed::{Learned, TickContent};
use homestretch_race::expectation::{runner, telling};
use homestretch_race::pacing::Learner;
use homestretch_race::race::Race;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Tick, What};

use super::cut;
use crate::background::give_way;

/// Lessons are a few hundred numbers, and a hill does not change from minute to minute.
const EVERY: Span = Span(300_000);
/// Of a replay at high speed, lessons are at least so many seconds of the viewer's time apart.
const EVERY_WALL_MS: f64 = 15_000.0;

/// The learners of the contests, and when they last spoke.
#[derive(Debug, Default)]
pub struct Teacher {
    learners: Vec<Learner>,
    said: Option<(Instant, Vec<i32>)>,
    studying: Option<Studying>,
}

/// Ticks of before a restart are gone through on a thread of their own: a big race has hundreds of thousands of passings,
/// and nobody waits for what they teach.
#[derive(Debug)]
struct Studying {
    thread: JoinHandle<Vec<Learner>>,
    /// What was published meanwhile.
    later: Vec<TickContent>,
}

impl Teacher {
    /// Hears of a tick that has been taken into the race.
    pub fn hear(&mut self, race: &Race, tick: &TickContent) {
        self.note(tick);
        self.meet(race);
        match &mut self.studying {
            Some(studying) => studying.later.push(tick.clone()),
            None => learn(&mut self.learners, race, tick),
        }
    }
    /// Takes note of what was said in a tick, and learns nothing from it.
    pub fn note(&mut self, tick: &TickContent) {
        if let Some(learned) = &tick.learned {
            self.said = Some((tick.at, learned.values.clone()));
        }
    }
    /// Learns from all ticks that the race is made of, in their order, while the race goes on.
    pub fn study(&mut self, race: Arc<Race>, ticks: Vec<(Tick, Bytes)>) {
        if ticks.is_empty() {
            return;
        }
        let thread = std::thread::spawn(move || {
            give_way();
            let mut learners = learners(&race);
            let event = Arc::clone(race.event());
            let mut at = event.base;
            for (tick, body) in ticks {
                let content = cut::content(tick, &body, &event);
                learn(&mut learners, &race, &content);
                at = at.max(content.at);
            }
            advance(&mut learners, &race, at);
            learners
        });
        self.studying = Some(Studying {
            thread,
            later: Vec::new(),
        });
    }
    /// What was learned by `through`, when it is time to say so and there is something new.
    pub fn lesson(&mut self, race: &Race, through: Instant, rate: f64) -> Option<Learned> {
        self.meet(race);
        let every = EVERY.max(Span((EVERY_WALL_MS * rate) as i64));
        if self
            .said
            .as_ref()
            .is_some_and(|(at, _)| through < *at + every)
        {
            return None;
        }
        if self.studying.is_some() {
            return None;
        }
        advance(&mut self.learners, race, through);
        let learned = self.learners.iter();
        let values: Vec<i32> = learned.flat_map(|l| l.today().to_values()).collect();
        let news = values.iter().any(|v| *v != 0)
            && self.said.as_ref().is_none_or(|(_, said)| *said != values);
        if !news {
            return None;
        }
        self.said = Some((through, values.clone()));
        Some(Learned {
            model: race.expectation().model().to_owned(),
            values,
        })
    }
    /// Learners for the contests of the race: those that have studied by now, else new ones, once.
    fn meet(&mut self, race: &Race) {
        if let Some(done) = self
            .studying
            .take_if(|studying| studying.thread.is_finished())
        {
            // Whoever failed at it begins anew.
            self.learners = done.thread.join().unwrap_or_default();
            if self.learners.is_empty() {
                self.learners = learners(race);
            }
            for tick in &done.later {
                learn(&mut self.learners, race, tick);
            }
        }
        if self.learners.is_empty() && self.studying.is_none() {
            self.learners = learners(race);
        }
    }
}

fn learners(race: &Race) -> Vec<Learner> {
    let contests = 0..race.event().contests.len();
    let plans = contests.filter_map(|contest| race.expectation().plan(contest));
    plans.map(Learner::new).collect()
}

/// Lets everything teach that is due by an instant.
fn advance(learners: &mut [Learner], race: &Race, at: Instant) {
    let now_s = (at - race.event().base).as_s();
    for (contest, learner) in learners.iter_mut().enumerate() {
        if let Some(plan) = race.expectation().plan(contest) {
            learner.advance(plan, now_s);
        }
    }
}

/// Tells the learners of the passings of a tick in the order of the clock, whatever the order they are told in, and lets
/// those of before teach meanwhile: many at once, as after a restart, are so learned from as they came, and do not wait
/// for each other in memory.
fn learn(learners: &mut [Learner], race: &Race, tick: &TickContent) {
    let base = race.event().base;
    let view = race.as_of(Instant(i64::MAX), tick.tick);
    let passings = tick.changes.iter().filter_map(|change| match &change.what {
        What::Passing {
            entrant,
            point,
            at: Some(at),
            ..
        } => Some((*at, *entrant, *point)),
        _ => None,
    });
    let mut passings: Vec<(Instant, EntrantNo, usize)> = passings.collect();
    passings.sort_unstable();
    for (at, entrant, point) in &passings {
        let Some((index, entrant)) = race
            .roster()
            .index(*entrant)
            .and_then(|index| Some((index, race.roster().all().get(index)?)))
        else {
            continue;
        };
        let contest = entrant.contest;
        let (Some(plan), Some(learner)) =
            (race.expectation().plan(contest), learners.get_mut(contest))
        else {
            continue;
        };
        let started_at = view.started_at(index);
        let so_far = view.passings(index).filter(|(p, _)| p <= point);
        let so_far = so_far.map(|(p, at)| (p, (at - started_at).as_s()));
        let reads = telling(plan, so_far);
        // A read that tells nothing itself must not teach what the one before it has taught already.
        if reads.last().is_some_and(|(p, _)| p == point) {
            learner.advance(plan, ((*at).min(tick.at) - base).as_s());
            let start_s = (started_at - base).as_s();
            learner.observe(plan, entrant.no.0, &runner(entrant), &reads, start_s);
        }
    }
}

#[cfg(test)]
mod tests {
    use homestretch_feed::read;
    use homestretch_race::Change;
    use homestretch_race::intake::{Intake, Read};
    use homestretch_race::pacing::Today;
    use homestretch_race::roster::Roster;

    use super::*;
    use crate::simulate::field;

    #[test]
    fn the_field_ahead_teaches_once_in_five_minutes() {
        let event = read::event(include_bytes!("../../demo/event.json")).expect("the demo's event");
        let course = read::course(include_bytes!("../../demo/course.json")).expect("its course");
        let event = Arc::new(event.value.event);
        let field = field(&event, &course.value, 1);
        let roster = Arc::new(Roster::new(field.roster.clone()));
        let mut intake = Intake::new(&event, &roster);
        let mut race = Race::new(Arc::clone(&event), roster);
        let mut teacher = Teacher::default();
        let mut lessons: Vec<(Instant, usize)> = Vec::new();
        for (n, reads) in field.reads().chunks(200).enumerate() {
            for (i, read) in reads.iter().enumerate() {
                let seq = (n * 200 + i) as u64 + 1;
                intake.read(Read {
                    seq,
                    entrant: read.entrant,
                    mat: read.mat,
                    at: read.at,
                });
            }
            let at = reads[reads.len() - 1].known_at;
            intake.seen_through(at);
            let tick = Tick(n as u32 + 1);
            let what = intake.take_changes().into_iter();
            let content = TickContent {
                tick,
                at,
                changes: what.map(|what| Change { tick, what }).collect(),
                learned: teacher.lesson(&race, at, 1.0),
                ruled: Vec::new(),
            };
            for change in &content.changes {
                race.apply(change);
            }
            if let Some(learned) = &content.learned {
                lessons.push((at, learned.values.len()));
                race.learn(tick, at, &learned.model, &learned.values);
                let known = race
                    .expectation()
                    .today(tick)
                    .iter()
                    .flat_map(Today::to_values);
                assert_eq!(
                    known.collect::<Vec<i32>>(),
                    learned.values,
                    "taken as it was told"
                );
            }
            teacher.hear(&race, &content);
        }
        assert!(lessons.len() > 5, "{lessons:?}");
        assert!(
            lessons.windows(2).all(|w| w[1].0 - w[0].0 >= EVERY),
            "{lessons:?}"
        );
    }
}
