//! What a course is made from: places, surveyed marks, and legs of a shared line.

use crate::CourseError;

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

/// Beyond this latitude the web's map projection ends, and with it every map that the course could be shown on.
const MAX_LAT_DEG: f64 = 85.05;

impl LatLon {
    /// The place itself if it can be on a course; `what` is what to call it in the error.
    pub(crate) fn checked(self, what: impl FnOnce() -> String) -> Result<Self, CourseError> {
        let usable = self.lat.abs() <= MAX_LAT_DEG && self.lon.abs() <= 180.0;
        if usable {
            Ok(self)
        } else {
            Err(CourseError::BadPlace {
                what: what(),
                place: self,
            })
        }
    }

    /// Latitude and longitude the other way round.
    pub(crate) fn swapped(self) -> Self {
        Self {
            lat: self.lon,
            lon: self.lat,
        }
    }

    /// The place at the share `t` of the way to `to`, straight in degrees: right for neighbours on a line.
    pub(crate) fn towards(self, to: Self, t: f64) -> Self {
        Self {
            lat: self.lat + (to.lat - self.lat) * t,
            lon: self.lon + (to.lon - self.lon) * t,
        }
    }
}
