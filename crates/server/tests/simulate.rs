//! The made-up field is plausible, and the same for the same seed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use homestretch_feed::{CourseFile, read};
use homestretch_race::Ruling;
use homestretch_race::event::{Event, Role};
use homestretch_race::roster::Sex;
use homestretch_race::time::{Instant, Span};
use homestretch_server::simulate::{End, Field, Truth, field};

fn demo() -> (Event, CourseFile) {
    let event = read::event(include_bytes!("../demo/event.json")).expect("the demo's event");
    let course = read::course(include_bytes!("../demo/course.json")).expect("the demo's course");
    (event.value.event, course.value)
}

fn demo_field(seed: u64) -> (Event, Field) {
    let (event, course) = demo();
    let field = field(&event, &course, seed);
    (event, field)
}

fn finish_s(truth: &Truth) -> Option<f64> {
    let (start, end) = (truth.knots.first()?, truth.knots.last()?);
    (truth.end == End::Finished).then(|| (end.1 - start.1).as_s())
}

fn clock(s: f64) -> String {
    let s = s as u32;
    format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

#[test]
fn the_same_seed_gives_the_same_field() {
    let (a, b, c) = (demo_field(7).1, demo_field(7).1, demo_field(8).1);
    assert_eq!(a.roster, b.roster);
    assert_eq!(a.runners, b.runners);
    assert_eq!(a.reads(), b.reads());
    assert_eq!(a.rulings(), b.rulings());
    assert_ne!(a.roster, c.roster);
    assert_ne!(a.reads(), c.reads());
}

#[test]
fn the_field_is_like_a_real_one() {
    let (event, field) = demo_field(1);
    let mut out = String::new();
    for (i, contest) in event.contests.iter().enumerate() {
        let day: Vec<_> = field
            .roster
            .iter()
            .zip(&field.runners)
            .filter(|(e, _)| e.contest == i)
            .collect();
        let ended = |end: End| day.iter().filter(|(_, t)| t.end == end).count();
        writeln!(
            out,
            "{}: {} entered, {} women, {} minors, {} did not come, {} stopped, {} taken in, {} finished",
            contest.key,
            day.len(),
            day.iter().filter(|(e, _)| e.sex == Some(Sex::Female)).count(),
            day.iter().filter(|(e, _)| e.age == Some((0, 17))).count(),
            ended(End::NeverStarted),
            ended(End::DroppedOut),
            ended(End::SweptUp),
            ended(End::Finished),
        )
        .unwrap();
        for (category, c) in event.categories.iter().enumerate() {
            let mut times: Vec<f64> = day
                .iter()
                .filter(|(e, _)| e.category == Some(category))
                .filter_map(|(_, t)| finish_s(t))
                .collect();
            times.sort_by(f64::total_cmp);
            if let (Some(first), Some(last)) = (times.first(), times.last()) {
                let median = clock(times[times.len() / 2]);
                let (first, last) = (clock(*first), clock(*last));
                writeln!(out, "  {}: {first} .. {median} .. {last}", c.key).unwrap();
            }
        }
    }
    let reads = field.reads();
    let late = reads
        .iter()
        .filter(|r| r.known_at - r.at > Span(30_000))
        .count();
    writeln!(out, "{} reads, {late} of them late", reads.len()).unwrap();
    insta::assert_snapshot!(out, @r"
    full: 319 entered, 117 women, 0 minors, 21 did not come, 14 stopped, 24 taken in, 260 finished
      elite-men: 2:13:43 .. 2:20:48 .. 2:30:00
      elite-women: 2:26:29 .. 2:41:52 .. 2:51:59
      amateur-men: 2:48:55 .. 3:38:42 .. 4:26:55
      amateur-women: 3:00:32 .. 3:59:41 .. 4:27:03
    half: 308 entered, 131 women, 0 minors, 11 did not come, 6 stopped, 3 taken in, 288 finished
      amateur-men: 1:13:17 .. 2:01:35 .. 2:45:58
      amateur-women: 1:24:45 .. 2:08:06 .. 2:47:51
    10k: 297 entered, 123 women, 7 minors, 10 did not come, 2 stopped, 0 taken in, 285 finished
      amateur-men: 0:33:28 .. 0:57:14 .. 1:44:27
      amateur-women: 0:39:06 .. 1:03:47 .. 1:42:21
    5k: 176 entered, 73 women, 14 minors, 9 did not come, 0 stopped, 0 taken in, 167 finished
      amateur-men: 0:15:50 .. 0:29:44 .. 0:52:56
      amateur-women: 0:17:44 .. 0:31:37 .. 0:51:58
    22114 reads, 546 of them late
    ");
}

#[test]
fn second_halves_are_slower_but_not_for_all() {
    let (event, field) = demo_field(1);
    let full = &event.contests[0];
    let mut ratios: Vec<f64> = field
        .runners
        .iter()
        .filter(|t| t.contest == 0 && t.end == End::Finished)
        .map(|t| {
            let (start, half) = (t.knots[0].1, t.passed_at(full.length_m / 2.0).unwrap());
            (t.ended_at().unwrap().1 - half).as_s() / (half - start).as_s()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let quantile = |q: f64| ratios[(ratios.len() as f64 * q) as usize];
    assert!((0.95..1.0).contains(&quantile(0.05)), "{}", quantile(0.05));
    assert!((1.02..1.12).contains(&quantile(0.5)), "{}", quantile(0.5));
    assert!((1.15..1.5).contains(&quantile(0.95)), "{}", quantile(0.95));
}

#[test]
fn entrants_are_made_up_numbered_and_entered_somewhere() {
    let (event, field) = demo_field(1);
    let roster = &field.roster;
    assert!((1_050..=1_150).contains(&roster.len()), "{}", roster.len());
    assert_eq!(roster[0].bib, "101");
    let bibs: BTreeSet<_> = roster.iter().map(|e| &e.bib).collect();
    assert_eq!(bibs.len(), roster.len());
    let names: BTreeSet<_> = roster.iter().map(|e| &e.names.0).collect();
    assert_eq!(names.len(), roster.len(), "every name is used once");
    let nocs: BTreeSet<_> = roster.iter().filter_map(|e| e.noc.as_deref()).collect();
    assert!((42..=46).contains(&nocs.len()), "{}", nocs.len());
    let mut scripts = BTreeMap::new();
    for entrant in roster {
        for (tag, name) in &entrant.names.0 {
            assert!(name.split(' ').count() == 2, "{name}");
            *scripts.entry(tag.as_str()).or_insert(0) += 1;
        }
        let contest = &event.contests[entrant.contest];
        assert!(entrant.wave < contest.waves.len());
        assert!(entrant.category.is_some() || entrant.sex == Some(Sex::Other));
        if entrant.age == Some((0, 17)) {
            assert!(!entrant.live, "minors are not shown live");
        }
    }
    let written: Vec<_> = scripts.keys().copied().collect();
    assert_eq!(written, ["en", "ja", "ko", "ru", "zh-Hans"]);
}

#[test]
fn truth_runs_forward_and_leads_back() {
    let (event, field) = demo_field(1);
    for truth in &field.runners {
        assert!(
            truth
                .knots
                .windows(2)
                .all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1)
        );
        for point in &event.contests[truth.contest].points {
            if let Some(at) = truth.passed_at(point.at_m) {
                let there_m = truth.position_at(at).unwrap();
                assert!((there_m - point.at_m).abs() < 0.01, "{there_m} {point:?}");
            }
        }
        if let Some(start) = truth.started_at() {
            let gun = event.contests[truth.contest]
                .waves
                .iter()
                .map(|w| w.gun)
                .min();
            assert!(Some(start) > gun);
            assert_eq!(truth.position_at(start - Span(1)), None);
        } else {
            assert_eq!(truth.end, End::NeverStarted);
        }
    }
}

#[test]
fn mats_read_the_truth_and_nothing_else() {
    let (event, field) = demo_field(1);
    assert!(
        field
            .reads()
            .windows(2)
            .all(|w| w[0].known_at <= w[1].known_at)
    );
    let mut read = BTreeSet::new();
    for r in field.reads() {
        assert!(r.known_at > r.at);
        let entrant = &field.roster[r.entrant.0 as usize];
        let truth = &field.runners[r.entrant.0 as usize];
        let contest = &event.contests[entrant.contest];
        assert!(
            r.at > contest.waves[entrant.wave].gun,
            "a read before the gun"
        );
        let visit = contest.points.iter().position(|p| {
            p.mat == r.mat
                && truth.passed_at(p.at_m).is_some_and(|at| {
                    let aside = if p.role == Role::Finish {
                        1_600_000
                    } else {
                        1_000
                    };
                    (-1_000..aside).contains(&(r.at - at).0)
                })
        });
        let point = visit.unwrap_or_else(|| panic!("{r:?} is no visit of {truth:?}"));
        read.insert((r.entrant, point));
    }
    let passed: usize = field
        .runners
        .iter()
        .map(|t| {
            let points = &event.contests[t.contest].points;
            points
                .iter()
                .filter(|p| t.passed_at(p.at_m).is_some())
                .count()
        })
        .sum();
    let missed = 1.0 - read.len() as f64 / passed as f64;
    assert!(
        (0.005..0.03).contains(&missed),
        "{missed} of all visits missed"
    );
    for truth in field.runners.iter().filter(|t| t.end == End::Finished) {
        let finish = event.contests[truth.contest].finish();
        assert!(
            read.contains(&(truth.entrant, finish)),
            "a finish is never missed"
        );
    }
}

#[test]
fn the_office_rules_on_those_who_do_not_come_home() {
    let (event, field) = demo_field(1);
    assert!(
        field
            .rulings()
            .windows(2)
            .all(|w| w[0].known_at <= w[1].known_at)
    );
    let latest: Option<Instant> = event.contests[0]
        .limit
        .map(|l| event.base + l + Span(2_400_000));
    for ruling in field.rulings() {
        let truth = &field.runners[ruling.entrant.0 as usize];
        let expected = match truth.end {
            End::NeverStarted => Ruling::Dns,
            End::DroppedOut => Ruling::Dnf,
            End::SweptUp => Ruling::CutOff,
            End::Finished => panic!("{ruling:?} about a finisher"),
        };
        assert_eq!(ruling.ruling, expected);
        assert!(truth.ended_at().is_none_or(|(_, at)| at < ruling.known_at));
        assert!(Some(ruling.known_at) < latest);
        assert_eq!(ruling.note.is_some(), ruling.ruling != Ruling::Dns);
    }
}

#[test]
fn another_event_gets_a_field_too() {
    let (mut event, _) = demo();
    event.contests.truncate(2);
    event.contests.remove(0);
    event.categories.clear();
    let field = field(&event, &CourseFile::default(), 3);
    assert!(field.roster.len() > 1_000);
    assert!(
        field
            .roster
            .iter()
            .all(|e| e.contest == 0 && e.category.is_none())
    );
    assert!(!field.reads().is_empty());
}
