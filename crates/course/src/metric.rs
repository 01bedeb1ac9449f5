//! Metres and bearings on the WGS 84 ellipsoid between neighbouring places.
//!
//! The radii of curvature at the middle latitude measure ten kilometres to within millimetres. Sines and roots come
//! from `libm`, so that the browser and the server agree to the bit.

use crate::LatLon;

/// Equatorial radius in metres.
const A_M: f64 = 6_378_137.0;
/// Flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity, squared.
const E2: f64 = F * (2.0 - F);
const RAD: f64 = core::f64::consts::PI / 180.0;

/// Metres to a degree, northwards and eastwards, around one latitude.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metric {
    north_m: f64,
    east_m: f64,
}

impl Metric {
    pub(crate) fn at(lat: f64) -> Self {
        let (sin, cos) = libm::sincos(lat * RAD);
        let w2 = 1.0 - E2 * sin * sin;
        let normal_m = A_M / libm::sqrt(w2);
        Self {
            north_m: normal_m * (1.0 - E2) / w2 * RAD,
            east_m: normal_m * cos * RAD,
        }
    }

    /// Metres east and north from one place to another.
    pub(crate) fn offset_m(self, from: LatLon, to: LatLon) -> (f64, f64) {
        (
            lon_difference(from.lon, to.lon) * self.east_m,
            (to.lat - from.lat) * self.north_m,
        )
    }
}

/// Degrees east from one meridian to another, the short way round.
pub(crate) fn lon_difference(from: f64, to: f64) -> f64 {
    let d = to - from;
    if d.abs() <= 180.0 {
        d
    } else {
        d - 360.0 * libm::round(d / 360.0)
    }
}

/// Metres between two places; exact to millimetres up to ten kilometres, and a fair guess beyond.
pub fn distance_m(from: LatLon, to: LatLon) -> f64 {
    let (east, north) = Metric::at(f64::midpoint(from.lat, to.lat)).offset_m(from, to);
    libm::sqrt(east * east + north * north)
}

/// Degrees clockwise from north, from 0 up to 360, of the way from one place to a near one.
pub fn bearing_deg(from: LatLon, to: LatLon) -> f64 {
    let (east, north) = Metric::at(f64::midpoint(from.lat, to.lat)).offset_m(from, to);
    let deg = libm::atan2(east, north) / RAD;
    // Just west of north, 360 is what rounding would make of it.
    let deg = if deg < 0.0 { deg + 360.0 } else { deg };
    if deg < 360.0 { deg } else { 0.0 }
}

/// The place half-way along the shortest line between two places, through the middle of their normals.
pub(crate) fn midpoint(a: LatLon, b: LatLon) -> LatLon {
    let normal = |p: LatLon| {
        let (sin_lat, cos_lat) = libm::sincos(p.lat * RAD);
        let (sin_lon, cos_lon) = libm::sincos(p.lon * RAD);
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    };
    let (na, nb) = (normal(a), normal(b));
    let [x, y, z] = [na[0] + nb[0], na[1] + nb[1], na[2] + nb[2]];
    let lon = libm::atan2(y, x) / RAD;
    LatLon {
        lat: libm::atan2(z, libm::sqrt(x * x + y * y)) / RAD,
        // Stays beside `a`, so that a line over the antimeridian is not torn.
        lon: a.lon + lon_difference(a.lon, lon),
    }
}
