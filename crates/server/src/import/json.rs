//! The simple JSON: `{"line": [[lat, lon], …], "marks": [{"name", "at_m", "lat", "lon"}, …], "length_m": 42195}`.
//! A third number of a point is its height; `name` and `attribution` may stand beside.

use homestretch_course::{LatLon, Mark};
use serde::Deserialize;

use super::{CourseInput, ImportError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: Vec<Vec<f64>>,
    #[serde(default)]
    marks: Vec<FileMark>,
    length_m: Option<f64>,
    name: Option<String>,
    attribution: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMark {
    name: String,
    at_m: f64,
    lat: f64,
    lon: f64,
}

pub(super) fn read(text: &str) -> Result<CourseInput, ImportError> {
    let file: File = serde_json::from_str(text).map_err(|e| ImportError::Broken(e.to_string()))?;
    let mut input = CourseInput {
        name: file.name,
        length_m: file.length_m,
        attribution: file.attribution,
        ..CourseInput::default()
    };
    for (i, point) in file.line.iter().enumerate() {
        let (lat, lon) = match point[..] {
            [lat, lon] => (lat, lon),
            [lat, lon, height_m] => {
                input.height_m.push(height_m);
                (lat, lon)
            }
            _ => {
                return Err(ImportError::NoPair {
                    point: i + 1,
                    found: point.len(),
                });
            }
        };
        input.line.push(LatLon { lat, lon });
    }
    if input.height_m.len() != input.line.len() {
        input.height_m.clear();
    }
    input.marks = file
        .marks
        .into_iter()
        .map(
            |FileMark {
                 name,
                 at_m,
                 lat,
                 lon,
             }| {
                let place = LatLon { lat, lon };
                Mark { name, at_m, place }
            },
        )
        .collect();
    Ok(input)
}
