//! Courses from files that organisers have: GPX, a simple JSON, CSV. Every error names the line, point or mark.

mod csv;
mod distance;
mod error;
mod gpx;
mod json;
mod kml;

use homestretch_course::{LatLon, Mark};
use homestretch_feed::{CourseFile, Route};
use homestretch_race::event::Text;

pub use error::ImportError;

/// Heights closer to each other than this along the course are left out.
const HEIGHT_STEP_M: f64 = 100.0;

/// A course as a file gives it, not yet calibrated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CourseInput {
    /// What the file calls it.
    pub name: Option<String>,
    /// The drawn line.
    pub line: Vec<LatLon>,
    /// The height at each point of the line in metres; empty unless every point has one.
    pub height_m: Vec<f64>,
    /// Surveyed marks in order of distance.
    pub marks: Vec<Mark>,
    /// The certified length in metres, where the file says it.
    pub length_m: Option<f64>,
    /// Who drew the line, where the file says it.
    pub attribution: Option<String>,
}

/// Reads a course file; what kind it is follows from the ending of its name.
///
/// # Errors
/// Says which line, point or mark cannot be read, and why.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<CourseInput, ImportError> {
    let ending = file_name.rsplit('.').next().unwrap_or_default();
    let text = core::str::from_utf8(bytes).map_err(|e| ImportError::NotText {
        byte: e.valid_up_to(),
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut input = match ending.to_ascii_lowercase().as_str() {
        "gpx" => gpx::read(text)?,
        "json" => json::read(text)?,
        "csv" => csv::read(text)?,
        "kml" => kml::read(text)?,
        _ => {
            return Err(ImportError::UnknownKind {
                name: file_name.to_owned(),
            });
        }
    };
    // The feed carries millionths of a degree; a course calibrated on just those is the same on every machine.
    let rounded = |p: LatLon| LatLon {
        lat: (p.lat * 1e6).round() / 1e6,
        lon: (p.lon * 1e6).round() / 1e6,
    };
    input.line.iter_mut().for_each(|p| *p = rounded(*p));
    input
        .marks
        .iter_mut()
        .for_each(|m| m.place = rounded(m.place));
    Ok(input)
}

/// Surveyed marks from a CSV file with columns `name`, `at_m`, `lat`, `lon`; without `at_m`, marks are named after their
/// distance.
///
/// # Errors
/// Says which line cannot be read, and why.
pub fn marks(text: &str) -> Result<Vec<Mark>, ImportError> {
    csv::marks(text.trim_start_matches('\u{feff}'))
}

/// A course file with one route, calibrated through the input's marks from its start to its finish.
/// `length_m` is the certified length; without it the input's own is taken.
///
/// # Errors
/// When no length is known, or line, marks and length do not make a course.
pub fn course_file(
    input: &CourseInput,
    route_key: &str,
    length_m: Option<f64>,
) -> Result<CourseFile, ImportError> {
    let length_m = length_m.or(input.length_m).ok_or(ImportError::NoLength)?;
    let lines = vec![input.line.clone()];
    let mut route = Route::new(route_key, &lines, 0, vec![], input.marks.clone(), length_m)?;
    route.elevation = heights(input, &route);
    route.elevation_measured = route.elevation.is_some();
    Ok(CourseFile {
        label: Text::default(),
        attribution: input.attribution.clone().unwrap_or_default(),
        lines,
        routes: vec![route],
        ..CourseFile::default()
    })
}

/// Heights by certified metres. A line that is cut at its start has none: its points no longer tell how far they are.
fn heights(input: &CourseInput, route: &Route) -> Option<Vec<(f64, f64)>> {
    let cut = input.marks.first().is_some_and(|m| m.at_m <= 0.0);
    if cut || input.height_m.len() != input.line.len() {
        return None;
    }
    let (mut drawn_m, mut before) = (0.0, input.line[0]);
    let mut heights: Vec<(f64, f64)> = Vec::new();
    for (place, height_m) in input.line.iter().zip(&input.height_m) {
        drawn_m += homestretch_course::distance_m(before, *place);
        before = *place;
        let at_m = route.course.certified_from_drawn(drawn_m);
        if heights
            .last()
            .is_none_or(|last| at_m >= last.0 + HEIGHT_STEP_M)
        {
            heights.push((at_m, *height_m));
        }
    }
    Some(heights)
}
