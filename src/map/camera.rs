//! What the map looks at. Automation holds until the viewer drags; the viewer gives it back with a button.

use std::fmt;
use std::str::FromStr;

use homestretch_race::roster::EntrantNo;

use super::spot::Spot;

/// What the map keeps in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Camera {
    /// The whole course.
    #[default]
    Course,
    /// One runner.
    Runner(EntrantNo),
    /// Everybody the viewer follows.
    Mine,
    /// The leader of a contest, by its index in the event.
    Lead(usize),
    /// Whatever the viewer moved it to; none while it is on its way there.
    Free(Option<Spot>),
}

impl fmt::Display for Camera {
    /// As an address carries it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Course => f.write_str("course"),
            Self::Runner(no) => write!(f, "runner-{}", no.0),
            Self::Mine => f.write_str("mine"),
            Self::Lead(contest) => write!(f, "lead-{contest}"),
            Self::Free(None) => f.write_str("free"),
            Self::Free(Some(spot)) => spot.fmt(f),
        }
    }
}

/// An address asks for a camera that there is none of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCamera;

impl FromStr for Camera {
    type Err = UnknownCamera;
    fn from_str(text: &str) -> Result<Self, UnknownCamera> {
        if let Ok(spot) = text.parse() {
            return Ok(Self::Free(Some(spot)));
        }
        match text.split_once('-') {
            None => match text {
                "course" => Ok(Self::Course),
                "mine" => Ok(Self::Mine),
                "free" => Ok(Self::Free(None)),
                _ => Err(UnknownCamera),
            },
            Some(("runner", no)) => no
                .parse()
                .map(|no| Self::Runner(EntrantNo(no)))
                .map_err(|_| UnknownCamera),
            Some(("lead", contest)) => contest.parse().map(Self::Lead).map_err(|_| UnknownCamera),
            Some(_) => Err(UnknownCamera),
        }
    }
}

/// A box in CSS pixels of the map: left, top, right, bottom.
pub type Frame = (f64, f64, f64, f64);

/// True when somebody at (`x`, `y`) is so near the edge of what is in sight that the map should move.
/// The middle half of the box is where one may run about without the map following every step.
pub fn strays(x: f64, y: f64, (left, top, right, bottom): Frame) -> bool {
    let (w, h) = (right - left, bottom - top);
    x < left + w * 0.25 || x > right - w * 0.25 || y < top + h * 0.25 || y > bottom - h * 0.25
}

/// True when a group, as the box around it, should be fitted anew: somebody is out of sight, or the group has become
/// so small that one could be much nearer.
pub fn ill_fits((x0, y0, x1, y1): Frame, (left, top, right, bottom): Frame) -> bool {
    let (w, h) = (right - left, bottom - top);
    let out = x0 < left || x1 > right || y0 < top || y1 > bottom;
    let tiny = (x1 - x0) < w * 0.2 && (y1 - y0) < h * 0.2;
    out || tiny
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_every_camera() {
        for camera in [
            Camera::Course,
            Camera::Runner(EntrantNo(7)),
            Camera::Mine,
            Camera::Lead(2),
            Camera::Free(None),
            Camera::Free(Spot::new(39.04, 125.75, 14.25)),
        ] {
            assert_eq!(camera.to_string().parse(), Ok(camera));
        }
        for odd in ["", "runner-", "runner-x", "lead-2-3", "moon"] {
            assert_eq!(odd.parse::<Camera>(), Err(UnknownCamera), "{odd}");
        }
    }

    #[test]
    fn the_map_follows_when_a_runner_nears_the_edge_and_not_before() {
        let frame = (0.0, 0.0, 400.0, 600.0);
        let check = |what: &str, x: f64, y: f64, moves: bool| {
            assert_eq!(strays(x, y, frame), moves, "{what}");
        };
        check("in the middle", 200.0, 300.0, false);
        check("a little aside", 290.0, 400.0, false);
        check("near the right edge", 310.0, 300.0, true);
        check("out of sight", -50.0, 300.0, true);
    }

    #[test]
    fn a_group_is_fitted_when_it_leaves_and_when_it_has_shrunk() {
        let frame = (0.0, 0.0, 400.0, 600.0);
        let check = |what: &str, group: Frame, moves: bool| {
            assert_eq!(ill_fits(group, frame), moves, "{what}");
        };
        check("well in sight", (50.0, 50.0, 300.0, 500.0), false);
        check("one has left", (50.0, 50.0, 450.0, 500.0), true);
        check("they have met", (190.0, 290.0, 210.0, 310.0), true);
    }
}
