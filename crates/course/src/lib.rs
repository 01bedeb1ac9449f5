//! A course: certified metres, the drawn line, and places on the earth.
//!
//! The drawn line never has the certified length, so it is calibrated piecewise through surveyed marks.
//! A position is a distance along the course, never the nearest point, so out-and-back and lapped courses are safe.
//!
//! Everything that can be wrong is found when a [`Course`] is made; afterwards nothing fails.

#![warn(missing_docs)]

mod course;
mod error;
mod input;
mod knots;
mod metric;
mod track;

pub use course::{Course, Place};
pub use error::CourseError;
pub use input::{LatLon, Leg, Mark};
pub use metric::{bearing_deg, distance_m};
