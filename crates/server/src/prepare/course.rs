//! A drawn line becomes the course file of a race folder, once line, marks and certified length go together.

use homestretch_course::Mark;
use serde_json::{Value, json};

use crate::import::{CourseInput, ImportError, course_file};

/// A course that fits, and what is worth knowing of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The file for the race folder.
    pub json: String,
    /// Points of the line.
    pub n_points: usize,
    /// Length of the drawn line in metres.
    pub drawn_m: f64,
    /// The certified length in metres.
    pub certified_m: f64,
    /// Surveyed marks.
    pub n_marks: usize,
    /// Whether heights are known.
    pub has_heights: bool,
}

impl Fitted {
    /// How far the line is off, in metres a kilometre; drawn lines are usually some metres short or long.
    pub fn off_m_per_km(&self) -> f64 {
        (self.drawn_m - self.certified_m) / self.certified_m * 1000.0
    }
}

/// Fits a line with its own marks, or with these, to a certified length.
///
/// # Errors
/// When line, marks and length do not make a course.
pub fn fit(
    mut input: CourseInput,
    marks: Option<Vec<Mark>>,
    route: &str,
    length_m: f64,
) -> Result<Fitted, ImportError> {
    if let Some(marks) = marks {
        input.marks = marks;
    }
    // Marks of another, longer contest on the same line are none of this one's.
    input.marks.retain(|mark| mark.at_m <= length_m);
    let file = course_file(&input, route, Some(length_m))?;
    let course = file.routes.first().map(|route| &route.course);
    let heights = &input.height_m;
    let line: Vec<Value> = input
        .line
        .iter()
        .enumerate()
        .map(|(i, p)| match heights.get(i) {
            Some(height_m) => json!([p.lat, p.lon, height_m]),
            None => json!([p.lat, p.lon]),
        })
        .collect();
    let marks: Vec<Value> = input
        .marks
        .iter()
        .map(|m| json!({ "name": m.name, "at_m": m.at_m, "lat": m.place.lat, "lon": m.place.lon }))
        .collect();
    let mut text = json!({ "line": line, "marks": marks, "length_m": length_m });
    if let Some(attribution) = &input.attribution {
        text["attribution"] = attribution.as_str().into();
    }
    Ok(Fitted {
        json: text.to_string() + "\n",
        n_points: input.line.len(),
        drawn_m: course.map_or(0.0, homestretch_course::Course::drawn_length_m),
        certified_m: length_m,
        n_marks: input.marks.len(),
        has_heights: !heights.is_empty(),
    })
}
