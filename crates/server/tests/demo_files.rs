//! The demonstration's own files fit each other.

use homestretch_course::distance_m;
use homestretch_feed::{CourseFile, read};
use homestretch_race::event::{Event, Role, Text};
use homestretch_words::Words;

fn demo() -> (Event, CourseFile) {
    let event = read::event(include_bytes!("../demo/event.json")).expect("the event is readable");
    assert!(event.problems.is_empty(), "{:?}", event.problems);
    let course =
        read::course(include_bytes!("../demo/course.json")).expect("the course is readable");
    assert!(course.problems.is_empty(), "{:?}", course.problems);
    (event.value.event, course.value)
}

#[test]
fn every_contest_has_a_route_of_its_length() {
    let (event, course) = demo();
    for contest in &event.contests {
        let route = course.route(&contest.route).expect("a route");
        assert!(
            (route.length_m - contest.length_m).abs() < 1e-6,
            "{}",
            contest.key
        );
        assert!(!route.marks.is_empty() && !route.elevation_measured);
        for mark in &route.marks {
            let off_m = distance_m(route.course.place_at(mark.at_m).at, mark.place);
            assert!(off_m < 1.0, "{} of {}: {off_m} m", mark.name, contest.key);
        }
    }
}

#[test]
fn points_run_from_start_to_finish() {
    let (event, _) = demo();
    for contest in &event.contests {
        let points = &contest.points;
        assert!(
            points.windows(2).all(|w| w[0].at_m < w[1].at_m),
            "{}",
            contest.key
        );
        let ends = (points[0].role, points[contest.finish()].role);
        assert_eq!(ends, (Role::Start, Role::Finish));
        assert!((points[contest.finish()].at_m - contest.length_m).abs() < 1e-6);
        assert!(contest.waves.iter().all(|w| w.gun >= event.base));
    }
}

#[test]
fn a_mat_lies_in_one_place_however_many_points_it_serves() {
    let (event, course) = demo();
    let mut lies = vec![None; event.mats.len()];
    for contest in &event.contests {
        let course = &course.route(&contest.route).expect("a route").course;
        for point in &contest.points {
            let here = course.place_at(point.at_m).at;
            let there = lies[point.mat].get_or_insert(here);
            let apart_m = distance_m(here, *there);
            assert!(
                apart_m < 3.0,
                "{} of {} is {apart_m} m off",
                point.key,
                contest.key
            );
        }
    }
    assert!(lies.iter().all(Option::is_some), "a mat serves no point");
}

/// In the languages of other scripts at the least; in the others where English will not do.
fn named(names: &Text) {
    for tag in ["en", "ko", "zh-Hans", "ja", "ru"] {
        assert!(
            names.0.iter().any(|(known, _)| known == tag),
            "no `{tag}`: {names:?}"
        );
    }
}

#[test]
fn the_race_and_its_map_are_named_in_every_language_and_attributed() {
    let (event, course) = demo();
    assert!(course.attribution.contains("OpenStreetMap"));
    for language in ["en", "ko"] {
        assert!(!course.label.get(language).is_empty());
        assert!(!event.sweep.get(language).is_empty());
    }
    assert!(event.demo && event.names.get("ko").contains("시범"));
    named(&event.names);
    for mat in &event.mats {
        named(&mat.names);
    }
    for landmark in &course.landmarks {
        named(&landmark.names);
        assert!((1..=3).contains(&landmark.rank));
    }
}

#[test]
fn wording_of_the_host_fits_the_sentences() {
    let (event, _) = demo();
    for (key, text) in &event.wording {
        for (tag, wording) in &text.0 {
            let fits = Words::english().reword(key, wording);
            assert!(fits.is_ok(), "{key} in {tag}: {fits:?}");
        }
    }
}
