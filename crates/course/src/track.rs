//! A drawn line, measured: checked places, no gaps, no repeats, and the drawn metres of each vertex.
//! Knows nothing of certified metres.

use crate::metric::{self, Metric, distance_m, lon_difference};
use crate::{CourseError, LatLon, Leg};

/// Segments longer than this are halved along the geodesic, so that a straight line in degrees between two vertices
/// stays within centimetres of it.
const MAX_SEGMENT_M: f64 = 400.0;
/// Neighbouring points farther apart than this are a mistake, not a road.
const MAX_JUMP_M: f64 = 50_000.0;
/// Vertices nearer than this are one.
pub(crate) const SAME_M: f64 = 0.001;
/// Consecutive legs must meet this well.
const MAX_LEG_GAP_M: f64 = 30.0;
/// How far a leg may be written past the ends of its line, for rounding.
const LEG_SLACK_M: f64 = 1.0;

/// Where a place comes nearest to part of a track.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foot {
    /// Index of the segment.
    pub segment: usize,
    /// Share of the segment that lies before the foot.
    pub t: f64,
    /// Metres from the place to the foot.
    pub off_m: f64,
}

/// A measured line of at least two distinct vertices. Longitudes run on over the antimeridian.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    pub places: Vec<LatLon>,
    /// Drawn metres from the first vertex; strictly increasing.
    pub drawn_m: Vec<f64>,
}

impl Track {
    pub(crate) fn measured(line: &[LatLon]) -> Result<Self, CourseError> {
        let mut track = Self::empty();
        let mut before: Option<LatLon> = None;
        for (i, point) in line.iter().enumerate() {
            let mut point = point.checked(|| format!("point {}", i + 1))?;
            if let Some(last) = before {
                point.lon = last.lon + lon_difference(last.lon, point.lon);
                let jump_m = distance_m(last, point);
                if jump_m > MAX_JUMP_M {
                    return Err(CourseError::Jump {
                        point: i + 1,
                        jump_m,
                    });
                }
            }
            before = Some(point);
            track.push(point);
        }
        if track.places.len() < 2 {
            return Err(CourseError::TooFewPoints {
                distinct: track.places.len(),
            });
        }
        Ok(track)
    }

    /// The track of legs of this one, walked one after the other.
    pub(crate) fn legs(&self, legs: &[Leg]) -> Result<Self, CourseError> {
        let whole_m = self.length_m();
        let mut walked = Self::empty();
        for (i, leg) in legs.iter().enumerate() {
            for at_m in [leg.from_m, leg.to_m] {
                if !(-LEG_SLACK_M..=whole_m + LEG_SLACK_M).contains(&at_m) {
                    return Err(CourseError::LegOutside {
                        leg: i + 1,
                        at_m,
                        line_m: whole_m,
                    });
                }
            }
            let mut piece = self.cut(leg.from_m.min(leg.to_m), leg.from_m.max(leg.to_m));
            if leg.to_m < leg.from_m {
                piece.reverse();
            }
            let Some(first) = piece.first() else {
                return Err(CourseError::LegEmpty {
                    leg: i + 1,
                    at_m: leg.from_m,
                });
            };
            if let Some(last) = walked.places.last() {
                let gap_m = distance_m(*last, *first);
                if gap_m > MAX_LEG_GAP_M {
                    return Err(CourseError::LegsApart { leg: i + 1, gap_m });
                }
            }
            for place in piece {
                walked.push(place);
            }
        }
        if walked.places.is_empty() {
            return Err(CourseError::NoLegs);
        }
        Ok(walked)
    }

    fn empty() -> Self {
        Self {
            places: Vec::new(),
            drawn_m: Vec::new(),
        }
    }

    /// Goes on to `place`, by way of points between where it is far.
    fn push(&mut self, place: LatLon) {
        let (Some(&last), Some(&last_m)) = (self.places.last(), self.drawn_m.last()) else {
            self.places.push(place);
            self.drawn_m.push(0.0);
            return;
        };
        let step_m = distance_m(last, place);
        if step_m <= SAME_M {
            return;
        }
        if step_m > MAX_SEGMENT_M {
            self.push(metric::midpoint(last, place));
            self.push(place);
        } else {
            self.places.push(place);
            self.drawn_m.push(last_m + step_m);
        }
    }

    pub(crate) fn length_m(&self) -> f64 {
        self.drawn_m.last().copied().unwrap_or_default()
    }

    /// Vertices between two drawn distances, with the ends put in.
    pub(crate) fn cut(&self, from_m: f64, to_m: f64) -> Vec<LatLon> {
        let (from_m, to_m) = (from_m.max(0.0), to_m.min(self.length_m()));
        if to_m - from_m <= SAME_M {
            return Vec::new();
        }
        let first = self.drawn_m.partition_point(|m| *m <= from_m + SAME_M);
        let end = self.drawn_m.partition_point(|m| *m < to_m - SAME_M);
        let mut piece = vec![self.place_at(from_m)];
        if first < end {
            piece.extend_from_slice(&self.places[first..end]);
        }
        piece.push(self.place_at(to_m));
        piece
    }

    /// The place at a drawn distance.
    pub(crate) fn place_at(&self, drawn_m: f64) -> LatLon {
        let after = self.drawn_m.partition_point(|m| *m <= drawn_m);
        let i = after.clamp(1, self.places.len() - 1) - 1;
        let t = (drawn_m - self.drawn_m[i]) / (self.drawn_m[i + 1] - self.drawn_m[i]);
        self.places[i].towards(self.places[i + 1], t.clamp(0.0, 1.0))
    }

    /// The drawn metres of a foot.
    pub(crate) fn foot_m(&self, foot: Foot) -> f64 {
        let (from, to) = (self.drawn_m[foot.segment], self.drawn_m[foot.segment + 1]);
        from + (to - from) * foot.t
    }
}

/// Where `place` comes nearest to the segment from `from` to `to`, looking only at its shares `t_min..=t_max`:
/// the share, and the metres off.
pub(crate) fn nearest_on_segment(
    (from, to): (LatLon, LatLon),
    (t_min, t_max): (f64, f64),
    place: LatLon,
    metric: Metric,
) -> (f64, f64) {
    let (ax, ay) = metric.offset_m(place, from);
    // Taken from the segment itself and not from the place, so that both ends are seen on the same side of the globe.
    let (dx, dy) = metric.offset_m(from, to);
    let along = -(ax * dx + ay * dy) / (dx * dx + dy * dy);
    let t = along.max(t_min).min(t_max);
    let (x, y) = (ax + dx * t, ay + dy * t);
    (t, libm::sqrt(x * x + y * y))
}
