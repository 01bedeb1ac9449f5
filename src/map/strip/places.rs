//! What stands along a course: its mats, the landmarks it comes by, its aid stations, from start to finish.

use homestretch_course::LatLon;
use homestretch_feed::{Landmark, Route};
use homestretch_race::event::{Contest, Role, Text};

/// A place on the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Certified metres from the start.
    pub at_m: f64,
    /// What it is.
    pub kind: Kind,
    /// What it is called; an aid station has no name of its own.
    pub names: Text,
    /// Where it is, as far as the course is drawn.
    pub at: Option<LatLon>,
}

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mat: the index of the contest's point.
    Mat(usize),
    /// A landmark: how soon it is named, 1 first.
    Landmark(u8),
    /// Water and food.
    Aid,
}

/// A landmark further off the course than this is not passed.
const NEAR_M: f64 = 250.0;
/// Coming by a landmark again counts from so far on.
const AGAIN_M: f64 = 2_000.0;

/// The places of a contest, in order. Without a drawn course there are only its mats.
pub fn places(contest: &Contest, route: Option<&Route>, landmarks: &[Landmark]) -> Vec<Place> {
    let at = |at_m: f64| route.map(|route| route.course.place_at(at_m).at);
    let shown = contest.points.iter().enumerate();
    let mut places: Vec<Place> = shown
        .filter(|(_, point)| point.role != Role::Helper)
        .map(|(i, point)| Place {
            at_m: point.at_m,
            kind: Kind::Mat(i),
            names: point.names.clone(),
            at: at(point.at_m),
        })
        .collect();
    if let Some(route) = route {
        places.extend(route.aid_m.iter().map(|&at_m| Place {
            at_m,
            kind: Kind::Aid,
            names: Text::default(),
            at: at(at_m),
        }));
        for landmark in landmarks {
            places.extend(passes(route, landmark.at).into_iter().map(|at_m| Place {
                at_m,
                kind: Kind::Landmark(landmark.rank),
                names: landmark.names.clone(),
                at: Some(landmark.at),
            }));
        }
    }
    places.retain(|place| (0.0..=contest.length_m).contains(&place.at_m));
    homestretch_order::sort_by(&mut places, |a, b| a.at_m.total_cmp(&b.at_m));
    places
}

/// Where a course comes by a place: once, or twice where it goes out and back.
fn passes(route: &Route, place: LatLon) -> Vec<f64> {
    let course = &route.course;
    let end_m = route.length_m;
    let near = |from_m: f64, to_m: f64| {
        (to_m > from_m)
            .then(|| course.nearest_between(place, from_m, to_m))
            .filter(|(_, off_m)| *off_m <= NEAR_M)
    };
    let Some((first_m, _)) = near(0.0, end_m) else {
        return Vec::new();
    };
    let others = [near(0.0, first_m - AGAIN_M), near(first_m + AGAIN_M, end_m)];
    let again = others.into_iter().flatten().map(|(at_m, _)| at_m);
    std::iter::once(first_m).chain(again).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use homestretch_race::event::Point;

    fn east(m: f64) -> LatLon {
        LatLon {
            lat: 39.04,
            lon: 125.75 + m / 86_450.0,
        }
    }

    fn contest(length_m: f64) -> Contest {
        let point = |name: &str, at_m, role| Point {
            names: Text::of("en", name),
            at_m,
            role,
            ..Point::default()
        };
        Contest {
            length_m,
            points: vec![
                point("Start", 0.0, Role::Start),
                point("Lap", 400.0, Role::Helper),
                point("Finish", length_m, Role::Finish),
            ],
            ..Contest::default()
        }
    }

    #[test]
    fn a_landmark_on_the_way_out_and_back_is_come_by_twice_and_a_far_one_never() {
        // Five kilometres out and back on one street.
        let lines = [vec![east(0.0), east(5_000.0), east(0.0)]];
        let mut route = Route::new("r", &lines, 0, Vec::new(), Vec::new(), 10_000.0).unwrap();
        route.aid_m = vec![2_500.0, 99_000.0];
        let landmark = |name: &str, at: LatLon| Landmark {
            names: Text::of("en", name),
            at,
            kind: String::new(),
            rank: 1,
        };
        let far = LatLon {
            lat: 39.05,
            ..east(1_000.0)
        };
        let landmarks = [landmark("Arch", east(1_000.0)), landmark("Hill", far)];
        let found = places(&contest(10_000.0), Some(&route), &landmarks);
        let told: Vec<_> = found
            .iter()
            .map(|place| (place.names.get("en"), place.at_m.round() as u32, place.kind))
            .collect();
        assert_eq!(
            told,
            [
                ("Start", 0, Kind::Mat(0)),
                ("Arch", 1_000, Kind::Landmark(1)),
                ("", 2_500, Kind::Aid),
                ("Arch", 9_000, Kind::Landmark(1)),
                ("Finish", 10_000, Kind::Mat(2)),
            ]
        );
        assert!(found.iter().all(|place| place.at.is_some()));
    }

    #[test]
    fn a_course_that_is_not_drawn_has_its_mats() {
        let found = places(&contest(10_000.0), None, &[]);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|place| place.at.is_none()));
    }
}
