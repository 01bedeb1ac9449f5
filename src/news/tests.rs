//! Two looks at made-up races: what is news between them, and what is not.

use std::sync::Arc;

use homestretch_race::change::{Change, Ruling, Tick, What as Change_, Why};
use homestretch_race::event::{Contest, Event, Mat, Point, Wave};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, Roster};

use super::*;

/// Minutes after the gun, and the gun is at 0.
fn min(minutes: i64) -> Instant {
    Instant(minutes * 60_000)
}

fn race() -> Race {
    let point = |key: &str, at_m: f64, mat: usize, role: Role| Point {
        key: key.into(),
        at_m,
        mat,
        role,
        ..Point::default()
    };
    let contest = Contest {
        key: "half".into(),
        length_m: 21_097.5,
        points: vec![
            point("start", 0.0, 0, Role::Start),
            point("lap", 400.0, 0, Role::Helper),
            point("5k", 5_000.0, 1, Role::Split),
            point("10k", 10_000.0, 2, Role::Split),
            point("15k", 15_000.0, 1, Role::Split),
            point("finish", 21_097.5, 0, Role::Finish),
        ],
        waves: vec![Wave::default()],
        ..Contest::default()
    };
    let event = Event {
        key: "story".into(),
        contests: vec![contest],
        mats: vec![Mat::default(), Mat::default(), Mat::default()],
        ..Event::default()
    };
    let entrant = |no: u32| Entrant {
        no: EntrantNo(no),
        bib: (101 + no).to_string(),
        live: no != 9,
        ..Entrant::default()
    };
    Race::new(
        Arc::new(event),
        Arc::new(Roster::new((0..10).map(entrant).collect())),
    )
}

fn read(race: &mut Race, no: u32, point: usize, at: Option<Instant>) {
    let what = Change_::Passing {
        entrant: EntrantNo(no),
        point,
        at,
        why: Why::Read,
    };
    change(race, what);
}

fn change(race: &mut Race, what: Change_) {
    let tick = Tick(race.newest().0 + 1);
    race.apply(&Change { tick, what });
}

fn look(watch: &mut Watch, race: &Race, at: Instant) -> Vec<What> {
    let bibs = ["101".to_owned(), "110".to_owned(), "nobody".to_owned()];
    let view = race.as_of(at, race.newest()).with_through(at);
    let news = watch.look(&view, &bibs);
    news.into_iter().map(|news| news.what).collect()
}

#[test]
fn a_passing_is_news_once_and_only_after_the_first_look() {
    let (mut race, mut watch) = (race(), Watch::default());
    read(&mut race, 0, 0, Some(min(0)));
    read(&mut race, 0, 2, Some(min(25)));
    read(&mut race, 1, 2, Some(min(24)));
    assert_eq!(look(&mut watch, &race, min(26)), [], "so it was found");
    assert_eq!(look(&mut watch, &race, min(27)), []);
    read(&mut race, 0, 3, Some(min(50)));
    read(&mut race, 1, 3, Some(min(49)));
    let passed = What::Passed(3, min(50));
    assert_eq!(look(&mut watch, &race, min(51)), [passed], "of hers alone");
    assert_eq!(look(&mut watch, &race, min(52)), []);
    // Withdrawn, and there again: the same passing.
    read(&mut race, 0, 3, None);
    assert_eq!(look(&mut watch, &race, min(53)), []);
    read(&mut race, 0, 3, Some(min(50)));
    assert_eq!(look(&mut watch, &race, min(54)), []);
}

#[test]
fn after_a_sleep_only_the_furthest_is_told_and_helpers_never_are() {
    let (mut race, mut watch) = (race(), Watch::default());
    assert_eq!(look(&mut watch, &race, min(-1)), []);
    read(&mut race, 0, 0, Some(min(0)));
    assert_eq!(
        look(&mut watch, &race, min(1)),
        [What::Passed(0, min(0))],
        "off she goes"
    );
    read(&mut race, 0, 1, Some(min(2)));
    assert_eq!(look(&mut watch, &race, min(3)), []);
    read(&mut race, 0, 2, Some(min(25)));
    read(&mut race, 0, 3, Some(min(50)));
    assert_eq!(look(&mut watch, &race, min(60)), [What::Passed(3, min(50))]);
}

#[test]
fn who_stays_away_is_overdue_once_and_may_be_found_again() {
    let (mut race, mut watch) = (race(), Watch::default());
    for no in 0..9 {
        read(&mut race, no, 0, Some(min(0)));
        read(&mut race, no, 2, Some(min(25)));
        read(&mut race, no, 3, Some(min(50)));
    }
    assert_eq!(look(&mut watch, &race, min(51)), []);
    for no in 1..9 {
        read(&mut race, no, 4, Some(min(75)));
        read(&mut race, no, 5, Some(min(105)));
    }
    let late = min(400);
    assert_eq!(look(&mut watch, &race, late), [What::Overdue(3, min(50))]);
    assert_eq!(look(&mut watch, &race, late), []);
    read(&mut race, 0, 4, Some(min(399)));
    assert_eq!(look(&mut watch, &race, late), [What::Found(4, min(399))]);
    assert_eq!(look(&mut watch, &race, late), []);
}

#[test]
fn the_finish_is_the_finish_however_it_comes() {
    let (mut race, mut watch) = (race(), Watch::default());
    read(&mut race, 0, 2, Some(min(25)));
    assert_eq!(look(&mut watch, &race, min(26)), []);
    read(&mut race, 0, 5, Some(min(110)));
    // Who shows results only has nothing told before the finish, and then that.
    read(&mut race, 9, 2, Some(min(25)));
    read(&mut race, 9, 3, Some(min(50)));
    let home = What::Finished(Span(110 * 60_000), min(110));
    assert_eq!(look(&mut watch, &race, min(111)), [home]);
    read(&mut race, 9, 5, Some(min(120)));
    let home = What::Finished(Span(120 * 60_000), min(120));
    assert_eq!(look(&mut watch, &race, min(121)), [home]);
    assert_eq!(look(&mut watch, &race, min(122)), []);
}

#[test]
fn a_ruling_is_the_offices_to_tell() {
    let (mut race, mut watch) = (race(), Watch::default());
    read(&mut race, 0, 2, Some(min(25)));
    assert_eq!(look(&mut watch, &race, min(26)), []);
    change(
        &mut race,
        Change_::Status {
            entrant: EntrantNo(0),
            ruling: Some(Ruling::Dsq),
            note: None,
        },
    );
    read(&mut race, 0, 5, Some(min(110)));
    assert_eq!(look(&mut watch, &race, min(111)), []);
}

#[test]
fn one_event_has_one_key() {
    let key = |what| {
        News {
            no: EntrantNo(7),
            what,
        }
        .key("story")
    };
    // A corrected instant, or a runner found again, is the same passing.
    assert_eq!(key(What::Passed(3, min(50))), key(What::Found(3, min(51))));
    assert_ne!(key(What::Passed(3, min(50))), key(What::Passed(4, min(50))));
    assert_ne!(
        key(What::Overdue(3, min(50))),
        key(What::Passed(3, min(50)))
    );
    assert_eq!(
        key(What::Finished(Span(1), min(1))),
        key(What::Finished(Span(2), min(2)))
    );
}
