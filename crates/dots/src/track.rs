//! A course on the screen. Owns the measured line, the side of the road each direction keeps to, and the quick way
//! from certified metres to a pixel. Positions come in as metres along the course, never as the nearest point.

use homestretch_course::LatLon;

use crate::lanes::{lanes, rights};
use crate::world::{EQUATOR_M, View, World, world_from_lat_lon};

/// Metres between entries of the table that finds a segment by distance.
const BUCKET_M: f64 = 20.0;
/// Spacing in metres of the places where the road is looked at for runners coming back.
const LOOK_M: f64 = 15.0;

/// A measured line in the world square, with the side it keeps to.
#[derive(Clone, Debug, Default)]
pub struct Track {
    pub(crate) m: Vec<f64>,
    pub(crate) at: Vec<World>,
    /// Unit vector to the right of the running direction at each vertex, in the world square.
    pub(crate) right: Vec<(f64, f64)>,
    /// How far the vertex is moved to its own side: 0 in the middle of the road, 1 in its lane.
    lane: Vec<f32>,
    pub(crate) lat: f64,
}

impl Track {
    /// A track through places with their certified metres, which must not decrease; vertices that do not advance
    /// are dropped. Where the course meets itself coming the other way, each direction gets its own lane.
    pub fn new(points: &[(LatLon, f64)]) -> Self {
        Self::together(&[points]).pop().unwrap_or_default()
    }

    /// Tracks over the same streets: where any of them meets any other coming the other way, all keep to their
    /// lanes, so that those who run together are drawn together.
    pub fn together(courses: &[&[(LatLon, f64)]]) -> Vec<Self> {
        let mut tracks: Vec<Self> = courses.iter().map(|points| Self::alone(points)).collect();
        let lanes = lanes(&tracks);
        for (track, lane) in tracks.iter_mut().zip(lanes) {
            track.lane = lane;
        }
        tracks
    }

    /// A track that keeps to the middle of the road all along.
    fn alone(points: &[(LatLon, f64)]) -> Self {
        let mut m: Vec<f64> = Vec::with_capacity(points.len() * 4);
        let mut at: Vec<World> = Vec::with_capacity(points.len() * 4);
        for &(place, metres) in points {
            let world = world_from_lat_lon(place);
            let (Some(&last_m), Some(&last)) = (m.last(), at.last()) else {
                m.push(metres);
                at.push(world);
                continue;
            };
            if metres - last_m <= 1e-6 {
                continue;
            }
            // Long segments are divided so that a lane can begin in their middle.
            let parts = libm::ceil((metres - last_m) / LOOK_M).max(1.0);
            for k in 1..=(parts as usize) {
                let t = k as f64 / parts;
                m.push(last_m + (metres - last_m) * t);
                at.push(World {
                    x: last.x + (world.x - last.x) * t,
                    y: last.y + (world.y - last.y) * t,
                });
            }
        }
        Self {
            right: rights(&at),
            lane: vec![0.0; at.len()],
            lat: points.first().map_or(0.0, |p| p.0.lat),
            m,
            at,
        }
    }

    /// Certified metres at the end.
    pub fn length_m(&self) -> f64 {
        self.m.last().copied().unwrap_or(0.0)
    }

    /// The latitude it is about, in degrees, for scales.
    pub fn lat(&self) -> f64 {
        self.lat
    }

    /// The box around it in the world square, as (upper left, lower right).
    pub fn bounds(&self) -> Option<(World, World)> {
        let first = *self.at.first()?;
        Some(self.at.iter().fold((first, first), |(a, b), p| {
            (
                World {
                    x: a.x.min(p.x),
                    y: a.y.min(p.y),
                },
                World {
                    x: b.x.max(p.x),
                    y: b.y.max(p.y),
                },
            )
        }))
    }

    /// Metres of the first lap, where the course begins by coming back to its start after `least_m` to `most_m`:
    /// a lap of a running track.
    pub fn first_lap_m(&self, least_m: f64, most_m: f64) -> Option<f64> {
        let per_m = 1.0 / (EQUATOR_M * libm::cos(self.lat.to_radians()));
        let start = *self.at.first()?;
        (0..self.at.len())
            .filter(|&i| (least_m..=most_m).contains(&(self.m[i] - self.m[0])))
            .find(|&i| libm::hypot(self.at[i].x - start.x, self.at[i].y - start.y) < 10.0 * per_m)
            .map(|i| self.m[i])
    }

    /// The track in one view's pixels. `lane_px` is how far each direction keeps to its side where both run.
    pub fn on(&self, view: &View, lane_px: f32) -> PxTrack {
        let at = (0..self.at.len())
            .map(|i| {
                let (x, y) = view.px_from_world(self.at[i]);
                let aside = lane_px * self.lane[i];
                (
                    x + self.right[i].0 as f32 * aside,
                    y + self.right[i].1 as f32 * aside,
                )
            })
            .collect();
        let last = self.length_m();
        let first = self.m.first().copied().unwrap_or(0.0);
        let n_buckets = if self.m.is_empty() {
            0
        } else {
            ((last - first) / BUCKET_M) as usize + 1
        };
        let mut bucket = Vec::with_capacity(n_buckets);
        let mut i = 0;
        for k in 0..n_buckets {
            let start = first + k as f64 * BUCKET_M;
            while i + 2 < self.m.len() && self.m[i + 1] <= start {
                i += 1;
            }
            bucket.push(i as u32);
        }
        PxTrack {
            m: self.m.clone(),
            at,
            bucket,
        }
    }
}

/// A track in the pixels of one view: made once a view, asked for every dot of every frame.
#[derive(Clone, Debug, Default)]
pub struct PxTrack {
    m: Vec<f64>,
    at: Vec<(f32, f32)>,
    bucket: Vec<u32>,
}

impl PxTrack {
    /// A straight line between two pixels for a course of `length_m` metres: a course that is shown as a strip, or
    /// one of which nothing but its length is known.
    pub fn straight(length_m: f64, from: (f32, f32), to: (f32, f32)) -> Self {
        Self {
            m: vec![0.0, length_m.max(1.0)],
            at: vec![from, to],
            bucket: vec![0],
        }
    }

    /// Certified metres at the end.
    pub fn length_m(&self) -> f64 {
        self.m.last().copied().unwrap_or(0.0)
    }

    /// The pixel at a certified distance; held at the ends beyond them. `(0, 0)` on an empty track.
    pub fn at(&self, at_m: f64) -> (f32, f32) {
        let Some((i, t)) = self.find(at_m) else {
            return self.at.first().copied().unwrap_or_default();
        };
        let (a, b) = (self.at[i], self.at[i + 1]);
        (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
    }

    /// The unit vector of the running direction at a certified distance; `(0, 0)` where there is none.
    pub fn heading(&self, at_m: f64) -> (f32, f32) {
        let Some((i, _)) = self.find(at_m) else {
            return (0.0, 0.0);
        };
        unit(
            self.at[i + 1].0 - self.at[i].0,
            self.at[i + 1].1 - self.at[i].1,
        )
    }

    /// The line between two distances, both ends included.
    pub fn between(&self, from_m: f64, to_m: f64) -> Vec<(f32, f32)> {
        let mut line = vec![self.at(from_m)];
        let start = self.m.partition_point(|&m| m <= from_m);
        let end = self.m.partition_point(|&m| m < to_m);
        if start < end {
            line.extend_from_slice(&self.at[start..end]);
        }
        line.push(self.at(to_m));
        line
    }

    /// The whole line.
    pub fn line(&self) -> &[(f32, f32)] {
        &self.at
    }

    /// Certified metres of each vertex of [`PxTrack::line`].
    pub fn vertex_m(&self) -> &[f64] {
        &self.m
    }

    /// Segment and share of it at a distance.
    fn find(&self, at_m: f64) -> Option<(usize, f32)> {
        if self.m.len() < 2 {
            return None;
        }
        let along = (at_m - self.m[0]).max(0.0);
        let k = ((along / BUCKET_M) as usize).min(self.bucket.len() - 1);
        let mut i = self.bucket[k] as usize;
        while i + 2 < self.m.len() && self.m[i + 1] <= at_m {
            i += 1;
        }
        let t = (at_m - self.m[i]) / (self.m[i + 1] - self.m[i]);
        Some((i, t.clamp(0.0, 1.0) as f32))
    }
}

fn unit(x: f32, y: f32) -> (f32, f32) {
    let length = libm::sqrtf(x * x + y * y);
    if length > 0.0 {
        (x / length, y / length)
    } else {
        (0.0, 0.0)
    }
}
