//! What the course file holds: lines, routes, landmarks, and what is drawn around them.

use homestretch_course::{Course, CourseError, LatLon, Leg, Mark};
use homestretch_race::event::Text;

/// `course-HASH.json`.
#[derive(Clone, Debug, Default)]
pub struct CourseFile {
    /// What the map must say about the course, such as that it is approximate; empty when certified.
    pub label: Text,
    /// Who is to be named for lines and map data, wherever they are shown.
    pub attribution: String,
    /// The drawn lines that routes walk.
    pub lines: Vec<Vec<LatLon>>,
    /// One route per key that the event's contests name.
    pub routes: Vec<Route>,
    /// Places worth a name on the map.
    pub landmarks: Vec<Landmark>,
    /// What is drawn under the course.
    pub context: Context,
}

impl CourseFile {
    /// The route of that key.
    pub fn route(&self, key: &str) -> Option<&Route> {
        self.routes.iter().find(|r| r.key == key)
    }
}

/// A way along a drawn line, with its calibrated course.
#[derive(Clone, Debug)]
pub struct Route {
    /// Key that contests name it by.
    pub key: String,
    /// Index of its line in [`CourseFile::lines`].
    pub line: usize,
    /// The legs walked, in drawn metres; empty for the whole line.
    pub legs: Vec<Leg>,
    /// Surveyed marks in certified metres.
    pub marks: Vec<Mark>,
    /// Certified length in metres.
    pub length_m: f64,
    /// Heights as (certified metres, metres above sea level), where known.
    pub elevation: Option<Vec<(f64, f64)>>,
    /// True when the heights were measured; guessed ones are not drawn.
    pub elevation_measured: bool,
    /// Aid stations in certified metres.
    pub aid_m: Vec<f64>,
    /// The course that follows from line, legs, marks and length.
    pub course: Course,
}

impl Route {
    /// A route with its course, still without heights and aid stations.
    ///
    /// # Errors
    /// When line, legs, marks and length do not make a course.
    pub fn new(
        key: &str,
        lines: &[Vec<LatLon>],
        line: usize,
        legs: Vec<Leg>,
        marks: Vec<Mark>,
        length_m: f64,
    ) -> Result<Self, CourseError> {
        let drawn = lines.get(line).map_or(&[][..], Vec::as_slice);
        let course = if legs.is_empty() {
            Course::along(drawn, &marks, length_m)?
        } else {
            Course::along_legs(drawn, &legs, &marks, length_m)?
        };
        Ok(Self {
            key: key.to_owned(),
            line,
            legs,
            marks,
            length_m,
            elevation: None,
            elevation_measured: false,
            aid_m: Vec::new(),
            course,
        })
    }
}

/// A place worth a name on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landmark {
    /// Its names.
    pub names: Text,
    /// Where it is.
    pub at: LatLon,
    /// What it is, such as `stadium`, `arch`, `tower`, `bridge`, `square`; unknown kinds get a plain symbol.
    pub kind: String,
    /// How soon it is shown: 1 at city zoom, 2 and 3 as one comes closer.
    pub rank: u8,
}

/// What is drawn under the course, far things first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Water with banks.
    pub waters: Vec<Area>,
    /// Rivers and canals as lines of a width.
    pub streams: Vec<Stream>,
    /// Islands, drawn over water.
    pub islands: Vec<Area>,
    /// Parks and other green.
    pub parks: Vec<Area>,
    /// Streets.
    pub streets: Vec<Street>,
    /// Bridges, drawn over water.
    pub bridges: Vec<Street>,
}

/// A lake, an island, a park.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Its names.
    pub names: Text,
    /// Its outline; the last place joins the first.
    pub outline: Vec<LatLon>,
}

/// A river or canal as a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stream {
    /// Its names.
    pub names: Text,
    /// Its width in metres.
    pub width_m: f64,
    /// Its middle.
    pub line: Vec<LatLon>,
}

/// A street or a bridge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Street {
    /// Its names.
    pub names: Text,
    /// How it ranks: `main`, `minor`, `track`; unknown classes are drawn as `minor`.
    pub class: String,
    /// Its middle.
    pub line: Vec<LatLon>,
}
