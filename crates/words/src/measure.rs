//! Owns how places and times are written: distances in round figures with their unit, times taken, times of day.

use crate::Words;

/// Metres of a mile.
pub const MILE_M: f64 = 1_609.344;

impl Words {
    /// A place on the course, to a tenth of a kilometre or mile: `23.4 km`.
    pub fn distance(&self, at_m: f64, miles: bool) -> String {
        if miles {
            self.miles(&self.decimal(at_m / MILE_M, 1))
        } else {
            self.km(&self.decimal(at_m / 1000.0, 1))
        }
    }

    /// How far a place may be off: metres in round numbers, so that it does not pretend to be exact.
    pub fn margin(&self, m: f64, miles: bool) -> String {
        if m >= 950.0 || miles {
            return self.distance(m.max(160.0), miles);
        }
        let step = if m < 100.0 { 10.0 } else { 50.0 };
        let round = ((m / step).ceil() * step).max(step);
        self.metres(&self.number(round as u64))
    }
}

/// So many seconds as `h:mm:ss`.
pub fn hms(s: i64) -> String {
    format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// A time taken, given in milliseconds, as `h:mm:ss`. A fraction of a second counts as a whole one, as the rules of
/// road running have it.
pub fn taken(ms: i64) -> String {
    hms((ms.max(0) + 999).div_euclid(1000))
}

/// The time of day of an epoch second as `hh:mm`, in a zone so many minutes east of UTC.
pub fn time_of_day(epoch_s: i64, offset_min: i32) -> String {
    let s = (epoch_s + i64::from(offset_min) * 60).rem_euclid(86_400);
    format!("{:02}:{:02}", s / 3600, s / 60 % 60)
}
