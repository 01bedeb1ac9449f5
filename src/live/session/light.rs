//! Following a few of a big field: the field's brief, and the light files of those who are wanted. Which of these is
//! asked for at which beat, and what race they make together.
//!
//! A beat is as long as the head asks for. Files of runners of whom news may come are asked for at each beat, the
//! others in turn, so that a list of any length costs a phone about as little.
//! Long because what is asked for and what is shown follow from the same few files and their state.

use std::sync::Arc;

use homestretch_feed::{Field, Head, Light as Bucket, TickContent, light, paths, read};
use homestretch_race::change::{Tick, What};
use homestretch_race::event::Event;
use homestretch_race::part::Part;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};

use super::super::acts::{Action, Answer, Ask};
use super::super::parcel;
use super::Session;
use crate::health::Trouble;
use crate::held::Stand;
use homestretch_race::time::Instant;

/// The head is asked for at every third beat: it says how the race stands, and no news of anybody.
const HEAD_EVERY: u32 = 3;
/// The brief of the field, and more often where nobody is followed and it is all there is.
const FIELD_EVERY: u32 = 20;
const FIELD_ALONE_EVERY: u32 = 8;
/// A file of runners of whom nothing is expected is asked for no more often.
const FAR_EVERY: u32 = 8;
/// At most so many files are asked for at a beat because news may come.
const MOST_NEAR: usize = 6;

/// What is held of the field.
#[derive(Debug, Default)]
pub(super) struct Light {
    /// Bibs, and whether news of them may come soon.
    wanted: Vec<(String, bool)>,
    beat: u32,
    files: Vec<File>,
    roster: Option<Arc<Roster>>,
    /// Something has come, or another runner is wanted, since the race was last shown.
    changed: bool,
    awaited: bool,
    /// Whoever serves this feed has none of these files.
    missing: bool,
}

/// One of the light files.
#[derive(Debug)]
struct File {
    name: String,
    etag: Option<String>,
    /// At which beat it was last asked for.
    asked: Option<u32>,
    /// As it came, for keeping.
    bytes: Vec<u8>,
    holds: Holds,
    /// What it holds is not in the race yet.
    fresh: bool,
}

#[derive(Debug)]
enum Holds {
    Nothing,
    Field(Field),
    Bucket(Bucket),
}

impl File {
    fn epoch(&self) -> Option<&str> {
        match &self.holds {
            Holds::Nothing => None,
            Holds::Field(field) => Some(&field.epoch),
            Holds::Bucket(bucket) => Some(&bucket.epoch),
        }
    }
}

/// True for the files that this is about.
pub fn is_light(file: &str) -> bool {
    file == paths::FIELD || file.starts_with("light/")
}

impl Light {
    /// Nothing is held any more; who is wanted stays.
    pub fn clear(&mut self) {
        self.files.clear();
        self.roster = None;
    }

    /// After sleep or trouble everything is asked for once the head is here.
    pub fn wake(&mut self) {
        for file in &mut self.files {
            file.asked = None;
        }
    }

    /// True until the first of these files has come.
    fn is_empty(&self) -> bool {
        self.files.iter().all(|file| file.epoch().is_none())
    }

    pub fn want(&mut self, wanted: Vec<(String, bool)>) {
        let others = |(one, other): (&(String, bool), &(String, bool))| one.0 != other.0;
        self.changed |=
            self.wanted.len() != wanted.len() || self.wanted.iter().zip(&wanted).any(others);
        self.wanted = wanted;
    }

    /// The files of those who are wanted, by name, and whether news may come of somebody in it.
    fn buckets(&self, n: u32) -> Vec<(String, bool)> {
        let mut buckets: Vec<(String, bool)> = Vec::new();
        for (bib, near) in &self.wanted {
            let name = paths::light(light::bucket_of(bib, n));
            match buckets.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known |= near,
                None => buckets.push((name, *near)),
            }
        }
        buckets
    }

    fn file(&mut self, name: &str) -> &mut File {
        let at = self.files.iter().position(|file| file.name == name);
        let at = at.unwrap_or_else(|| {
            self.files.push(File {
                name: name.to_owned(),
                etag: None,
                asked: None,
                bytes: Vec::new(),
                holds: Holds::Nothing,
                fresh: false,
            });
            self.files.len() - 1
        });
        &mut self.files[at]
    }

    /// Files that are not here, not of this history or perhaps old, and were not asked for at this beat.
    fn missing(&mut self, epoch: &str, n: u32) -> Vec<String> {
        let beat = self.beat;
        let mut names = vec![paths::FIELD.to_owned()];
        names.extend(self.buckets(n).into_iter().map(|(name, _)| name));
        self.files.retain(|file| names.contains(&file.name));
        names.retain(|name| {
            let file = self.file(name);
            let here = file.epoch() == Some(epoch) && file.asked.is_some();
            !here && file.asked != Some(beat)
        });
        names
    }

    /// What is to be asked for at this beat, beside what is missing.
    fn due(&mut self, n: u32) -> Vec<String> {
        let beat = self.beat;
        let waited = |light: &mut Self, name: &str| {
            let asked = light.file(name).asked;
            asked.map_or(u32::MAX, |asked| beat.saturating_sub(asked))
        };
        let buckets = self.buckets(n);
        let mut due = Vec::new();
        let field_every = if buckets.is_empty() {
            FIELD_ALONE_EVERY
        } else {
            FIELD_EVERY
        };
        if waited(self, paths::FIELD) >= field_every {
            due.push(paths::FIELD.to_owned());
        }
        let mut turns: Vec<(u32, String, bool)> = buckets
            .into_iter()
            .map(|(name, near)| (u32::MAX - waited(self, &name), name, near))
            .collect();
        // Whoever waited longest comes first.
        homestretch_order::sort_by(&mut turns, |a, b| a.0.cmp(&b.0));
        let near = turns.iter().filter(|(.., near)| *near).take(MOST_NEAR);
        due.extend(near.map(|(_, name, _)| name.clone()));
        let far = turns.iter().find(|(.., near)| !near);
        let far = far.filter(|(turn, ..)| u32::MAX - turn >= FAR_EVERY);
        due.extend(far.map(|(_, name, _)| name.clone()));
        due
    }

    fn read(
        &mut self,
        name: &str,
        bytes: &[u8],
        event: &Event,
        todo: &mut Vec<Action>,
    ) -> Result<(), Trouble> {
        let holds = if name == paths::FIELD {
            Holds::Field(parcel::open(read::field(bytes, event), todo)?)
        } else {
            Holds::Bucket(parcel::open(read::light(bytes, event), todo)?)
        };
        let file = self.file(name);
        (file.holds, file.fresh) = (holds, true);
        bytes.clone_into(&mut file.bytes);
        self.changed = true;
        Ok(())
    }

    /// True when every file is here that makes the race of that history.
    fn is_whole(&mut self, epoch: &str, n: u32) -> bool {
        let buckets = self.buckets(n);
        let mut names = buckets.iter().map(|(name, _)| name.as_str());
        self.file(paths::FIELD).epoch() == Some(epoch)
            && names.all(|name| self.file(name).epoch() == Some(epoch))
    }

    /// The leaders, and those who are wanted.
    fn people(&self, epoch: &str) -> Roster {
        let mut people: Vec<Entrant> = Vec::new();
        for file in self.files.iter().filter(|file| file.epoch() == Some(epoch)) {
            match &file.holds {
                Holds::Nothing => {}
                Holds::Field(field) => people.extend(field.roster.all().iter().cloned()),
                Holds::Bucket(bucket) => {
                    let wanted = self.wanted.iter();
                    let found = wanted.filter_map(|(bib, _)| bucket.roster.by_bib(bib));
                    people.extend(found.cloned());
                }
            }
        }
        Roster::new(people)
    }

    /// What is told of everybody, and the places of those who are held.
    fn part(&self, epoch: &str) -> Part {
        let mut part = Part::default();
        let mut places: Vec<_> = Vec::new();
        for file in self.files.iter().filter(|file| file.epoch() == Some(epoch)) {
            match &file.holds {
                Holds::Nothing => {}
                Holds::Field(field) => part = light::part(field),
                Holds::Bucket(bucket) => places.extend(bucket.places.iter().cloned()),
            }
        }
        Part { places, ..part }
    }

    /// What is news about those who are held, of the files that came since the last time, or of `all`.
    fn news(&mut self, epoch: &str, at: Instant, people: &Roster, all: bool) -> Vec<TickContent> {
        let mut news = Vec::new();
        for file in &mut self.files {
            if file.epoch() != Some(epoch) || !(all || file.fresh) {
                continue;
            }
            file.fresh = false;
            let (tick, changes, learned) = match &file.holds {
                Holds::Nothing => continue,
                Holds::Field(field) => (field.tick, &field.changes, field.learned.clone()),
                Holds::Bucket(bucket) => (bucket.tick, &bucket.changes, None),
            };
            let held = |no: EntrantNo| people.index(no).is_some();
            let changes = changes.iter().filter(|change| match change.what {
                What::Passing { entrant, .. } | What::Status { entrant, .. } => held(entrant),
                What::Gun { .. } | What::Phase { .. } => true,
            });
            news.push(TickContent {
                tick,
                at,
                changes: changes.cloned().collect(),
                learned,
                ruled: Vec::new(),
            });
        }
        news
    }
}

impl Session {
    /// Whether the race is to be followed by the light files: as the viewer wants it, else as the field is large.
    pub(super) fn wants_light(&self, head: &Head) -> bool {
        let there = |n: u32| n > 0 && !self.light.missing;
        there(self.event.as_ref().map_or(1, |event| event.light_buckets))
            && self.thrift.unwrap_or(head.big)
    }

    /// Time to ask.
    pub(super) fn beat(&mut self, dice: f64, todo: &mut Vec<Action>) {
        self.light.beat += 1;
        let strange = {
            let epoch = self.head.as_ref().map(|head| head.epoch.as_str());
            let files = self.light.files.iter();
            files.filter_map(File::epoch).any(|of| Some(of) != epoch)
        };
        let troubled = self.trouble.is_some();
        if troubled || strange || self.light.beat.is_multiple_of(HEAD_EVERY) {
            self.ask_head(todo);
        }
        // Until the head answers again, the rest would hardly.
        if !troubled && let Some(n) = self.n_buckets() {
            for name in self.light.due(n) {
                self.ask_light(&name, todo);
            }
        }
        todo.push(Action::WaitMs(self.pause_ms(dice)));
    }

    /// How many buckets there are, once the event is known.
    fn n_buckets(&self) -> Option<u32> {
        self.event.as_ref().map(|event| event.light_buckets)
    }

    fn ask_light(&mut self, name: &str, todo: &mut Vec<Action>) {
        if self.on_the_way.put(name, ()) {
            let beat = self.light.beat;
            let file = self.light.file(name);
            file.asked = Some(beat);
            todo.push(Action::Ask(Ask {
                file: name.to_owned(),
                etag: file.etag.clone(),
                anew: file.etag.is_some(),
            }));
        }
    }

    pub(super) fn take_light(
        &mut self,
        name: &str,
        answer: Answer,
        now: Instant,
        todo: &mut Vec<Action>,
    ) -> Result<(), Trouble> {
        let Some(event) = self.event.as_ref().filter(|_| self.lit) else {
            return Ok(());
        };
        match answer {
            Answer::NotModified => {}
            Answer::Kept(bytes, _, trouble) => {
                // The browser's own cache may have given one of another history than that of the head that was kept.
                let head = self.head.as_ref().map(|head| head.epoch.as_str());
                if self.light.file(name).epoch() == head || self.kept.is_none() {
                    return Err(trouble);
                }
                return self.light.read(name, &bytes, &event.event, todo);
            }
            Answer::NoAnswer => return Err(Trouble::NoAnswer),
            // Whoever serves this feed has no light files: then all of it is fetched. Some hosts of files give a page for
            // what they do not have.
            Answer::Status(404 | 410) => {
                self.light.missing = true;
                return Ok(());
            }
            Answer::Body(bytes, _) if self.light.is_empty() && parcel::is_web_page(&bytes) => {
                self.light.missing = true;
                return Ok(());
            }
            Answer::Status(status) => return Err(Trouble::Status(status)),
            Answer::Body(bytes, _) if parcel::is_web_page(&bytes) => {
                return Err(Trouble::WebPage);
            }
            Answer::Body(bytes, etag) => {
                self.light.file(name).etag = None;
                self.light.read(name, &bytes, &event.event, todo)?;
                self.light.file(name).etag = etag;
            }
        }
        if self.kept.is_none() {
            self.head_at = Some(now);
        }
        Ok(())
    }

    /// Asks for what is missing of the light files, and shows what is here.
    pub(super) fn pump_light(&mut self, head: &Head, todo: &mut Vec<Action>) {
        let (Some(event), Some(n)) = (self.event.clone(), self.n_buckets()) else {
            return;
        };
        if self.event_name.as_ref() != Some(&head.event) {
            return;
        }
        for name in self.light.missing(&head.epoch, n) {
            self.ask_light(&name, todo);
        }
        if event.pacing.is_some() && event.event.pacing.is_none() {
            return;
        }
        let whole = self.light.is_whole(&head.epoch, n);
        if self.light.awaited == whole {
            self.light.awaited = !whole;
            todo.push(Action::Awaited(!whole));
        }
        let have = self.have.as_ref().map(|(epoch, _)| epoch);
        let begins = have != Some(&head.epoch);
        if begins && !whole {
            return;
        }
        self.show_light(head, Arc::new(event.event), begins, todo);
        self.last_good = self.head_at;
        self.trouble = self.kept;
        if self.kept.is_none() {
            self.failures = 0;
            if let (true, Some(file), Some(at)) = (whole, &self.event, self.head_at) {
                let files = self.light.files.iter();
                let bodies = files.map(|file| (file.name.clone(), file.bytes.clone()));
                self.keeping.whole_light(file, head, bodies.collect(), at);
            }
            todo.extend(self.keeping.due(self.hidden).map(Action::Keep));
        }
        todo.push(Action::Stand(Stand {
            phase: head.phase,
            official: head.official,
            through: head.through,
        }));
    }

    fn show_light(&mut self, head: &Head, event: Arc<Event>, begins: bool, todo: &mut Vec<Action>) {
        let names = (head.event.clone(), String::new());
        let renamed = self.shown.as_ref() != Some(&names);
        if !(begins || renamed || self.light.changed) {
            return;
        }
        let epoch = head.epoch.as_str();
        let people = self.light.people(epoch);
        let others = self.light.roster.as_deref() != Some(&people);
        let people = Arc::new(people);
        let news = self
            .light
            .news(epoch, head.through, &people, begins || others);
        if begins {
            todo.push(Action::Begin(event, Arc::clone(&people)));
        } else if others || renamed {
            todo.push(Action::Renew(event, Arc::clone(&people)));
        }
        todo.push(Action::Part(Box::new(self.light.part(epoch))));
        todo.push(Action::Apply(news));
        self.light.roster = Some(people);
        self.light.changed = false;
        self.shown = Some(names);
        self.have = Some((head.epoch.clone(), Tick(0)));
    }
}
