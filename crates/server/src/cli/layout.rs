//! The mats of a race, as the pacing tools take them from `--course`: an event file, a course file, or a drawn line.

use std::path::{Path, PathBuf};

use homestretch_course::{Mark, distance_m};
use homestretch_race::event::{Point, Role};
use homestretch_server::folder;
use homestretch_server::import;

use super::Failure;

const MARATHON_M: f64 = 42_195.0;
const HALF_M: f64 = 21_097.5;
/// Certified lengths that a drawn line is taken for when it comes as near as this to one of them.
const USUAL_M: [f64; 6] = [5_000.0, 10_000.0, 15_000.0, HALF_M, 30_000.0, MARATHON_M];
const NEAR: f64 = 0.03;

/// Which mats there are.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Where {
    /// Where the mats lie: an event file (the points of a contest), a course file (the marks of a route), or GPX or CSV
    /// of the drawn line (a mat at every 5 km). The marathon's usual mats where absent: 5 km, 10 km, … half, … 40 km.
    ///
    /// Any layout from 5 km to the marathon is taken. Past results that the model was fitted on and scored with are
    /// marathons alone: other distances are scaled from it (pace by Riegel's exponent, fade by distance).
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
    /// Which contest of the event file, or which route of the course file; the first where absent.
    #[arg(long, value_name = "KEY")]
    contest: Option<String>,
}

/// The mats of one contest, from the start to the finish.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Points with key, certified metres and mat.
    pub points: Vec<Point>,
}

impl Where {
    /// The layout that is asked for.
    pub fn layout(&self) -> Result<Layout, Failure> {
        match &self.course {
            None => Ok(Layout::marathon()),
            Some(path) => of_file(path, self.contest.as_deref()),
        }
    }
}

impl Layout {
    /// Every 5 km, half-way, and the finish.
    pub fn marathon() -> Self {
        Self::every_5_km(MARATHON_M)
    }
    /// Index of the finish.
    pub fn finish(&self) -> usize {
        self.points.len() - 1
    }
    /// Certified metres of the points.
    pub fn points_m(&self) -> Vec<f64> {
        self.points.iter().map(|p| p.at_m).collect()
    }
    /// One more than the highest mat.
    pub fn n_mats(&self) -> usize {
        self.points.iter().map(|p| p.mat + 1).max().unwrap_or(0)
    }
    fn every_5_km(length_m: f64) -> Self {
        let mut marks_m: Vec<f64> = (1..=100)
            .map(|n| f64::from(n) * 5_000.0)
            .take_while(|m| *m < length_m - 500.0)
            .collect();
        if length_m > 1.5 * HALF_M {
            marks_m.push(HALF_M);
            marks_m.sort_by(f64::total_cmp);
        }
        Self::of_marks(marks_m.into_iter().map(|m| (String::new(), m)), length_m)
    }
    fn of_marks(marks: impl Iterator<Item = (String, f64)>, length_m: f64) -> Self {
        let between = marks.filter(|(_, m)| *m > 0.0 && *m < length_m);
        let between = between.map(|(name, m)| (key_of(&name, m), m));
        let all = std::iter::once(("start".to_owned(), 0.0))
            .chain(between)
            .chain([("finish".to_owned(), length_m)]);
        let mut points: Vec<Point> = Vec::new();
        for (key, at_m) in all {
            if points.last().is_none_or(|last| at_m > last.at_m) {
                points.push(Point {
                    key,
                    at_m,
                    mat: points.len(),
                    ..Point::default()
                });
            }
        }
        points[0].role = Role::Start;
        if let Some(last) = points.last_mut() {
            last.role = Role::Finish;
        }
        Self { points }
    }
}

/// What the mats of a layout are called in results: `5k`, `half`; else the mark's own name.
fn key_of(name: &str, at_m: f64) -> String {
    if (at_m - HALF_M).abs() < 1.0 {
        return "half".to_owned();
    }
    let km = (at_m / 1_000.0).round();
    if (at_m - km * 1_000.0).abs() < 1.0 {
        return format!("{km}k");
    }
    match name.trim() {
        "" => format!("{at_m:.0}m"),
        name => name.to_lowercase().replace(' ', "-"),
    }
}

fn of_file(path: &Path, contest: Option<&str>) -> Result<Layout, Failure> {
    let named = |what: &dyn std::fmt::Display| Failure(format!("`{}`: {what}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| named(&e))?;
    let json: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    let has = |key: &str| json.as_ref().is_some_and(|json| json.get(key).is_some());
    if has("contests") {
        let event = folder::event(path)?;
        let keys: Vec<&str> = event.contests.iter().map(|c| c.key.as_str()).collect();
        let at = pick(&keys, contest).map_err(|what| named(&what))?;
        let points = event.contests[at].points.clone();
        let fits = points.len() > 1 && points.windows(2).all(|p| p[0].at_m < p[1].at_m);
        return fits
            .then_some(Layout { points })
            .ok_or_else(|| named(&"the contest needs two points at least, in order of distance"));
    }
    if has("routes") {
        let course = folder::course::of_file(path, "", 0.0)?;
        let keys: Vec<&str> = course.routes.iter().map(|r| r.key.as_str()).collect();
        let route = &course.routes[pick(&keys, contest).map_err(|what| named(&what))?];
        return Ok(of_route(&route.marks, route.length_m));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let input = import::read(&name, &bytes).map_err(|e| named(&e))?;
    let drawn_m: f64 = input.line.windows(2).map(|p| distance_m(p[0], p[1])).sum();
    let usual_m = USUAL_M
        .into_iter()
        .find(|m| (drawn_m / m - 1.0).abs() < NEAR);
    let length_m = input.length_m.or(usual_m).unwrap_or(drawn_m);
    if length_m < 1_000.0 {
        return Err(named(&"the course is shorter than a kilometre"));
    }
    Ok(of_route(&input.marks, length_m))
}

fn of_route(marks: &[Mark], length_m: f64) -> Layout {
    let layout = Layout::of_marks(marks.iter().map(|m| (m.name.clone(), m.at_m)), length_m);
    if layout.points.len() > 2 {
        layout
    } else {
        Layout::every_5_km(length_m)
    }
}

fn pick(keys: &[&str], wanted: Option<&str>) -> Result<usize, String> {
    let at = match wanted {
        None => (!keys.is_empty()).then_some(0),
        Some(wanted) => keys.iter().position(|key| *key == wanted),
    };
    at.ok_or_else(|| {
        let wanted = wanted.unwrap_or_default();
        format!(
            "there is no contest or route `{wanted}`; there are: {}",
            keys.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(layout: &Layout) -> String {
        let keys: Vec<&str> = layout.points.iter().map(|p| p.key.as_str()).collect();
        keys.join(" ")
    }

    #[test]
    fn mats_are_taken_from_whatever_says_where_they_are() {
        assert_eq!(
            keys(&Layout::marathon()),
            "start 5k 10k 15k 20k half 25k 30k 35k 40k finish"
        );
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let of = |file: &str, contest| of_file(&here.join(file), contest).expect(file);
        let event = "demo/event.json";
        assert_eq!(
            keys(&of(event, Some("half"))),
            "start lap 5k 10k turn 15k 20k stadium finish"
        );
        let five = of("../../examples/small-race/event.json", None);
        assert_eq!(
            (keys(&five).as_str(), five.points[2].at_m),
            ("start turn finish", 5_000.0)
        );
        assert_eq!(five.n_mats(), 2, "start and finish are one mat");
        let none = of_file(&here.join(event), Some("mile"))
            .expect_err("no such contest")
            .0;
        assert!(
            none.ends_with("there is no contest or route `mile`; there are: full, half, 10k, 5k"),
            "{none}"
        );
    }

    #[test]
    fn a_drawn_line_has_a_mat_every_five_kilometres() {
        let folder = tempfile::tempdir().expect("a directory");
        let file = folder.path().join("line.csv");
        std::fs::write(&file, "lat,lon\n39.0,125.75\n39.0905,125.75\n").expect("a file");
        let ten = of_file(&file, None).expect("a layout");
        assert_eq!(
            (keys(&ten).as_str(), ten.points[2].at_m),
            ("start 5k finish", 10_000.0)
        );
    }
}
