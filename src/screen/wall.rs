//! What the scenes share, and the beat that moves the screen on: looks at the race, asks the director, tells the page.

use std::sync::Arc;
use std::time::Duration;

use homestretch_feed::Orders;
use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, EntrantNo};
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;
use leptos::prelude::*;

use crate::signals::RwSignal;

use super::arrivals::{self, Coming};
use super::board::Memory;
use super::director::{Cue, Director};
use super::moment::{Moment, moments};
use super::news::Banner;
use super::scene::{ROWS, Scene, offers};
use super::settings::Settings;
use super::tongue::{Tongue, Tongues};
use crate::clock::{Clock, device_ms};
use crate::held::Held;
use crate::storage;

/// The screen is moved on this often.
const BEAT: Duration = Duration::from_millis(200);
/// The race is looked into this often, also when no news has come.
const LOOK_MS: f64 = 1_000.0;
/// The picture moves aside by a hair this often, so that nothing burns in.
const SHIFT_MS: f64 = 60_000.0;
/// Places that the picture moves to.
const SHIFTS: i64 = 8;
/// A race's clock that is put back by more begins the race again, as a rehearsal does.
const PUT_BACK: Span = Span(60_000);
/// What lies before its beginning is told in one go, and is no news for so long.
const ANEW_MS: f64 = 10_000.0;

/// What the scenes share; copies are the same.
#[derive(Clone, Copy)]
pub struct Wall {
    /// The race.
    pub held: Held,
    /// Its clock.
    pub clock: Clock,
    /// The clock of what is on the screen: the race's, until the picture is frozen.
    pub shown: Clock,
    /// The languages.
    pub tongues: Tongues,
    /// The race instant on the screen, by whole seconds; it stands while the screen is frozen.
    pub now: RwSignal<Instant>,
    /// Goes up by one when the race has been looked into.
    pub looked: RwSignal<u32>,
    /// The scene that is on, with a number that is another whenever a scene begins.
    pub scene: RwSignal<(Scene, u32)>,
    /// The banner over it.
    pub banner: RwSignal<Option<Banner>>,
    /// What the race office's remote says.
    pub orders: RwSignal<Orders>,
    mind: StoredValue<Mind>,
}

/// What nothing on the screen follows.
struct Mind {
    settings: Arc<Settings>,
    /// What was on the boards.
    memory: Memory,
    /// Who comes into the stadium.
    coming: Vec<Coming>,
    director: Director,
    offers: Vec<Scene>,
    moments: Vec<Moment>,
    looked: Option<(u32, f64)>,
    /// The picture stands still.
    frozen: bool,
    /// Everything is there.
    begun: bool,
    /// Until when, for the viewer, nothing in the race is news.
    anew_until_ms: f64,
}

impl Wall {
    /// Everything still to come.
    pub fn new(held: Held, clock: Clock, settings: Settings, tongues: Tongues) -> Self {
        Self {
            held,
            clock,
            shown: Clock::new(device_ms),
            tongues,
            now: RwSignal::new(clock.now_frame()),
            looked: RwSignal::new(0),
            scene: RwSignal::new((Scene::Countdown, 0)),
            banner: RwSignal::new(None),
            orders: RwSignal::new(Orders::default()),
            mind: StoredValue::new(Mind {
                memory: Memory::default(),
                coming: Vec::new(),
                director: Director::new(settings.clone()),
                settings: Arc::new(settings),
                offers: Vec::new(),
                moments: Vec::new(),
                looked: None,
                frozen: false,
                begun: false,
                anew_until_ms: f64::NEG_INFINITY,
            }),
        }
    }

    /// Begins to run, for as long as the screen is there.
    pub fn run(self) {
        let beat = set_interval_with_handle(move || self.beat(), BEAT);
        on_cleanup(move || {
            if let Ok(beat) = beat {
                beat.clear();
            }
        });
    }

    /// Looks at the race at the instant on the screen; runs again when it has been looked into anew.
    pub fn look<T>(&self, look: impl FnOnce(&View<'_>) -> T) -> Option<T> {
        self.looked.track();
        self.held.look_untracked(self.now.get_untracked(), look)
    }

    /// How the screen is set up.
    pub fn settings(&self) -> Arc<Settings> {
        self.mind.with_value(|mind| Arc::clone(&mind.settings))
    }

    /// Who comes into the stadium, in order; runs again when the race has been looked into anew.
    pub fn coming(&self) -> Vec<Coming> {
        self.looked.track();
        self.mind.with_value(|mind| mind.coming.clone())
    }

    /// What was on the boards.
    pub fn memory(&self) -> Memory {
        self.mind.with_value(|mind| mind.memory.clone())
    }

    /// The event; runs again when it has been looked into anew.
    pub fn event(&self) -> Option<Arc<Event>> {
        self.looked.track();
        self.held.with_race(|race| Arc::clone(race.event()))
    }

    /// What to call somebody in a language: the name, unless the roster or the remote hides it.
    pub fn name(&self, entrant: &Entrant, tongue: &Tongue) -> String {
        let name = tongue.text(&entrant.names).trim();
        let hidden = self
            .orders
            .with(|orders| orders.hidden.contains(&entrant.bib));
        if name.is_empty() || hidden {
            tongue.say.nameless(&entrant.bib)
        } else {
            name.to_owned()
        }
    }

    /// True when the remote hides somebody's name.
    pub fn is_hidden(&self, no: EntrantNo) -> bool {
        let bib = self
            .held
            .with_race(|race| race.roster().get(no).map(|entrant| entrant.bib.clone()));
        bib.flatten()
            .is_some_and(|bib| self.orders.with(|orders| orders.hidden.contains(&bib)))
    }

    fn beat(self) {
        let viewer_ms = device_ms();
        tell_watchdog(viewer_ms);
        let orders = self.orders.get_untracked();
        // A screen that is begun while others are frozen first needs something to freeze.
        let freeze = orders.freeze && self.mind.with_value(|mind| mind.begun);
        self.freeze(freeze);
        if freeze {
            return;
        }
        // Whole seconds, so that a figure that counts does so evenly and nothing is worked out in between.
        let now = Instant(self.clock.now_frame().epoch_s() * 1000);
        let before = self.now.get_untracked();
        if before - now > PUT_BACK && self.mind.with_value(|mind| mind.begun) {
            self.mind.update_value(|mind| {
                mind.memory = Memory::default();
                mind.anew_until_ms = viewer_ms + ANEW_MS;
            });
        }
        if before != now {
            self.now.set(now);
        }
        let settings = self.settings();
        let shows = |contest: usize, event: &Event| {
            let key = event.contests.get(contest).map(|c| c.key.as_str());
            key.is_some_and(|key| settings.shows(key))
        };
        let version = self.held.version().get_untracked();
        let looked = self.mind.with_value(|mind| mind.looked);
        let news = looked.is_none_or(|(seen, _)| seen != version);
        if news || looked.is_none_or(|(_, at_ms)| viewer_ms - at_ms >= LOOK_MS) {
            let seen = self.held.look_untracked(now, |view| {
                let event = view.race.event();
                let coming = arrivals::coming(view, |contest| shows(contest, event));
                let told = news.then(|| moments(view, |contest| shows(contest, event)));
                (offers(view, &settings, &coming), coming, told)
            });
            if let Some((offers, coming, told)) = seen {
                self.mind.update_value(|mind| {
                    mind.offers = offers;
                    mind.coming = coming;
                    mind.moments = told.unwrap_or_else(|| std::mem::take(&mut mind.moments));
                    mind.looked = Some((version, viewer_ms));
                });
                self.looked.update(|n| *n = n.wrapping_add(1));
            }
        }
        self.direct(viewer_ms, now, &orders);
    }

    /// Everything that is on the screen stands still, also what moves by itself; or it goes on from now.
    fn freeze(self, freeze: bool) {
        let was = self.mind.with_value(|mind| mind.frozen);
        if !freeze {
            self.shown.follow(self.clock);
        }
        if was != freeze {
            self.mind.update_value(|mind| mind.frozen = freeze);
            self.held.stand_still(freeze);
            if freeze {
                self.shown.follow(self.clock);
                self.shown.stop();
            }
        }
    }

    fn direct(self, viewer_ms: f64, now: Instant, orders: &Orders) {
        let before = self.scene.get_untracked().0;
        let mut next = None;
        let mut banner = None;
        self.mind.update_value(|mind| {
            if mind.offers.is_empty() {
                return;
            }
            mind.begun = true;
            let cue = Cue {
                viewer_ms,
                server_ms: self.clock.now_server().0 as f64,
                offers: &mind.offers,
                due: arrivals::due(&mind.coming, now),
                moments: &mind.moments,
                begun_anew: viewer_ms < mind.anew_until_ms,
            };
            if mind.director.step(&cue, orders) {
                next = Some(mind.director.scene().clone());
            }
            banner = mind.director.banner().cloned();
        });
        if self.banner.with_untracked(|shown| *shown != banner) {
            self.banner.set(banner);
        }
        if let Some(next) = next {
            self.leave(&before, &next);
            storage::set_on_page("data-scene", next.kind().key());
            self.scene
                .update(|scene| *scene = (next, scene.1.wrapping_add(1)));
        }
    }

    /// A board that goes from the screen is what the next one of the group is compared with.
    fn leave(self, scene: &Scene, next: &Scene) {
        let Scene::Board {
            contest,
            group,
            n_pages,
            ..
        } = scene
        else {
            return;
        };
        if next.is_page_of(scene) {
            return;
        }
        let now = self.now.get_untracked();
        self.held.look_untracked(now, |view| {
            self.mind
                .update_value(|mind| mind.memory.keep(view, *contest, group, n_pages * ROWS));
        });
    }
}

/// The watchdog looks whether this goes on; the style moves the picture by a hair.
fn tell_watchdog(viewer_ms: f64) {
    let second = (viewer_ms / 1000.0) as i64;
    storage::set_on_page("data-beat", &second.to_string());
    let shift = (viewer_ms / SHIFT_MS) as i64 % SHIFTS;
    storage::set_on_page("data-shift", &shift.to_string());
}
