//! Places, ties and gaps: examples, and what holds in every race.

mod support;

use std::fmt::Write;

use homestretch_race::change::{Change, Ruling, Tick, What, Why};
use homestretch_race::race::Race;
use homestretch_race::roster::{EntrantNo, Sex};
use homestretch_race::standings::{Group, Standing};
use homestretch_race::time::Span;
use homestretch_race::view::Status;
use proptest::prelude::*;
use support::story::{lines_of, told};
use support::{GUN, clock_from_span, ms_from_clock, shared};

/// One line for each entrant with a time: place, bib, point, time, gap.
fn table(race: &Race, clock: &str, contest: usize, group: &Group) -> String {
    let at = GUN + Span(ms_from_clock(clock));
    let view = race.as_of(at, race.newest()).with_through(at);
    lines(race, contest, &view.standings(contest, group))
}

fn lines(race: &Race, contest: usize, standings: &[Standing]) -> String {
    let mut text = String::new();
    for s in standings.iter().filter(|s| s.time.is_some()) {
        let place = s.place.map_or("-".into(), |p| p.to_string());
        let tied = if s.tied { "=" } else { "" };
        let bib = &race.roster().all()[s.index].bib;
        let point = &race.event().contests[contest].points[s.point].key;
        let time = s.time.map(clock_from_span).unwrap_or_default();
        let gap = s.gap.map_or("?".into(), clock_from_span);
        let _ = writeln!(text, "{place}{tied} {bib} {point} {time} +{gap}");
    }
    text
}

fn race(story: &str) -> Race {
    told(&lines_of(story)).1
}

fn expect(title: &str, got: &str, expected: &[&str]) {
    assert_eq!(got.lines().collect::<Vec<_>>(), expected, "{title}");
}

/// A half with two at the finish in the same tenth, one close behind, one far, one disqualified.
const HALF: &str = "
    201 stadium 0:00:05
    201 5k 0:25:00
    201 stadium 1:43:30 1:45:30.19
    202 stadium 0:00:07
    202 5k 0:24:59
    202 stadium 1:43:31 1:45:30.11
    203 stadium 0:00:30
    203 5k 0:25:20
    203 stadium 1:43:31 1:45:30.2
    204 stadium 0:00:09
    204 5k 0:40:00
    205 stadium 0:00:09
    205 5k 0:20:00
    rule 205 dsq
    206 5k 0:24:58
";

#[test]
fn a_tie_at_the_finish_shares_the_place() {
    let race = race(HALF);
    expect(
        "all",
        &table(&race, "2:00:00", 1, &Group::All),
        &[
            "1= 201 finish 1:45:30.1 +0:00:00",
            "1= 202 finish 1:45:30.1 +0:00:00",
            "3 203 finish 1:45:30.2 +0:00:00.1",
            "4 206 5k 0:24:58 +-0:00:02",
            "5 204 5k 0:40:00 +0:15:00",
            "- 205 5k 0:20:00 +?",
        ],
    );
    expect(
        "women",
        &table(&race, "2:00:00", 1, &Group::Sex(Sex::Female)),
        &[
            "1 201 finish 1:45:30.1 +0:00:00",
            "2 203 finish 1:45:30.2 +0:00:00.1",
            "- 205 5k 0:20:00 +?",
        ],
    );
    expect(
        "one NOC",
        &table(&race, "2:00:00", 1, &Group::Noc("KEN".into())),
        &[
            "1 203 finish 1:45:30.2 +0:00:00",
            "2 206 5k 0:24:58 +-0:00:22",
        ],
    );
}

#[test]
fn on_the_course_the_furthest_split_leads() {
    let race = race(HALF);
    expect(
        "at 25 minutes",
        &table(&race, "0:25:00", 1, &Group::All),
        &[
            "1 206 5k 0:24:58 +0:00:00",
            "2 202 5k 0:24:59 +0:00:01",
            "3 201 5k 0:25:00 +0:00:02",
            "4 204 start 0:00:09 +?",
            "5 203 start 0:00:30 +?",
            "- 205 5k 0:20:00 +?",
        ],
    );
}

#[test]
fn net_ranking_counts_from_the_own_start() {
    let race = race(
        "
        301 stadium 0:00:02 0:09:02 0:18:02
        302 stadium 0:00:30 0:09:20 0:18:20
        306 stadium 0:10:05 0:18:40 0:27:55
        ",
    );
    expect(
        "two waves",
        &table(&race, "0:30:00", 2, &Group::All),
        &[
            "1= 302 lap2 0:17:50 +0:00:00",
            "1= 306 lap2 0:17:50 +0:00:00",
            "3 301 lap2 0:18:00 +0:00:10",
        ],
    );
    let view = race.as_of(GUN + Span(1_800_000), race.newest());
    expect(
        "the first lap alone",
        &lines(&race, 2, &view.standings_at(2, &Group::All, 1)),
        &[
            "1 306 lap1 0:08:35 +0:00:00",
            "2 302 lap1 0:08:50 +0:00:15",
            "3 301 lap1 0:09:00 +0:00:25",
        ],
    );
}

/// Ten runners of the half with times at some of the points, and some rulings. Few times, so that ties happen.
fn field() -> impl Strategy<Value = Race> {
    let runner = (
        0usize..7,
        prop::collection::vec(0i64..4, 6),
        prop::option::weighted(0.2, prop::sample::select(vec![Ruling::Dsq, Ruling::Dnf])),
    );
    prop::collection::vec(runner, 10).prop_map(|runners| {
        let (event, roster) = shared();
        let mut race = Race::new(event, roster);
        let mut apply = |what| {
            let tick = Tick(1);
            race.apply(&Change { tick, what });
        };
        for (entrant, (n_points, late, ruling)) in (10..).map(EntrantNo).zip(runners) {
            for (point, late) in late.iter().take(n_points).enumerate() {
                let ms = point as i64 * 1_500_000 + late * 100;
                apply(What::Passing {
                    entrant,
                    point,
                    at: Some(GUN + Span(ms)),
                    why: Why::Read,
                });
            }
            if ruling.is_some() {
                apply(What::Status {
                    entrant,
                    ruling,
                    note: None,
                });
            }
        }
        race
    })
}

fn groups() -> Vec<Group> {
    let noc = |c: &str| Group::Noc(c.into());
    vec![
        Group::All,
        Group::Sex(Sex::Female),
        Group::Category(1),
        noc("KEN"),
        noc("PRK"),
    ]
}

proptest! {
    #![proptest_config(support::properties())]

    #[test]
    fn places_are_those_of_a_race(race in field(), tenths in 0i64..90_000) {
        let at = GUN + Span(tenths * 100);
        let view = race.as_of(at, race.newest());
        // Found out together, places are those found out one by one.
        let ranks = view.ranks();
        for index in 0..race.roster().all().len() {
            prop_assert_eq!(view.places_by(&ranks, index), view.places(index));
        }
        for group in groups() {
            let standings = view.standings(1, &group);
            // Whoever is in the group is there once.
            let members = race.roster().all().iter().filter(|e| e.contest == 1 && group.has(e));
            prop_assert_eq!(standings.len(), members.count());
            let placed: Vec<_> = standings.iter().filter(|s| s.place.is_some()).collect();
            // The placed come first, and a place is one more than the number of those strictly ahead.
            prop_assert!(standings[..placed.len()].iter().all(|s| s.place.is_some()));
            for s in &placed {
                let key = |s: &Standing| (std::cmp::Reverse(s.point), s.time);
                let ahead = placed.iter().filter(|o| key(o) < key(s)).count();
                let same = placed.iter().filter(|o| key(o) == key(s)).count();
                prop_assert_eq!(s.place, Some(ahead as u32 + 1));
                prop_assert_eq!(s.tied, same > 1);
                let gap = s.gap.expect("everybody came by every point");
                prop_assert!(s.point < placed[0].point || gap >= Span(0));
            }
            for s in &standings {
                use Status::{Finished, OnCourse, Overdue};
                let running = matches!(view.status(s.index), Finished | OnCourse | Overdue);
                prop_assert_eq!(s.place.is_some(), running);
            }
            // The first lines alone are the first lines.
            for n in 0..standings.len() {
                prop_assert_eq!(&view.leaders(1, &group, n), &standings[..n]);
            }
            // One runner's places are those of the table.
            for s in &standings {
                let place = view.places(s.index).into_iter().find(|p| p.group == group);
                prop_assert_eq!(place.as_ref().map(|p| p.place), s.place);
                prop_assert_eq!(place.as_ref().is_some_and(|p| p.tied), s.tied);
                prop_assert!(place.is_none_or(|p| p.of as usize == placed.len()));
            }
        }
    }
}
