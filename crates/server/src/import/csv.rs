//! CSV: a row per point with columns `lat` and `lon` in degrees, and `ele_m` where heights are known.
//! Other columns, such as distances along the line, are passed over: they follow from the points.

use homestretch_course::{LatLon, Mark};

use super::distance::m_from_name;
use super::{CourseInput, ImportError};

pub(super) fn read(text: &str) -> Result<CourseInput, ImportError> {
    let broken = |e: ::csv::Error| ImportError::Broken(e.to_string());
    let mut table = ::csv::ReaderBuilder::new()
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = table.headers().map_err(broken)?.clone();
    let column = |name: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(name));
    let (Some(lat), Some(lon)) = (column("lat"), column("lon")) else {
        return Err(ImportError::NoLine {
            needs: "a first row with columns `lat` and `lon`, and a row for each point",
        });
    };
    let ele = column("ele_m");
    let mut input = CourseInput::default();
    for row in table.records() {
        let row = row.map_err(broken)?;
        let degrees = |column: usize| {
            let given = row.get(column).unwrap_or_default();
            given.parse().map_err(|_| ImportError::BadValue {
                line: row.position().map_or(0, |p| p.line() as usize),
                what: format!("point {}", input.line.len() + 1),
                value: format!("`{}` = `{given}`", &headers[column]),
            })
        };
        let place = LatLon {
            lat: degrees(lat)?,
            lon: degrees(lon)?,
        };
        input.line.push(place);
        let height_m: Option<f64> = ele.and_then(|c| row.get(c)?.parse().ok());
        input.height_m.extend(height_m);
    }
    if input.height_m.len() != input.line.len() {
        input.height_m.clear();
    }
    Ok(input)
}

pub(super) fn marks(text: &str) -> Result<Vec<Mark>, ImportError> {
    let broken = |e: ::csv::Error| ImportError::Broken(e.to_string());
    let mut table = ::csv::ReaderBuilder::new()
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = table.headers().map_err(broken)?.clone();
    let column = |name: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(name));
    let (Some(name), Some(lat), Some(lon)) = (column("name"), column("lat"), column("lon")) else {
        return Err(ImportError::NoLine {
            needs: "a first row with columns `name`, `lat` and `lon` (and `at_m`), and a row for each mark",
        });
    };
    let mut marks = Vec::new();
    for row in table.records() {
        let row = row.map_err(broken)?;
        let of = row.get(name).unwrap_or_default();
        let wrong = |what: &str, given: &str| ImportError::BadValue {
            line: row.position().map_or(0, |p| p.line() as usize),
            what: format!("mark `{of}`"),
            value: format!("`{what}` = `{given}`"),
        };
        let number = |what: &str, at: usize| {
            let given = row.get(at).unwrap_or_default();
            given.parse::<f64>().map_err(|_| wrong(what, given))
        };
        let place = LatLon {
            lat: number("lat", lat)?,
            lon: number("lon", lon)?,
        };
        let at_m = match column("at_m") {
            Some(at) => number("at_m", at)?,
            None => m_from_name(of).ok_or_else(|| wrong("name", of))?,
        };
        let name = of.to_owned();
        marks.push(Mark { name, at_m, place });
    }
    marks.sort_by(|a, b| a.at_m.total_cmp(&b.at_m));
    Ok(marks)
}
