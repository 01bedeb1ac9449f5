//! The race as it is told up to an instant, and the clock that moves it. The map, the strip and the board look at it as
//! they look at a race that is going on: it is the same app at another now.
//! Long because everything that a hand can do to the race is here, and answers to the same address.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use homestretch_feed::RaceClock;
use homestretch_race::race::Race;
use homestretch_race::retell::{Manner, Retelling};
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Phase, Tick};
use homestretch_words::books::{PressWords, ReplayWords};
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::{LocalStorage, StoredValue, WithValue};
use leptos::task::spawn_local;

use super::asked::Asked;
use crate::clock::{Clock, device_ms};
use crate::held::Held;
use crate::live::history;
use crate::prefs::Prefs;
use crate::signals::{RwSignal, effect};

/// The race is told on so often; between, dots move by themselves.
const BEAT: Duration = Duration::from_millis(250);
/// How many times the race's own speed.
pub const SPEEDS: [i64; 6] = [1, 10, 30, 60, 300, 1200];
/// Where it begins.
const USUAL: usize = 3;

/// Whether it is known here what was known when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum History {
    /// Nobody has asked.
    #[default]
    Unasked,
    /// On the way.
    Coming,
    /// Here.
    Here,
    /// Not to be had.
    Missing,
}

/// From the first gun to the newest read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reach {
    /// The first gun.
    pub from: Instant,
    /// The newest read; while the race goes on, now.
    pub to: Instant,
}

/// Shared by the parts; copies are the same. The page has one for as long as it lives.
#[derive(Clone, Copy)]
pub struct Told(&'static Parts);

impl Deref for Told {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What it is made of.
pub struct Parts {
    /// The race as it is held, with its clock.
    pub held: Held,
    pub clock: Clock,
    /// The race as it is told, with the clock that is moved.
    pub shown: Held,
    pub hand: Clock,
    pub prefs: Prefs,
    pub book: RwSignal<Arc<ReplayWords>>,
    pub press: RwSignal<Arc<PressWords>>,
    pub asked: RwSignal<Asked>,
    pub history: RwSignal<History>,
    pub playing: RwSignal<bool>,
    /// Which of [`SPEEDS`].
    pub speed: RwSignal<usize>,
    pub reach: RwSignal<Reach>,
    /// The instant that is shown, a few times a second: for words and the bar.
    pub now: RwSignal<Instant>,
    /// Goes up when there is more to be told, or it is to be told otherwise.
    pub news: RwSignal<u32>,
    pub(super) telling: StoredValue<RefCell<Telling>, LocalStorage>,
}

#[derive(Default)]
pub(super) struct Telling {
    pub what: Option<Retelling>,
    pub heard: usize,
    /// The whole of it told, where that is another race than the one held.
    pub whole: Option<Race>,
    /// By which version of the race it was made, when, and how long that took.
    pub version: u32,
    pub made_ms: f64,
    pub took_ms: f64,
    pub kept_ms: f64,
}

impl Told {
    /// From the address, and into it as it changes.
    pub fn new(held: Held, clock: Clock, prefs: Prefs) -> Self {
        let told = Self(Box::leak(Box::new(Parts {
            held,
            clock,
            shown: Held::new(),
            hand: Clock::new(device_ms),
            prefs,
            book: prefs.book(),
            press: prefs.book(),
            asked: RwSignal::new(Asked::of_page()),
            history: RwSignal::new(History::Unasked),
            playing: RwSignal::new(false),
            speed: RwSignal::new(USUAL),
            reach: RwSignal::new(Reach::default()),
            now: RwSignal::new(Instant::default()),
            news: RwSignal::new(0),
            telling: StoredValue::new_local(RefCell::default()),
        })));
        effect(move || {
            held.course_version().track();
            told.shown.share_course(&held);
        });
        effect(move || told.shown.set_health(held.health().get()));
        effect(move || {
            held.version().track();
            // The first of it at once.
            if told.shown.version().get_untracked() == 0 {
                told.beat();
            }
        });
        effect(move || {
            let wanted = told.asked.with(|asked| asked.manner == Manner::Then);
            let here = held.version().get() > 0;
            if wanted && here && told.history.get() == History::Unasked {
                told.fetch_history();
            }
        });
        set_interval(move || told.beat(), BEAT);
        told
    }

    fn fetch_history(self) {
        self.history.set(History::Coming);
        spawn_local(async move {
            let here = history::fetch(self.held, self.clock).await;
            self.history.set(if here {
                History::Here
            } else {
                History::Missing
            });
            self.tell_anew();
        });
    }

    /// Whether the newest is shown, and goes on by itself.
    pub fn is_live(self) -> bool {
        self.asked.with(|asked| asked.at.is_none())
    }

    /// Goes to an instant; by what was known then from here on, where the race is told so.
    pub fn go(self, at: Instant) {
        let reach = self.reach.get_untracked();
        let at = at.max(reach.from).min(reach.to);
        self.asked
            .update(|asked| (asked.at, asked.known) = (Some(at), None));
        self.set_hand(at);
        self.tell_on();
        // Where nothing was read between, everybody has moved on all the same.
        self.shown.tell(|_| ());
        self.keep();
    }

    /// Goes to a moment: where the race is told as it was known then, by what was known when the moment was.
    pub fn go_known(self, at: Instant, known: Tick) {
        self.go(at);
        if self
            .asked
            .with_untracked(|asked| asked.manner == Manner::Then)
        {
            self.asked.update(|asked| asked.known = Some(known));
            self.tell_on();
            self.keep();
        }
    }

    /// Goes on or back by so much.
    pub fn step(self, by: Span) {
        self.go(self.hand.now_frame() + by);
    }

    /// Back to what is going on.
    pub fn go_live(self) {
        self.playing.set(false);
        let was = self.asked.with_untracked(|asked| asked.manner);
        self.asked
            .update(|asked| (asked.at, asked.known, asked.manner) = (None, None, Manner::Now));
        if was == Manner::Now {
            self.follow_live();
            self.tell_on();
        } else {
            self.tell_anew();
        }
        self.keep();
    }

    /// Plays on, or holds. Played from the end, it begins anew.
    pub fn play(self, on: bool) {
        if on == self.playing.get_untracked() {
            return;
        }
        let (mut at, reach) = (self.hand.now_frame(), self.reach.get_untracked());
        if on && at >= reach.to {
            at = reach.from;
        }
        self.playing.set(on);
        self.go(at);
    }

    /// Another speed, so many faster.
    pub fn faster(self, by: isize) {
        let speed = self.speed.get_untracked();
        self.set_speed(speed.saturating_add_signed(by).min(SPEEDS.len() - 1));
    }

    /// One of [`SPEEDS`].
    pub fn set_speed(self, speed: usize) {
        self.speed.set(speed.min(SPEEDS.len() - 1));
        if self.playing.get_untracked() {
            self.set_hand(self.hand.now_frame());
        }
    }

    /// Tells it another way.
    pub fn tell_by(self, manner: Manner) {
        let at = self.hand.now_frame();
        self.asked.update(|asked| {
            (asked.at, asked.known, asked.manner) = (Some(asked.at.unwrap_or(at)), None, manner);
        });
        self.tell_anew();
        self.keep();
    }

    /// Looks at the whole of what is told, whatever instant is shown.
    pub fn with_whole<T>(self, look: impl FnOnce(&Race) -> T) -> Option<T> {
        self.telling.with_value(|telling| {
            let telling = telling.borrow();
            match &telling.whole {
                Some(whole) => Some(look(whole)),
                None => self.held.with_race(look),
            }
        })
    }

    /// Index of the contest asked for; the first where there is no such.
    pub fn contest(self) -> usize {
        let key = self.asked.with(|asked| asked.contest.clone());
        let of = |race: &Race| race.event().contests.iter().position(|c| c.key == key);
        self.held.with_race(of).flatten().unwrap_or(0)
    }

    /// A sentence of this page that follows the language.
    pub fn say(
        self,
        sentence: fn(&ReplayWords) -> String,
    ) -> Box<dyn Fn() -> String + Send + Sync> {
        Box::new(move || self.book.with(|book| sentence(book)))
    }

    pub(super) fn set_hand(self, at: Instant) {
        let playing = self.playing.get_untracked();
        let rate = if playing {
            SPEEDS[self.speed.get_untracked()] as f64
        } else {
            0.0
        };
        self.turn(at, rate);
    }

    /// To the newest: with a race that goes on, or at the end of one that is over.
    pub(super) fn follow_live(self) {
        if self.goes_on() {
            self.turn(self.clock.now_frame(), self.clock.rate());
        } else {
            self.turn(self.reach.get_untracked().to, 0.0);
        }
    }

    /// Whether the race itself goes on.
    pub fn goes_on(self) -> bool {
        self.held.stand().get_untracked().phase == Phase::Live
    }

    fn turn(self, race: Instant, rate: f64) {
        let at = Instant(device_ms() as i64);
        self.hand.set_race_clock(RaceClock { at, race, rate });
        if self.now.get_untracked() != race {
            self.now.set(race);
        }
    }

    /// Changes what is asked beside the instant.
    pub fn ask(self, change: impl FnOnce(&mut Asked)) {
        self.asked.update(change);
        self.keep();
    }
}
