//! A course: certified metres, the drawn line, and places on the earth.
//!
//! The drawn line never has the certified length, so it is calibrated piecewise through surveyed marks.
//! A position is a distance along the course, never the nearest point, so out-and-back and lapped courses are safe.

/// A place on the WGS 84 ellipsoid, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LatLon {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// A surveyed mark: a certified distance and the place it was measured at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// What to call it in messages, such as `30 km`.
    pub name: String,
    /// Certified metres from the start.
    pub at_m: f64,
    /// Where it is.
    pub place: LatLon,
}

/// Part of a line, walked from one drawn distance to another; backwards when `to_m` is less than `from_m`.
/// Contests share a line by walking different legs of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Drawn metres on the line where the leg begins.
    pub from_m: f64,
    /// Drawn metres on the line where it ends.
    pub to_m: f64,
}

/// A place on the course: where, and which way the course runs there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Where.
    pub at: LatLon,
    /// Degrees clockwise from north.
    pub bearing_deg: f64,
}

/// A contest's course, calibrated.
#[derive(Clone, Debug)]
pub struct Course {}

/// What is wrong with a course; each message names the thing, the amount and the remedy.
#[derive(Clone, Debug, PartialEq)]
pub enum CourseError {}

impl Course {
    /// A course along the whole of `line`.
    pub fn along(_line: &[LatLon], _marks: &[Mark], _length_m: f64) -> Result<Self, CourseError> {
        todo!()
    }
    /// A course along legs of a shared line; consecutive legs must meet.
    pub fn along_legs(
        _line: &[LatLon],
        _legs: &[Leg],
        _marks: &[Mark],
        _length_m: f64,
    ) -> Result<Self, CourseError> {
        todo!()
    }
    /// Certified length in metres.
    pub fn length_m(&self) -> f64 {
        todo!()
    }
    /// Geodesic length of the drawn line in metres.
    pub fn drawn_length_m(&self) -> f64 {
        todo!()
    }
    /// The place at a certified distance; held at the start and the finish beyond them.
    pub fn place_at(&self, _at_m: f64) -> Place {
        todo!()
    }
    /// The drawn line of this course, in order.
    pub fn line(&self) -> &[LatLon] {
        todo!()
    }
    /// Certified distance of each vertex of [`Course::line`].
    pub fn vertex_m(&self) -> &[f64] {
        todo!()
    }
    /// The certified distance nearest to a place, looking only between two certified distances,
    /// and how far off the line the place lies, in metres.
    pub fn nearest_between(&self, _place: LatLon, _from_m: f64, _to_m: f64) -> (f64, f64) {
        todo!()
    }
}
