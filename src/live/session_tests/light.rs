//! Stories of a phone that follows a few of a big field by the light files.
//!
//! Long because each is a story of its own, told from the first question to the last answer.

use std::sync::Arc;

use homestretch_feed::fold::Fold;
use homestretch_feed::{brief, light, read};

use super::*;

const BUCKETS: u32 = 256;

/// A field of a thousand, of whom the phone follows some: every tenth is read at 5 km at each tick.
struct Big {
    story: Story,
    roster: Roster,
    changes: Vec<Change>,
    epoch: String,
}

fn bucket(bib: &str) -> String {
    paths::light(light::bucket_of(bib, BUCKETS))
}

impl Big {
    fn new(big: bool) -> Self {
        let entrant = |no: u32| Entrant {
            no: EntrantNo(no),
            bib: (101 + no).to_string(),
            names: Text::of("en", "Alder"),
            live: true,
            ..Entrant::default()
        };
        let mut field = Self {
            story: Story::new(),
            roster: Roster::new((0..1000).map(entrant).collect()),
            changes: Vec::new(),
            epoch: EPOCH.to_owned(),
        };
        field.story.files.clear();
        // All have started, so that everybody has a place and somebody leads.
        for no in 0..1000 {
            field.read(no, 0, 1);
        }
        field.publish(big, 1);
        field
    }

    fn read(&mut self, no: u32, point: usize, s: i64) {
        self.change(What::Passing {
            entrant: EntrantNo(no),
            point,
            at: Some(at(s)),
            why: Why::Read,
        });
    }

    fn change(&mut self, what: What) {
        self.changes.push(Change {
            tick: Tick(0),
            what,
        });
    }

    /// All that was not yet published is cut as tick `n`, and all files follow.
    fn publish(&mut self, big: bool, n: u32) {
        for change in self.changes.iter_mut().filter(|c| c.tick == Tick(0)) {
            change.tick = Tick(n);
        }
        let entrants = write::entrants(&self.roster);
        let course = write::course(&CourseFile::default());
        let file = EventFile {
            event: event(),
            course: paths::by_content("course", &course),
            entrants: paths::by_content("entrants", &entrants),
            light_buckets: BUCKETS,
            ..EventFile::default()
        };
        let files = &mut self.story.files;
        files.insert(file.course.clone(), course);
        files.insert(file.entrants.clone(), entrants);
        let event_bytes = write::event(&file);
        let event_name = paths::by_content("event", &event_bytes);
        files.insert(event_name.clone(), event_bytes);
        let (mut fold, mut race) = (
            Fold::new(),
            Race::new(Arc::new(event()), Arc::new(self.roster.clone())),
        );
        for change in &self.changes {
            fold.add(change);
            race.apply(change);
        }
        for i in 1..=n {
            let changes = self.changes.iter().filter(|c| c.tick == Tick(i));
            let tick = TickContent {
                tick: Tick(i),
                at: at(1_900),
                changes: changes.cloned().collect(),
                ..TickContent::default()
            };
            let name = paths::tick(&self.epoch, Tick(i));
            files.insert(name, write::tick(&tick, Instant(BASE)));
        }
        let view = race.as_of(at(2_000), Tick(n));
        let ranks = view.ranks();
        for i in 0..BUCKETS {
            let mut file = light::bucket(&self.epoch, i, BUCKETS, &self.roster, &fold);
            file.places = light::places(&view, &ranks, &file.roster);
            files.insert(paths::light(i), write::light(&file, &event()));
        }
        let mut field = brief::of(&view, &self.epoch, &fold);
        field.whole_bytes = 123_456;
        files.insert(paths::FIELD.to_owned(), write::field(&field, &event()));
        let head = Head {
            event: event_name,
            epoch: self.epoch.clone(),
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
            ask_again_ms: 15_000,
            big,
            ticks: Vec::new(),
        };
        files.insert(HEAD.to_owned(), write::head(&head));
        self.story.etag += 1;
    }

    /// The phone follows these, and expects news of those marked.
    fn want(&mut self, wanted: &[(&str, bool)]) {
        let wanted = wanted.iter().map(|(bib, near)| ((*bib).to_owned(), *near));
        self.story.happen(Happening::Want(wanted.collect()));
    }

    /// How many points have read that bib, as the phone knows it; none where it does not know her.
    fn passed(&self, bib: &str) -> Option<usize> {
        let race = self.story.race.as_ref()?;
        let index = race.roster().index(race.roster().by_bib(bib)?.no)?;
        Some(race.as_of(at(9_000), race.newest()).passings(index).count())
    }

    fn people(&self) -> usize {
        let race = self.story.race.as_ref();
        race.map_or(0, |race| race.roster().all().len())
    }
}

/// A phone that follows 501 and 502 in a big field.
fn followed() -> Big {
    let mut big = Big::new(true);
    big.want(&[("501", false), ("502", false)]);
    big.story.poll();
    big.story.asked();
    big
}

fn polls(big: &mut Big, n: usize) -> Vec<String> {
    for _ in 0..n {
        big.story.poll();
    }
    big.story.asked()
}

#[test]
fn a_first_visit_to_a_big_field_fetches_a_few_files_and_no_start_list() {
    let mut big = Big::new(true);
    big.want(&[("501", false), ("502", false)]);
    big.story.poll();
    let asked = big.story.asked();
    let wrong = |name: &&String| name.starts_with("entrants") || name.starts_with("ticks");
    assert_eq!(asked.iter().find(wrong), None);
    assert!(asked.contains(&bucket("501")) && asked.contains(&paths::FIELD.to_owned()));
    assert_eq!(asked.len(), 6, "{asked:?}");
    assert_eq!((big.passed("501"), big.passed("900")), (Some(1), None));
    assert_eq!(big.people(), 12, "ten leaders and two");
    assert_eq!(big.story.health(), Health::Fresh);
    let race = big.story.race.as_ref().expect("a race");
    let part = race.part().expect("it is told that this is a part");
    assert_eq!(part.tallies[0].passed[0].0, 1000);
    assert_eq!(part.whole_bytes, 123_456);
    let view = race.as_of(at(2_000), race.newest());
    let index = race.roster().index(EntrantNo(400)).expect("501");
    assert_eq!(
        view.places(index)[0].of,
        1000,
        "places are of the whole field"
    );
    assert_eq!(view.tally(0).on_course, 1000);
    assert_eq!(view.around(index, 2), None);
}

#[test]
fn whoever_asks_to_save_data_gets_a_part_of_a_small_field_and_all_of_it_when_that_is_wanted() {
    let mut small = Big::new(false);
    small.story.happen(Happening::Thrift(Some(true)));
    small.want(&[("501", false)]);
    small.story.poll();
    assert_eq!(small.people(), 11);
    small.story.happen(Happening::Thrift(None));
    assert_eq!((small.people(), small.passed("900")), (1000, Some(1)));
    let race = small.story.race.as_ref().expect("a race");
    assert_eq!(race.part(), None);
}

#[test]
fn a_runner_of_whom_news_may_come_is_asked_for_at_each_beat_and_others_in_turn() {
    let mut big = followed();
    big.want(&[("501", true), ("502", false)]);
    let asked = polls(&mut big, 16);
    let n = |name: &str| asked.iter().filter(|file| *file == name).count();
    assert_eq!((n(&bucket("501")), n(HEAD)), (16, 5));
    assert_eq!(n(&bucket("502")), 2);
    // A long list costs no more than one question at a beat.
    let bibs: Vec<String> = (200..300).map(|bib: u32| bib.to_string()).collect();
    let wanted: Vec<(&str, bool)> = bibs.iter().map(|bib| (bib.as_str(), false)).collect();
    big.want(&wanted);
    big.story.asked();
    let asked = polls(&mut big, 8);
    let light = asked.iter().filter(|name| name.starts_with("light/"));
    assert!(light.count() <= 8);
}

#[test]
fn a_read_a_correction_and_a_ruling_come_with_her_file() {
    let mut big = followed();
    big.read(400, 1, 1_700);
    big.publish(true, 2);
    big.want(&[("501", true), ("502", false)]);
    big.story.poll();
    assert_eq!((big.passed("501"), big.passed("502")), (Some(2), Some(1)));
    assert_eq!(big.story.begun, 1);
    big.change(What::Passing {
        entrant: EntrantNo(400),
        point: 1,
        at: None,
        why: Why::Implausible,
    });
    big.publish(true, 3);
    big.story.poll();
    assert_eq!(big.passed("501"), Some(1));
    big.change(What::Status {
        entrant: EntrantNo(401),
        ruling: Some(homestretch_race::Ruling::Dnf),
        note: None,
    });
    big.publish(true, 4);
    polls(&mut big, 8);
    let race = big.story.race.as_ref().expect("a race");
    let index = race.roster().index(EntrantNo(401)).expect("502");
    let view = race.as_of(at(9_000), race.newest());
    assert_eq!(view.ruling(index), Some(homestretch_race::Ruling::Dnf));
}

#[test]
fn nothing_new_costs_only_the_question() {
    let mut big = followed();
    let before = big.story.race.clone();
    polls(&mut big, 12);
    assert_eq!(big.story.race, before);
    assert_eq!(big.story.health(), Health::Fresh);
}

#[test]
fn whoever_is_opened_comes_at_once_and_goes_again() {
    let mut big = followed();
    big.want(&[("501", false), ("502", false), ("777", false)]);
    assert_eq!(big.story.asked(), [bucket("777")]);
    assert_eq!(big.passed("777"), Some(1));
    assert_eq!(big.story.awaited, vec![true, false, true, false]);
    big.want(&[("501", false), ("502", false)]);
    assert_eq!(big.passed("777"), None);
    big.want(&[("501", false), ("no such bib", false)]);
    assert_eq!(big.story.awaited.last(), Some(&false), "she is not there");
}

#[test]
fn a_runner_who_is_hidden_goes_with_the_history_and_the_old_one_stays_until_then() {
    let mut big = followed();
    big.epoch = "e2".to_owned();
    big.roster = Roster::new(
        big.roster
            .all()
            .iter()
            .filter(|e| e.bib != "501")
            .cloned()
            .collect(),
    );
    big.publish(true, 1);
    let missing = big.story.files.remove(&bucket("502"));
    big.story.files.insert(bucket("502"), b"{".to_vec());
    polls(&mut big, 3);
    assert_eq!((big.story.begun, big.passed("501")), (1, Some(1)));
    big.story
        .files
        .extend(missing.map(|bytes| (bucket("502"), bytes)));
    polls(&mut big, 3);
    assert_eq!(
        (big.story.begun, big.passed("501"), big.passed("502")),
        (2, None, Some(1))
    );
}

#[test]
fn a_name_that_is_withdrawn_goes_from_the_phone_too() {
    let mut big = followed();
    let nameless = |entrant: &Entrant| Entrant {
        names: if entrant.bib == "501" {
            Text::default()
        } else {
            entrant.names.clone()
        },
        ..entrant.clone()
    };
    big.roster = Roster::new(big.roster.all().iter().map(nameless).collect());
    big.publish(true, 1);
    polls(&mut big, 9);
    let race = big.story.race.as_ref().expect("a race");
    let her = race.roster().by_bib("501").expect("she runs");
    assert_eq!((her.names.get("en"), big.story.begun), ("", 1));
    assert_eq!(big.passed("501"), Some(1));
}

#[test]
fn everyone_is_fetched_when_asked_for_and_the_few_stay_until_then() {
    let mut big = followed();
    let entrants = big
        .story
        .files
        .iter()
        .find(|(name, _)| name.starts_with("entrants-"));
    let (name, list) = entrants
        .map(|(n, l)| (n.clone(), l.clone()))
        .expect("a list");
    big.story.files.insert(name.clone(), b"{".to_vec());
    big.story.happen(Happening::Thrift(Some(false)));
    assert_eq!((big.people(), big.story.begun), (12, 1));
    big.story.files.insert(name, list);
    polls(&mut big, 3);
    assert_eq!((big.people(), big.story.begun), (1000, 2));
    big.read(799, 1, 1_750);
    big.publish(true, 2);
    big.story.poll();
    assert_eq!(big.passed("900"), Some(2), "the whole field goes on");
    big.story.happen(Happening::Thrift(None));
    assert_eq!(
        (big.people(), big.passed("501")),
        (12, Some(1)),
        "and a few of it again"
    );
}

#[test]
fn a_server_without_light_files_is_followed_whole() {
    let mut big = Big::new(true);
    big.story
        .files
        .retain(|name, _| !name.starts_with("light/") && name != paths::FIELD);
    big.want(&[("501", false)]);
    big.story.poll();
    assert_eq!(big.people(), 1000);
    // Some hosts give their first page for what they do not have.
    let mut page = Big::new(true);
    let html = b"<!doctype html>".to_vec();
    page.story.files.insert(paths::FIELD.to_owned(), html);
    page.story.poll();
    assert_eq!(page.people(), 1000);
    assert_eq!(big.story.health(), Health::Fresh);
    big.story.asked();
    let asked = polls(&mut big, 4);
    assert_eq!(asked, [HEAD; 4]);
}

#[test]
fn the_server_goes_down_and_comes_back_and_everything_is_asked_for_again() {
    for way in [Way::Down, Way::Status(503), Way::Portal] {
        let mut big = followed();
        big.story.kept = None;
        big.story.way = way;
        polls(&mut big, 8);
        assert!(
            matches!(big.story.health(), Health::Stale { .. }),
            "{way:?}"
        );
        assert_eq!(big.passed("501"), Some(1), "the last good race stays");
        big.story.way = Way::Open;
        big.read(400, 1, 1_700);
        big.publish(true, 2);
        polls(&mut big, 2);
        assert_eq!(
            (big.passed("501"), big.story.health()),
            (Some(2), Health::Fresh),
            "{way:?}"
        );
    }
}

#[test]
fn a_file_that_is_cut_short_is_told_and_recovered_from() {
    let mut big = followed();
    let good = big
        .story
        .files
        .insert(bucket("501"), b"{\"feed\":1,".to_vec());
    big.want(&[("501", true), ("502", false)]);
    big.story.poll();
    assert_eq!(big.passed("501"), Some(1));
    big.story
        .files
        .extend(good.map(|bytes| (bucket("501"), bytes)));
    big.read(400, 1, 1_700);
    big.publish(true, 2);
    polls(&mut big, 2);
    assert_eq!(
        (big.passed("501"), big.story.health()),
        (Some(2), Health::Fresh)
    );
}

#[test]
fn a_start_in_an_aeroplane_shows_the_few_of_the_last_visit_and_their_age() {
    let mut big = followed();
    let last = big.story.now_ms;
    let keep = big.story.kept.clone().expect("the race is kept");
    let names: Vec<&str> = keep.bodies.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&paths::FIELD) && names.contains(&bucket("501").as_str()));
    assert!(!keep.files.iter().any(|name| name.starts_with("entrants")));
    big.story.session = Session::default();
    (big.story.race, big.story.begun, big.story.way) = (None, 0, Way::Down);
    big.story.now_ms += 3_600_000;
    big.want(&[("501", false), ("502", false)]);
    polls(&mut big, 5);
    assert_eq!((big.passed("501"), big.people()), (Some(1), 12));
    let since = Instant(last);
    let trouble = Trouble::NoAnswer;
    assert_eq!(big.story.health(), Health::Stale { since, trouble });
    big.story.way = Way::Open;
    big.read(400, 1, 1_700);
    big.publish(true, 2);
    polls(&mut big, 2);
    assert_eq!(
        (big.passed("501"), big.story.health()),
        (Some(2), Health::Fresh)
    );
    assert_eq!(big.story.begun, 1);
}

#[test]
fn a_field_of_another_history_in_the_browsers_cache_is_not_in_the_way_of_the_one_that_was_kept() {
    let mut big = followed();
    let field = String::from_utf8(big.story.files[paths::FIELD].clone()).expect("text");
    let other = field.replace(EPOCH, "another");
    assert_ne!(field, other);
    big.story
        .cached
        .insert(paths::FIELD.to_owned(), other.into_bytes());
    big.story.session = Session::default();
    (big.story.race, big.story.begun, big.story.way) = (None, 0, Way::Down);
    big.want(&[("501", false), ("502", false)]);
    polls(&mut big, 5);
    assert_eq!((big.passed("501"), big.people()), (Some(1), 12));
}

#[test]
fn a_phone_that_wakes_asks_for_all_of_them_at_once() {
    let mut big = followed();
    big.story.happen(Happening::Woke);
    let asked = big.story.asked();
    for name in [HEAD, paths::FIELD, &bucket("501"), &bucket("502")] {
        assert!(asked.iter().any(|file| file == name), "{name} in {asked:?}");
    }
}

#[test]
fn what_the_files_hold_can_be_read_by_others() {
    let big = Big::new(true);
    let bytes = &big.story.files[&bucket("501")];
    let file = read::light(bytes, &event()).expect("a light file");
    assert_eq!(file.problems, []);
    assert!(
        file.value
            .places
            .iter()
            .all(|(_, places)| places[0].of == 1000)
    );
}
