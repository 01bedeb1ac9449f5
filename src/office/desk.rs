//! What the page holds: the race in brief and the list of the open tab, asked for again every few seconds, and what was
//! last said. The one place that asks and acts.

use std::sync::Arc;
use std::time::Duration;

use homestretch_words::books::OfficeWords;
use leptos::prelude::set_interval;
use leptos::task::spawn_local;
use serde_json::Value;

use super::door::{self, Answer};
use crate::prefs::Prefs;
use crate::signals::{Memo, RwSignal};

/// How often it asks.
const EVERY: Duration = Duration::from_secs(4);

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Sources, unknown chips and places.
    Now,
    /// Reads as they come in.
    Reads,
    /// Reads set aside.
    Aside,
    /// Runners.
    People,
    /// Guns, phase, sweep, announcements, results.
    Race,
    /// The log.
    Log,
}

impl Tab {
    /// In the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Now,
        Self::Reads,
        Self::Aside,
        Self::People,
        Self::Race,
        Self::Log,
    ];
}

/// The state that all parts share; copies are the same.
#[derive(Clone, Copy)]
pub struct Desk {
    words: RwSignal<Arc<OfficeWords>>,
    token: RwSignal<Option<String>>,
    known: RwSignal<bool>,
    /// The race in brief.
    pub seen: Memo<Value>,
    latest: RwSignal<Value>,
    /// The list of the open tab.
    pub list: Memo<Value>,
    latest_list: RwSignal<Value>,
    /// The open tab.
    pub tab: RwSignal<Tab>,
    /// What is looked for among the runners.
    pub asked: RwSignal<String>,
    /// The read that is being decided.
    pub picked: RwSignal<Option<Value>>,
    line: RwSignal<(bool, String)>,
}

impl Desk {
    /// A desk before anything has come.
    pub fn new(prefs: Prefs) -> Self {
        let (latest, latest_list) = (RwSignal::new(Value::Null), RwSignal::new(Value::Null));
        Self {
            words: prefs.book(),
            token: RwSignal::new(door::token()),
            known: RwSignal::new(false),
            // What has not changed is not drawn anew.
            seen: Memo::new(move |_| latest.get()),
            latest,
            list: Memo::new(move |_| latest_list.get()),
            latest_list,
            tab: RwSignal::new(Tab::Now),
            asked: RwSignal::new(String::new()),
            picked: RwSignal::new(None),
            line: RwSignal::new((false, String::new())),
        }
    }

    /// Begins to ask.
    pub fn start(self) {
        self.renew();
        set_interval(move || self.renew(), EVERY);
    }

    /// The sentences.
    pub fn words(self) -> Arc<OfficeWords> {
        self.words.get()
    }

    /// Whether the server knows who sits here.
    pub fn is_in(self) -> bool {
        self.known.get()
    }

    /// What was last said.
    pub fn line(self) -> String {
        self.line.with(|line| line.1.clone())
    }

    /// Whether that was that something is wrong.
    pub fn is_wrong(self) -> bool {
        self.line.with(|line| line.0)
    }

    fn say(self, wrong: bool, text: String) {
        self.line.set((wrong, text));
    }

    /// How many things wait at a tab.
    pub fn count(self, tab: Tab) -> u64 {
        let seen = self.seen.get();
        let reads = |list: &Value| list.as_array().map_or(0, Vec::len) as u64;
        match tab {
            Tab::Now => reads(&seen["unknown_chips"]) + reads(&seen["unknown_places"]),
            Tab::Aside => seen["aside"].as_u64().unwrap_or(0),
            _ => 0,
        }
    }

    /// Opens a tab.
    pub fn go(self, tab: Tab) {
        self.picked.set(None);
        self.latest_list.set(Value::Null);
        self.say(false, String::new());
        self.tab.set(tab);
        self.renew();
    }

    /// Comes in with a token.
    pub fn enter(self, token: String) {
        self.token.set(Some(token));
        self.renew();
    }

    /// Forgets the token.
    pub fn leave(self) {
        door::keep(None);
        self.token.set(None);
        self.known.set(false);
        self.latest.set(Value::Null);
        self.latest_list.set(Value::Null);
        self.say(false, String::new());
    }

    /// Asks anew for what is shown.
    pub fn renew(self) {
        let Some(token) = self.token.get_untracked() else {
            return;
        };
        let tab = self.tab.get_untracked();
        let asked = self.asked.get_untracked();
        let list = match tab {
            Tab::Reads => Some("/reads".to_owned()),
            Tab::Aside => Some("/aside".to_owned()),
            Tab::Log => Some("/log".to_owned()),
            Tab::People if !asked.trim().is_empty() => {
                let q = String::from(js_sys::encode_uri_component(asked.trim()));
                Some(format!("/entrants?q={q}"))
            }
            _ => None,
        };
        spawn_local(async move {
            if let Some(seen) = self.read(&token, "").await {
                if !self.known.get_untracked() {
                    door::keep(Some(&token));
                    self.say(false, String::new());
                    self.known.set(true);
                }
                if self
                    .line
                    .with_untracked(|line| line.1 == self.words.get_untracked().lost())
                {
                    self.say(false, String::new());
                }
                self.latest.set(seen);
            }
            if let Some(path) = list
                && let Some(rows) = self.read(&token, &path).await
                && self.tab.get_untracked() == tab
                && self.asked.get_untracked() == asked
            {
                self.latest_list.set(rows);
            }
        });
    }

    async fn read(self, token: &str, path: &str) -> Option<Value> {
        match door::ask(token, path).await {
            Answer::Here(text) => return serde_json::from_str(&text).ok(),
            Answer::Unknown => {
                self.leave();
                self.say(true, self.words.get_untracked().token_wrong());
            }
            Answer::Wrong(why) => self.say(true, why),
            Answer::Lost => self.say(true, self.words.get_untracked().lost()),
        }
        None
    }

    /// Asks once, for what is not shown all the time.
    pub fn ask(self, path: String, take: impl FnOnce(String) + 'static) {
        let Some(token) = self.token.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match door::ask(&token, &path).await {
                Answer::Here(text) => take(text),
                Answer::Unknown => self.leave(),
                Answer::Wrong(why) => self.say(true, why),
                Answer::Lost => self.say(true, self.words.get_untracked().lost()),
            }
        });
    }

    /// Does something, and says what came of it.
    pub fn act(self, act: Value) {
        let Some(token) = self.token.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match door::act(&token, &act).await {
                Answer::Here(_) => {
                    self.picked.set(None);
                    self.say(false, self.words.get_untracked().kept());
                    self.renew();
                }
                Answer::Unknown => self.leave(),
                Answer::Wrong(why) => self.say(true, why),
                Answer::Lost => self.say(true, self.words.get_untracked().lost()),
            }
        });
    }
}
