//! The poll client's mind: which file to ask for next, what to do with what came, when to ask again.
//!
//! A pure value: it is told what happened and says what to do, and never touches the network, a clock or chance.
//! The last good race is never taken away: another epoch is shown only once all of it has come.
//! Long because it is one state machine, and each of its rules is about the same state.

mod light;

use std::collections::VecDeque;
use std::sync::Arc;

use homestretch_feed::{EventFile, Head, TickContent, catch_up, read};
use homestretch_race::change::Tick;
use homestretch_race::event::{Event, OwnModel};
use homestretch_race::roster::Roster;
use homestretch_race::time::Instant;

use self::light::Light;
pub use self::light::is_light;
use super::acts::{Action, Answer, Ask, HEAD, Happening};
use super::files::Files;
use super::keeping::Keeping;
use super::parcel;
use super::pauses;
use crate::health::{Signs, Trouble};
use crate::held::Stand;

/// What the client knows.
#[derive(Debug, Default)]
pub struct Session {
    head: Option<Head>,
    head_etag: Option<String>,
    event_name: Option<String>,
    event: Option<EventFile>,
    roster: Option<(String, Arc<Roster>)>,
    course_name: Option<String>,
    /// The event and start list that are shown, so that a change of either is noticed.
    shown: Option<(String, String)>,
    have: Option<(String, Tick)>,
    history: VecDeque<String>,
    /// Files that have come and are not yet used, as they came: most can only be read with the event at hand.
    arrived: Files<Vec<u8>>,
    /// Files that came and could not be read.
    spoiled: Files<()>,
    on_the_way: Files<()>,
    failures: u32,
    trouble: Option<Trouble>,
    /// When the newest answer for the head came, and when last all of what a head speaks of was shown.
    head_at: Option<Instant>,
    last_good: Option<Instant>,
    hidden: bool,
    offline: bool,
    /// What the viewer wants, and whether only a few are followed.
    thrift: Option<bool>,
    lit: bool,
    light: Light,
    /// Why what is shown comes from this device and not from the server; none when it comes from the server.
    kept: Option<Trouble>,
    keeping: Keeping,
}

impl Session {
    /// Takes in what happened; `dice` is a number from 0 to 1 by chance, which spreads the clients over time.
    pub fn on(&mut self, happening: Happening, dice: f64) -> Vec<Action> {
        let mut todo = Vec::new();
        match happening {
            Happening::Due if self.lit => self.beat(dice, &mut todo),
            Happening::Due => self.ask_head(&mut todo),
            Happening::Want(wanted) => {
                self.light.want(wanted);
                if self.lit {
                    self.pump_or_note(&mut todo);
                }
            }
            Happening::Thrift(thrift) => {
                self.thrift = thrift;
                self.pump_or_note(&mut todo);
            }
            Happening::Woke => self.start_over(&mut todo),
            Happening::Hidden(hidden) => {
                let woke = self.hidden && !hidden;
                self.hidden = hidden;
                if woke {
                    self.start_over(&mut todo);
                } else if hidden {
                    todo.extend(self.keeping.due(true).map(Action::Keep));
                }
            }
            Happening::Online(online) => {
                let back = self.offline && online;
                self.offline = !online;
                if back {
                    self.start_over(&mut todo);
                }
            }
            Happening::Answer(file, answer, now) => {
                self.on_the_way.take(&file);
                let taken = self.take(&file, answer, now, &mut todo);
                let taken = taken.and_then(|()| self.pump(&mut todo));
                // Of files that are asked for together, one that fails is trouble enough.
                let counts = !is_light(&file) || self.failures == 0;
                self.note(taken, counts);
                if file == HEAD || self.trouble.is_some() {
                    todo.push(Action::WaitMs(self.pause_ms(dice)));
                }
            }
        }
        todo
    }

    fn pump_or_note(&mut self, todo: &mut Vec<Action>) {
        let pumped = self.pump(todo);
        self.note(pumped, true);
    }

    fn note(&mut self, outcome: Result<(), Trouble>, counts: bool) {
        if let Err(trouble) = outcome {
            self.failures += u32::from(counts);
            self.trouble = Some(trouble);
        }
    }

    /// What health is judged from.
    pub fn signs(&self) -> Signs {
        let head = self.head.as_ref();
        Signs {
            last_good: self.last_good,
            trouble: self.trouble,
            online: !self.offline,
            ask_again_ms: if self.hidden {
                pauses::HIDDEN_MS
            } else {
                // By the light files an answer comes at every second beat, now and then a beat later.
                self.ask_again_ms() * if self.lit { 2.0 } else { 1.0 }
            },
            race: head.map(|h| (h.phase, h.official, h.through)),
            rate: head.map_or(1.0, |h| h.clock.rate),
        }
    }

    fn ask_again_ms(&self) -> f64 {
        pauses::sane_ms(self.head.as_ref().map(|h| h.ask_again_ms))
    }

    fn pause_ms(&self, dice: f64) -> f64 {
        pauses::pause_ms(self.ask_again_ms(), self.failures, self.hidden, dice)
    }

    /// After sleep, requests on the way may hang for ever.
    fn start_over(&mut self, todo: &mut Vec<Action>) {
        self.on_the_way.clear();
        self.failures = 0;
        todo.push(Action::DropAll);
        self.light.wake();
        self.ask_head(todo);
    }

    fn ask_head(&mut self, todo: &mut Vec<Action>) {
        if self.on_the_way.put(HEAD, ()) {
            let etag = self.head_etag.clone();
            todo.push(Action::Ask(Ask {
                file: HEAD.to_owned(),
                etag,
                anew: true,
            }));
        }
    }

    fn ask(&mut self, file: &str, todo: &mut Vec<Action>) {
        if !self.arrived.has(file) && self.on_the_way.put(file, ()) {
            let anew = self.spoiled.has(file);
            todo.push(Action::Ask(Ask {
                file: file.to_owned(),
                etag: None,
                anew,
            }));
        }
    }

    fn take(
        &mut self,
        file: &str,
        answer: Answer,
        now: Instant,
        todo: &mut Vec<Action>,
    ) -> Result<(), Trouble> {
        if is_light(file) {
            return self.take_light(file, answer, now, todo);
        }
        match answer {
            Answer::NotModified => self.kept = None,
            Answer::Kept(bytes, at, trouble) if self.head.is_none() => {
                let head = parcel::open(read::head(&bytes), todo)?;
                self.take_head(head, None, todo);
                (self.head_at, self.kept, self.failures) = (Some(at), Some(trouble), 1);
                return Ok(());
            }
            // Nothing is shown yet: what is missing of the race that was kept is asked for again.
            Answer::Kept(_, _, trouble) if self.have.is_none() => {
                self.note(Err(trouble), true);
                return Ok(());
            }
            Answer::Kept(_, _, trouble) => return Err(trouble),
            Answer::NoAnswer => return Err(Trouble::NoAnswer),
            Answer::Status(status) => {
                if file != HEAD {
                    // The file was withdrawn: the head must have moved on, so ask for all of it.
                    self.head_etag = None;
                }
                return Err(Trouble::Status(status));
            }
            Answer::Body(bytes, _) if parcel::is_web_page(&bytes) => {
                self.spoiled.put(file, ());
                return Err(Trouble::WebPage);
            }
            Answer::Body(bytes, etag) if file == HEAD => {
                let head = parcel::open(read::head(&bytes), todo)?;
                self.take_head(head, etag, todo);
                self.keeping.hear(&bytes);
                self.kept = None;
            }
            Answer::Body(bytes, _) => {
                self.arrived.put(file, bytes);
            }
        }
        if file == HEAD {
            self.head_at = Some(now);
            if self.trouble.is_some() {
                self.light.wake();
            }
        }
        Ok(())
    }

    fn take_head(&mut self, head: Head, etag: Option<String>, todo: &mut Vec<Action>) {
        let older = self
            .head
            .as_ref()
            .is_some_and(|held| held.epoch == head.epoch && held.tick > head.tick);
        if older {
            // A cache that lags behind; what is shown is newer.
            return;
        }
        self.head_etag = etag;
        todo.push(Action::Clock(head.clock));
        self.plan(&head);
        self.head = Some(head);
    }

    fn plan(&mut self, head: &Head) {
        let have = self.have.as_ref().filter(|(epoch, _)| *epoch == head.epoch);
        self.history = catch_up::plan(have.map(|(e, t)| (e.as_str(), *t)), head).into();
    }

    /// Between the whole field and a few of it: the race on the screen stays until the other one is here.
    fn change_over(&mut self, head: &Head) {
        self.lit = self.wants_light(head);
        self.have = None;
        self.arrived.clear();
        self.light.clear();
        self.plan(head);
    }

    /// Asks for all that is missing, and shows all that can be shown.
    fn pump(&mut self, todo: &mut Vec<Action>) -> Result<(), Trouble> {
        let Some(head) = self.head.clone() else {
            return Ok(());
        };
        if self.lit != self.wants_light(&head) {
            self.change_over(&head);
        }
        if !self.lit {
            for file in self.history.clone() {
                self.ask(&file, todo);
            }
        }
        if self.event_name.as_ref() != Some(&head.event) {
            match self.arrived.take(&head.event) {
                None => self.ask(&head.event, todo),
                Some(bytes) => {
                    let event = parcel::open(read::event(&bytes), todo);
                    self.event = Some(self.unspoiled(&head.event, event)?);
                    self.event_name = Some(head.event.clone());
                }
            }
        }
        if self.event_name.as_ref() == Some(&head.event) {
            self.pump_course_and_roster(todo)?;
        }
        if self.lit {
            self.pump_light(&head, todo);
            return Ok(());
        }
        self.show(&head, todo)
    }

    /// Remembers that a file was no good, so that it is asked for past every cache.
    fn unspoiled<T>(&mut self, file: &str, opened: Result<T, Trouble>) -> Result<T, Trouble> {
        if opened.is_ok() {
            self.spoiled.take(file);
        } else {
            self.spoiled.put(file, ());
        }
        opened
    }

    fn pump_course_and_roster(&mut self, todo: &mut Vec<Action>) -> Result<(), Trouble> {
        let Some(file) = self.event.clone() else {
            return Ok(());
        };
        let known = self.roster.as_ref().map(|(name, _)| name);
        if !self.lit && known != Some(&file.entrants) {
            match self.arrived.take(&file.entrants) {
                None => self.ask(&file.entrants, todo),
                Some(bytes) => {
                    let roster = parcel::open(read::entrants(&bytes, &file.event), todo);
                    let roster = self.unspoiled(&file.entrants, roster)?;
                    self.roster = Some((file.entrants, Arc::new(roster)));
                }
            }
        }
        if self.course_name.as_ref() != Some(&file.course) {
            match self.arrived.take(&file.course) {
                None => self.ask(&file.course, todo),
                Some(bytes) => {
                    let course = parcel::open(read::course(&bytes), todo);
                    let course = self.unspoiled(&file.course, course)?;
                    todo.push(Action::Course(Box::new(course)));
                    self.course_name = Some(file.course);
                }
            }
        }
        self.pump_pacing(todo)
    }

    /// The event's own pacing model, where it has one. A model that this app cannot use is passed over: dots by the
    /// shipped one are better than none.
    fn pump_pacing(&mut self, todo: &mut Vec<Action>) -> Result<(), Trouble> {
        let wanted = |event: &EventFile| {
            event
                .pacing
                .clone()
                .filter(|_| event.event.pacing.is_none())
        };
        let Some(name) = self.event.as_ref().and_then(wanted) else {
            return Ok(());
        };
        let Some(bytes) = self.arrived.take(&name) else {
            self.ask(&name, todo);
            return Ok(());
        };
        let pacing = parcel::open(read::pacing(&bytes), todo);
        let pacing = self.unspoiled(&name, pacing)?;
        let Some(file) = &mut self.event else {
            return Ok(());
        };
        match OwnModel::new(&pacing.name, &pacing.model) {
            Ok(own) => file.event.pacing = Some(Arc::new(own)),
            Err(error) => {
                file.pacing = None;
                todo.push(Action::Odd(vec![format!("{name}: {error}")]));
            }
        }
        Ok(())
    }

    fn show(&mut self, head: &Head, todo: &mut Vec<Action>) -> Result<(), Trouble> {
        let (Some(event), Some(event_name), Some((roster_name, roster))) =
            (&self.event, &self.event_name, &self.roster)
        else {
            return Ok(());
        };
        let model_missing = event.pacing.is_some() && event.event.pacing.is_none();
        if *event_name != head.event || *roster_name != event.entrants || model_missing {
            return Ok(());
        }
        let another_epoch = self
            .have
            .as_ref()
            .is_none_or(|(epoch, _)| *epoch != head.epoch);
        let names = (event_name.clone(), roster_name.clone());
        let (event, roster) = (Arc::new(event.event.clone()), Arc::clone(roster));
        if another_epoch {
            // The race that is on the screen goes only when the whole of the next one is here.
            let whole = self.history.iter().all(|file| self.arrived.has(file));
            if self.shown.is_some() && !whole {
                return Ok(());
            }
            self.have = Some((head.epoch.clone(), Tick(0)));
            todo.push(Action::Begin(Arc::clone(&event), roster));
        } else if self.shown.as_ref() != Some(&names) {
            todo.push(Action::Renew(Arc::clone(&event), roster));
        }
        self.shown = Some(names);
        self.catch_up(head, &event, todo)
    }

    fn catch_up(
        &mut self,
        head: &Head,
        event: &Event,
        todo: &mut Vec<Action>,
    ) -> Result<(), Trouble> {
        let mut have = self.have.as_ref().map_or(Tick(0), |(_, tick)| *tick);
        let mut news = Vec::new();
        let mut outcome = Ok(());
        while let Some(file) = self.history.front().cloned() {
            let Some(bytes) = self.arrived.take(&file) else {
                break;
            };
            let history = parcel::history(&file, &bytes, event, todo);
            match self.unspoiled(&file, history) {
                Ok(ticks) => take_ticks(ticks, &mut have, &mut news),
                Err(trouble) => {
                    outcome = Err(trouble);
                    break;
                }
            }
            self.history.pop_front();
        }
        let complete = self.history.is_empty();
        if complete {
            let inline = read::against(head.ticks.clone(), event);
            take_ticks(inline.value, &mut have, &mut news);
            self.arrived.clear();
        }
        self.have = Some((head.epoch.clone(), have));
        if !news.is_empty() {
            todo.push(Action::Apply(news));
        }
        if complete {
            self.last_good = self.head_at;
            self.trouble = self.kept;
            if self.kept.is_none() {
                self.failures = 0;
                if let (Some(file), Some(at)) = (&self.event, self.head_at) {
                    self.keeping.whole(head, file, at);
                }
                todo.extend(self.keeping.due(self.hidden).map(Action::Keep));
            }
            todo.push(Action::Stand(Stand {
                phase: head.phase,
                official: head.official,
                through: head.through,
            }));
        }
        outcome
    }
}

fn take_ticks(ticks: Vec<TickContent>, have: &mut Tick, news: &mut Vec<TickContent>) {
    for tick in ticks {
        if tick.tick > *have {
            *have = tick.tick;
            news.push(tick);
        }
    }
}
