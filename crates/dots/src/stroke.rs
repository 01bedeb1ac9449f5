//! What runs along a road: the band of an estimate, soft and fading to its ends, and the ribbon of a dense field.
//! A stroke is painted pixel by pixel from the distance to its line, so that overlapping joints do not darken.

use crate::look::Rgb;
use crate::raster::Raster;

/// A vertex of a stroke.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Knot {
    /// Rightward, in device pixels.
    pub x: f32,
    /// Downward, in device pixels.
    pub y: f32,
    /// Half the width here, in device pixels.
    pub half: f32,
    /// Opacity here, 0 to 1.
    pub alpha: f32,
}

/// Paints strokes; keeps its scratch buffer from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Brush {
    cover: Vec<u8>,
}

impl Brush {
    /// Paints a line of knots in one colour; width and opacity run evenly from knot to knot.
    pub fn stroke(&mut self, raster: &mut Raster, knots: &[Knot], colour: Rgb) {
        let (width, height) = raster.size();
        let reach = knots.iter().fold(0.0_f32, |r, k| r.max(k.half)) + 1.0;
        let (mut x0, mut y0) = (f32::INFINITY, f32::INFINITY);
        let (mut x1, mut y1) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
        for k in knots {
            (x0, y0) = (x0.min(k.x - reach), y0.min(k.y - reach));
            (x1, y1) = (x1.max(k.x + reach), y1.max(k.y + reach));
        }
        let left = libm::floorf(x0.max(0.0)) as i32;
        let top = libm::floorf(y0.max(0.0)) as i32;
        let right = libm::ceilf(x1.min(width as f32)) as i32;
        let bottom = libm::ceilf(y1.min(height as f32)) as i32;
        if right <= left || bottom <= top {
            return;
        }
        let n_x = (right - left) as usize;
        self.cover.clear();
        self.cover.resize(n_x * (bottom - top) as usize, 0);
        let single = [knots[0], knots[0]];
        let lines = if knots.len() == 1 { &single[..] } else { knots };
        for pair in lines.windows(2) {
            self.segment(pair[0], pair[1], (left, top, right, bottom));
        }
        for y in top..bottom {
            let row = (y - top) as usize * n_x;
            let mut painted: Option<(i32, i32)> = None;
            for x in left..right {
                let alpha = u32::from(self.cover[row + (x - left) as usize]);
                if alpha > 0 {
                    raster.tint(x, y, colour, alpha);
                    painted = Some((painted.map_or(x, |p| p.0), x));
                }
            }
            if let Some((from, to)) = painted {
                raster.mark(from as u32, y as u32, to as u32 + 1, y as u32 + 1);
            }
        }
    }

    /// Takes one segment into the cover: the most opaque of what is there and what it brings.
    fn segment(&mut self, a: Knot, b: Knot, (left, top, right, bottom): (i32, i32, i32, i32)) {
        let reach = a.half.max(b.half) + 1.0;
        let from_x = (libm::floorf(a.x.min(b.x) - reach) as i32).max(left);
        let to_x = (libm::ceilf(a.x.max(b.x) + reach) as i32).min(right);
        let from_y = (libm::floorf(a.y.min(b.y) - reach) as i32).max(top);
        let to_y = (libm::ceilf(a.y.max(b.y) + reach) as i32).min(bottom);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length2 = dx * dx + dy * dy;
        let per_length2 = if length2 > 0.0 { 1.0 / length2 } else { 0.0 };
        let n_x = (right - left) as usize;
        for y in from_y..to_y {
            let row = (y - top) as usize * n_x;
            for x in from_x..to_x {
                let (px, py) = (x as f32 + 0.5 - a.x, y as f32 + 0.5 - a.y);
                let t = ((px * dx + py * dy) * per_length2).clamp(0.0, 1.0);
                let (ax, ay) = (px - t * dx, py - t * dy);
                let away2 = ax * ax + ay * ay;
                let half = a.half + (b.half - a.half) * t;
                // Most pixels lie well inside or well outside: only the edge needs the root.
                let (outer, inner) = (half + 0.5, (half - 0.5).max(0.0));
                if away2 >= outer * outer {
                    continue;
                }
                let edge = if away2 <= inner * inner {
                    1.0
                } else {
                    (outer - libm::sqrtf(away2)).clamp(0.0, 1.0)
                };
                let alpha = a.alpha + (b.alpha - a.alpha) * t;
                let cover = (edge * alpha.clamp(0.0, 1.0) * 255.0) as u8;
                let c = &mut self.cover[row + (x - left) as usize];
                *c = (*c).max(cover);
            }
        }
    }
}

/// The knots of an estimate's band: most opaque where the runner is most likely, gone at the ends.
/// `line` runs from the low end to the high end, `mid` is the share of its length where the estimate lies.
pub fn band(line: &[(f32, f32)], mid: f32, half: f32, alpha: f32) -> Vec<Knot> {
    let mut along = Vec::with_capacity(line.len());
    let mut length = 0.0;
    for (i, p) in line.iter().enumerate() {
        if i > 0 {
            length += libm::hypotf(p.0 - line[i - 1].0, p.1 - line[i - 1].1);
        }
        along.push(length);
    }
    let mid = mid.clamp(0.05, 0.95);
    let fade = |t: f32| {
        let away = if t < mid {
            (mid - t) / mid
        } else {
            (t - mid) / (1.0 - mid)
        };
        alpha * (1.0 - away * away)
    };
    let share = |i: usize| {
        if length > 0.0 { along[i] / length } else { mid }
    };
    let mut knots = Vec::with_capacity(line.len() * 2);
    for i in 0..line.len() {
        if i > 0 {
            // A long straight needs knots of its own, or the fade would be a straight ramp.
            let n = (libm::ceilf((share(i) - share(i - 1)) * 10.0) as usize).max(1);
            for k in 1..n {
                let t = k as f32 / n as f32;
                let at = |a: f32, b: f32| a + (b - a) * t;
                knots.push(Knot {
                    x: at(line[i - 1].0, line[i].0),
                    y: at(line[i - 1].1, line[i].1),
                    half,
                    alpha: fade(at(share(i - 1), share(i))),
                });
            }
        }
        knots.push(Knot {
            x: line[i].0,
            y: line[i].1,
            half,
            alpha: fade(share(i)),
        });
    }
    knots
}
