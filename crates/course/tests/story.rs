//! What a course does on the kinds of roads that races use, and what it says when something is wrong.

use homestretch_course::{Course, CourseError, LatLon, Leg, Mark, distance_m};
use insta::assert_snapshot;

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon { lat, lon }
}

fn mark(name: &str, at_m: f64, place: LatLon) -> Mark {
    Mark {
        name: name.into(),
        at_m,
        place,
    }
}

/// A straight street 10 km long northwards, a point every kilometre.
fn street() -> Vec<LatLon> {
    (0..=10)
        .map(|km| at(39.0 + 0.009_007_7 * f64::from(km), 125.75))
        .collect()
}

/// The same street there and back.
fn out_and_back() -> Vec<LatLon> {
    let mut line = street();
    line.extend(street().iter().rev().skip(1));
    line
}

/// A hair's breadth west of north is 359.99… degrees.
fn northwards(bearing_deg: f64) -> bool {
    bearing_deg.min(360.0 - bearing_deg) < 1e-6
}

fn says(course: Result<Course, CourseError>) -> String {
    match course {
        Ok(course) => format!("a course of {} m", course.length_m()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn without_marks_the_line_is_stretched_evenly() {
    let course = Course::along(&street(), &[], 10_400.0).unwrap();
    assert!(distance_m(course.place_at(5_200.0).at, street()[5]) < 0.1);
    assert!(northwards(course.place_at(5_200.0).bearing_deg));
    assert_eq!(course.place_at(-5.0).at, street()[0]);
    assert_eq!(course.place_at(1e9).at, street()[10]);
    assert_eq!(course.place_at(f64::NAN).at, street()[0]);
}

#[test]
fn an_out_and_back_course_finds_each_mark_on_its_own_passage() {
    let place = |km: usize| street()[km];
    let marks = [
        mark("3 km", 3_000.0, place(3)),
        mark("7 km", 7_000.0, place(7)),
        mark("13 km", 13_000.0, place(7)),
        mark("17 km", 17_000.0, place(3)),
    ];
    let course = Course::along(&out_and_back(), &marks, 20_000.0).unwrap();
    for mark in &marks {
        assert!(distance_m(course.place_at(mark.at_m).at, mark.place) < 0.01);
    }
    assert!(northwards(course.place_at(3_000.0).bearing_deg));
    assert!((course.place_at(17_000.0).bearing_deg - 180.0).abs() < 1e-6);
    // One place, two distances: which of them is a matter of where one looks.
    let (out_m, _) = course.nearest_between(place(5), 0.0, 10_000.0);
    let (back_m, _) = course.nearest_between(place(5), 10_000.0, 20_000.0);
    assert!((out_m - 5_000.0).abs() < 1.0 && (back_m - 15_000.0).abs() < 1.0);
}

#[test]
fn laps_of_a_track_before_and_after_are_kept_apart() {
    // A square lap of 400 m, a street of 2 km and back, and the lap again.
    let d = 100.0 / 111_000.0;
    let corner = at(39.0, 125.75);
    let lap = [
        corner,
        at(39.0 + d, 125.75),
        at(39.0 + d, 125.75 - d * 1.287),
        at(39.0, 125.75 - d * 1.287),
        corner,
    ];
    let far = at(39.0, 125.75 + 20.0 * d * 1.287);
    let line: Vec<_> = [&lap[..], &[far], &lap[..]].concat();
    let finish = mark("finish", 4_800.0, corner);
    let marks = [
        mark("start", 0.0, corner),
        mark("out of the stadium", 400.0, corner),
        mark("back at the stadium", 4_400.0, corner),
        finish,
    ];
    let course = Course::along(&line, &marks, 4_800.0).unwrap();
    for m in &marks {
        assert!(distance_m(course.place_at(m.at_m).at, corner) < 0.01);
    }
    assert!(distance_m(course.place_at(2_400.0).at, far) < 5.0);
    let first_lap = course.place_at(150.0).at;
    assert!(distance_m(first_lap, course.place_at(4_550.0).at) < 5.0);
}

#[test]
fn start_and_finish_marks_cut_the_line() {
    let marks = [
        mark("start", 0.0, street()[1]),
        mark("finish", 8_000.0, street()[9]),
    ];
    let course = Course::along(&street(), &marks, 8_000.0).unwrap();
    assert!(distance_m(course.line()[0], street()[1]) < 0.01);
    assert!((course.drawn_length_m() - 8_000.0).abs() < 5.0);
}

#[test]
fn contests_share_a_line_by_walking_legs_of_it() {
    let legs = [
        Leg {
            from_m: 0.0,
            to_m: 2_500.0,
        },
        Leg {
            from_m: 2_500.0,
            to_m: 0.0,
        },
    ];
    let turn = Course::along(&street(), &[], 10_000.0)
        .unwrap()
        .place_at(2_500.0)
        .at;
    let course = Course::along_legs(&street(), &legs, &[], 5_000.0).unwrap();
    assert!(distance_m(course.place_at(2_500.0).at, turn) < 1.0);
    assert!(distance_m(course.place_at(5_000.0).at, street()[0]) < 0.01);
    assert!((course.place_at(3_000.0).bearing_deg - 180.0).abs() < 1e-6);
}

#[test]
fn a_line_over_the_antimeridian_is_not_torn() {
    let line = [at(-17.0, 179.98), at(-17.0, 179.995), at(-17.0, -179.99)];
    let course = Course::along(&line, &[], 3_200.0).unwrap();
    let lons: Vec<f64> = course.line().iter().map(|p| p.lon).collect();
    assert!(lons.windows(2).all(|w| w[0] < w[1]), "{lons:?}");
    let (at_m, off_m) = course.nearest_between(at(-17.0, -179.99), 0.0, 3_200.0);
    assert!((at_m - 3_200.0).abs() < 0.01 && off_m < 0.01);
}

#[test]
fn a_piece_of_the_line_has_both_its_ends() {
    let course = Course::along(&street(), &[], 10_000.0).unwrap();
    let piece: Vec<_> = course.line_between(2_450.0, 3_700.0).collect();
    assert_eq!(piece[0], course.place_at(2_450.0).at);
    assert_eq!(piece[piece.len() - 1], course.place_at(3_700.0).at);
    assert!(piece.windows(2).all(|w| w[0].lat < w[1].lat));
    assert_eq!(course.line_between(500.0, 500.0).count(), 2);
}

#[test]
fn errors_about_the_line_name_the_point() {
    let along = |line: &[LatLon]| says(Course::along(line, &[], 1_000.0));
    assert_snapshot!(along(&[]), @"the line has 0 distinct points; a course needs at least 2");
    let same = [at(39.0, 125.7), at(39.0, 125.7)];
    assert_snapshot!(along(&same), @"the line has 1 distinct points; a course needs at least 2");
    let swapped = [at(39.0, 125.7), at(125.7, 39.0)];
    assert_snapshot!(along(&swapped), @"point 2 is at latitude 125.7, longitude 39; latitude and longitude are the wrong way round");
    let nan = [at(f64::NAN, 125.7)];
    assert_snapshot!(along(&nan), @"point 1 is at latitude NaN, longitude 125.7; latitude goes from -85 to 85 degrees, longitude from -180 to 180");
    let jump = [at(39.0, 125.7), at(39.0, 120.7)];
    assert_snapshot!(along(&jump), @"point 2 lies 433 km from the point before it; check its coordinates, or put in the points between");
}

#[test]
fn errors_about_marks_name_the_mark_and_the_amount() {
    let with = |marks: &[Mark]| says(Course::along(&street(), marks, 10_000.0));
    let aside = at(39.018, 125.754_76);
    assert_snapshot!(with(&[mark("2 km", 2_000.0, aside)]), @"mark `2 km` lies 412 m off the drawn line; check its coordinates");
    let swapped = mark("2 km", 2_000.0, at(25.75, 39.018));
    assert_snapshot!(with(&[swapped]), @"mark `2 km` lies 8825 km off the drawn line; check its coordinates");
    let beyond = mark("11 km", 11_000.0, street()[10]);
    assert_snapshot!(with(&[beyond]), @"mark `11 km` is at 11000 m, but the course runs from 0 to 10000 m; check its distance");
    let unsorted = [
        mark("5 km", 5_000.0, street()[5]),
        mark("4 km", 4_000.0, street()[4]),
    ];
    assert_snapshot!(with(&unsorted), @"mark `4 km` at 4000 m is listed after `5 km` at 5000 m; list each mark once, in order of distance");
    let crossed = [
        mark("4 km", 4_000.0, street()[5]),
        mark("5 km", 5_000.0, street()[4]),
    ];
    assert_snapshot!(with(&crossed), @"mark `5 km` lies 1000 m before mark `4 km` on the drawn line; check the coordinates of both and the direction of the line");
    let wrong_km = [
        mark("4 km", 4_000.0, street()[4]),
        mark("5 km", 5_000.0, street()[7]),
    ];
    assert_snapshot!(with(&wrong_km), @"from `4 km` to `5 km` the course is 1000 m by certificate but 3000 m as drawn, 2000 m too long; check both places and the line between them");
    assert_snapshot!(says(Course::along(&street(), &[], 42_195.0)), @"from `start` to `finish` the course is 42195 m by certificate but 10000 m as drawn, 32195 m too short; check both places and the line between them");
    assert_snapshot!(says(Course::along(&street(), &[], f64::NAN)), @"the certified length is NaN m; give a positive number of metres, such as 42195");
}

#[test]
fn a_mark_with_swapped_coordinates_is_told_so() {
    let line = [at(50.0, 50.1), at(50.02, 50.1)];
    let mark = mark("1 km", 1_000.0, at(50.1, 50.01));
    assert_snapshot!(says(Course::along(&line, &[mark], 2_225.0)), @"mark `1 km` lies 11 km off the drawn line; its latitude and longitude are the wrong way round");
}

#[test]
fn errors_about_legs_name_the_leg() {
    let walk = |legs: &[(f64, f64)]| {
        let legs: Vec<Leg> = legs
            .iter()
            .map(|(from_m, to_m)| Leg {
                from_m: *from_m,
                to_m: *to_m,
            })
            .collect();
        says(Course::along_legs(&street(), &legs, &[], 5_000.0))
    };
    assert_snapshot!(walk(&[]), @"the course has no legs; give at least one, or leave legs out to take the whole line");
    assert_snapshot!(walk(&[(0.0, 12_000.0)]), @"leg 1 goes to 12000 m, but the line is drawn from 0 to 10000.0 m; check the leg's ends");
    assert_snapshot!(walk(&[(0.0, 2_500.0), (2_500.0, 2_500.0)]), @"leg 2 begins and ends at 2500 m; check the leg's ends");
    assert_snapshot!(walk(&[(0.0, 2_500.0), (2_900.0, 400.0)]), @"leg 2 begins 400 m from where leg 1 ends; consecutive legs must meet");
    assert_snapshot!(walk(&[(f64::NAN, 2_500.0)]), @"leg 1 goes to NaN m, but the line is drawn from 0 to 10000.0 m; check the leg's ends");
}
