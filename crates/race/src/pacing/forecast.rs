//! The way ahead of one runner: when she reaches each point, as quantiles, and so where she is at any instant.

use super::model::{MEDIAN, QUANTILES};

/// A point ahead and when it is reached, in seconds since the runner's own start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// Index of the point in the plan.
    pub point: usize,
    /// Certified metres of the point.
    pub at_m: f64,
    /// Quantiles: 5, 10, 50, 90 and 95 in a hundred, then the far tail, beyond which she is overdue.
    pub at_s: [f64; QUANTILES],
}

/// The way ahead from the last read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// Certified metres of the last read; nought before the first.
    pub from_m: f64,
    /// Its seconds since the runner's own start.
    pub from_s: f64,
    /// Each point ahead, in order of distance.
    pub arrivals: Vec<Arrival>,
}

/// A position and its band, in certified metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    /// One in ten is behind this.
    pub low_m: f64,
    /// As likely ahead as behind.
    pub mid_m: f64,
    /// One in ten is ahead of this.
    pub high_m: f64,
}

impl Forecast {
    /// The position so many seconds after the runner's own start. It never runs backwards, and the band is empty at
    /// the last read. Mats that should have read her are the caller's to weigh.
    pub fn position_at(&self, elapsed_s: f64) -> Position {
        let along = |q: usize| {
            let (mut m, mut s) = (self.from_m, self.from_s);
            for arrival in &self.arrivals {
                let next_s = arrival.at_s[q];
                if elapsed_s < next_s {
                    return m + (arrival.at_m - m) * ((elapsed_s - s) / (next_s - s)).max(0.0);
                }
                (m, s) = (arrival.at_m, next_s);
            }
            m
        };
        Position {
            low_m: along(3),
            mid_m: along(MEDIAN),
            high_m: along(1),
        }
    }
    /// The arrival at a point ahead.
    pub fn arrival(&self, point: usize) -> Option<&Arrival> {
        self.arrivals.iter().find(|a| a.point == point)
    }
}
