//! What the page holds: the race in brief and the list of the open tab, asked for again every few seconds, and what was
//! last said. Long because it is the one place that asks and acts.

use std::sync::Arc;
use std::time::Duration;

use homestretch_words::books::OfficeWords;
use leptos::prelude::{set_interval, set_timeout};
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::door::{self, Answer};
use super::list::Rows;
use super::names::Names;
use super::said::{rows, text};
use super::tab::Tab;
use crate::prefs::Prefs;
use crate::signals::{Memo, RwSignal};

/// How often it asks.
const EVERY: Duration = Duration::from_secs(4);
/// How long after the last letter it looks for somebody.
const LOOK_UP: Duration = Duration::from_millis(150);
/// So many rows make a page of a list, by the server's rule.
const FULL: usize = 200;

/// What was last said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Whether something is wrong.
    pub wrong: bool,
    /// The words.
    pub text: String,
    /// The entry of the log that it is about, which can be taken back.
    pub entry: Option<u64>,
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
    /// What things are called.
    pub names: Memo<Names>,
    /// The list of the open tab.
    pub list: Memo<Rows>,
    latest_list: RwSignal<Rows>,
    /// Whether the list has come at all.
    pub came: RwSignal<bool>,
    /// The open tab.
    pub tab: RwSignal<Tab>,
    /// What is looked for: a runner, or the reads of a bib.
    pub asked: RwSignal<String>,
    /// Whether only reads of unknown chips and places are shown.
    pub unknown: RwSignal<bool>,
    /// What is being decided about: a read or a runner.
    pub picked: RwSignal<Option<Value>>,
    /// What was last said.
    pub line: Memo<Line>,
    latest_line: RwSignal<Line>,
}

impl Desk {
    /// A desk before anything has come.
    pub fn new(prefs: Prefs) -> Self {
        let (latest, latest_list) = (RwSignal::new(Value::Null), RwSignal::new(Rows::default()));
        let latest_line = RwSignal::new(Line::default());
        let words: RwSignal<Arc<OfficeWords>> = prefs.book();
        // What has not changed is not drawn anew.
        let seen = Memo::new(move |_| latest.get());
        let named = Memo::new(move |_| {
            let keys = ["contests", "mats"].map(|key| (key, seen.with(|seen| seen[key].clone())));
            let mut named = json!({});
            for (key, rows) in keys {
                named[key] = rows;
            }
            named
        });
        let names = Memo::new(move |_| Names::new(named.get(), prefs.tag.get(), &words.get()));
        Self {
            words,
            token: RwSignal::new(door::token()),
            known: RwSignal::new(false),
            seen,
            latest,
            names,
            list: Memo::new(move |_| latest_list.get()),
            latest_list,
            came: RwSignal::new(false),
            tab: RwSignal::new(Tab::from_address()),
            asked: RwSignal::new(String::new()),
            unknown: RwSignal::new(false),
            picked: RwSignal::new(None),
            line: Memo::new(move |_| latest_line.get()),
            latest_line,
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

    fn say(self, wrong: bool, text: String) {
        self.latest_line.set(Line {
            wrong,
            text,
            entry: None,
        });
    }

    /// How many things wait at a tab.
    pub fn count(self, tab: Tab) -> u64 {
        self.seen.with(|seen| match tab {
            Tab::Now => {
                let unknown = ["unknown_chips", "unknown_places"];
                let counts = unknown.map(|key| seen[key].as_array().map_or(0, Vec::len) as u64);
                counts.iter().sum()
            }
            Tab::Aside => seen["aside"].as_u64().unwrap_or(0),
            _ => 0,
        })
    }

    /// Opens a tab.
    pub fn go(self, tab: Tab) {
        self.picked.set(None);
        self.asked.set(String::new());
        self.unknown.set(false);
        self.empty_list();
        self.say(false, String::new());
        self.tab.set(tab);
        tab.to_address();
        self.renew();
    }

    /// Another list is asked for.
    pub fn empty_list(self) {
        self.came.set(false);
        self.latest_list.set(Rows::default());
    }

    /// Looks for something, once nobody has typed for a moment.
    pub fn look_for(self, what: String) {
        self.asked.set(what.clone());
        let look = move || {
            if self.asked.get_untracked() == what {
                if self.tab.get_untracked() == Tab::Reads {
                    self.empty_list();
                }
                self.renew();
            }
        };
        set_timeout(look, LOOK_UP);
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
        self.empty_list();
        self.picked.set(None);
        self.say(false, String::new());
    }

    /// The address of the open tab's list, where it has one.
    fn path(self) -> Option<String> {
        let asked = self.asked.get_untracked();
        let asked = String::from(js_sys::encode_uri_component(asked.trim()));
        match self.tab.get_untracked() {
            Tab::Reads => {
                let unknown = self.unknown.get_untracked();
                Some(format!("/reads?bib={asked}&unknown={unknown}"))
            }
            Tab::Aside => Some("/aside?".to_owned()),
            Tab::Log => Some("/log?".to_owned()),
            Tab::People if !asked.is_empty() => Some(format!("/entrants?q={asked}")),
            _ => None,
        }
    }

    /// Asks anew for what is shown.
    pub fn renew(self) {
        let Some(token) = self.token.get_untracked() else {
            return;
        };
        let (tab, path) = (self.tab.get_untracked(), self.path());
        spawn_local(async move {
            if let Some(seen) = self.read(&token, "").await {
                self.came_in(&token);
                self.latest.set(seen);
            }
            let Some(path) = path else { return };
            let Some(page) = self.read(&token, &path).await else {
                return;
            };
            if self.tab.get_untracked() != tab || self.path().as_ref() != Some(&path) {
                return;
            }
            self.take(tab, &page);
        });
    }

    fn came_in(self, token: &str) {
        if !self.known.get_untracked() {
            door::keep(Some(token));
            self.say(false, String::new());
            self.known.set(true);
        }
        let lost = self.words.get_untracked().lost();
        if self.latest_line.with_untracked(|line| line.text == lost) {
            self.say(false, String::new());
        }
    }

    fn take(self, tab: Tab, page: &Value) {
        let before = self.latest_list.get_untracked();
        let page = rows(page, tab.rows());
        let now = match tab {
            Tab::Reads | Tab::Log => before.renewed(page, tab.number(), FULL),
            _ => Rows {
                rows: page,
                more: false,
            },
        };
        if tab == Tab::People {
            // What is shown of whoever is being decided about is as it is by now.
            let picked = self.picked.get_untracked();
            let same = |who: &&Value| picked.as_ref().is_some_and(|p| p["bib"] == who["bib"]);
            if let Some(who) = now.rows.iter().find(same) {
                self.picked.set(Some(who.clone()));
            }
        }
        self.latest_list.set(now);
        self.came.set(true);
    }

    /// Asks for a page of older rows.
    pub fn older(self) {
        let (tab, path) = (self.tab.get_untracked(), self.path());
        let oldest = self
            .latest_list
            .with_untracked(|list| list.oldest(tab.number()));
        let (Some(path), Some(oldest)) = (path, oldest) else {
            return;
        };
        self.ask(format!("{path}&before={oldest}"), move |json| {
            let page: Value = serde_json::from_str(&json).unwrap_or_default();
            let before = self.latest_list.get_untracked();
            if self.tab.get_untracked() == tab && before.oldest(tab.number()) == Some(oldest) {
                let now = before.with_older(rows(&page, tab.rows()), FULL);
                self.latest_list.set(now);
            }
        });
    }

    async fn read(self, token: &str, path: &str) -> Option<Value> {
        match door::ask(token, path).await {
            Answer::Here(text) => return serde_json::from_str(&text).ok(),
            other => self.refused(other),
        }
        None
    }

    fn refused(self, answer: Answer) {
        match answer {
            Answer::Unknown => {
                self.leave();
                self.say(true, self.words.get_untracked().token_wrong());
            }
            Answer::Wrong(why) => self.say(true, why),
            Answer::Lost => self.say(true, self.words.get_untracked().lost()),
            Answer::Here(_) => {}
        }
    }

    /// Asks once, for what is not shown all the time.
    pub fn ask(self, path: String, take: impl FnOnce(String) + 'static) {
        let Some(token) = self.token.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match door::ask(&token, &path).await {
                Answer::Here(text) => take(text),
                other => self.refused(other),
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
                Answer::Here(done) => {
                    let done: Value = serde_json::from_str(&done).unwrap_or_default();
                    let undoing = text(&act, "act") == "undo";
                    if self.tab.get_untracked() != Tab::People {
                        self.picked.set(None);
                    }
                    self.latest_line.set(Line {
                        wrong: false,
                        text: self.words.get_untracked().kept(),
                        entry: done["entry"].as_u64().filter(|_| !undoing),
                    });
                    self.renew();
                }
                other => self.refused(other),
            }
        });
    }

    /// Takes an entry of the log back.
    pub fn undo(self, entry: &Value) {
        self.act(json!({ "act": "undo", "entry": entry }));
    }
}
