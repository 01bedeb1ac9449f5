//! Places and lines: millionths of a degree, each place told as the difference to the one before.

use homestretch_course::LatLon;

use crate::json::Json;
use crate::problem::Problems;

const PER_DEGREE: f64 = 1e6;

/// A line as `[lat, lon, lat, lon, …]`. It ends where it leaves the earth, with a problem.
pub(crate) fn read_line(ints: &[i64], at: &str, problems: &Problems) -> Vec<LatLon> {
    let (mut lat, mut lon) = (0_i64, 0_i64);
    let mut line = Vec::with_capacity(ints.len() / 2);
    for pair in ints.chunks(2) {
        lat = lat.saturating_add(pair[0]);
        lon = lon.saturating_add(*pair.get(1).unwrap_or(&i64::MAX));
        if let Some(place) = place(lat, lon) {
            line.push(place);
        } else {
            let message = format!("leaves the earth after {} places; cut there", line.len());
            problems.add(at.to_owned(), message);
            break;
        }
    }
    line
}

/// The place at so many millionths of degrees, if there is such a place.
pub(crate) fn place(lat: i64, lon: i64) -> Option<LatLon> {
    // Longitudes beyond 180 are left alone: a course may run over the date line.
    let on_earth =
        (-90_000_000..=90_000_000).contains(&lat) && (-360_000_000..=360_000_000).contains(&lon);
    on_earth.then(|| LatLon {
        lat: lat as f64 / PER_DEGREE,
        lon: lon as f64 / PER_DEGREE,
    })
}

/// Millionths of degrees of a place.
pub(crate) fn micro(place: LatLon) -> (i64, i64) {
    (
        (place.lat * PER_DEGREE).round() as i64,
        (place.lon * PER_DEGREE).round() as i64,
    )
}

pub(crate) fn line(places: &[LatLon]) -> Json<'static> {
    let mut before = (0, 0);
    let mut ints = Vec::with_capacity(places.len() * 2);
    for place in places {
        let (lat, lon) = micro(*place);
        ints.extend([lat - before.0, lon - before.1]);
        before = (lat, lon);
    }
    Json::Ints(ints)
}
