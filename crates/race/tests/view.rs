//! The race as it was at any instant: statuses, times, estimates, and what silence means.

mod support;

use std::sync::Arc;

use homestretch_race::intake::{Intake, Read, instant_from_time_of_day};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::standings::Group;
use homestretch_race::tally::Tally;
use homestretch_race::view::Status;
use homestretch_race::{Change, Tick, What, Why};
use support::story::{at, index, lines_of, race, told, view};
use support::{GUN, clock_from_span, event, ms_from_clock, roster};

#[test]
fn a_status_follows_the_race() {
    let story = "
        101 stadium 0:00:05 0:02:05
        101 5k 0:25:05
        102 stadium 0:00:06
        103 stadium 0:00:07
        rule 103 dnf
        201 stadium 0:00:20
        201 5k 0:25:00
        201 10k 0:50:00
        201 5k 1:15:00
        201 stadium 1:43:30 1:45:30
    ";
    let race = race(story);
    let status = |bib: &str, clock: &str| view(&race, clock).status(index(bib));
    assert_eq!(
        status("101", "-0:00:01"),
        Status::NotStarted,
        "before the gun"
    );
    assert_eq!(
        status("101", "0:00:04"),
        Status::NotStarted,
        "before her own start"
    );
    assert_eq!(status("101", "0:00:05"), Status::OnCourse);
    assert_eq!(status("104", "1:00:00"), Status::NotStarted, "never read");
    assert_eq!(status("201", "1:45:29"), Status::OnCourse);
    assert_eq!(status("201", "1:45:30"), Status::Finished);
    assert_eq!(
        status("103", "0:00:01"),
        Status::Dnf,
        "a ruling wins at any time"
    );
    assert_eq!(
        view(&race, "1:00:00").status(999),
        Status::NotStarted,
        "nobody"
    );
}

#[test]
fn stopped_is_said_at_the_limit_and_only_when_the_reads_reach_it() {
    let race = race(
        "101 stadium 0:00:05\n 101 40k 4:20:00\n 102 stadium 0:00:05\n 102 40k 4:15:00\n 102 stadium 4:25:00 4:28:00",
    );
    let runner = index("101");
    assert_eq!(view(&race, "4:30:00").status(runner), Status::OnCourse);
    assert_eq!(view(&race, "4:30:01").status(runner), Status::CutOff);
    assert_eq!(view(&race, "4:30:01").estimate(runner, at("4:30:01")), None);
    let blind = race
        .as_of(at("5:00:00"), race.newest())
        .with_through(at("4:29:00"));
    assert_eq!(blind.status(runner), Status::OnCourse, "the link is down");
    assert_eq!(
        view(&race, "5:00:00").status(index("102")),
        Status::Finished
    );
}

#[test]
fn times_count_from_the_gun_and_from_the_own_start() {
    let race = race("306 stadium 0:10:20.5 0:20:20.5 0:30:21.7");
    let splits = view(&race, "1:00:00").splits(index("306"));
    let last = splits.last().expect("splits");
    assert_eq!(
        clock_from_span(last.gun_time),
        "0:20:21.7",
        "the gun of the second wave"
    );
    assert_eq!(clock_from_span(last.net_time), "0:20:01.2");
    assert_eq!(last.pace_s_per_km, Some(300.6));
    assert_eq!(splits[0].pace_s_per_km, None);
    assert_eq!(splits.len(), 3);
    let before = view(&race, "0:30:21.6");
    assert_eq!(before.splits(index("306")).len(), 2, "not yet seen");
}

#[test]
fn an_unread_start_counts_from_the_gun() {
    let race = race("201 5k 0:25:00\n 201 10k 0:50:00");
    let split = view(&race, "1:00:00").last_split(index("201"));
    let split = split.expect("a split");
    assert_eq!(split.net_time, split.gun_time);
}

#[test]
fn a_quoted_number_is_found_as_it_was_known() {
    let story = "
        101 stadium 0:00:05
        101 5k 0:25:05 0:25:30
        tick
        withdraw 2
    ";
    let race = race(story);
    let as_known = |tick| {
        let view = race.as_of(at("1:00:00"), Tick(tick));
        view.last_split(index("101"))
            .map(|s| (s.point, s.at, s.why))
    };
    assert_eq!(as_known(0), None);
    assert_eq!(as_known(1), Some((2, at("0:25:05"), Why::Read)));
    assert_eq!(as_known(2), Some((2, at("0:25:30"), Why::Office)));
}

#[test]
fn a_gun_corrected_after_the_start_changes_every_gun_time() {
    let story = "201 stadium 0:00:20\n 201 5k 0:25:00\n tick\n gun half 0 0:00:10";
    let race = race(story);
    let gun_time = |tick| {
        let view = race.as_of(at("1:00:00"), Tick(tick));
        clock_from_span(view.last_split(index("201")).expect("a split").gun_time)
    };
    assert_eq!(gun_time(1), "0:25:00");
    assert_eq!(gun_time(2), "0:24:50");
    assert!(!race.gun_fired(1, 0, Tick(1)) && race.gun_fired(1, 0, Tick(2)));
}

#[test]
fn results_only_means_no_position() {
    let (event, roster) = (Arc::new(event()), Arc::new(roster()));
    let mut race = Race::new(event, roster);
    let mut pass = |point, clock: &str| {
        race.apply(&Change {
            tick: Tick(1),
            what: What::Passing {
                entrant: EntrantNo(8),
                point,
                at: Some(at(clock)),
                why: Why::Read,
            },
        });
    };
    pass(0, "0:00:05");
    pass(2, "0:25:05");
    pass(9, "3:30:00");
    let runner = index("109");
    let on_course = view(&race, "1:00:00");
    assert_eq!(on_course.status(runner), Status::NotStarted);
    assert_eq!(on_course.estimate(runner, on_course.at), None);
    assert_eq!(on_course.splits(runner), []);
    assert!(
        on_course
            .standings(0, &Group::All)
            .iter()
            .all(|s| s.place.is_none())
    );
    let home = view(&race, "3:30:00");
    assert_eq!(
        home.result(runner).map(clock_from_span),
        Some("3:30:00".into())
    );
    assert_eq!(home.splits(runner).len(), 3);
}

#[test]
fn an_entrant_may_change_contest() {
    let story = "101 stadium 0:00:05\n 101 5k 0:25:05\n 101 10k 0:50:05\n 101 5k 1:15:05";
    let (mut intake, _) = told(&lines_of(story));
    let entrants = roster();
    let moved = entrants.all().iter().cloned().map(|e| Entrant {
        contest: if e.bib == "101" { 1 } else { e.contest },
        ..e
    });
    intake.set_roster(Arc::new(Roster::new(moved.collect())));
    let passings: Vec<_> = intake.take_changes();
    let points: Vec<_> = intake
        .counted(EntrantNo(0))
        .iter()
        .map(|(p, _)| *p)
        .collect();
    assert_eq!(points, [0, 1, 2, 3], "start, 5 km, turn, 15 km");
    assert_eq!(passings.len(), 3, "the start stays as it was: {passings:?}");
}

#[test]
fn late_entrants_get_their_waiting_reads() {
    let nobody = Roster::default();
    let mut intake = Intake::new(&event(), &nobody);
    intake.read(Read {
        seq: 1,
        entrant: EntrantNo(10),
        mat: 0,
        at: at("0:00:05"),
    });
    assert_eq!(intake.take_changes(), []);
    assert_eq!(intake.waiting(), 1);
    intake.set_roster(Arc::new(roster()));
    assert_eq!(intake.take_changes().len(), 1);
}

#[test]
fn a_time_of_day_finds_its_date() {
    let check = |title: &str, time: &str, near: &str, expected: &str| {
        // The gun is at 09:00 of the race's zone.
        let got = instant_from_time_of_day(ms_from_clock(time), 540, at(near));
        assert_eq!(clock_from_span(got - GUN), expected, "{title}");
    };
    check("just read", "10:30:00", "1:30:02", "1:30:00");
    check("hours late", "10:30:00", "9:00:00", "1:30:00");
    check("before the gun", "08:59:59", "0:00:01", "-0:00:01");
    check("received over midnight", "23:59:58", "15:00:03", "14:59:58");
    check("read over midnight", "00:00:02.5", "14:59:59", "15:00:02.5");
    check("midnight told as 24:00", "24:00:00", "15:00:00", "15:00:00");
}

#[test]
fn a_contest_in_numbers_counts_everybody_once() {
    let race = race(
        "
        101 stadium 0:00:05
        101 5k 0:25:05
        102 stadium 0:00:06
        103 stadium 0:00:07
        rule 103 dnf
        201 stadium 0:00:20
        201 5k 0:25:00
        201 10k 0:50:00
        201 5k 1:15:00
        201 stadium 1:43:30 1:45:30
        ",
    );
    let early = view(&race, "0:30:00");
    let late = view(&race, "1:50:00");
    for contest in 0..race.event().contests.len() {
        let all = race.roster().all().iter();
        let n = all.filter(|entrant| entrant.contest == contest).count();
        for view in [&early, &late] {
            let tally = view.tally(contest);
            let sum = tally.on_course + tally.finished + tally.out + tally.not_started;
            assert_eq!(sum as usize, n, "contest {contest}: {tally:?}");
        }
    }
    let of = |bib: &str| race.roster().all()[index(bib)].contest;
    let (first, second) = (early.tally(of("101")), late.tally(of("201")));
    assert_eq!((first.on_course, first.finished, first.out), (2, 0, 1));
    assert_eq!(first.passed[0].0, 3, "the start was read for three");
    assert_eq!(first.passed[2], (1, Some(at("0:25:05"))));
    assert_eq!((second.on_course, second.finished), (0, 1));
    assert_eq!(second.passed.last().map(|p| p.0), Some(1));
    assert_eq!(late.tally(99), Tally::default(), "no such contest");
}
