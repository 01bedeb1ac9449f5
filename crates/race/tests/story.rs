//! Stories of reads that go wrong, and what the race makes of them. Times are since the gun at 09:00.

mod support;

use support::story::check;

/// A whole race without any trouble, at 5:00 a kilometre.
const STEADY: &str = "
    101* stadium 0:00:05 0:02:05
    101 5k 0:25:05
    101 10k 0:50:05
    101 20k 1:40:05
    101 30k 2:30:05
    101 35k 2:55:05
    101 40k 3:20:05
    101 stadium 3:29:05 3:31:04
";

#[test]
fn all_is_read() {
    check("all is read", STEADY, "
        101 Finished in 3:31:04, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05, 30k 2:30:05, 35k 2:55:05, 40k 3:20:05, tunnel 3:29:05, finish 3:31:04
        ");
}

#[test]
fn mats_missed() {
    check(
        "30k missed, 35k late",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 10k 0:50:05
        101 20k 1:40:05
        tick
        101 40k 3:20:05
        101 stadium 3:29:05 3:31:04
        tick
        101 35k 2:55:05
        ",
        "
        101 Finished in 3:31:04, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05, 35k 2:55:05, 40k 3:20:05, tunnel 3:29:05, finish 3:31:04
        ",
    );
    check(
        "the start missed",
        "101* stadium 0:02:05\n 101 5k 0:25:05\n 101 10k 0:50:05",
        "
        101 OnCourse, lap 0:02:05, 5k 0:25:05, 10k 0:50:05
        ",
    );
    check(
        "the lap missed",
        "101* stadium 0:00:05\n 101 5k 0:25:05\n 101 10k 0:50:05",
        "
        101 OnCourse, start 0:00:05, 5k 0:25:05, 10k 0:50:05
        ",
    );
    check(
        "the way in missed, told by silence",
        "
        101* stadium 0:00:05 0:02:05
        101 30k 2:30:05
        101 35k 2:55:05
        101 40k 3:20:05
        101 stadium 3:31:04
        tick
        through 3:45:00
        ",
        "
        101 Finished in 3:31:04, start 0:00:05, lap 0:02:05, 30k 2:30:05, 35k 2:55:05, 40k 3:20:05, finish 3:31:04
        tick 2: 101 tunnel 3:31:04 -> none Misplaced
        ",
    );
    check(
        "the finish missed",
        "
        101* stadium 0:00:05 0:02:05
        101 30k 2:30:05
        101 35k 2:55:05
        101 40k 3:20:05
        101 stadium 3:29:04
        tick
        through 5:30:00
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 30k 2:30:05, 35k 2:55:05, 40k 3:20:05, tunnel 3:29:04
        ",
    );
    check(
        "nothing but the finish",
        "201* 5k 0:25:00\n 102* 40k 3:20:00\n 102 stadium 3:29:00 3:31:00",
        "
        201 OnCourse, 5k 0:25:00
        102 Finished in 3:31:00, 40k 3:20:00, tunnel 3:29:00, finish 3:31:00
        ",
    );
}

#[test]
fn reads_from_elsewhere() {
    check(
        "read on the mat of the way back while going out",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 40k 0:26:05
        tick
        101 10k 0:50:05
        101 20k 1:40:05
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05
        aside 40k 0:26:05 OutOfOrder
        ",
    );
    check(
        "twice on every mat, and in pieces",
        "
        101* stadium -0:10:00 -0:00:02 0:00:03 0:00:04.5 0:00:05.23 0:02:05 0:02:06
        101 5k 0:25:05.99 0:25:06.1 0:25:06.1
        ",
        "
        101 OnCourse, start 0:00:05.2, lap 0:02:05, 5k 0:25:05.9
        aside stadium -0:10:00 BeforeGun
        aside stadium -0:00:02 BeforeGun
        aside stadium 0:00:03 SameVisit
        aside stadium 0:00:04.5 SameVisit
        aside stadium 0:02:06 SameVisit
        aside 5k 0:25:06.1 SameVisit
        aside 5k 0:25:06.1 SameVisit
        ",
    );
    check(
        "waiting on the start mat after the gun",
        "
        101* stadium 0:00:05 0:01:10
        tick
        101 stadium 0:02:20 0:04:20
        101 5k 0:27:20
        ",
        "
        101 OnCourse, start 0:02:20, lap 0:04:20, 5k 0:27:20
        aside stadium 0:00:05 SameVisit
        aside stadium 0:01:10 SameVisit
        tick 2: 101 start 0:00:05 -> 0:02:20 BetterRead
        tick 2: 101 lap 0:01:10 -> 0:04:20 Misplaced
        ",
    );
    check(
        "walking about in the stadium after the finish",
        "
        201* stadium 0:00:05
        201 5k 0:25:00
        201 10k 0:50:00
        201 5k 1:15:00
        201 stadium 1:43:30 1:45:30
        tick
        201 stadium 1:55:00 2:20:00
        ",
        "
        201 Finished in 1:45:30, start 0:00:05, 5k 0:25:00, turn 0:50:00, 15k 1:15:00, tunnel 1:43:30, finish 1:45:30
        aside stadium 1:55:00 AfterFinish
        aside stadium 2:20:00 AfterFinish
        ",
    );
    check(
        "brought back to the stadium after dropping out",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 10k 0:50:05
        tick
        101 stadium 4:10:00
        through 5:00:00
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05
        aside stadium 4:10:00 OutOfOrder
        ",
    );
}

#[test]
fn reads_that_are_no_running() {
    check(
        "a ride on the bus",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 10k 0:50:05
        101 20k 1:10:05
        101 30k 1:25:05
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05
        aside 20k 1:10:05 TooFast
        aside 30k 1:25:05 TooFast
        ",
    );
    check(
        "the clock at 40 km is six minutes slow",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 10k 0:50:05
        101 20k 1:40:05
        101 30k 2:30:05
        101 35k 2:55:05
        101 40k 3:26:05
        tick
        101 stadium 3:29:05
        tick
        101 stadium 3:31:04
        ",
        "
        101 Finished in 3:31:04, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05, 30k 2:30:05, 35k 2:55:05, tunnel 3:29:05, finish 3:31:04
        aside 40k 3:26:05 TooFast
        tick 3: 101 40k 3:26:05 -> none Implausible
        ",
    );
    check(
        "a mat that is not on the course of the half",
        "201* stadium 0:00:05\n 201 20k 0:20:00\n 201 5k 0:25:00",
        "
        201 OnCourse, start 0:00:05, 5k 0:25:00
        aside 20k 0:20:00 NotOnCourse
        ",
    );
}

#[test]
fn results_only() {
    check(
        "not shown on the course",
        "109* stadium 0:00:05 0:02:05\n 109 5k 0:25:05\n tick\n 109 10k 0:50:05",
        "
        109 NotStarted
        ",
    );
    check("shown when home", &STEADY.replace("101", "109"), "
        109 Finished in 3:31:04, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05, 30k 2:30:05, 35k 2:55:05, 40k 3:20:05, tunnel 3:29:05, finish 3:31:04
        ");
}
