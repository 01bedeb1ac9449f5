//! A server without threads and clock: a store, a hub and its press, driven by hand.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod bucket;
pub mod devices;
pub mod faults;
pub mod hosts;
pub mod office;
pub mod process;
pub mod served;
pub mod service;
pub mod told;

use std::sync::Arc;

use homestretch_course::LatLon;
use homestretch_feed::{CourseFile, Head, RaceClock, Route, read};
use homestretch_race::event::{Contest, Event, Mat, Pick, Point, RankBy, Role, Text, Wave, Zone};
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::time::{Instant, Span};
use homestretch_server::files::{Files, Found};
use homestretch_server::hub::pace::Pace;
use homestretch_server::hub::press::Bench;
use homestretch_server::hub::status::Status;
use homestretch_server::hub::{Hub, Setup};
use homestretch_server::race_day::RaceDay;
use homestretch_server::said::Said;
use homestretch_server::store::writer::News;
use homestretch_server::store::{Batch, Kept, RawRead, Store};
use homestretch_server::timeline::{Timeline, Told};

/// 5 April 2026, 00:00 UTC.
pub const BASE: Instant = Instant(1_775_347_200_000);
/// The gun, at 09:00.
pub const GUN: Instant = Instant(BASE.0 + 9 * 3_600_000);

/// A 10 km race along a straight line, with mats at the start, 5 km and the finish.
pub fn small_race() -> RaceDay {
    let place = |lat: f64| LatLon { lat, lon: 125.75 };
    let lines = vec![vec![place(39.0), place(39.09)]];
    let route = Route::new("ten", &lines, 0, vec![], vec![], 10_000.0).expect("a course");
    let course = CourseFile {
        lines,
        routes: vec![route],
        ..CourseFile::default()
    };
    let point = |key: &str, at_m, mat, role| Point {
        key: key.to_owned(),
        names: Text::of("en", key),
        at_m,
        mat,
        pick: if mat == 0 { Pick::Last } else { Pick::First },
        role,
    };
    let mat = |key: &str| Mat {
        key: key.to_owned(),
        names: Text::of("en", key),
    };
    let event = Event {
        key: "small".to_owned(),
        names: Text::of("en", "Small race"),
        date: "2026-04-05".to_owned(),
        zone: Zone {
            iana: "UTC".to_owned(),
            offset_min: 0,
        },
        base: BASE,
        mats: vec![mat("start"), mat("half-way"), mat("finish")],
        contests: vec![Contest {
            key: "ten".to_owned(),
            names: Text::of("en", "10 km"),
            length_m: 10_000.0,
            route: "ten".to_owned(),
            points: vec![
                point("start", 0.0, 0, Role::Start),
                point("5k", 5_000.0, 1, Role::Split),
                point("finish", 10_000.0, 2, Role::Finish),
            ],
            waves: vec![Wave {
                key: "A".to_owned(),
                gun: GUN,
            }],
            rank_by: RankBy::Gun,
            limit: Some(Span(2 * 3_600_000)),
            records: Vec::new(),
        }],
        ..Event::default()
    };
    let entrants = (0..20).map(|no| Entrant {
        no: EntrantNo(no),
        bib: (101 + no).to_string(),
        names: Text::of("en", &format!("Pine Number {no}")),
        sex: Some(if no % 2 == 0 { Sex::Female } else { Sex::Male }),
        live: true,
        ..Entrant::default()
    });
    let roster = Roster::new(entrants.collect());
    RaceDay::new(event, course, roster, &[]).expect("a race day")
}

/// A read of a bib on a mat, so many seconds after the gun.
pub fn read(no: u64, bib: u32, mat: &str, after_gun_s: i64) -> RawRead {
    RawRead {
        no,
        chip: bib.to_string(),
        mat: mat.to_owned(),
        at: GUN + Span(after_gun_s * 1000),
        raw: None,
    }
}

/// A batch of reads from a source.
pub fn batch(source: &str, reads: Vec<RawRead>) -> Batch {
    Batch {
        source: source.to_owned(),
        received: GUN,
        reads,
        ..Batch::default()
    }
}

/// The server.
pub struct Rig {
    pub store: Store,
    pub hub: Hub,
    pub bench: Bench,
    pub files: Arc<Files>,
    pub status: Arc<Status>,
    pub event: Arc<Event>,
}

impl Rig {
    /// A server of a race on a store.
    pub fn new(day: &RaceDay, store: Store) -> Self {
        let files = Arc::new(Files::default());
        let status = Arc::new(Status::default());
        let setup = Setup {
            day: day.clone(),
            pace: Pace::RACE,
            files: Arc::clone(&files),
            status: Arc::clone(&status),
        };
        let opened = homestretch_server::epoch::open(&store, day, BASE, RaceClock::REAL);
        let (epoch, clock) = opened.expect("a store of this race");
        let (hub, bench) = Hub::resume(setup, &store, epoch, clock).expect("a readable store");
        Self {
            store,
            hub,
            bench,
            files,
            status,
            event: Arc::clone(&day.event),
        }
    }
    /// A server that keeps nothing.
    pub fn in_memory(day: &RaceDay) -> Self {
        Self::new(day, Store::in_memory().expect("a store"))
    }
    /// Brings a batch in.
    pub fn submit(&mut self, batch: Batch) -> Kept {
        let through = batch.through.map(|at| (batch.source.clone(), at));
        let (mut kept, entries) = self.store.append(&[batch]).expect("a working store");
        self.hub.take(News {
            entries,
            throughs: through.into_iter().collect(),
        });
        kept.remove(0)
    }
    /// Lets the hub cut a tick, and the press do its work.
    pub fn beat(&mut self, now: Instant) {
        self.beat_alone(now);
        self.bench.run_ordered();
    }
    /// Lets the hub cut a tick; what is left to the press waits.
    pub fn beat_alone(&mut self, now: Instant) {
        let store = &mut self.store;
        let mut keep = |epoch: &str, row| store.put_tick(epoch, &row);
        self.hub.beat(now, &mut keep).expect("a working store");
    }
    /// The bytes of a file of the feed.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        match self.files.get(&format!("/feed/v1/{name}")) {
            Found::Here(body) => Some(body.identity.bytes.to_vec()),
            _ => None,
        }
    }
    /// The head.
    pub fn head(&self) -> Head {
        let bytes = self.file("live.json").expect("a head");
        read::head(&bytes).expect("a readable head").value
    }
    /// Tells a whole timeline, a tick each `tick`.
    pub fn tell(&mut self, timeline: &Timeline, tick: Span) {
        let (mut now, mut next) = (GUN.min(timeline.steps[0].due), 0);
        while next < timeline.steps.len() {
            let due: Vec<Told> = timeline.due(next, now, usize::MAX).collect();
            next += due.len();
            self.tell_steps(&timeline.source, due, now);
            self.beat_alone(now);
            now = now + tick;
        }
    }
    fn tell_steps(&mut self, source: &str, told: Vec<Told>, now: Instant) {
        let mut batch = batch(source, Vec::new());
        batch.through = Some(now);
        let mut accepted = Vec::new();
        for told in told {
            match told {
                Told::Read(read, point) => {
                    accepted.extend(point.map(|point| (batch.reads.len(), read.no, point)));
                    batch.reads.push(read);
                }
                Told::Said(no, said) => batch.said.push((no, said)),
            }
        }
        let kept = self.submit(batch);
        let said = accepted.into_iter().map(|(i, no, point)| {
            let read = kept.seqs[i];
            (no, Said::Accept { read, point })
        });
        self.submit(Batch {
            source: source.to_owned(),
            said: said.collect(),
            ..Batch::default()
        });
    }
}
