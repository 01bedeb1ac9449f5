//! What a spectator sees when things go wrong, by the real intake and the model that is shipped. What becomes of the
//! reads themselves is told in `story.rs`, courses and waves in `story_course.rs`, ties in groups in `standings.rs`.
//!
//! A look says: the status, what the place rests on, the place with its band (eight in ten), and when she is expected
//! home (nine in ten). Times are since the gun at 09:00.

mod support;

use support::watched::watched;

/// Seven runners of the full at 5:00 a kilometre, as far as 20 km; 101 is the last of them.
const FIELD: &str = "
    102 stadium 0:00:02 0:02:02
    103 stadium 0:00:02 0:02:02
    104 stadium 0:00:03 0:02:03
    105 stadium 0:00:03 0:02:03
    101 stadium 0:00:05 0:02:05
    102 5k 0:24:02
    103 5k 0:24:12
    104 5k 0:24:23
    105 5k 0:24:33
    101 5k 0:25:05
    102 10k 0:48:02
    103 10k 0:48:22
    104 10k 0:48:43
    105 10k 0:49:03
    101 10k 0:50:05
    102 20k 1:37:02
    103 20k 1:37:42
    104 20k 1:38:23
    105 20k 1:39:03
    101 20k 1:40:05
";

#[test]
fn a_missed_mat() {
    watched(
        "30k missed",
        &format!(
            "{FIELD}
            102 30k 2:26:02
            103 30k 2:27:02
            104 30k 2:28:03
            105 30k 2:29:03
            look 2:20:00 101
            look 2:34:00 101
            look 2:45:00 101
            101 35k 2:55:05
            look 2:55:06 101
            look 3:00:00 101
            "
        ),
        "
        2:20:00 101 OnCourse, past 20k, 27.7 km (27.4 to 28.0), home 3:29 to 3:49
        2:34:00 101 OnCourse, held at 30k, 30.0 km (30.0 to 30.0), home 3:33 to 4:05
        2:45:00 101 OnCourse, past 30k unread, 32.5 km (30.0 to 32.9), home 3:29 to 3:49
        2:55:06 101 OnCourse, read at 35k, home 3:29 to 3:32
        3:00:00 101 OnCourse, past 35k, 36.0 km (36.0 to 36.0), home 3:29 to 3:32
        ",
    );
}

#[test]
fn a_late_chip() {
    watched(
        "35k is known before 30k",
        &format!(
            "{FIELD}
            101 35k 2:55:05
            look 3:00:00 101
            101 30k 2:30:05
            look 3:00:00 101
            "
        ),
        "
        3:00:00 101 OnCourse, past 35k, 36.0 km (36.0 to 36.0), home 3:29 to 3:32
        3:00:00 101 OnCourse, past 35k, 36.0 km (36.0 to 36.0), home 3:28 to 3:32
        ",
    );
}

#[test]
fn a_read_on_the_wrong_mat() {
    watched(
        "read at 40k while going out",
        "
        101 stadium 0:00:05 0:02:05
        101 5k 0:25:05
        look 0:26:30 101
        101 40k 0:26:05
        look 0:26:30 101
        101 10k 0:50:05
        look 0:55:00 101
        ",
        "
        0:26:30 101 OnCourse, past 5k, 5.3 km (5.3 to 5.3), home 3:26 to 4:11
        0:26:30 101 OnCourse, past 5k, 5.3 km (5.3 to 5.3), home 3:26 to 4:11
        0:55:00 101 OnCourse, past 10k, 11.0 km (10.9 to 11.0), home 3:30 to 4:04
        ",
    );
}

#[test]
fn a_mat_down() {
    watched(
        "30k reads nobody",
        &format!(
            "{FIELD}
            look 2:30:00 101
            look 2:34:00 101
            102 35k 2:51:02
            103 35k 2:52:22
            104 35k 2:53:43
            look 2:54:00 101
            101 35k 2:56:00
            look 2:56:01 101
            "
        ),
        "
        2:30:00 101 OnCourse, past 20k, 29.7 km (29.3 to 30.0), home 3:30 to 3:50
        2:34:00 101 OnCourse, held at 30k, 30.0 km (30.0 to 30.0), home 3:33 to 4:05
        2:54:00 101 OnCourse, past 30k unread, 34.2 km (33.5 to 34.7), home 3:29 to 3:49
        2:56:01 101 OnCourse, read at 35k, home 3:30 to 3:34
        ",
    );
}

#[test]
fn the_race_s_own_link_down() {
    watched(
        "nothing comes from the course after 1:45",
        &format!(
            "{FIELD}
            through 1:45:00
            look 1:45:00 101
            look 2:20:00 101
            look 2:40:00 101
            look 3:20:00 101
            101 30k 2:31:05
            101 35k 2:57:05
            101 40k 3:24:05
            through 3:30:00
            look 3:30:00 101
            101 stadium 3:34:05 3:36:04
            through 4:00:00
            look 4:00:00 101
            "
        ),
        "
        1:45:00 101 OnCourse, past 20k, 21.0 km (20.9 to 21.0), home 3:29 to 3:49
        2:20:00 101 OnCourse, past 20k, 27.7 km (27.4 to 28.0), home 3:29 to 3:49
        2:40:00 101 OnCourse, past 30k unread, 31.6 km (31.1 to 31.9), home 3:29 to 3:49
        3:20:00 101 OnCourse, past 30k unread, 39.1 km (37.9 to 40.0), home 3:29 to 3:49
        3:30:00 101 OnCourse, past 40k, 41.1 km (41.0 to 41.1), home 3:35 to 3:36
        4:00:00 101 Finished in 3:36:04
        ",
    );
}

#[test]
fn the_spectator_s_own_link_down() {
    watched(
        "no tick after 1:45, all of them at 3:00",
        &format!(
            "{FIELD}
            through 1:45:00
            look 1:45:00 101
            feed down
            101 30k 2:31:05
            through 2:40:00
            look 2:40:00 101
            101 35k 2:57:05
            through 3:00:00
            look 3:00:00 101
            feed up
            look 3:00:00 101
            "
        ),
        "
        1:45:00 101 OnCourse, past 20k, 21.0 km (20.9 to 21.0), home 3:29 to 3:49
        2:40:00 101 OnCourse, past 30k unread, 31.6 km (31.1 to 31.9), home 3:29 to 3:49
        3:00:00 101 OnCourse, past 30k unread, 35.3 km (34.5 to 35.9), home 3:29 to 3:49
        3:00:00 101 OnCourse, past 35k, 35.6 km (35.6 to 35.6), home 3:32 to 3:36
        ",
    );
}

#[test]
fn a_walker() {
    watched(
        "eleven minutes a kilometre",
        "
        201 stadium 0:00:05
        202 stadium 0:00:05
        203 stadium 0:00:05
        201 5k 0:25:05
        202 5k 0:25:06
        203 5k 0:55:05
        201 10k 0:50:05
        202 10k 0:50:06
        201 5k 1:15:05
        202 5k 1:15:06
        201 stadium 1:43:30 1:45:30
        202 stadium 1:43:31 1:45:31
        look 0:30:00 203
        look 0:55:06 203
        look 1:30:00 203
        203 10k 1:50:05
        look 1:55:00 203
        look 2:40:00 203
        203 5k 2:46:05
        look 3:20:00 203
        203 stadium 3:49:05 3:54:00
        look 3:54:01 203
        ",
        "
        0:30:00 203 OnCourse, held at 5k, 5.0 km (5.0 to 5.0), home 1:36 to 2:25
        0:55:06 203 OnCourse, read at 5k, home 3:48 to 4:17
        1:30:00 203 OnCourse, past 5k, 8.1 km (7.9 to 8.3), home 3:48 to 4:17
        1:55:00 203 OnCourse, past turn, 10.4 km (10.4 to 10.4), home 3:48 to 3:59
        2:40:00 203 OnCourse, past turn, 14.4 km (14.3 to 14.5), home 3:48 to 3:59
        3:20:00 203 OnCourse, past 15k, 18.1 km (18.0 to 18.2), home 3:51 to 3:55
        3:54:01 203 Finished in 3:54:00
        ",
    );
}

#[test]
fn a_drop_out() {
    watched(
        "nothing after 20k",
        &format!(
            "{FIELD}
            102 30k 2:26:02
            103 30k 2:27:02
            104 30k 2:28:03
            105 30k 2:29:03
            look 2:20:00 101
            look 2:40:00 101
            look 3:00:00 101
            look 3:20:00 101
            look 3:40:00 101
            rule 101 dnf with-the-sweep
            look 3:41:00 101
            "
        ),
        "
        2:20:00 101 OnCourse, past 20k, 27.7 km (27.4 to 28.0), home 3:29 to 3:49
        2:40:00 101 OnCourse, past 30k unread, 31.6 km (30.0 to 31.9), home 3:29 to 3:49
        3:00:00 101 OnCourse, held at 35k, 35.0 km (30.0 to 35.0), home 3:29 to 3:49
        3:20:00 101 OnCourse, held at 35k, 35.0 km (30.0 to 35.0), home 3:29 to 3:49
        3:40:00 101 Overdue, held at 35k, 35.0 km (30.0 to 35.0), home 3:40 to 3:49
        3:41:00 101 Dnf
        ",
    );
    watched(
        "no news, and then news",
        &format!(
            "{FIELD}
            102 30k 2:26:02
            103 30k 2:27:02
            104 30k 2:28:03
            105 30k 2:29:03
            look 3:40:00 101
            101 30k 3:42:00
            look 3:42:01 101
            look 3:50:00 101
            "
        ),
        "
        3:40:00 101 Overdue, held at 35k, 35.0 km (30.0 to 35.0), home 3:40 to 3:49
        3:42:01 101 OnCourse, read at 30k, home 5:06 to 6:30
        3:50:00 101 OnCourse, past 30k, 30.8 km (30.7 to 30.9), home 5:06 to 6:30
        ",
    );
}

#[test]
fn a_corrected_split() {
    watched(
        "the clock of 20k was three minutes fast",
        &format!(
            "{FIELD}
            look 1:50:00 101
            retime 25 1:43:05
            look 1:50:00 101
            withdraw 25
            look 1:50:00 101
            "
        ),
        "
        1:50:00 101 OnCourse, past 20k, 21.9 km (21.8 to 22.0), home 3:29 to 3:49
        1:50:00 101 OnCourse, past 20k, 21.2 km (21.1 to 21.3), home 3:44 to 4:12
        1:50:00 101 OnCourse, past 20k unread, 21.7 km (20.0 to 22.0), home 3:30 to 4:04
        ",
    );
}

#[test]
fn a_wave_start() {
    watched(
        "the second wave, ten minutes later",
        "
        301 stadium 0:00:05
        306 stadium 0:01:00
        look 0:05:00 301
        look 0:05:00 306
        306 stadium 0:10:20
        301 stadium 0:10:05
        look 0:15:00 301
        look 0:15:00 306
        301 stadium 0:20:05
        306 stadium 0:20:20
        look 0:25:00 306
        ",
        "
        0:05:00 301 OnCourse, past start, 1.0 km (0.9 to 1.2), home 0:38 to 1:01
        0:05:00 306 NotStarted
        0:15:00 301 OnCourse, past lap1, 3.0 km (3.0 to 3.0), home 0:49 to 0:53
        0:15:00 306 OnCourse, past start, 1.1 km (0.9 to 1.3), home 0:44 to 1:04
        0:25:00 306 OnCourse, past lap1, 2.9 km (2.9 to 2.9), home 0:59 to 1:04
        ",
    );
}

#[test]
fn a_tie_at_the_finish() {
    watched(
        "in the same tenth",
        "
        201 stadium 0:00:05
        203 stadium 0:00:05
        201 5k 0:25:00
        203 5k 0:25:00
        201 10k 0:50:00
        203 10k 0:50:00
        201 5k 1:15:00
        203 5k 1:15:00
        look 1:30:00 201
        look 1:30:00 203
        201 stadium 1:43:30 1:45:30.19
        203 stadium 1:43:30 1:45:30.11
        look 1:45:31 201
        look 1:45:31 203
        places 1:45:31 half
        ",
        "
        1:30:00 201 OnCourse, past 15k, 18.0 km (17.9 to 18.0), home 1:44 to 1:46
        1:30:00 203 OnCourse, past 15k, 18.0 km (17.9 to 18.0), home 1:44 to 1:46
        1:45:31 201 Finished in 1:45:30.1
        1:45:31 203 Finished in 1:45:30.1
        1:45:31, 1= 201 1:45:30.1, 1= 203 1:45:30.1
        ",
    );
}
