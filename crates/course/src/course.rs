//! The calibrated course: places from certified metres, in constant time, and back.

use crate::knots::{self, Knot};
use crate::metric::{Metric, bearing_deg};
use crate::track::{SAME_M, Track, nearest_on_segment};
use crate::{CourseError, LatLon, Leg, Mark};

/// A place on the course: where, and which way the course runs there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Where.
    pub at: LatLon,
    /// Degrees clockwise from north.
    pub bearing_deg: f64,
}

/// A contest's course, calibrated.
#[derive(Clone, Debug)]
pub struct Course {
    track: Track,
    /// Certified metres of each vertex; strictly increasing, from 0 to the certified length.
    vertex_m: Vec<f64>,
    /// Bearing of each segment.
    bearings_deg: Vec<f64>,
    /// The segment that the beginning of each cell of the course lies on; cells are of equal certified length.
    segment_of_cell: Vec<u32>,
    cells_per_m: f64,
}

impl Course {
    /// A course along the whole of `line`, calibrated through `marks`, which are in order of distance.
    /// A mark at 0 or at `length_m` says where on the line start or finish is; else they are its ends.
    /// Repeated points are ignored.
    ///
    /// # Errors
    /// Says which point or mark is wrong, and by how much.
    pub fn along(line: &[LatLon], marks: &[Mark], length_m: f64) -> Result<Self, CourseError> {
        Self::calibrated(&Track::measured(line)?, marks, length_m)
    }

    /// A course along legs of a shared line; consecutive legs must meet.
    ///
    /// # Errors
    /// Says which point, leg or mark is wrong, and by how much.
    pub fn along_legs(
        line: &[LatLon],
        legs: &[Leg],
        marks: &[Mark],
        length_m: f64,
    ) -> Result<Self, CourseError> {
        Self::calibrated(&Track::measured(line)?.legs(legs)?, marks, length_m)
    }

    fn calibrated(track: &Track, marks: &[Mark], length_m: f64) -> Result<Self, CourseError> {
        let knots = knots::locate(track, marks, length_m)?;
        let (track, vertex_m) = stretched(track, &knots);
        let bearings_deg = track
            .places
            .windows(2)
            .map(|ends| bearing_deg(ends[0], ends[1]))
            .collect();
        // Two cells to a segment on average: a lookup then looks at one or two segments.
        let cells = track.places.len() * 2;
        let cells_per_m = cells as f64 / length_m;
        let segment_of_cell = (0..=cells)
            .map(|cell| segment_before(&vertex_m, cell as f64 / cells_per_m) as u32)
            .collect();
        Ok(Self {
            track,
            vertex_m,
            bearings_deg,
            segment_of_cell,
            cells_per_m,
        })
    }

    /// Certified length in metres.
    pub fn length_m(&self) -> f64 {
        self.vertex_m.last().copied().unwrap_or_default()
    }

    /// Geodesic length of the drawn line in metres, from start to finish.
    pub fn drawn_length_m(&self) -> f64 {
        self.track.length_m()
    }

    /// The place at a certified distance; held at the start and the finish beyond them.
    pub fn place_at(&self, at_m: f64) -> Place {
        let (segment, t) = self.locate(at_m);
        Place {
            at: self.track.places[segment].towards(self.track.places[segment + 1], t),
            bearing_deg: self.bearings_deg[segment],
        }
    }

    /// Drawn metres from the start at a certified distance.
    pub fn drawn_from_certified(&self, at_m: f64) -> f64 {
        let (segment, t) = self.locate(at_m);
        let drawn_m = &self.track.drawn_m[segment..];
        drawn_m[0] + (drawn_m[1] - drawn_m[0]) * t
    }

    /// Certified metres at a distance along the drawn line from the start; held at both ends.
    pub fn certified_from_drawn(&self, drawn_m: f64) -> f64 {
        let segment = segment_before(&self.track.drawn_m, drawn_m);
        let (from, to) = (self.track.drawn_m[segment], self.track.drawn_m[segment + 1]);
        let t = ((drawn_m - from) / (to - from)).clamp(0.0, 1.0);
        let (from, to) = (self.vertex_m[segment], self.vertex_m[segment + 1]);
        from + (to - from) * t
    }

    /// The drawn line of this course, in order; longitudes run on over the antimeridian.
    pub fn line(&self) -> &[LatLon] {
        &self.track.places
    }

    /// Certified distance of each vertex of [`Course::line`].
    pub fn vertex_m(&self) -> &[f64] {
        &self.vertex_m
    }

    /// The drawn line between two certified distances, both ends included; for bands along the road.
    pub fn line_between(&self, from_m: f64, to_m: f64) -> impl Iterator<Item = LatLon> {
        let (from_m, to_m) = (self.held(from_m), self.held(to_m));
        let first = self.vertex_m.partition_point(|m| *m <= from_m);
        let end = self.vertex_m.partition_point(|m| *m < to_m).max(first);
        core::iter::once(self.place_at(from_m).at)
            .chain(self.track.places[first..end].iter().copied())
            .chain(core::iter::once(self.place_at(to_m.max(from_m)).at))
    }

    /// The certified distance nearest to a place, looking only between two certified distances,
    /// and how far off the line the place lies, in metres. Of equally near distances the first is taken.
    pub fn nearest_between(&self, place: LatLon, from_m: f64, to_m: f64) -> (f64, f64) {
        let (from_m, to_m) = (self.held(from_m.min(to_m)), self.held(from_m.max(to_m)));
        let metric = Metric::at(place.lat);
        let mut best = (from_m, f64::INFINITY);
        for segment in self.locate(from_m).0..=self.locate(to_m).0 {
            let (start_m, end_m) = (self.vertex_m[segment], self.vertex_m[segment + 1]);
            let share = |at_m: f64| ((at_m - start_m) / (end_m - start_m)).clamp(0.0, 1.0);
            let ends = (self.track.places[segment], self.track.places[segment + 1]);
            let (t, off_m) = nearest_on_segment(ends, (share(from_m), share(to_m)), place, metric);
            if off_m < best.1 {
                best = (start_m + (end_m - start_m) * t, off_m);
            }
        }
        best
    }

    /// A distance held between start and finish; the start for what is not a number.
    fn held(&self, at_m: f64) -> f64 {
        at_m.max(0.0).min(self.length_m())
    }

    /// The segment that a certified distance lies on, and the share of it that lies before.
    fn locate(&self, at_m: f64) -> (usize, f64) {
        let at_m = self.held(at_m);
        let mut segment = self.segment_of_cell[(at_m * self.cells_per_m) as usize] as usize;
        while self.vertex_m[segment + 1] < at_m {
            segment += 1;
        }
        let (from, to) = (self.vertex_m[segment], self.vertex_m[segment + 1]);
        // A cell's edge may be rounded to just behind the distance asked for.
        (segment, ((at_m - from) / (to - from)).max(0.0))
    }
}

/// Index of the segment that a distance lies on, of segments that begin at `from_m`.
fn segment_before(from_m: &[f64], at_m: f64) -> usize {
    let after = from_m.partition_point(|m| *m <= at_m);
    after.clamp(1, from_m.len() - 1) - 1
}

/// The track from the first knot to the last with a vertex at each knot, and the certified metres of each vertex.
fn stretched(track: &Track, knots: &[Knot]) -> (Track, Vec<f64>) {
    let mut places = Vec::with_capacity(track.places.len() + knots.len());
    let mut drawn_m = Vec::with_capacity(places.capacity());
    let mut vertex_m = Vec::with_capacity(places.capacity());
    let begin_m = knots[0].drawn_m;
    for pair in knots.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let per_drawn = (to.at_m - from.at_m) / (to.drawn_m - from.drawn_m);
        places.push(track.place_at(from.drawn_m));
        drawn_m.push(from.drawn_m - begin_m);
        vertex_m.push(from.at_m);
        let inner = |m: f64| m > from.drawn_m + SAME_M && m < to.drawn_m - SAME_M;
        for (place, m) in track.places.iter().zip(&track.drawn_m) {
            if inner(*m) {
                places.push(*place);
                drawn_m.push(m - begin_m);
                vertex_m.push(from.at_m + (m - from.drawn_m) * per_drawn);
            }
        }
    }
    if let Some(last) = knots.last() {
        places.push(track.place_at(last.drawn_m));
        drawn_m.push(last.drawn_m - begin_m);
        vertex_m.push(last.at_m);
    }
    (Track { places, drawn_m }, vertex_m)
}
