//! Stories of courses where one mat is several points: contests that share it, laps, and waves over them.
//! Times are since the gun at 09:00.

mod support;

use support::story::check;

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
