//! Stories of a client on a bad day, told against a server of plain files.

mod faults;
mod keeping;
mod light;
mod own_model;

use std::collections::BTreeMap;

use homestretch_feed::content::{EventFile, Head, Keyframe, RaceClock, TickContent};
use homestretch_feed::{CourseFile, paths, write};
use homestretch_race::change::{Change, Phase, Tick, What, Why};
use homestretch_race::event::{Contest, Event, Mat, Point, Role, Text, Wave};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::time::Instant;

use super::acts::{Action, Answer, HEAD, Happening};
use super::keeping::Keep;
use super::session::{Session, is_light};
use crate::health::{Health, Trouble, judge};
use crate::held::Stand;

const BASE: i64 = 1_800_000_000_000;
const EPOCH: &str = "e1";

/// How the way between client and server is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Open,
    Down,
    Status(u16),
    Portal,
    /// Files other than the head are cut short.
    Cut,
}

struct Story {
    session: Session,
    files: BTreeMap<String, Vec<u8>>,
    etag: u32,
    way: Way,
    now_ms: i64,
    wait_ms: f64,
    asked: Vec<String>,
    /// What the browser's own cache still takes for fresh, and gives once.
    cached: BTreeMap<String, Vec<u8>>,
    race: Option<Race>,
    stand: Option<Stand>,
    begun: usize,
    kept: Option<Keep>,
    awaited: Vec<bool>,
}

fn at(s: i64) -> Instant {
    Instant(BASE + s * 1000)
}

fn event() -> Event {
    let point = |key: &str, at_m, role| Point {
        key: key.to_owned(),
        names: Text::of("en", key),
        at_m,
        role,
        ..Point::default()
    };
    Event {
        key: "test".to_owned(),
        names: Text::of("en", "Test"),
        date: "2027-01-15".to_owned(),
        base: Instant(BASE),
        contests: vec![Contest {
            key: "full".to_owned(),
            names: Text::of("en", "Full"),
            length_m: 10_000.0,
            points: vec![
                point("start", 0.0, Role::Start),
                point("5k", 5_000.0, Role::Split),
                point("finish", 10_000.0, Role::Finish),
            ],
            waves: vec![Wave {
                key: "A".to_owned(),
                gun: at(0),
            }],
            ..Contest::default()
        }],
        mats: vec![Mat {
            key: "mat".to_owned(),
            names: Text::of("en", "mat"),
        }],
        ..Event::default()
    }
}

fn roster() -> Roster {
    let entrant = |no: u32| Entrant {
        no: EntrantNo(no),
        bib: (101 + no).to_string(),
        names: Text::of("en", "Alder"),
        live: true,
        ..Entrant::default()
    };
    Roster::new((0..4).map(entrant).collect())
}

/// Tick `n` brings a read of the 5 km mat of entrant `n - 1`.
fn tick(n: u32) -> TickContent {
    let passing = |point, s| What::Passing {
        entrant: EntrantNo(n - 1),
        point,
        at: Some(at(s)),
        why: Why::Read,
    };
    let change = |what| Change {
        tick: Tick(n),
        what,
    };
    TickContent {
        tick: Tick(n),
        at: at(1500 + i64::from(n)),
        changes: vec![
            change(passing(0, 1)),
            change(passing(1, 1500 + i64::from(n))),
        ],
        ..TickContent::default()
    }
}

impl Story {
    fn new() -> Self {
        let mut files = BTreeMap::new();
        let course = write::course(&CourseFile::default());
        let course_name = paths::by_content("course", &course);
        files.insert(course_name.clone(), course);
        let entrants = write::entrants(&roster());
        let entrants_name = paths::by_content("entrants", &entrants);
        files.insert(entrants_name.clone(), entrants);
        let file = EventFile {
            event: event(),
            course: course_name,
            entrants: entrants_name,
            ..EventFile::default()
        };
        let event = write::event(&file);
        files.insert(paths::by_content("event", &event), event);
        let mut story = Self {
            session: Session::default(),
            files,
            etag: 0,
            way: Way::Open,
            now_ms: BASE + 2_000_000,
            wait_ms: 0.0,
            asked: Vec::new(),
            cached: BTreeMap::new(),
            race: None,
            stand: None,
            begun: 0,
            kept: None,
            awaited: Vec::new(),
        };
        story.publish(EPOCH, 0);
        story
    }

    /// The server has cut ticks up to `n`; the files of all of them are there, the newest also in the head.
    fn publish(&mut self, epoch: &str, n: u32) {
        let event = self
            .files
            .keys()
            .find(|name| name.starts_with("event-"))
            .cloned()
            .unwrap_or_default();
        for i in 1..=n {
            self.files.insert(
                paths::tick(epoch, Tick(i)),
                write::tick(&tick(i), Instant(BASE)),
            );
        }
        let head = Head {
            event,
            epoch: epoch.to_owned(),
            base: Instant(BASE),
            tick: Tick(n),
            keyframe: None,
            clock: RaceClock {
                at: at(0),
                race: at(0),
                rate: 1.0,
            },
            through: at(2_000),
            phase: Phase::Live,
            official: false,
            ask_again_ms: 2_000,
            big: false,
            ticks: Vec::new(),
        };
        self.files.insert(HEAD.to_owned(), write::head(&head));
        self.etag += 1;
    }

    fn answer(&self, file: &str, etag: Option<&str>) -> Answer {
        match self.way {
            Way::Down => return self.given_back(file, Trouble::NoAnswer, Answer::NoAnswer),
            Way::Status(status) => {
                let trouble = Trouble::Status(status);
                return self.given_back(file, trouble, Answer::Status(status));
            }
            Way::Portal => {
                let page = b"\n<!doctype html><p>Welcome to the hotel".to_vec();
                return self.given_back(file, Trouble::WebPage, Answer::Body(page, None));
            }
            Way::Open | Way::Cut => {}
        }
        let mine = if is_light(file) {
            let bytes = self.files.get(file).map(Vec::as_slice);
            paths::by_content("tag", bytes.unwrap_or_default())
        } else {
            format!("\"{}\"", self.etag)
        };
        if (file == HEAD || is_light(file)) && etag == Some(mine.as_str()) {
            return Answer::NotModified;
        }
        match self.files.get(file) {
            None => Answer::Status(404),
            Some(bytes) if self.way == Way::Cut && file != HEAD => {
                Answer::Body(bytes[..bytes.len() / 2].to_vec(), None)
            }
            Some(bytes) => Answer::Body(bytes.clone(), Some(mine)),
        }
    }

    /// What the service worker gives back where nothing good comes, but `came`.
    fn given_back(&self, file: &str, trouble: Trouble, came: Answer) -> Answer {
        match &self.kept {
            Some(kept) if file == HEAD => Answer::Kept(kept.head.clone(), kept.at, trouble),
            Some(kept) if is_light(file) => {
                let body = kept.bodies.iter().find(|(name, _)| name == file);
                body.map_or(came, |(_, body)| {
                    Answer::Kept(body.clone(), kept.at, trouble)
                })
            }
            Some(kept) if kept.files.iter().any(|name| name == file) => {
                Answer::Body(self.files[file].clone(), None)
            }
            _ => came,
        }
    }

    fn happen(&mut self, happening: Happening) {
        let mut todo: Vec<Action> = self.session.on(happening, 0.5);
        todo.reverse();
        while let Some(action) = todo.pop() {
            match action {
                Action::Ask(ask) => {
                    self.asked.push(ask.file.clone());
                    let answer = match self.cached.remove(&ask.file) {
                        Some(bytes) => Answer::Body(bytes, None),
                        None => self.answer(&ask.file, ask.etag.as_deref()),
                    };
                    let mut more = self.session.on(
                        Happening::Answer(ask.file, answer, Instant(self.now_ms)),
                        0.5,
                    );
                    more.reverse();
                    todo.splice(0..0, more);
                }
                Action::WaitMs(ms) => self.wait_ms = ms,
                Action::Begin(event, roster) => {
                    self.begun += 1;
                    self.race = Some(Race::new(event, roster));
                }
                Action::Renew(event, roster) => {
                    if let Some(race) = &mut self.race {
                        race.set_event(event);
                        race.set_roster(roster);
                    }
                }
                Action::Apply(news) => {
                    for change in news.iter().flat_map(|tick| &tick.changes) {
                        if let Some(race) = &mut self.race {
                            race.apply(change);
                        }
                    }
                }
                Action::Part(part) => {
                    if let Some(race) = &mut self.race {
                        race.set_part(Some(*part));
                    }
                }
                Action::Awaited(awaited) => self.awaited.push(awaited),
                Action::Stand(stand) => self.stand = Some(stand),
                Action::Keep(keep) => self.kept = Some(keep),
                Action::DropAll | Action::Course(_) | Action::Clock(_) | Action::Odd(_) => {}
            }
        }
    }

    fn poll(&mut self) {
        self.now_ms += self.wait_ms as i64;
        self.happen(Happening::Due);
    }

    /// How many runners are seen at 5 km.
    fn seen(&self) -> usize {
        self.race.as_ref().map_or(0, |race| {
            let view = race.as_of(at(9_000), race.newest());
            (0..race.roster().all().len())
                .filter(|i| view.passed_at(*i, 1).is_some())
                .count()
        })
    }

    fn health(&self) -> Health {
        judge(&self.session.signs(), Instant(self.now_ms), at(2_000))
    }

    fn asked(&mut self) -> Vec<String> {
        std::mem::take(&mut self.asked)
    }
}

fn started() -> Story {
    let mut story = Story::new();
    story.publish(EPOCH, 2);
    story.poll();
    story.asked();
    story
}

#[test]
fn a_first_visit_fetches_each_file_once_and_shows_the_race() {
    let mut story = Story::new();
    story.publish(EPOCH, 3);
    story.poll();
    assert_eq!(story.seen(), 3);
    assert_eq!(story.health(), Health::Fresh);
    let asked = story.asked();
    let mut once = asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(asked.len(), once.len(), "{asked:?}");
}

#[test]
fn nothing_new_costs_one_request() {
    let mut story = started();
    story.poll();
    assert_eq!(story.asked(), [HEAD]);
    assert_eq!(story.health(), Health::Fresh);
}

#[test]
fn a_new_tick_costs_two_requests() {
    let mut story = started();
    story.publish(EPOCH, 3);
    story.poll();
    assert_eq!(story.asked(), [HEAD, "ticks/e1-3.json"]);
    assert_eq!(story.seen(), 3);
}

#[test]
fn another_epoch_is_shown_once_all_of_it_is_here() {
    let mut story = started();
    story.publish("e2", 1);
    let missing = story.files.remove("ticks/e2-1.json");
    story.poll();
    assert_eq!((story.begun, story.seen()), (1, 2), "the old race stays");
    story
        .files
        .extend(missing.map(|bytes| ("ticks/e2-1.json".to_owned(), bytes)));
    story.poll();
    assert_eq!((story.begun, story.seen()), (2, 1));
}

#[test]
fn a_cache_that_lags_behind_takes_nothing_back() {
    let mut story = started();
    story.publish(EPOCH, 4);
    story.poll();
    story.publish(EPOCH, 3);
    story.poll();
    assert_eq!(story.seen(), 4);
}

#[test]
fn a_runner_hidden_by_a_new_roster_is_dropped() {
    let mut story = started();
    let fewer = Roster::new(roster().all()[1..].to_vec());
    let entrants = write::entrants(&fewer);
    let name = paths::by_content("entrants", &entrants);
    let old = story
        .files
        .keys()
        .find(|n| n.starts_with("event-"))
        .cloned()
        .unwrap_or_default();
    story
        .files
        .retain(|n, _| !n.starts_with("entrants-") && *n != old);
    story.files.insert(name.clone(), entrants);
    let course = story
        .files
        .keys()
        .find(|n| n.starts_with("course-"))
        .cloned()
        .unwrap_or_default();
    let file = EventFile {
        event: event(),
        course,
        entrants: name,
        ..EventFile::default()
    };
    let bytes = write::event(&file);
    story
        .files
        .insert(paths::by_content("event", &bytes), bytes);
    story.publish(EPOCH, 2);
    story.poll();
    assert_eq!(
        story.race.as_ref().map(|race| race.roster().all().len()),
        Some(3)
    );
    assert_eq!(
        (story.begun, story.seen()),
        (1, 1),
        "what is known of the others stays"
    );
}

#[test]
fn waking_asks_at_once_and_hiding_slows_down() {
    let mut story = started();
    story.happen(Happening::Hidden(true));
    story.poll();
    assert!(story.wait_ms > 50_000.0);
    story.asked();
    story.happen(Happening::Hidden(false));
    assert_eq!(story.asked(), [HEAD]);
    assert!(story.wait_ms < 3_000.0);
    story.happen(Happening::Online(false));
    story.now_ms += 3_000;
    assert!(matches!(story.health(), Health::Offline { .. }));
    story.happen(Happening::Online(true));
    assert_eq!(
        (story.asked().as_slice(), story.health()),
        ([HEAD.to_owned()].as_slice(), Health::Fresh)
    );
}

#[test]
fn a_keyframe_starts_a_late_client() {
    let mut story = Story::new();
    story.publish(EPOCH, 4);
    let changes: Vec<Change> = (1..=4).flat_map(|n| tick(n).changes).collect();
    let stamped = changes.into_iter().map(|change| Change {
        tick: Tick(4),
        ..change
    });
    let keyframe = Keyframe {
        tick: Tick(4),
        through: at(1_600),
        changes: stamped.collect(),
        ..Keyframe::default()
    };
    story.files.insert(
        paths::keyframe(EPOCH, Tick(4)),
        write::keyframe(&keyframe, Instant(BASE), &roster()),
    );
    let bytes = story.files.get(HEAD).cloned().unwrap_or_default();
    let mut head = homestretch_feed::read::head(&bytes)
        .map(|parsed| parsed.value)
        .expect("a head");
    head.keyframe = Some(Tick(4));
    story.files.insert(HEAD.to_owned(), write::head(&head));
    story.poll();
    let history: Vec<String> = story
        .asked()
        .into_iter()
        .filter(|f| f.contains('/'))
        .collect();
    assert_eq!(history, ["keyframes/e1-4.json"]);
    assert_eq!(story.seen(), 4);
}
