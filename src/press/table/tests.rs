//! The rows of a small race: every order, every filter, every column.

use std::sync::Arc;

use homestretch_race::event::{Event, Point, RankBy, Text, Wave};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::{Change, Tick, What, Why};

use super::order::rows;
use super::*;
use crate::press::asked::Sort;

const GUN: Instant = Instant(1_775_347_200_000);

/// Four runners over 10 km with one mat: 1 leads, 2 was not read at 5 km, 3 is on the course, 4 is not there.
fn race() -> Race {
    let point = |at_m, role| Point {
        at_m,
        role,
        ..Point::default()
    };
    let contest = Contest {
        points: vec![
            point(0.0, Role::Start),
            point(400.0, Role::Helper),
            point(5_000.0, Role::Split),
            point(10_000.0, Role::Finish),
        ],
        length_m: 10_000.0,
        waves: vec![Wave {
            gun: GUN,
            ..Wave::default()
        }],
        rank_by: RankBy::Gun,
        ..Contest::default()
    };
    let event = Event {
        contests: vec![contest],
        ..Event::default()
    };
    let names = ["Zoe", "Ana-Maria B", "Țepeș", "Ana-Maria A"];
    let entrants = (0..4_u32).zip(names).map(|(no, name)| Entrant {
        no: EntrantNo(no),
        bib: (no + 1).to_string(),
        names: Text::of("en", name),
        noc: Some(["KEN", "ROU"][no as usize % 2].into()),
        sex: Some([Sex::Female, Sex::Male][no as usize % 2]),
        category: (no == 2).then_some(0),
        live: true,
        ..Entrant::default()
    });
    let mut race = Race::new(Arc::new(event), Arc::new(Roster::new(entrants.collect())));
    for (no, point, s) in [(0, 2, 900), (0, 3, 1_860), (1, 3, 1_900), (2, 2, 905)] {
        let what = What::Passing {
            entrant: EntrantNo(no),
            point,
            at: Some(GUN + Span(s * 1000)),
            why: Why::Read,
        };
        race.apply(&Change {
            tick: Tick(1),
            what,
        });
    }
    race
}

fn bibs(asked: &Asked) -> Vec<u32> {
    let race = race();
    let view = race.as_of(GUN + Span(2_000_000), race.newest());
    let all = standings(&view, 0);
    let rows = rows(&view, 0, &all, asked, "en");
    rows.iter().map(|row| row.index as u32 + 1).collect()
}

fn sorted(sort: Sort, reverse: bool, columns: Columns) -> Vec<u32> {
    bibs(&Asked {
        columns,
        sort,
        reverse,
        ..Asked::default()
    })
}

#[test]
fn every_column_sorts_and_who_has_nothing_in_it_comes_last() {
    let elapsed = Columns::Elapsed;
    assert_eq!(sorted(Sort::Place, false, elapsed), [1, 2, 3, 4]);
    assert_eq!(sorted(Sort::Name, false, elapsed), [4, 2, 1, 3]);
    assert_eq!(sorted(Sort::Bib, true, elapsed), [4, 3, 2, 1]);
    assert_eq!(sorted(Sort::Point(2), false, elapsed), [1, 3, 2, 4]);
    assert_eq!(sorted(Sort::Point(2), true, elapsed), [3, 1, 2, 4]);
    assert_eq!(sorted(Sort::Point(3), false, Columns::Pace), [1, 2, 3, 4]);
    assert_eq!(sorted(Sort::Sex, false, elapsed), [1, 3, 2, 4]);
    assert_eq!(sorted(Sort::Sex, true, elapsed), [4, 2, 3, 1]);
    assert_eq!(sorted(Sort::Category, false, elapsed), [3, 1, 2, 4]);
    assert_eq!(sorted(Sort::Status, false, elapsed), [1, 2, 3, 4]);
    assert_eq!(sorted(Sort::Status, true, elapsed), [4, 3, 2, 1]);
    assert_eq!(sorted(Sort::Point(99), false, elapsed), [1, 2, 3, 4]);
}

#[test]
fn filters_pick() {
    let with = |change: fn(&mut Asked)| {
        let mut asked = Asked::default();
        change(&mut asked);
        bibs(&asked)
    };
    assert_eq!(with(|a| a.sex = Some(Sex::Female)), [1, 3]);
    assert_eq!(with(|a| a.noc = "ROU".into()), [2, 4]);
    assert_eq!(with(|a| a.passed = Some((2, true))), [1, 3]);
    assert_eq!(with(|a| a.passed = Some((2, false))), [2, 4]);
    assert_eq!(with(|a| a.find = "țep".into()), [3]);
    assert_eq!(with(|a| a.find = "2".into()), [2]);
    // The leader is within any gap; whose gap nobody knows is within none.
    assert_eq!(with(|a| a.within_s = Some(0)), [1]);
    assert_eq!(with(|a| a.within_s = Some(40)), [1, 2, 3]);
    let near = |a: &mut Asked| (a.to, a.within_s) = ("3".into(), Some(5));
    assert_eq!(with(near), [1, 3]);
}

#[test]
fn columns_say_time_segment_pace_and_gap() {
    let race = race();
    let view = race.as_of(GUN + Span(2_000_000), race.newest());
    let of = &race.event().contests[0];
    assert_eq!(points_shown(of), [2, 3]);
    let said = |columns, index, point| {
        let asked = Asked {
            columns,
            ..Asked::default()
        };
        figure(&view, of, index, point, &asked, 540)
    };
    assert_eq!(said(Columns::Elapsed, 0, 3), "0:31:00");
    assert_eq!(said(Columns::TimeOfDay, 0, 3), "09:31:00");
    assert_eq!(said(Columns::Segment, 0, 3), "0:16:00");
    assert_eq!(said(Columns::Pace, 0, 3), "3:12");
    // The point before was not read, so nobody knows the segment.
    assert_eq!(said(Columns::Segment, 1, 3), "");
    assert_eq!(said(Columns::Elapsed, 3, 2), "");
    let all = standings(&view, 0);
    let to = Asked {
        to: "3".into(),
        ..Asked::default()
    };
    let gap = |asked, n: usize| gap_text(Behind::of(&view, asked).gap(&view, &all[n]));
    assert_eq!(gap(&to, 0), "−0:05");
    assert_eq!(gap(&Asked::default(), 1), "+0:40");
    assert_eq!(median_pace_s_per_km(&view, of, &all), Some(186));
}

#[test]
fn a_pace_is_known_only_between_points_that_were_read() {
    let race = race();
    let view = race.as_of(GUN + Span(2_000_000), race.newest());
    let of = &race.event().contests[0];
    let level = |from: f64, to: f64, s: f64| [(from, s), (to, s)];
    let leader = [level(0.0, 5_000.0, 180.0), level(5_000.0, 10_000.0, 192.0)].concat();
    assert_eq!(paces(&view, of, 0), [leader]);
    assert!(paces(&view, of, 1).is_empty() && paces(&view, of, 3).is_empty());
    assert_eq!(paces(&view, of, 2).len(), 1);
}
