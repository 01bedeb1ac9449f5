//! Stories: a small marathon told in lines, and what the screen makes of it. Long because each story is told in full.

use std::sync::Arc;

use homestretch_race::event::{Contest, CourseRecord, Event, Mat, Point, Role, Text, Wave};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, Phase, Tick, What as Known, Why};

use super::arrivals::{Coming, Due, coming, due, entrance, shown_large};
use super::board::{self, Change as Moved, Memory};
use super::field::everybody;
use super::front::{Gap, front};
use super::moment::{Moment, What, moments};
use super::scene::{Scene, offers};
use super::settings::{Kind, Settings};

const GUN: Instant = Instant(1_800_000_000_000);
const POINTS: [(&str, f64); 7] = [
    ("start", 0.0),
    ("10k", 10_000.0),
    ("20k", 20_000.0),
    ("30k", 30_000.0),
    ("40k", 40_000.0),
    ("tunnel", 41_800.0),
    ("finish", 42_195.0),
];
const MEN: Group = Group::Sex(Sex::Male);

fn race() -> Race {
    let points = POINTS.iter().enumerate().map(|(i, (key, at_m))| Point {
        key: (*key).to_owned(),
        names: Text::of("en", key),
        at_m: *at_m,
        mat: i,
        role: match i {
            0 => Role::Start,
            6 => Role::Finish,
            _ => Role::Split,
        },
        ..Point::default()
    });
    let contest = Contest {
        key: "full".to_owned(),
        length_m: 42_195.0,
        points: points.collect(),
        waves: vec![Wave {
            key: "A".to_owned(),
            gun: GUN,
        }],
        limit: Some(Span(5 * 3_600_000)),
        records: vec![CourseRecord {
            sex: Some(Sex::Male),
            time: Span(7_800_000),
            ..CourseRecord::default()
        }],
        ..Contest::default()
    };
    let event = Event {
        contests: vec![contest],
        mats: POINTS
            .iter()
            .map(|(key, _)| Mat {
                key: (*key).to_owned(),
                names: Text::default(),
            })
            .collect(),
        base: GUN,
        ..Event::default()
    };
    let entrants = (1..=6).map(|no| Entrant {
        no: EntrantNo(no),
        bib: no.to_string(),
        noc: Some(if no < 4 { "KEN" } else { "PRK" }.to_owned()),
        sex: Some(if no == 6 { Sex::Female } else { Sex::Male }),
        live: true,
        ..Entrant::default()
    });
    let mut race = Race::new(Arc::new(event), Arc::new(Roster::new(entrants.collect())));
    race.apply(&Change {
        tick: Tick(1),
        what: Known::Phase {
            phase: Phase::Live,
            official: false,
        },
    });
    race
}

/// Somebody passed a point so many seconds after the gun; none takes it back.
fn pass(race: &mut Race, tick: u32, no: u32, point: usize, s: Option<i64>) {
    race.apply(&Change {
        tick: Tick(tick),
        what: Known::Passing {
            entrant: EntrantNo(no),
            point,
            at: s.map(|s| GUN + Span(s * 1000)),
            why: Why::Read,
        },
    });
}

/// Everybody runs evenly, number 1 first and each next one `apart_s` seconds per 10 km behind, up to a point.
fn run(race: &mut Race, up_to: usize, apart_s: i64) {
    for no in 1..=6 {
        for (point, (_, at_m)) in POINTS.iter().enumerate().take(up_to + 1) {
            let km = (at_m / 1000.0) as i64;
            let s = km * 185 + km * apart_s * i64::from(no - 1) / 10;
            pass(race, 2, no, point, Some(s));
        }
    }
}

fn at(s: i64) -> Instant {
    GUN + Span(s * 1000)
}

fn told(race: &Race, s: i64) -> Vec<Moment> {
    let view = race.as_of(at(s), race.newest()).with_through(at(s));
    moments(&view, |_| true)
}

#[test]
fn a_gap_counts_from_the_leaders_mat_and_settles_there() {
    let mut race = race();
    run(&mut race, 3, 10);
    pass(&mut race, 3, 1, 4, Some(7_400));
    let view = |s| race.as_of(at(s), race.newest()).with_through(at(s));
    let front_at = |s| front(&view(s), 0, &MEN, 3);
    let second = front_at(7_410).rows[1].clone();
    assert_eq!((second.place, second.confirmed), (2, false));
    // At 30 km she was 30 s behind; ten seconds after the leader came by that is still what is known.
    assert_eq!(second.gap.at(at(7_410)), Some((Span(30_000), false)));
    assert_eq!(second.gap.at(at(7_445)), Some((Span(45_000), true)));
    pass(&mut race, 4, 2, 4, Some(7_452));
    let view = race.as_of(at(7_460), race.newest()).with_through(at(7_460));
    let second = front(&view, 0, &MEN, 3).rows[1].clone();
    assert_eq!(second.gap, Gap::Settled(Span(52_000)));
    assert!(second.confirmed);
}

#[test]
fn the_front_says_pace_and_finish_as_estimates_and_knows_the_record() {
    let mut race = race();
    run(&mut race, 3, 10);
    let view = race.as_of(at(5_700), race.newest()).with_through(at(5_700));
    let front = front(&view, 0, &MEN, 3);
    assert_eq!(front.pace_read, Some(185.0));
    assert!(
        front
            .pace_now
            .is_some_and(|pace| (170.0..215.0).contains(&pace)),
        "{front:?}"
    );
    let (early, middle, late) = front.finish.expect("she is on the way");
    assert!(early < middle && middle < late);
    assert_eq!(front.record, Some(Span(7_800_000)));
    assert_eq!(front.home, None);
    // Women have no record here.
    let view = race.as_of(at(5_700), race.newest()).with_through(at(5_700));
    assert_eq!(
        super::front::front(&view, 0, &Group::Sex(Sex::Female), 3).record,
        None
    );
    // A mat that has not read her yet holds her dot, and not her pace.
    let view = race.as_of(at(7_500), race.newest()).with_through(at(7_500));
    let held = super::front::front(&view, 0, &MEN, 3);
    assert_eq!(held.lead_m, Some(40_000.0));
    assert!(
        held.pace_now
            .is_some_and(|pace| (170.0..215.0).contains(&pace))
    );
}

#[test]
fn who_comes_into_the_stadium_has_a_window_that_closes() {
    let mut race = race();
    run(&mut race, 4, 10);
    let view = |race: &Race, s| {
        coming(
            &race.as_of(at(s), race.newest()).with_through(at(s)),
            |_| true,
        )
    };
    assert_eq!(entrance(&race.event().contests[0]), 5);
    let first = view(&race, 7_420)[0];
    let (left, off) = first.window(at(7_420));
    assert_eq!((first.no, first.place), (EntrantNo(1), Some(1)));
    assert!((240..400).contains(&(left.0 / 1000)), "{left:?}");
    assert!(off.0 > 0 && off.0 < 60_000, "{off:?}");
    assert_eq!(due(&view(&race, 7_420), at(7_420)), None);
    let later = first.mid - Span(20_000);
    let s = (later - GUN).0 / 1000;
    assert_eq!(
        due(&view(&race, s), later),
        Some(Due::Podium),
        "the winner is due"
    );
    // Once read in the tunnel, what is left is the track.
    pass(&mut race, 5, 1, 5, Some(s + 20));
    let inside = view(&race, s + 25)[0];
    assert_eq!(inside.inside, Some(at(s + 20)));
    assert!(inside.mid - at(s + 25) < Span(120_000));
}

#[test]
fn the_tunnel_shows_the_podium_before_those_whose_window_has_run_out() {
    let one = |no: u32, s: i64, place: Option<u32>| Coming {
        no: EntrantNo(no),
        contest: 0,
        low: at(s - 5),
        mid: at(s),
        high: at(s + 5),
        inside: None,
        place,
    };
    let mut all = vec![one(1, 90, None), one(2, 110, None), one(3, 140, Some(2))];
    assert_eq!(shown_large(&all, at(100)), Some(2), "second of her race");
    assert_eq!(shown_large(&all, at(-100)), Some(0), "she is far off yet");
    all.pop();
    assert_eq!(shown_large(&all, at(100)), Some(1));
    assert_eq!(
        shown_large(&all, at(200)),
        Some(0),
        "all are overdue, and still the next"
    );
    assert_eq!(shown_large(&[], at(0)), None);
}

#[test]
fn moments_are_told_from_the_race_as_it_stands() {
    let mut race = race();
    run(&mut race, 3, 2);
    let whats = |race: &Race, s| {
        let told = told(race, s);
        told.iter()
            .map(|m| (m.what, m.who.0, m.point))
            .collect::<Vec<_>>()
    };
    assert_eq!(whats(&race, 5_700), []);
    // Number 2 leads at 40 km, far ahead.
    pass(&mut race, 3, 2, 4, Some(7_440));
    pass(&mut race, 3, 1, 4, Some(7_540));
    let all = whats(&race, 7_550);
    assert!(all.contains(&(What::LeadChange, 2, 4)), "{all:?}");
    // The read is withdrawn, and so the lead change.
    pass(&mut race, 4, 2, 4, None);
    assert_eq!(whats(&race, 7_550), []);
    pass(&mut race, 5, 1, 6, Some(7_799));
    pass(&mut race, 5, 4, 6, Some(7_900));
    let all = whats(&race, 7_910);
    for wanted in [
        (What::Record, 1, 6),
        (What::Home(1), 1, 6),
        (What::FirstOfNoc, 4, 6),
    ] {
        assert!(all.contains(&wanted), "{wanted:?} is not in {all:?}");
    }
    pass(&mut race, 6, 1, 6, Some(7_801));
    let all = whats(&race, 7_910);
    assert!(
        !all.contains(&(What::Record, 1, 6)),
        "one second too slow: {all:?}"
    );
}

#[test]
fn offers_follow_the_race() {
    let kinds = |race: &Race, s| {
        let view = race.as_of(at(s), race.newest()).with_through(at(s));
        let mut kinds: Vec<Kind> = offers(&view, &Settings::default(), &coming(&view, |_| true))
            .iter()
            .map(Scene::kind)
            .collect();
        kinds.dedup();
        kinds
    };
    let mut race = race();
    assert_eq!(kinds(&race, -600), [Kind::Countdown]);
    // Long before, there is still something to show.
    assert_eq!(kinds(&race, -90_000), [Kind::Countdown]);
    run(&mut race, 3, 10);
    assert_eq!(kinds(&race, 5_700), [Kind::Lead, Kind::Board, Kind::Field]);
    assert_eq!(
        kinds(&race, 6_900),
        [Kind::Lead, Kind::Stadium, Kind::Board, Kind::Field]
    );
    run(&mut race, 6, 10);
    assert_eq!(kinds(&race, 9_000), [Kind::Board, Kind::Podium]);
    race.apply(&Change {
        tick: Tick(9),
        what: Known::Phase {
            phase: Phase::Ended,
            official: true,
        },
    });
    assert_eq!(
        kinds(&race, 9_000),
        [Kind::Board, Kind::Podium, Kind::Thanks]
    );
    let only = Settings::of_query("?scenes=lead");
    let view = race.as_of(at(9_000), race.newest());
    assert_eq!(offers(&view, &only, &[]), [Scene::Thanks]);
}

#[test]
fn the_tunnel_is_not_shown_while_nobody_comes_unless_a_wall_shows_nothing_else() {
    let mut race = race();
    run(&mut race, 1, 10);
    let view = race.as_of(at(1_900), race.newest()).with_through(at(1_900));
    assert!(coming(&view, |_| true).is_empty());
    assert!(!offers(&view, &Settings::default(), &[]).contains(&Scene::Stadium));
    let tunnel = Settings::of_query("?scenes=stadium");
    assert_eq!(offers(&view, &tunnel, &[]), [Scene::Stadium]);
}

#[test]
fn everybody_is_counted_where_she_is() {
    let mut race = race();
    run(&mut race, 2, 10);
    let view = race.as_of(at(3_900), race.newest()).with_through(at(3_900));
    let all = everybody(&view, 0);
    assert_eq!((all.tally.on_course, all.tally.finished), (6, 0));
    let sum: f32 = all.density.iter().sum();
    assert!((sum - 6.0).abs() < 0.01, "{sum}");
    assert!(
        all.ends_m
            .is_some_and(|(first, last)| first > last && last > 20_000.0)
    );
    assert_eq!(
        all.mats.iter().map(|(_, _, n)| *n).collect::<Vec<_>>(),
        [6, 6, 0, 0, 0, 0]
    );
    assert_eq!(all.limit, Some(GUN + Span(5 * 3_600_000)));
}

#[test]
fn a_board_marks_what_changed_since_it_was_last_shown() {
    let mut race = race();
    run(&mut race, 2, 10);
    let mut memory = Memory::default();
    let changes = |race: &Race, memory: &Memory, s| {
        let view = race.as_of(at(s), race.newest());
        let lines = board::page(&view, 0, &MEN, 0, memory);
        lines
            .iter()
            .map(|line| (line.no.0, line.change))
            .collect::<Vec<_>>()
    };
    assert!(
        changes(&race, &memory, 4_000)
            .iter()
            .all(|(_, change)| *change == Moved::None)
    );
    memory.keep(&race.as_of(at(4_000), race.newest()), 0, &MEN, 3);
    pass(&mut race, 3, 3, 3, Some(5_500));
    pass(&mut race, 3, 4, 3, Some(5_501));
    let now = changes(&race, &memory, 5_600);
    assert_eq!(
        now,
        [
            (3, Moved::Up(2)),
            (4, Moved::New),
            (1, Moved::Down(2)),
            (2, Moved::Down(2)),
            (5, Moved::New)
        ]
    );
}
