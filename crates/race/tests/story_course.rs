//! Stories of courses where one mat is several points: contests that share it, laps, and waves over them.
//! Times are since the gun at 09:00.

mod support;

use std::fmt::Write;

use homestretch_race::intake::Aside;
use homestretch_race::roster::EntrantNo;
use support::story::{check, lines_of, told};

#[test]
fn two_contests_share_a_mat() {
    check(
        "the turn of the half is the 10k of the full, its 5k is read twice",
        "
        101 stadium 0:00:05 0:02:05
        201* stadium 0:00:10
        201 5k 0:25:00
        101 5k 0:25:05
        201 10k 0:50:00
        101 10k 0:50:05
        201 5k 1:15:00
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05
        201 OnCourse, start 0:00:10, 5k 0:25:00, turn 0:50:00, 15k 1:15:00
        ",
    );
    check(
        "the half's 5k missed on the way out",
        "
        201* stadium 0:00:10
        201 10k 0:50:00
        201 5k 1:15:00
        201 stadium 1:43:30 1:45:30
        ",
        "
        201 Finished in 1:45:30, start 0:00:10, turn 0:50:00, 15k 1:15:00, tunnel 1:43:30, finish 1:45:30
        ",
    );
}

#[test]
fn laps_and_waves() {
    check(
        "the third lap missed",
        "301* stadium 0:00:05 0:10:05 0:20:05 0:40:05 0:50:05",
        "
        301 Finished in 0:50:00, start 0:00:05, lap1 0:10:05, lap2 0:20:05, lap4 0:40:05, finish 0:50:05
        ",
    );
    check(
        "the second wave, ranked by its own start",
        "306* stadium 0:01:00 0:10:20 0:20:20 0:30:20 0:40:20 0:50:20 1:00:20.4",
        "
        306 Finished in 0:50:00.4, start 0:10:20, lap1 0:20:20, lap2 0:30:20, lap3 0:40:20, lap4 0:50:20, finish 1:00:20.4
        aside stadium 0:01:00 BeforeGun
        ",
    );
    check(
        "an unknown wave runs with the first",
        "110* stadium -0:01:00 0:00:09 0:02:10\n 110 5k 0:25:00",
        "
        110 OnCourse, start 0:00:09, lap 0:02:10, 5k 0:25:00
        aside stadium -0:01:00 BeforeGun
        ",
    );
}

#[test]
fn a_chip_that_lies_beside_the_finish() {
    // Read every two minutes for eight hours, as in a box of returned chips.
    let mut lying = String::new();
    for minute in (120..600).step_by(2) {
        let (h, m) = (minute / 60, minute % 60);
        let _ = write!(lying, " {h}:{m:02}:00");
    }
    let story = format!(
        "
        201 stadium 0:00:05
        201 5k 0:25:00
        201 10k 0:50:00
        201 5k 1:15:00
        201 stadium 1:43:30 1:45:30 {lying}
        "
    );
    check(
        "a chip that lies beside the finish",
        &story,
        "201 Finished in 1:45:30, start 0:00:05, 5k 0:25:00, turn 0:50:00, 15k 1:15:00, tunnel 1:43:30, finish 1:45:30",
    );
    let (intake, _) = told(&lines_of(&story));
    let aside = intake.set_aside(EntrantNo(10));
    assert_eq!(aside.len(), 240);
    assert!(aside.iter().all(|(_, why)| *why == Aside::AfterFinish));
}
