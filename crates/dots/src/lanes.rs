//! Which side of the road each direction keeps to: where courses meet themselves or each other coming the other way.

use crate::track::Track;
use crate::world::{EQUATOR_M, World};

/// Two stretches are the same road when they run the opposite way within this many metres.
const SAME_ROAD_M: f64 = 18.0;
/// Metres over which the line eases from the middle of the road to its own side.
const EASE_M: f64 = 120.0;

/// Right-hand unit vectors at the vertices: the mean of the segments that meet there.
pub(crate) fn rights(at: &[World]) -> Vec<(f64, f64)> {
    let heading = |i: usize| {
        let (dx, dy) = (at[i + 1].x - at[i].x, at[i + 1].y - at[i].y);
        let length = libm::hypot(dx, dy).max(f64::MIN_POSITIVE);
        (dx / length, dy / length)
    };
    (0..at.len())
        .map(|i| {
            if at.len() < 2 {
                return (0.0, 0.0);
            }
            let before = heading(i.saturating_sub(1).min(at.len() - 2));
            let after = heading(i.min(at.len() - 2));
            let (x, y) = (before.0 + after.0, before.1 + after.1);
            let length = libm::hypot(x, y);
            // At a turn on the spot the mean vanishes: the way out decides.
            let (x, y) = if length < 0.2 {
                before
            } else {
                (x / length, y / length)
            };
            // The screen's y grows downward, so right of (x, y) is (-y, x).
            (-y, x)
        })
        .collect()
}

/// A vertex and its right-hand vector, by the cell of the grid it lies in.
type InCell = ((i64, i64), World, (f64, f64));

/// Where runners come the other way on the same road, eased in and out: a list for each track.
pub(crate) fn lanes(tracks: &[Track]) -> Vec<Vec<f32>> {
    let lat = tracks.first().map_or(0.0, |t| t.lat);
    let reach = SAME_ROAD_M / (EQUATOR_M * libm::cos(lat.to_radians()));
    let cell = |p: World| {
        (
            libm::floor(p.x / reach) as i64,
            libm::floor(p.y / reach) as i64,
        )
    };
    let mut grid: Vec<InCell> = tracks
        .iter()
        .flat_map(|t| t.at.iter().zip(&t.right))
        .map(|(&p, &right)| (cell(p), p, right))
        .collect();
    homestretch_order::sort_by_key(&mut grid, |&(cell, ..)| cell);
    let shared = |p: World, right: (f64, f64)| {
        let (cx, cy) = cell(p);
        (cx - 1..=cx + 1).any(|x| {
            let from = grid.partition_point(|&(c, ..)| c < (x, cy - 1));
            grid[from..]
                .iter()
                .take_while(|&&(c, ..)| c <= (x, cy + 1))
                .any(|&(_, q, other)| {
                    let opposite = right.0 * other.0 + right.1 * other.1 < -0.8;
                    opposite && libm::hypot(q.x - p.x, q.y - p.y) < reach
                })
        })
    };
    tracks
        .iter()
        .map(|t| {
            let shared: Vec<bool> = (0..t.at.len())
                .map(|i| shared(t.at[i], t.right[i]))
                .collect();
            ease(&t.m, &shared)
        })
        .collect()
}

/// 1 where it is shared, falling to 0 within [`EASE_M`] on either side.
fn ease(m: &[f64], shared: &[bool]) -> Vec<f32> {
    let mut near = vec![f64::INFINITY; m.len()];
    let mut last = f64::NEG_INFINITY;
    for i in 0..m.len() {
        if shared[i] {
            last = m[i];
        }
        near[i] = m[i] - last;
    }
    let mut next = f64::INFINITY;
    for i in (0..m.len()).rev() {
        if shared[i] {
            next = m[i];
        }
        near[i] = near[i].min(next - m[i]);
    }
    near.into_iter()
        .map(|gap| {
            let t = (1.0 - gap / EASE_M).clamp(0.0, 1.0);
            (t * t * (3.0 - 2.0 * t)) as f32
        })
        .collect()
}
