//! The race as the app holds it: one writer (the poll client), many readers (the map, the views).
//!
//! The race itself is no signal: it is large, and most readers want a sentence of it.
//! Readers follow [`Held::version`] and look inside with [`Held::with_race`]; the map looks each frame, untracked.

use std::rc::Rc;
use std::sync::Arc;

use homestretch_feed::{CourseFile, TickContent};
use homestretch_race::change::{Phase, Tick};
use homestretch_race::event::Event;
use homestretch_race::mats::Mats;
use homestretch_race::part::Part;
use homestretch_race::race::Race;
use homestretch_race::roster::Roster;
use homestretch_race::time::Instant;
use homestretch_race::view::View;
use leptos::prelude::*;

use crate::signals::{RwSignal, Signal};

use crate::health::Health;

/// How many oddities are kept.
const MOST_ODD: usize = 200;

/// What is known of the mats holds for so much race time, unless the race changes.
const MATS_MS: i64 = 10_000;

/// A version of the race, and which stretch of so much time.
type When = (u32, i64);

/// How the race stands by the newest head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Before, live, paused or ended.
    pub phase: Phase,
    /// True once the results are official.
    pub official: bool,
    /// The race instant up to which every read is known: silence after it means nothing.
    pub through: Instant,
}

/// What the app holds; copies are the same.
#[derive(Clone, Copy)]
pub struct Held {
    race: StoredValue<Option<Race>, LocalStorage>,
    course: StoredValue<Option<Rc<CourseFile>>, LocalStorage>,
    version: RwSignal<u32>,
    course_version: RwSignal<u32>,
    stand: RwSignal<Stand>,
    health: RwSignal<Health>,
    awaited: RwSignal<bool>,
    odd: StoredValue<Vec<String>>,
    mats: StoredValue<Option<(When, Mats)>, LocalStorage>,
    /// Who looks sees nothing that became known later, nor knows of silence after it.
    until: StoredValue<Option<(Tick, Instant)>>,
}

impl Held {
    /// Nothing held yet.
    pub fn new() -> Self {
        Self {
            race: StoredValue::new_local(None),
            course: StoredValue::new_local(None),
            version: RwSignal::new(0),
            course_version: RwSignal::new(0),
            stand: RwSignal::new(Stand::default()),
            health: RwSignal::new(Health::default()),
            awaited: RwSignal::new(false),
            odd: StoredValue::new(Vec::new()),
            mats: StoredValue::new_local(None),
            until: StoredValue::new(None),
        }
    }

    /// Goes up by one whenever the race has changed; 0 while there is none.
    pub fn version(&self) -> Signal<u32> {
        self.version.into()
    }

    /// Goes up by one whenever there is another course; 0 while there is none.
    pub fn course_version(&self) -> Signal<u32> {
        self.course_version.into()
    }

    /// How the race stands.
    pub fn stand(&self) -> Signal<Stand> {
        self.stand.into()
    }

    /// How well the app is supplied with news.
    pub fn health(&self) -> Signal<Health> {
        self.health.into()
    }

    /// True while somebody who is wanted is on the way, where not everybody is held.
    pub fn awaited(&self) -> bool {
        self.awaited.get()
    }

    /// What is told of the field where only a part of it is held; none where everybody is. Runs again in a reactive
    /// place when the race changes.
    pub fn part<T>(&self, look: impl FnOnce(&Part) -> T) -> Option<T> {
        self.version.track();
        self.with_race(|race| race.part().map(look)).flatten()
    }

    /// The instant up to which every read is known, untracked: for each frame.
    pub fn through(&self) -> Instant {
        self.stand.get_untracked().through
    }

    /// Looks inside the race, untracked; none while there is none.
    pub fn with_race<T>(&self, look: impl FnOnce(&Race) -> T) -> Option<T> {
        self.race
            .try_with_value(|race| race.as_ref().map(look))
            .flatten()
    }

    /// Looks at the race as of an instant, by all that is known; runs again in a reactive place when the race changes.
    pub fn look<T>(&self, at: Instant, look: impl FnOnce(&View<'_>) -> T) -> Option<T> {
        self.version.track();
        self.look_untracked(at, look)
    }

    /// The same, untracked: for the map.
    pub fn look_untracked<T>(&self, at: Instant, look: impl FnOnce(&View<'_>) -> T) -> Option<T> {
        self.with_race(|race| look(&self.view(race, at)))
    }

    /// Which mats read is found out for all who look within the same few seconds at the same race: it takes a look at
    /// every passing.
    fn view<'a>(&self, race: &'a Race, at: Instant) -> View<'a> {
        let until = self.until.get_value();
        let (known, through) = until.unwrap_or_else(|| (race.newest(), self.through()));
        let view = race.as_of(at, known).with_through(through);
        let when = (self.version.get_untracked(), at.0.div_euclid(MATS_MS));
        let known = |mats: &Option<(When, Mats)>| {
            let mats = mats.as_ref().filter(|(known, _)| *known == when);
            mats.map(|(_, mats)| mats.clone())
        };
        if let Some(mats) = self.mats.with_value(known) {
            return view.with_mats(mats);
        }
        self.mats.set_value(Some((when, view.mats().clone())));
        view
    }

    /// From now on who looks sees the race as it is known at this moment, or again all that is known.
    pub fn stand_still(&self, still: bool) {
        let until = still.then(|| self.with_race(|race| (race.newest(), self.through())));
        self.until.set_value(until.flatten());
        self.mats.set_value(None);
    }

    /// The event, once known; runs again in a reactive place when the race changes.
    pub fn event(&self) -> Option<Arc<Event>> {
        self.version.track();
        self.with_race(|race| Arc::clone(race.event()))
    }

    /// The start list, once known; runs again in a reactive place when the race changes.
    pub fn roster(&self) -> Option<Arc<Roster>> {
        self.version.track();
        self.with_race(|race| Arc::clone(race.roster()))
    }

    /// The course, its landmarks and the basemap, untracked; none while not known.
    pub fn course_file(&self) -> Option<Rc<CourseFile>> {
        self.course.try_get_value().flatten()
    }

    /// What was odd in the feed and has been passed over, oldest first: for those who run the race.
    pub fn odd(&self) -> Vec<String> {
        self.odd.get_value()
    }

    // What only the poll client calls.

    /// Begins anew with an event and a start list: another epoch, or the first.
    pub fn begin(&self, event: Arc<Event>, roster: Arc<Roster>) {
        // What was to be seen of the one before is not in this one.
        self.until.set_value(None);
        self.race.set_value(Some(Race::new(event, roster)));
        self.version.update(|v| *v += 1);
    }

    /// Takes in what became known, and what the pacing model has learned from it, all at once.
    /// `now` is the instant that is on the screen.
    pub fn apply(&self, news: &[TickContent], now: Instant) {
        self.race.update_value(|race| {
            let Some(race) = race else { return };
            for tick in news {
                race.cut(tick.tick, tick.at);
                for change in &tick.changes {
                    race.apply(change);
                }
                for (entrant, at) in &tick.ruled {
                    race.ruled_since(tick.tick, *entrant, *at);
                }
            }
            // Each lesson says all that was learned by then, and older ones are only for looking back.
            let learned = news
                .iter()
                .rev()
                .find_map(|t| Some((t.tick, t.learned.as_ref()?)));
            if let Some((tick, learned)) = learned {
                race.learn(tick, now, &learned.model, &learned.values);
            }
        });
        self.version.update(|v| *v += 1);
    }

    /// Another event file or start list of the same epoch.
    pub fn renew(&self, event: Arc<Event>, roster: Arc<Roster>) {
        self.race.update_value(|race| {
            if let Some(race) = race {
                race.set_event(event);
                race.set_roster(roster);
            }
        });
        self.version.update(|v| *v += 1);
    }

    /// Only a part of the field is held, and this is told of the rest: seen with the next news.
    pub fn set_part(&self, part: Part) {
        self.race.update_value(|race| {
            if let Some(race) = race {
                race.set_part(Some(part));
            }
        });
    }

    /// Whether somebody who is wanted is on the way.
    pub fn set_awaited(&self, awaited: bool) {
        self.awaited.set(awaited);
    }

    /// The course has come.
    pub fn set_course(&self, course: CourseFile) {
        self.course.set_value(Some(Rc::new(course)));
        self.course_version.update(|v| *v += 1);
    }

    /// How the race stands by the newest head.
    pub fn set_stand(&self, stand: Stand) {
        if self.stand.get_untracked() != stand {
            self.stand.set(stand);
        }
    }

    // What only a page calls that tells a race again, on a value of its own.

    /// Another race in the place of the one that is held.
    pub fn put(&self, race: Race) {
        self.race.set_value(Some(race));
        self.version.update(|v| *v += 1);
    }

    /// Tells the race more of what is known already; none where there is no race.
    pub fn tell<T>(&self, tell: impl FnOnce(&mut Race) -> T) -> Option<T> {
        let mut told = None;
        self.race
            .update_value(|race| told = race.as_mut().map(tell));
        self.version.update(|v| *v += 1);
        told
    }

    /// The course of another.
    pub fn share_course(&self, of: &Self) {
        self.course.set_value(of.course_file());
        self.course_version.update(|v| *v += 1);
    }

    /// Keeps what was odd, as far as it is of use: a broken feed must not fill the memory.
    pub fn note_odd(&self, problems: Vec<String>) {
        self.odd.update_value(|odd| {
            let room = MOST_ODD.saturating_sub(odd.len());
            odd.extend(problems.into_iter().take(room));
        });
    }

    /// How well the app is supplied.
    pub fn set_health(&self, health: Health) {
        if self.health.get_untracked() != health {
            self.health.set(health);
        }
    }
}

impl Default for Held {
    fn default() -> Self {
        Self::new()
    }
}
