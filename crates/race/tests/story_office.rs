//! Stories of what the race office decides, and what the race makes of it. Times are since the gun at 09:00.

mod support;

use support::story::check;

#[test]
fn the_race_office_decides() {
    check(
        "a read withdrawn",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 10k 0:50:05
        tick
        withdraw 4
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05
        aside 10k 0:50:05 Withdrawn
        tick 2: 101 10k 0:50:05 -> none Office
        ",
    );
    check(
        "withdrawn and taken back",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        tick
        withdraw 3
        tick
        reconsider 3
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05
        tick 2: 101 5k 0:25:05 -> none Office
        tick 3: 101 5k none -> 0:25:05 Office
        ",
    );
    check(
        "an impossible read accepted",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:05:00
        tick
        accept 3 5k
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:05:00
        ",
    );
    check(
        "one read of a visit accepted",
        "
        201* stadium 0:00:05
        201 5k 0:25:00 0:25:10 0:25:12
        tick
        accept 3 5k
        201 5k 1:15:00
        ",
        "
        201 OnCourse, start 0:00:05, 5k 0:25:10, 15k 1:15:00
        aside 5k 0:25:00 SameVisit
        aside 5k 0:25:12 SameVisit
        tick 2: 201 5k 0:25:00 -> 0:25:10 Office
        ",
    );
}

#[test]
fn the_race_office_corrects() {
    check(
        "accepted as another point",
        "
        101* stadium 0:00:05
        101 5k 0:25:05
        101 10k 0:50:05
        tick
        accept 3 20k
        ",
        "
        101 OnCourse, start 0:00:05, 5k 0:25:05, 20k 0:50:05
        tick 2: 101 10k 0:50:05 -> none Misplaced
        ",
    );
    check(
        "accepted as points that contradict each other",
        "
        101* stadium 0:00:05
        101 5k 0:25:05
        101 10k 0:50:05
        101 5k 1:30:00
        tick
        accept 2 10k
        accept 3 5k
        ",
        "
        101 OnCourse, start 0:00:05, 5k 0:50:05, 10k 0:25:05
        aside 5k 1:30:00 OutOfOrder
        tick 2: 101 5k 0:25:05 -> 0:50:05 Office
        tick 2: 101 10k 0:50:05 -> 0:25:05 Office
        ",
    );
    check(
        "two finishes accepted: the later decision counts",
        "
        201* stadium 0:00:05
        201 5k 0:25:00
        201 stadium 1:45:00 1:46:00
        tick
        accept 4 finish
        accept 3 finish
        ",
        "
        201 Finished in 1:45:00, start 0:00:05, 5k 0:25:00, finish 1:45:00
        aside stadium 1:46:00 SameVisit
        ",
    );
}

#[test]
fn chips_swapped_and_clocks_wrong() {
    check(
        "two runners wore each other's chips",
        "
        101* stadium 0:00:05
        101 5k 0:25:05
        102* stadium 0:00:08
        102 5k 0:20:00
        tick
        move 1 102
        move 2 102
        move 3 101
        move 4 101
        ",
        "
        101 OnCourse, start 0:00:08, 5k 0:20:00
        102 OnCourse, start 0:00:05, 5k 0:25:05
        tick 2: 101 start 0:00:05 -> 0:00:08 Misplaced
        tick 2: 101 5k 0:25:05 -> 0:20:00 Misplaced
        tick 2: 102 start 0:00:08 -> 0:00:05 Misplaced
        tick 2: 102 5k 0:20:00 -> 0:25:05 Misplaced
        ",
    );
    check(
        "a decoder an hour fast",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 1:25:05
        101 10k 0:50:05
        101 20k 1:40:05
        tick
        retime 3 0:25:05
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05
        ",
    );
    check(
        "a decoder two minutes fast",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:27:05
        tick
        retime 3 0:25:05
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05
        tick 2: 101 5k 0:27:05 -> 0:25:05 ClockFixed
        ",
    );
}

#[test]
fn splits_guns_and_rulings_corrected() {
    check(
        "a corrected split",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        101 10k 0:59:05
        101 20k 1:40:05
        tick
        101 10k 0:50:05
        withdraw 4
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05, 10k 0:50:05, 20k 1:40:05
        aside 10k 0:59:05 Withdrawn
        tick 2: 101 10k 0:59:05 -> 0:50:05 Office
        ",
    );
    check(
        "the gun corrected after the start",
        "
        101* stadium 0:00:05 0:02:05
        101 5k 0:25:05
        tick
        gun full 0 0:00:02.3
        tick
        gun full 0 0:01:30
        tick
        gun full 0 -0:00:01
        ",
        "
        101 OnCourse, start 0:00:05, lap 0:02:05, 5k 0:25:05
        tick 3: 101 start 0:00:05 -> 0:02:05 Office
        tick 3: 101 lap 0:02:05 -> none Misplaced
        tick 3: gun 0:00:02.3 -> 0:01:30
        tick 4: 101 start 0:02:05 -> 0:00:05 Misplaced
        tick 4: 101 lap none -> 0:02:05 Read
        tick 4: gun 0:01:30 -> -0:00:01
        ",
    );
    check(
        "ruled, ruled otherwise, and one of two rulings taken back",
        "
        101 stadium 0:00:05
        102 stadium 0:00:05
        103 stadium 0:00:05
        rule 101 dnf
        rule 102 dsq shortcut
        tick
        rule 101 none
        rule 103 cutoff
        rule 104 dns
        104 5k 0:25:00
        ",
        "
        101 OnCourse, start 0:00:05
        102 Dsq, start 0:00:05
        103 CutOff, start 0:00:05
        104 Dns, 5k 0:25:00
        tick 2: Some(Dnf) -> None
        ",
    );
}
