//! The earth on a flat screen: Web Mercator, the projection that Leaflet and its tiles use.
//! Owns the three spaces and the ways between them: degrees, the world square, and the pixels of one view.

use core::f64::consts::PI;

use homestretch_course::LatLon;

/// A place in the world square: `x` from 0 (180° west) to 1 (180° east), `y` from 0 (about 85° north) to 1.
/// It does not depend on the zoom, so that places are projected once and only scaled afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct World {
    /// Eastward share of the world square.
    pub x: f64,
    /// Southward share of the world square.
    pub y: f64,
}

/// The latitude where the world square ends, in degrees.
const MAX_LAT: f64 = 85.051_128_779_806_6;
/// Side of the world square at zoom 0, in CSS pixels.
const TILE_PX: f64 = 256.0;
/// Circumference of the equator, in metres.
pub(crate) const EQUATOR_M: f64 = 40_075_016.685_578_49;

/// The place in the world square; latitudes beyond its edge are held at the edge.
pub fn world_from_lat_lon(at: LatLon) -> World {
    let lat = at.lat.clamp(-MAX_LAT, MAX_LAT) * PI / 180.0;
    World {
        x: (at.lon + 180.0) / 360.0,
        y: 0.5 - libm::log(libm::tan(PI / 4.0 + lat / 2.0)) / (2.0 * PI),
    }
}

/// The degrees of a place in the world square.
pub fn lat_lon_from_world(at: World) -> LatLon {
    LatLon {
        lat: libm::atan(libm::sinh(PI * (1.0 - 2.0 * at.y))) * 180.0 / PI,
        lon: at.x * 360.0 - 180.0,
    }
}

/// What a canvas shows: a rectangle of the world at a zoom, in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Zoom as Leaflet counts it; fractions are allowed.
    pub zoom: f64,
    /// The world pixel (CSS pixels at this zoom) at the canvas's left edge.
    pub left: f64,
    /// The world pixel at the canvas's upper edge.
    pub top: f64,
    /// Width of the canvas in device pixels.
    pub width: u32,
    /// Height of the canvas in device pixels.
    pub height: u32,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
}

impl View {
    /// Device pixels per side of the world square.
    pub fn scale(&self) -> f64 {
        TILE_PX * libm::exp2(self.zoom) * self.ratio
    }
    /// Where a place falls on the canvas, in device pixels from its upper left corner.
    pub fn px_from_world(&self, at: World) -> (f32, f32) {
        let scale = self.scale();
        (
            (at.x * scale - self.left * self.ratio) as f32,
            (at.y * scale - self.top * self.ratio) as f32,
        )
    }
    /// The place under a point of the canvas given in device pixels.
    pub fn world_from_px(&self, x: f32, y: f32) -> World {
        let scale = self.scale();
        World {
            x: (f64::from(x) + self.left * self.ratio) / scale,
            y: (f64::from(y) + self.top * self.ratio) / scale,
        }
    }
    /// Device pixels per metre on the ground at that latitude.
    pub fn px_per_m(&self, lat: f64) -> f64 {
        self.scale() / (EQUATOR_M * libm::cos(lat * PI / 180.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn leaflet_agrees_on_a_known_place() {
        // L.CRS.EPSG3857.latLngToPoint([39.0437, 125.7577], 12), computed with Leaflet 1.9.4.
        let at = world_from_lat_lon(LatLon {
            lat: 39.0437,
            lon: 125.7577,
        });
        let side = 256.0 * 4096.0;
        assert!((at.x * side - 890_583.850_097_777_8).abs() < 1e-6, "{at:?}");
        assert!((at.y * side - 400_580.073_013_217_1).abs() < 1e-6, "{at:?}");
    }

    proptest! {
        #[test]
        fn there_and_back(lat in -85.0..85.0f64, lon in -180.0..180.0f64) {
            let back = lat_lon_from_world(world_from_lat_lon(LatLon { lat, lon }));
            prop_assert!((back.lat - lat).abs() < 1e-9 && (back.lon - lon).abs() < 1e-9);
        }

        #[test]
        fn pixels_there_and_back(x in 0.0..2000.0f32, y in 0.0..1000.0f32, zoom in 10.0..18.0f64) {
            let view = View { zoom, left: 3e5, top: 2e5, width: 2000, height: 1000, ratio: 2.0 };
            let (bx, by) = view.px_from_world(view.world_from_px(x, y));
            prop_assert!((bx - x).abs() < 1e-2 && (by - y).abs() < 1e-2);
        }
    }
}
