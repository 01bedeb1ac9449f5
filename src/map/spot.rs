//! A place and a zoom, as fine as an address says them: what the viewer moved the map to can be kept and shared.

use std::fmt;
use std::str::FromStr;

use homestretch_race::decimal::decimal;

/// Digits of the zoom behind the point.
const ZOOM_DIGITS: u32 = 2;

/// A place and a zoom that the map can be put to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    lat_e5: i32,
    lon_e5: i32,
    zoom_e2: i32,
}

/// An address names a spot that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSpot;

impl Spot {
    /// The spot at degrees and a zoom; none where there is no such place on the map.
    pub fn new(lat: f64, lon: f64, zoom: f64) -> Option<Self> {
        let whole = |value: f64, steps: f64, most: f64| {
            (value.abs() <= most).then(|| (value * steps).round() as i32)
        };
        Some(Self {
            lat_e5: whole(lat, 1e5, 85.0)?,
            lon_e5: whole(lon, 1e5, 180.0)?,
            zoom_e2: whole(zoom, 1e2, 25.0).filter(|zoom| *zoom >= 0)?,
        })
    }
    /// Degrees north.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e5) / 1e5
    }
    /// Degrees east.
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e5) / 1e5
    }
    /// Zoom as Leaflet counts it.
    pub fn zoom(self) -> f64 {
        f64::from(self.zoom_e2) / 1e2
    }
}

impl fmt::Display for Spot {
    /// As an address carries it, such as `39.04372_125.75727_14.25`: nothing in it that a messenger would escape.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.lat_e5, 5),
            (self.lon_e5, 5),
            (self.zoom_e2, ZOOM_DIGITS),
        ];
        for (i, (value, digits)) in parts.into_iter().enumerate() {
            let between = if i == 0 { "" } else { "_" };
            let sign = if value < 0 { "-" } else { "" };
            let (whole, steps) = (value.unsigned_abs(), 10_u32.pow(digits));
            let width = digits as usize;
            write!(
                f,
                "{between}{sign}{}.{:0width$}",
                whole / steps,
                whole % steps
            )?;
        }
        Ok(())
    }
}

impl FromStr for Spot {
    type Err = NoSpot;
    fn from_str(text: &str) -> Result<Self, NoSpot> {
        let mut parts = text.split('_').map(decimal);
        let mut next = || parts.next().flatten();
        let spot = (|| Self::new(next()?, next()?, next()?))();
        spot.filter(|_| parts.next().is_none()).ok_or(NoSpot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_a_place_there_and_back() {
        let check = |lat, lon, zoom, text: &str| {
            let spot = Spot::new(lat, lon, zoom).expect("a place");
            assert_eq!(spot.to_string(), text);
            assert_eq!(text.parse(), Ok(spot));
        };
        check(39.043_72, 125.757_27, 14.25, "39.04372_125.75727_14.25");
        check(-0.000_04, -70.5, 9.0, "-0.00004_-70.50000_9.00");
    }

    #[test]
    fn a_place_off_the_map_is_none() {
        for text in [
            "",
            "39_125",
            "39_125_14_1",
            "91_0_9",
            "0_181_9",
            "0_0_-1",
            "NaN_0_9",
            "x_0_9",
        ] {
            assert_eq!(text.parse::<Spot>(), Err(NoSpot), "{text}");
        }
    }
}
