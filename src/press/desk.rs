//! What the parts of the press desk share: what is asked, and the race as it was then.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use homestretch_press::Speech;
use homestretch_race::Tick;
use homestretch_race::event::Event;
use homestretch_race::race::Race;
use homestretch_race::time::Instant;
use homestretch_race::view::View;
use homestretch_words::books::PressWords;
use leptos::leptos_dom::helpers::set_timeout;
use leptos::prelude::{GetValue, StoredValue, UpdateValue, expect_context, window};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::asked::Asked;
use crate::clock::Clock;
use crate::held::Held;
use crate::live::history;
use crate::prefs::Prefs;
use crate::signals::{Memo, RwSignal, effect};

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

/// Shared by the parts; copies are the same. The page has one for as long as it lives.
#[derive(Clone, Copy)]
pub struct Desk(&'static Parts);

impl Deref for Desk {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What the desk is made of.
pub struct Parts {
    pub held: Held,
    pub clock: Clock,
    pub prefs: Prefs,
    pub book: RwSignal<Arc<PressWords>>,
    pub asked: RwSignal<Asked>,
    pub history: RwSignal<History>,
    /// True when each instant is shown by what was known then.
    pub then: RwSignal<bool>,
    /// Of what is asked, all that a look at the race depends on: who sorts and filters does not look anew.
    when: Memo<(Option<Instant>, Option<Tick>)>,
    which: Memo<String>,
    /// The same a moment later: for what is read and not watched, so that the table is there first.
    settled: RwSignal<When>,
    news: Memo<u32>,
    /// What is said of what was just done.
    pub said: RwSignal<String>,
}

/// An instant, the tick by which it is known, and the version of the race.
pub type When = (Option<Instant>, Option<Tick>, u32);

/// What is beside the table waits until nothing has moved for so long.
const SETTLES: Duration = Duration::from_millis(120);

impl Desk {
    /// From the address, and into it as it changes.
    pub fn new(held: Held, clock: Clock, prefs: Prefs) -> Self {
        let query = window().location().search().unwrap_or_default();
        let asked = Asked::from_query(&query);
        let then = RwSignal::new(asked.known.is_some());
        let asked = RwSignal::new(asked);
        let settled = RwSignal::new(When::default());
        let desk = Self(Box::leak(Box::new(Parts {
            held,
            clock,
            prefs,
            book: prefs.book(),
            then,
            asked,
            history: RwSignal::new(History::Unasked),
            when: Memo::new(move |_| asked.with(|asked| (asked.at, asked.known))),
            which: Memo::new(move |_| asked.with(|asked| asked.contest.clone())),
            settled,
            news: Memo::new(move |_| settled.with(|when| when.2)),
            said: RwSignal::new(String::new()),
        })));
        desk.settle();
        effect(move || {
            let query = desk.asked.with(Asked::to_query);
            // What belongs to the viewer and not to the table stays in the address.
            let kept = kept_of(&window().location().search().unwrap_or_default());
            let path = window().location().pathname().unwrap_or_default();
            let join = if query.is_empty() { "?" } else { "&" };
            let kept = if kept.is_empty() {
                kept
            } else {
                [join, &kept].concat()
            };
            if let Ok(history) = window().history() {
                let address = [path, query, kept].concat();
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
            }
        });
        let wanted = Memo::new(move |_| {
            desk.then.get()
                && desk.held.version().get() > 0
                && desk.history.get() == History::Unasked
        });
        effect(move || {
            if wanted.get() {
                desk.fetch_history();
            }
        });
        desk
    }

    /// Tells what is beside the table once nothing has moved for a moment; of the first of the race at once.
    fn settle(self) {
        let waiting = StoredValue::new(0_u32);
        effect(move || {
            let (at, known) = self.when.get();
            let when = (at, known, self.held.version().get());
            waiting.update_value(|n| *n = n.wrapping_add(1));
            let turn = waiting.get_value();
            let tell = move || {
                if waiting.get_value() == turn && self.settled.get_untracked() != when {
                    self.settled.set(when);
                }
            };
            set_timeout(tell, SETTLES);
        });
    }

    /// Looks like [`Desk::look`], and again only once nothing has moved for a moment.
    pub fn look_later<T>(self, look: impl FnOnce(&View<'_>, usize) -> T) -> Option<T> {
        let (at, known, _) = self.settled.get();
        self.look_as_of(at, known, look)
    }

    /// Goes up a moment after the race has changed, whatever instant is shown.
    pub fn news(self) -> Memo<u32> {
        self.news
    }

    /// Fetches what was known when, which only who looks back needs.
    pub fn fetch_history(self) {
        self.history.set(History::Coming);
        spawn_local(async move {
            let here = history::fetch(self.held, self.clock).await;
            self.history.set(if here {
                History::Here
            } else {
                History::Missing
            });
            self.keep_known();
        });
    }

    /// Changes what is asked.
    pub fn ask(self, change: impl FnOnce(&mut Asked)) {
        self.asked.update(change);
    }

    /// Goes to an instant, or back to live.
    pub fn go(self, at: Option<Instant>) {
        if at.is_none() {
            self.then.set(false);
        }
        self.ask(|asked| asked.at = at);
        self.keep_known();
    }

    /// What counts as known follows the instant, where that is wanted.
    pub fn keep_known(self) {
        let then = self.then.get_untracked();
        let at = self.asked.with_untracked(|asked| asked.at);
        let known = at.filter(|_| then).and_then(|at| {
            let here = self.history.get_untracked() == History::Here;
            let known = self.held.with_race(|race| race.known_at(at));
            known.filter(|_| here)
        });
        if then && known.is_none() {
            // Not known yet: what the link says stands until the history is here.
            return;
        }
        if self.asked.with_untracked(|asked| asked.known != known) {
            self.ask(|asked| asked.known = known);
        }
    }

    /// Index of the contest asked for; the first where there is no such.
    pub fn contest(self, event: &Event) -> usize {
        let of = |key: &String| event.contests.iter().position(|c| c.key == *key);
        self.which.with(of).unwrap_or(0)
    }

    /// Looks at the race as asked for; again in a reactive place when race or question change.
    pub fn look<T>(self, look: impl FnOnce(&View<'_>, usize) -> T) -> Option<T> {
        self.held.version().track();
        let (at, known) = self.when.get();
        self.look_as_of(at, known, look)
    }

    fn look_as_of<T>(
        self,
        at: Option<Instant>,
        known: Option<Tick>,
        look: impl FnOnce(&View<'_>, usize) -> T,
    ) -> Option<T> {
        let back = at.is_some();
        let at = at.unwrap_or_else(|| self.clock.now_frame());
        let through = self.held.through();
        self.held.with_race(|race: &Race| {
            let known = known.map_or(race.newest(), |known| known.min(race.newest()));
            let view = race.as_of(at, known).with_through(through);
            let view = if back { view.looking_back() } else { view };
            look(&view, self.contest(race.event()))
        })
    }

    /// Says something in the reader's language.
    pub fn speak<T>(self, event: &Event, say: impl FnOnce(&Speech<'_>) -> T) -> T {
        let (words, press) = (self.prefs.words(), self.book.get());
        say(&Speech {
            words: &words,
            press: &press,
            noc: &|code| self.prefs.noc(code, event),
        })
    }

    /// A sentence of the press desk that follows the language.
    pub fn say(self, sentence: fn(&PressWords) -> String) -> Box<dyn Fn() -> String + Send + Sync> {
        Box::new(move || self.book.with(|book| sentence(book)))
    }
}

/// Where a link to what is shown leads.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// The desk of this page.
pub fn desk() -> Desk {
    expect_context::<Desk>()
}

/// The pairs of a query that are not the table's.
fn kept_of(query: &str) -> String {
    let pairs = query.trim_start_matches('?').split('&');
    let own = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default();
        matches!(key, "lang" | "theme" | "units")
    };
    pairs.filter(own).collect::<Vec<_>>().join("&")
}
