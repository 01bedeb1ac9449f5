//! A race told again: at every instant the same as the race that was going on, by what is known now or was known then;
//! with all waves together; and a run laid beside another.

mod support;

use homestretch_race::race::Race;
use homestretch_race::retell::{Manner, Retelling};
use homestretch_race::run::Run;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::{Status, View};
use homestretch_race::{Change, Tick, What, Why};
use support::story::{at, index, race, view};
use support::{GUN, shared};

const STORY: &str = "
    101 stadium 0:00:05 0:02:05
    101 5k 0:20:00
    101 10k 0:41:00
    101 20k 1:25:00
    101 30k 2:08:00
    101 35k 2:29:00
    101 40k 2:50:00
    101 stadium 2:58:00 3:00:00
    102 stadium 0:00:06 0:02:10
    102 5k 0:21:00
    102 10k 0:42:00
    102 30k 2:10:00
    102 40k 2:56:00
    102 stadium 3:04:30 3:06:30
    103 stadium 0:00:07
    103 5k 0:19:00
    103 10k 0:40:00
    rule 103 dnf
";

/// The race as told up to an instant.
fn told(race: &Race, manner: Manner, until: Instant) -> Race {
    let telling = Retelling::new(race, manner);
    let mut again = telling.blank();
    telling.tell(&mut again, 0, telling.mark(until, None));
    again
}

#[test]
fn whoever_looks_back_sees_what_is_told_at_every_instant() {
    for ruling in ["", "rule 103 dnf", "rule 101 dsq"] {
        let race = race(&STORY.replace("rule 103 dnf", ruling));
        for minute in (0..200).step_by(7) {
            let now = GUN + Span(minute * 60_000);
            let again = told(&race, Manner::Now, now);
            let (was, is) = (
                race.as_of(now, race.newest()).looking_back(),
                again.as_of(now, again.newest()),
            );
            assert_eq!(
                is.standings(0, &Group::All),
                was.standings(0, &Group::All),
                "minute {minute}, {ruling}"
            );
            for bib in ["101", "102", "103"] {
                assert_eq!(
                    is.status_but_lateness(index(bib)),
                    was.status_but_lateness(index(bib)),
                    "minute {minute}, {bib}, {ruling}"
                );
            }
            assert!(again.latest().is_none_or(|latest| latest <= now));
        }
    }
}

#[test]
fn between_two_reads_everybody_is_on_the_way_from_one_to_the_other() {
    let race = race(STORY);
    let place = |bib: &str, clock: &str| {
        let again = told(&race, Manner::Now, at(clock));
        let view = view(&again, clock);
        let estimate = view.estimate(index(bib), view.through());
        estimate.map(|e| (e.mid_m.round(), (e.high_m - e.low_m).round()))
    };
    // Half of the time between 10 and 20 km, and no doubt left.
    assert_eq!(place("101", "1:03:00"), Some((15_000.0, 0.0)));
    // The mat at 20 km did not read her: she is not held there.
    assert_eq!(place("102", "1:26:00"), Some((20_000.0, 0.0)));
    assert_eq!(place("102", "1:48:00"), Some((25_000.0, 0.0)));
    for s in (130..10_700).step_by(10) {
        let clock = format!("{}:{}:{}", s / 3600, s / 60 % 60, s % 60);
        let again = told(&race, Manner::Now, at(&clock));
        let status = view(&again, &clock).status(index("102"));
        assert_eq!(status, Status::OnCourse, "{clock}");
    }
}

#[test]
fn who_is_out_later_runs_until_then() {
    let race = race(STORY);
    let status =
        |clock: &str| view(&told(&race, Manner::Now, at(clock)), clock).status(index("103"));
    assert_eq!(status("0:39:00"), Status::OnCourse);
    // Nobody told when the ruling became known, so it is heard with the last read.
    assert_eq!(status("0:40:01"), Status::Dnf);
}

#[test]
fn telling_on_comes_to_the_same_as_telling_anew() {
    let race = race(STORY);
    let telling = Retelling::new(&race, Manner::Now);
    let (mut on, mut heard) = (telling.blank(), 0);
    for minute in (0..200).step_by(3) {
        let mark = telling.mark(GUN + Span(minute * 60_000), None);
        heard = telling.tell(&mut on, heard, mark);
        let mut anew = telling.blank();
        assert_eq!(telling.tell(&mut anew, 0, mark), heard);
        assert_eq!(on, anew, "minute {minute}");
    }
}

#[test]
fn telling_all_at_once_comes_to_the_same() {
    let race = race(STORY);
    for manner in [Manner::Now, Manner::Together, Manner::Then] {
        let telling = Retelling::new(&race, manner);
        for minute in (0..200).step_by(3) {
            let now = GUN + Span(minute * 60_000);
            let mark = match manner {
                Manner::Then => minute,
                Manner::Now | Manner::Together => telling.mark(now, None),
            };
            let mut anew = telling.blank();
            let heard = telling.tell(&mut anew, 0, mark);
            let (once, n) = telling.told(&race, mark).expect("the same entrants");
            assert_eq!((&once, n), (&anew, heard), "minute {minute}, {manner:?}");
            let (once, anew) = (
                once.as_of(now, once.newest()),
                anew.as_of(now, anew.newest()),
            );
            for bib in ["101", "102", "103"] {
                let place = |view: &View<'_>| view.estimate(index(bib), view.through());
                assert_eq!(place(&once), place(&anew), "minute {minute}, {bib}");
            }
        }
    }
}

#[test]
fn a_mass_start_takes_off_what_the_waves_started_apart() {
    let race = race(
        "
        301 stadium 0:00:10 0:08:00 0:16:00 0:24:00 0:32:00 0:40:10
        306 stadium 0:10:20 0:18:00 0:26:00 0:34:00 0:42:00 0:49:20
    ",
    );
    let again = told(&race, Manner::Together, at("1:00:00"));
    let view = view(&again, "1:00:00");
    let finish = race.event().contests[2].finish();
    assert_eq!(view.passed_at(index("301"), finish), Some(at("0:40:10")));
    assert_eq!(view.passed_at(index("306"), finish), Some(at("0:39:20")));
    assert_eq!(view.gun(2, 1), GUN);
    // The result is what it was.
    assert_eq!(view.result(index("306")), Some(Span(2_340_000)));
}

#[test]
fn as_it_was_known_then_is_what_was_seen_then() {
    let (event, roster) = shared();
    let mut race = Race::new(event, roster);
    let entrant = race.roster().all()[0].no;
    let mut pass = |tick: u32, cut: &str, point: usize, when: Option<&str>| {
        let tick = Tick(tick);
        race.cut(tick, at(cut));
        let (at, why) = (when.map(at), Why::Read);
        let what = What::Passing {
            entrant,
            point,
            at,
            why,
        };
        race.apply(&Change { tick, what });
    };
    pass(1, "0:00:10", 0, Some("0:00:05"));
    pass(2, "0:20:10", 2, Some("0:20:00"));
    // An hour later it turns out to have been somebody else's.
    pass(3, "1:20:00", 2, Some("0:24:00"));
    let telling = Retelling::new(&race, Manner::Then);
    let seen = |clock: &str, known: Option<Tick>| {
        let mut again = telling.blank();
        telling.tell(&mut again, 0, telling.mark(at(clock), known));
        view(&again, clock).passed_at(0, 2)
    };
    assert_eq!(seen("0:20:05", None), None, "not known yet");
    assert_eq!(seen("0:30:00", None), Some(at("0:20:00")));
    assert_eq!(seen("1:30:00", None), Some(at("0:24:00")));
    assert_eq!(
        seen("1:30:00", Some(Tick(2))),
        Some(at("0:20:00")),
        "a quoted screen"
    );
}

#[test]
fn a_run_is_laid_beside_another() {
    let race = race(STORY);
    let view = view(&race, "4:00:00");
    let (a, b) = (Run::of(&view, index("101")), Run::of(&view, index("102")));
    let (a, b) = (a.expect("she ran"), b.expect("she ran"));
    assert_eq!(a.began, GUN);
    assert!((a.at(at("1:03:00")) - 15_000.0).abs() < 1e-6);
    // At 30 km they were two minutes apart.
    let ahead_s = b.after_s(30_000.0).unwrap() - a.after_s(30_000.0).unwrap();
    assert!((ahead_s - 120.0).abs() < 1e-6);
    assert!(
        (a.at(at("9:00:00")) - 42_195.0).abs() < 1e-6,
        "home is home"
    );
    // Who is on the course still is thought to go on as before.
    let half = Run::of(&race.as_of(at("0:41:00"), race.newest()), index("101")).unwrap();
    assert!(!half.reaches(20_000.0));
    assert!((half.after_s(15_000.0).unwrap() - 3_720.0).abs() < 1e-6);
}
