//! The course of a race folder: one file of the feed's own kind with all routes, or a drawn line per route.

use std::path::{Path, PathBuf};

use homestretch_feed::{CourseFile, read};
use homestretch_race::event::Event;

use super::{FolderError, bytes, feed_error, is_of_the_feed, no_problems};
use crate::import;

/// Endings of course files, in the order in which they are looked for.
const ENDINGS: [&str; 3] = ["json", "gpx", "csv"];

/// Reads the course of a folder: `course.json` of the feed's kind holds everything; else each route of the event is
/// drawn in `course-ROUTE.gpx` (or `.json`, `.csv`), or all of them in `course.gpx`.
///
/// # Errors
/// When there is no such file, or line, marks and length do not make a course.
pub fn of_folder(folder: &Path, event: &Event) -> Result<CourseFile, FolderError> {
    let mut routes: Vec<(&str, f64)> = Vec::new();
    for contest in &event.contests {
        if routes.iter().all(|(key, _)| *key != contest.route) {
            routes.push((&contest.route, contest.length_m));
        }
    }
    let mut whole: Option<CourseFile> = None;
    for (key, length_m) in routes {
        let own = format!("course-{key}");
        let path = find(folder, &own).or_else(|| find(folder, "course"));
        let path = path.ok_or_else(|| FolderError::Missing {
            folder: folder.to_owned(),
            names: format!("course.json, course.gpx, {own}.gpx"),
        })?;
        let course = of_file(&path, key, length_m)?;
        match &mut whole {
            // A file of the feed's kind has all routes; what is missing in it is told with the race day.
            None if course.routes.iter().all(|r| r.key == key) => whole = Some(course),
            None => return Ok(course),
            Some(whole) => {
                let shift = whole.lines.len();
                whole.lines.extend(course.lines);
                whole
                    .routes
                    .extend(course.routes.into_iter().map(|mut route| {
                        route.line += shift;
                        route
                    }));
            }
        }
    }
    Ok(whole.unwrap_or_default())
}

/// Reads a course file of any kind; a drawn line becomes the route of that key, with that certified length.
///
/// # Errors
/// When it is no course.
pub fn of_file(path: &Path, route: &str, length_m: f64) -> Result<CourseFile, FolderError> {
    let bytes = bytes(path)?;
    if is_of_the_feed(&bytes) {
        let parsed = read::course(&bytes).map_err(feed_error(path))?;
        no_problems(path, &parsed.problems)?;
        return Ok(parsed.value);
    }
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy())
        .unwrap_or_default();
    import::read(&name, &bytes)
        .and_then(|input| import::course_file(&input, route, Some(length_m)))
        .map_err(|cause| FolderError::Course {
            path: path.to_owned(),
            cause,
        })
}

fn find(folder: &Path, stem: &str) -> Option<PathBuf> {
    let paths = ENDINGS
        .iter()
        .map(|ending| folder.join(format!("{stem}.{ending}")));
    paths.into_iter().find(|path| path.is_file())
}
