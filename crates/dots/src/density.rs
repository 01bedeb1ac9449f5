//! A field too thick for dots. Owns counting it along a track, and the ribbon that shows the count.

use crate::stroke::Knot;
use crate::track::PxTrack;

/// How many runners there are in each stretch of a track, in equal steps of metres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Density {
    step_m: f64,
    counts: Vec<f32>,
}

impl Density {
    /// An empty count along `length_m` metres in steps of `step_m`.
    pub fn new(length_m: f64, step_m: f64) -> Self {
        let step_m = step_m.max(1.0);
        Self {
            step_m,
            counts: vec![0.0; (length_m.max(0.0) / step_m) as usize + 2],
        }
    }
    /// Forgets the counts and keeps the room.
    pub fn clear(&mut self) {
        self.counts.fill(0.0);
    }
    /// Counts a runner, shared between the two nearest stretches so that the ribbon flows instead of flickering.
    pub fn count(&mut self, at_m: f64) {
        let at = (at_m / self.step_m).clamp(0.0, (self.counts.len() - 2) as f64);
        let i = at as usize;
        let t = (at - i as f64) as f32;
        self.counts[i] += 1.0 - t;
        self.counts[i + 1] += t;
    }
    /// Runners per metre about a distance.
    pub fn per_m(&self, at_m: f64) -> f64 {
        let i = libm::round(at_m / self.step_m).max(0.0) as usize;
        f64::from(self.counts.get(i).copied().unwrap_or(0.0)) / self.step_m
    }
    /// The most runners in one stretch.
    pub fn most(&self) -> f32 {
        self.counts.iter().fold(0.0, |a, &b| a.max(b))
    }
    /// Ribbons along the track, one for each stretch of the course with runners in it. Width grows with the square
    /// root of the count, so that a field ten times as thick is three times as wide; `half_most` is half the width
    /// at `full` runners a stretch, which is as wide as it gets.
    pub fn ribbons(
        &self,
        track: &PxTrack,
        full: f32,
        half_most: f32,
        alpha: f32,
    ) -> Vec<Vec<Knot>> {
        let mut ribbons = Vec::new();
        let mut knots: Vec<Knot> = Vec::new();
        for (i, &n) in self.counts.iter().enumerate() {
            let (x, y) = track.at(i as f64 * self.step_m);
            let share = libm::sqrtf((n / full.max(1.0)).clamp(0.0, 1.0));
            let knot = Knot {
                x,
                y,
                half: half_most * share,
                alpha: alpha * (share * 2.0).min(1.0),
            };
            if n > 0.0 {
                if knots.is_empty() && i > 0 {
                    let (x, y) = track.at((i - 1) as f64 * self.step_m);
                    knots.push(Knot {
                        x,
                        y,
                        half: 0.0,
                        alpha: 0.0,
                    });
                }
                knots.push(knot);
            } else if !knots.is_empty() {
                knots.push(knot);
                ribbons.push(core::mem::take(&mut knots));
            }
        }
        if knots.len() > 1 {
            ribbons.push(knots);
        }
        ribbons
    }
}
