//! The course against an independent implementation of the geodesic.

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use homestretch_course::{Course, LatLon, Mark, distance_m};
use proptest::prelude::*;

/// A road as a walker would lay it, and the surveyor's and the reference's own measures of it.
#[derive(Clone, Debug)]
struct Road {
    line: Vec<LatLon>,
    /// Drawn metres of each point, by the reference.
    drawn_m: Vec<f64>,
    /// Certified metres to drawn metres on each stretch between marks.
    stretch: Vec<f64>,
}

impl Road {
    fn laid(start: LatLon, steps: &[(f64, f64)], shape: Shape, stretch: Vec<f64>) -> Self {
        let earth = Geodesic::wgs84();
        let mut line = vec![start];
        let mut heading = 0.0;
        for (turn_deg, step_m) in steps {
            heading += turn_deg;
            let last = line[line.len() - 1];
            let (lat, lon) = earth.direct(last.lat, last.lon, heading, *step_m);
            line.push(LatLon { lat, lon });
        }
        match shape {
            Shape::PointToPoint => {}
            Shape::OutAndBack => {
                let back: Vec<_> = line.iter().rev().skip(1).copied().collect();
                line.extend(back);
            }
            Shape::Laps => {
                let lap = line.clone();
                line.extend(&lap);
                line.extend(&lap);
                line.push(start);
            }
        }
        let mut drawn_m = vec![0.0];
        for ends in line.windows(2) {
            let step_m: f64 = earth.inverse(ends[0].lat, ends[0].lon, ends[1].lat, ends[1].lon);
            drawn_m.push(drawn_m[drawn_m.len() - 1] + step_m);
        }
        Self {
            line,
            drawn_m,
            stretch,
        }
    }

    fn drawn_length_m(&self) -> f64 {
        self.drawn_m[self.drawn_m.len() - 1]
    }

    /// The place at a drawn distance, by the reference.
    fn place_at_drawn(&self, at_m: f64) -> LatLon {
        let i = self.drawn_m.partition_point(|m| *m <= at_m);
        let i = i.clamp(1, self.line.len() - 1) - 1;
        let (a, b) = (self.line[i], self.line[i + 1]);
        let earth = Geodesic::wgs84();
        let (azimuth, _, _): (f64, f64, f64) = earth.inverse(a.lat, a.lon, b.lat, b.lon);
        let (lat, lon) = earth.direct(a.lat, a.lon, azimuth, at_m - self.drawn_m[i]);
        LatLon { lat, lon }
    }

    /// (drawn, certified) at the ends of each stretch.
    fn knots(&self) -> Vec<(f64, f64)> {
        let step_m = self.drawn_length_m() / self.stretch.len() as f64;
        let mut knots = vec![(0.0, 0.0)];
        for (i, factor) in self.stretch.iter().enumerate() {
            knots.push(((i + 1) as f64 * step_m, knots[i].1 + step_m * factor));
        }
        knots
    }

    fn marks(&self) -> Vec<Mark> {
        self.knots()
            .into_iter()
            .map(|(drawn_m, at_m)| Mark {
                name: format!("mark at {at_m:.0} m"),
                at_m,
                place: self.place_at_drawn(drawn_m),
            })
            .collect()
    }

    fn course(&self) -> Course {
        let marks = self.marks();
        Course::along(&self.line, &marks, marks[marks.len() - 1].at_m).expect("the road is sound")
    }

    fn drawn_from_certified(&self, at_m: f64) -> f64 {
        let knots = self.knots();
        let i = knots.partition_point(|k| k.1 <= at_m);
        let i = i.clamp(1, knots.len() - 1) - 1;
        let ((d0, c0), (d1, c1)) = (knots[i], knots[i + 1]);
        d0 + (d1 - d0) * (at_m - c0) / (c1 - c0)
    }
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    PointToPoint,
    OutAndBack,
    Laps,
}

fn road() -> impl Strategy<Value = Road> {
    let start = (-80.0..80.0f64, -180.0..180.0f64).prop_map(|(lat, lon)| LatLon { lat, lon });
    // Streets bend; a hairpin tighter than this is not measured on its centre line anyway.
    let steps = prop::collection::vec((-60.0..60.0f64, 5.0..4_000.0f64), 3..30);
    let shape = prop_oneof![
        Just(Shape::PointToPoint),
        Just(Shape::OutAndBack),
        Just(Shape::Laps)
    ];
    let stretch = prop::collection::vec(0.95..1.05f64, 3..12);
    (start, steps, shape, stretch).prop_map(|(start, steps, shape, stretch)| {
        let lap_m: f64 = steps.iter().map(|s| s.1).sum();
        // Laps are closed by a straight last step, which must be road too.
        let shape = if lap_m > 15_000.0 {
            Shape::PointToPoint
        } else {
            shape
        };
        Road::laid(start, &steps, shape, stretch)
    })
}

/// Metres by the reference.
fn apart_m(a: LatLon, b: LatLon) -> f64 {
    Geodesic::wgs84().inverse(a.lat, a.lon, b.lat, b.lon)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_length_agrees_with_the_geodesic(road in road()) {
        let ours = road.course().drawn_length_m();
        let theirs = road.drawn_length_m();
        prop_assert!((ours - theirs).abs() < 1e-6 * theirs + 0.01, "{ours} m, not {theirs} m");
    }

    #[test]
    fn every_distance_is_placed_within_half_a_metre(road in road(), shares in prop::collection::vec(0.0..=1.0f64, 20)) {
        let course = road.course();
        for share in shares {
            let at_m = share * course.length_m();
            let off_m = apart_m(course.place_at(at_m).at, road.place_at_drawn(road.drawn_from_certified(at_m)));
            prop_assert!(off_m < 0.5, "{off_m} m off at {at_m} m of {}", course.length_m());
        }
    }

    #[test]
    fn every_mark_is_hit(road in road()) {
        let course = road.course();
        for mark in road.marks() {
            let off_m = apart_m(course.place_at(mark.at_m).at, mark.place);
            // On a straight of many kilometres the reference itself puts the mark a centimetre beside the line.
            prop_assert!(off_m < 0.03, "{} missed by {off_m} m", mark.name);
        }
    }

    #[test]
    fn a_place_leads_back_to_its_distance(road in road(), shares in prop::collection::vec(0.0..=1.0f64, 20)) {
        let course = road.course();
        for share in shares {
            let at_m = share * course.length_m();
            let place = course.place_at(at_m).at;
            // A turn or a crossing may be as near, so only the place must come back, unless the line is straight here.
            let (back_m, off_m) = course.nearest_between(place, at_m - 200.0, at_m + 200.0);
            prop_assert!(off_m < 0.01, "{off_m} m off the line");
            prop_assert!(apart_m(course.place_at(back_m).at, place) < 0.01);
            let (back_m, _) = course.nearest_between(place, at_m - 2.0, at_m + 2.0);
            prop_assert!((back_m - at_m).abs() < 1.0 || near_a_turn(&road, at_m), "{at_m} m came back as {back_m} m");
            let drawn_m = course.drawn_from_certified(at_m);
            prop_assert!((course.certified_from_drawn(drawn_m) - at_m).abs() < 1e-6);
        }
    }

    #[test]
    fn neighbours_are_measured_as_the_geodesic_does(lat in -80.0..80.0f64, lon in -180.0..180.0f64, azimuth in 0.0..360.0f64, m in 0.0..10_000.0f64) {
        let from = LatLon { lat, lon };
        let (lat, lon) = Geodesic::wgs84().direct(lat, lon, azimuth, m);
        let ours = distance_m(from, LatLon { lat, lon });
        prop_assert!((ours - m).abs() < 0.05, "{ours} m, not {m} m");
    }

    #[test]
    fn whatever_comes_in_nothing_panics(
        line in prop::collection::vec(any_place(), 0..12),
        marks in prop::collection::vec((prop::num::f64::ANY, any_place()), 0..4),
        length_m in prop_oneof![prop::num::f64::ANY, 1.0..100_000.0f64],
        at_m in prop::num::f64::ANY,
    ) {
        let marks: Vec<Mark> = marks
            .into_iter()
            .map(|(at_m, place)| Mark { name: "any".into(), at_m, place })
            .collect();
        match Course::along(&line, &marks, length_m) {
            Ok(course) => {
                prop_assert!(course.place_at(at_m).at.lat.is_finite());
                prop_assert!(course.nearest_between(line[0], at_m, 0.0).0.is_finite());
                prop_assert!(course.line_between(at_m, 500.0).count() >= 2);
            }
            Err(error) => prop_assert!(error.to_string().len() > 20),
        }
    }
}

fn near_a_turn(road: &Road, at_m: f64) -> bool {
    let half_m = road.drawn_length_m() / 2.0;
    (road.drawn_from_certified(at_m) - half_m).abs() < 4.0
}

fn any_place() -> impl Strategy<Value = LatLon> {
    let near = (39.0..39.1f64, 125.7..125.8f64);
    let odd = (prop::num::f64::ANY, prop::num::f64::ANY);
    prop_oneof![9 => near, 1 => odd].prop_map(|(lat, lon)| LatLon { lat, lon })
}
