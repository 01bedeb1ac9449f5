//! Puts the files of the feed into the table. Large ones are left to the bench.

use std::collections::VecDeque;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use homestretch_feed::{EventFile, Head, PREFIX, Pacing, TickContent, light, paths, write};
use homestretch_race::Tick;
use homestretch_race::event::Event;
use homestretch_race::time::Instant;

pub use super::bench::Bench;
use super::bench::Job;
use super::cut;
use super::published::Published;
use crate::files::body::Effort;
use crate::files::{Body, Cache, Edit, Files, Found, Kind};
use crate::office::notices;
use crate::office::roll::Notice;
use crate::race_day::RaceDay;

/// A keyframe is made when so many ticks have gone by since the last, ...
const TICKS_PER_KEYFRAME: u32 = 64;
/// ... or when the ticks since then hold so many bytes (or half of what the last keyframe held, if that is more).
const BYTES_PER_KEYFRAME: usize = 128_000;
/// So many keyframes are kept: a client that has read an older head finds the one that it names.
pub(super) const KEYFRAMES: usize = 4;

/// Puts files.
#[derive(Debug)]
pub struct Press {
    files: Arc<Files>,
    base: Instant,
    event_name: String,
    entrants_name: String,
    light_buckets: u32,
    jobs: Sender<Job>,
    keyframes: Arc<Mutex<VecDeque<(String, Tick, usize)>>>,
    /// The tick of the newest keyframe made or ordered, and the bytes of the ticks since.
    ordered: (Tick, usize),
}

impl Press {
    /// A press, and the bench that is to be run on a thread of its own. Puts the files that stand through the race.
    pub fn new(day: &RaceDay, files: Arc<Files>) -> (Self, Bench) {
        let (jobs, waiting) = channel();
        let keyframes = Arc::default();
        let bench = Bench {
            files: Arc::clone(&files),
            base: day.event.base,
            jobs: waiting,
            keyframes: Arc::clone(&keyframes),
        };
        let mut press = Self {
            files,
            base: day.event.base,
            event_name: String::new(),
            entrants_name: String::new(),
            light_buckets: light::buckets_for(day.roster.all().len()),
            jobs,
            keyframes,
            ordered: (Tick(0), 0),
        };
        press.put_standing(day);
        press.put_notices(&[]);
        (press, bench)
    }

    /// Event, course and start list: named by their content. Search shards follow from the bench.
    fn put_standing(&mut self, day: &RaceDay) {
        let mut edit = Edit::default();
        let mut put = |kind, bytes: Vec<u8>, cache| {
            let name = paths::by_content(kind, &bytes);
            edit.put(
                format!("{PREFIX}{name}"),
                Body::plain(bytes, Kind::Json, cache),
            );
            name
        };
        let file = EventFile {
            event: (*day.event).clone(),
            course: put("course", write::course(&day.course), Cache::Immutable),
            entrants: put("entrants", write::entrants(&day.roster), Cache::Day),
            pacing: day.event.pacing.as_ref().map(|own| {
                let file = Pacing {
                    name: own.name.clone(),
                    model: own.text.clone(),
                };
                put("pacing", write::pacing(&file), Cache::Immutable)
            }),
            light_buckets: self.light_buckets,
        };
        let names = [file.course.clone(), file.entrants.clone()].into_iter();
        let names = names.chain(file.pacing.clone());
        self.event_name = put("event", write::event(&file), Cache::Immutable);
        let before = std::mem::replace(&mut self.entrants_name, file.entrants.clone());
        if !before.is_empty() && before != file.entrants {
            edit.withdraw(format!("{PREFIX}{before}"));
        }
        self.files.change(edit);
        for name in names.chain([self.event_name.clone()]) {
            self.order(Job::Pack(format!("{PREFIX}{name}")));
        }
        self.order(Job::Search(Arc::clone(&day.roster)));
    }

    /// Another start list: the old one is withdrawn.
    pub fn renew(&mut self, day: &RaceDay) {
        let mut edit = Edit::default();
        for path in self.files.paths(&format!("{PREFIX}search/")) {
            edit.forget(path);
        }
        self.files.change(edit);
        self.put_standing(day);
    }

    /// Puts the announcements.
    pub fn put_notices(&self, notices: &[Notice]) {
        let mut edit = Edit::default();
        let body = Body::packed(
            notices::file(notices),
            Kind::Json,
            Cache::Seconds(5),
            Effort::Quick,
        );
        edit.put(format!("{PREFIX}{}", notices::NAME), body);
        self.files.change(edit);
    }

    /// Name of the event file.
    pub fn event_name(&self) -> &str {
        &self.event_name
    }

    /// Puts a tick, as it stands in the store.
    pub fn put_tick(&mut self, epoch: &str, tick: Tick, body: Vec<u8>) {
        self.ordered.1 += body.len();
        self.put_plain(&paths::tick(epoch, tick), body);
    }

    /// The file of a tick.
    pub fn tick(&self, epoch: &str, tick: Tick) -> Option<Bytes> {
        let path = format!("{PREFIX}{}", paths::tick(epoch, tick));
        match self.files.get(&path) {
            Found::Here(body) => Some(body.identity.bytes.clone()),
            Found::Gone | Found::Missing => None,
        }
    }

    /// Puts the bundle of these ticks, where all of them are there.
    pub fn put_bundle(&self, epoch: &str, (first, last): (Tick, Tick), event: &Event) {
        let ticks = (first.0..=last.0).map(|n| {
            let body = self.tick(epoch, Tick(n))?;
            Some(cut::content(Tick(n), &body, event))
        });
        if let Some(ticks) = ticks.collect::<Option<Vec<TickContent>>>() {
            let name = paths::bundle(epoch, first, last);
            self.put_plain(&name, write::bundle(&ticks, self.base));
        }
    }

    /// Puts the head, packed at once: it is what everybody asks for.
    pub fn put_head(&self, head: &Head) {
        let mut edit = Edit::default();
        let body = Body::packed(
            write::head(head),
            Kind::Json,
            Cache::Seconds(1),
            Effort::Quick,
        );
        edit.put(format!("{PREFIX}{}", paths::LIVE), body);
        self.files.change(edit);
    }

    /// Orders a keyframe when the last one lies far enough back.
    pub fn keyframe_if_due(&mut self, tick: Tick, published: &Arc<Published>) {
        let (ordered, bytes) = self.ordered;
        let last_bytes = lock(&self.keyframes).back().map_or(0, |(.., bytes)| *bytes);
        let many_ticks = tick.0 - ordered.0 >= TICKS_PER_KEYFRAME;
        let many_bytes = tick.0 > ordered.0 + 1 && bytes >= BYTES_PER_KEYFRAME.max(last_bytes / 2);
        if many_ticks || many_bytes {
            self.ordered = (tick, 0);
            self.order(Job::Keyframe(Arc::clone(published)));
        }
    }

    /// The newest keyframe of the epoch that is in the table.
    pub fn newest_keyframe(&self, epoch: &str) -> Option<Tick> {
        let keyframes = lock(&self.keyframes);
        let newest = keyframes.back().filter(|(of, ..)| of == epoch);
        newest.map(|(_, tick, _)| *tick)
    }

    /// Forgets the ticks and keyframes of all histories; with `withdraw`, caches are told to drop them.
    pub fn start_over(&mut self, withdraw: bool) {
        // Held to the end: a keyframe of the old history that is being made comes before or not at all.
        let mut keyframes = lock(&self.keyframes);
        keyframes.clear();
        self.ordered = (Tick(0), 0);
        let mut edit = Edit::default();
        for of in ["ticks/", "keyframes/"] {
            for path in self.files.paths(&format!("{PREFIX}{of}")) {
                if withdraw {
                    edit.withdraw(path);
                } else {
                    edit.forget(path);
                }
            }
        }
        self.files.change(edit);
    }

    /// Puts a file at once and has it packed later: nobody waits for the packing.
    fn put_plain(&self, name: &str, bytes: Vec<u8>) {
        let path = format!("{PREFIX}{name}");
        let mut edit = Edit::default();
        edit.put(
            path.as_str(),
            Body::plain(bytes, Kind::Json, Cache::Immutable),
        );
        self.files.change(edit);
        self.order(Job::Pack(path));
    }

    fn order(&self, job: Job) {
        // Without a bench (it has ended at shutdown) files are served unpacked.
        let _ = self.jobs.send(job);
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
