//! What can be wrong with a course. Each message names the thing, the amount and the remedy.

use core::fmt;

use crate::LatLon;

/// What is wrong with a course; points, legs and marks are counted from 1 in messages.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CourseError {
    /// The line has fewer than two distinct points.
    TooFewPoints {
        /// Distinct points found.
        distinct: usize,
    },
    /// A latitude or longitude is not a number or out of range.
    BadPlace {
        /// What lies there, such as `point 7`.
        what: String,
        /// The place as given.
        place: LatLon,
    },
    /// A point lies far from the one before it.
    Jump {
        /// Which point, from 1.
        point: usize,
        /// Metres from the one before.
        jump_m: f64,
    },
    /// The certified length is not a positive number of metres.
    BadLength {
        /// The length as given.
        length_m: f64,
    },
    /// A mark's distance is not a number, or not on the course.
    MarkNotOnCourse {
        /// The mark's name.
        mark: String,
        /// Its certified distance.
        at_m: f64,
        /// The certified length.
        length_m: f64,
    },
    /// Two marks are not in order of distance.
    MarksOutOfOrder {
        /// The mark listed first, and its certified distance.
        before: (String, f64),
        /// The mark listed after it, and its certified distance.
        after: (String, f64),
    },
    /// A mark lies too far from the drawn line.
    MarkOffLine {
        /// The mark's name.
        mark: String,
        /// Metres from the line.
        off_m: f64,
        /// True when it would lie on the line with latitude and longitude the other way round.
        swapped: bool,
    },
    /// On the line a mark comes before the mark that it should follow.
    MarkBehind {
        /// The mark's name.
        mark: String,
        /// The mark it should follow.
        before: String,
        /// Drawn metres that it lies before that mark.
        by_m: f64,
    },
    /// Certified and drawn length of a stretch between two marks differ by more than drawing explains.
    Stretch {
        /// Where the stretch begins.
        from: String,
        /// Where it ends.
        to: String,
        /// Certified length.
        certified_m: f64,
        /// Drawn length.
        drawn_m: f64,
    },
    /// A course of legs has none.
    NoLegs,
    /// A leg begins or ends outside its line.
    LegOutside {
        /// Which leg, from 1.
        leg: usize,
        /// The drawn distance outside.
        at_m: f64,
        /// Drawn length of the line.
        line_m: f64,
    },
    /// A leg ends where it begins.
    LegEmpty {
        /// Which leg, from 1.
        leg: usize,
        /// The drawn distance of both ends.
        at_m: f64,
    },
    /// A leg does not begin where the one before it ends.
    LegsApart {
        /// Which leg, from 1.
        leg: usize,
        /// Metres between them.
        gap_m: f64,
    },
}

impl fmt::Display for CourseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewPoints { distinct } => write!(
                f,
                "the line has {distinct} distinct points; a course needs at least 2"
            ),
            Self::BadPlace { what, place } => bad_place(f, what, *place),
            Self::Jump { point, jump_m } => write!(
                f,
                "point {point} lies {:.0} km from the point before it; check its coordinates, or put in the points between",
                jump_m / 1000.0
            ),
            Self::BadLength { length_m } => write!(
                f,
                "the certified length is {length_m} m; give a positive number of metres, such as 42195"
            ),
            Self::MarkNotOnCourse {
                mark,
                at_m,
                length_m,
            } => write!(
                f,
                "mark `{mark}` is at {at_m} m, but the course runs from 0 to {length_m} m; check its distance"
            ),
            Self::MarksOutOfOrder { before, after } => write!(
                f,
                "mark `{}` at {} m is listed after `{}` at {} m; list each mark once, in order of distance",
                after.0, after.1, before.0, before.1
            ),
            Self::MarkOffLine {
                mark,
                off_m,
                swapped,
            } => {
                write!(f, "mark `{mark}` lies {} off the drawn line; ", Far(*off_m))?;
                f.write_str(if *swapped {
                    "its latitude and longitude are the wrong way round"
                } else {
                    "check its coordinates"
                })
            }
            Self::MarkBehind { mark, before, by_m } => write!(
                f,
                "mark `{mark}` lies {by_m:.0} m before mark `{before}` on the drawn line; check the coordinates of both and the direction of the line"
            ),
            Self::Stretch {
                from,
                to,
                certified_m,
                drawn_m,
            } => write!(
                f,
                "from `{from}` to `{to}` the course is {certified_m:.0} m by certificate but {drawn_m:.0} m as drawn, {:.0} m too {}; check both places and the line between them",
                (drawn_m - certified_m).abs(),
                if drawn_m > certified_m {
                    "long"
                } else {
                    "short"
                }
            ),
            Self::NoLegs => {
                f.write_str("the course has no legs; give at least one, or leave legs out to take the whole line")
            }
            Self::LegOutside { leg, at_m, line_m } => write!(
                f,
                "leg {leg} goes to {at_m} m, but the line is drawn from 0 to {line_m:.1} m; check the leg's ends"
            ),
            Self::LegEmpty { leg, at_m } => write!(
                f,
                "leg {leg} begins and ends at {at_m} m; check the leg's ends"
            ),
            Self::LegsApart { leg, gap_m } => write!(
                f,
                "leg {leg} begins {} from where leg {} ends; consecutive legs must meet",
                Far(*gap_m),
                leg - 1
            ),
        }
    }
}

impl core::error::Error for CourseError {}

fn bad_place(f: &mut fmt::Formatter<'_>, what: &str, place: LatLon) -> fmt::Result {
    let LatLon { lat, lon } = place;
    write!(f, "{what} is at latitude {lat}, longitude {lon}; ")?;
    if place.swapped().checked(String::new).is_ok() {
        f.write_str("latitude and longitude are the wrong way round")
    } else {
        f.write_str("latitude goes from -85 to 85 degrees, longitude from -180 to 180")
    }
}

/// A distance in metres, or in kilometres where metres would be noise.
struct Far(f64);

impl fmt::Display for Far {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 10_000.0 {
            write!(f, "{:.0} m", self.0)
        } else {
            write!(f, "{:.0} km", self.0 / 1000.0)
        }
    }
}
