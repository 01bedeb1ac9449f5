//! Two runners of a small race, and a record.

use std::sync::Arc;

use homestretch_race::event::{CourseRecord, Event, Point, RankBy, Wave};
use homestretch_race::roster::{Entrant, EntrantNo, Sex};
use homestretch_race::time::Span;
use homestretch_race::{Change, Tick, What, Why};

use super::*;

const GUN: Instant = Instant(1_775_347_200_000);

/// Two waves ten minutes apart over 10 km: 1 of the first runs 20 and 41 minutes, 2 of the second 21 and 40; 3 has not
/// been read, 4 runs another course.
fn race() -> Race {
    let point = |at_m, role| Point {
        at_m,
        role,
        ..Point::default()
    };
    let contest = Contest {
        points: vec![
            point(0.0, Role::Start),
            point(5_000.0, Role::Split),
            point(10_000.0, Role::Finish),
        ],
        length_m: 10_000.0,
        waves: [0, 600_000]
            .map(|ms| Wave {
                gun: GUN + Span(ms),
                ..Wave::default()
            })
            .to_vec(),
        rank_by: RankBy::Gun,
        records: vec![CourseRecord {
            sex: Some(Sex::Female),
            time: Span(2_400_000),
            ..CourseRecord::default()
        }],
        ..Contest::default()
    };
    let event = Event {
        contests: vec![contest.clone(), contest],
        ..Event::default()
    };
    let entrants = (0..4_u32).map(|no| Entrant {
        no: EntrantNo(no),
        bib: (no + 1).to_string(),
        contest: usize::from(no == 3),
        wave: usize::from(no == 1),
        sex: Some([Sex::Female, Sex::Male][no as usize % 2]),
        live: true,
        ..Entrant::default()
    });
    let mut race = Race::new(Arc::new(event), Arc::new(Roster::new(entrants.collect())));
    for (no, point, s) in [
        (0, 0, 0),
        (0, 1, 1_200),
        (0, 2, 2_460),
        (1, 0, 600),
        (1, 1, 1_860),
        (1, 2, 3_000),
    ] {
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

fn stand(race: &Race, runner: &str, beside: &Beside, s: i64) -> Standing {
    let at = GUN + Span(s * 1000);
    let view = race.as_of(at, race.newest());
    let duel = duel(race, runner, beside).expect("both ran");
    duel.standing(&view).expect("both run")
}

#[test]
fn a_ghost_starts_with_the_runner_whatever_its_wave() {
    let race = race();
    let two = Beside::Runner("2".to_owned());
    let at_half = stand(&race, "1", &two, 1_200);
    assert_eq!(at_half.last, Some((1, 60.0)));
    assert!((at_half.own_m - 5_000.0).abs() < 1.0);
    assert!((at_half.ahead_s.unwrap_or_default() - 60.0).abs() < 0.1);
    let home = stand(&race, "1", &two, 9_000);
    assert_eq!(home.last, Some((2, -60.0)));
    assert_eq!((home.ahead_s, home.taken), (Some(-60.0), true));
    // Looked at from the other, it is the same the other way round.
    let home = stand(&race, "2", &Beside::Runner("1".to_owned()), 9_000);
    assert_eq!(home.ahead_s, Some(60.0));
}

#[test]
fn the_record_runs_evenly_and_is_that_of_her_sex() {
    let race = race();
    let half = stand(&race, "1", &Beside::Record, 1_200);
    assert_eq!(half.last, Some((1, 0.0)));
    assert!((half.other_m - 5_000.0).abs() < 1e-6);
    assert_eq!(
        stand(&race, "1", &Beside::Record, 9_000).ahead_s,
        Some(-60.0)
    );
    assert_eq!(duel(&race, "2", &Beside::Record), Err(NoDuel::NoRecord));
}

#[test]
fn where_there_is_no_duel_it_is_said_why() {
    let race = race();
    let other = |bib: &str| Beside::Runner(bib.to_owned());
    assert_eq!(duel(&race, "3", &other("1")), Err(NoDuel::NotStarted));
    assert_eq!(duel(&race, "1", &other("3")), Err(NoDuel::GhostNotStarted));
    assert_eq!(duel(&race, "1", &other("4")), Err(NoDuel::OtherContest));
    assert_eq!(duel(&race, "1", &other("99")), Err(NoDuel::Nobody));
    assert_eq!(duel(&race, "", &Beside::Record), Err(NoDuel::Nobody));
}
