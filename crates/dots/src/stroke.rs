//! What runs along a road: the band of an estimate, soft and fading to its ends, and the ribbon of a dense field.
//! A stroke is painted pixel by pixel from the distance to its line, so that overlapping joints do not darken.

use crate::look::Rgb;
use crate::raster::{Raster, TILE};

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

/// Knots nearer to each other than this many pixels, and alike, are painted as one.
const APART_PX: f32 = 3.0;

/// Paints strokes; keeps its scratch buffers from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Brush {
    /// How opaque the stroke in hand is at each pixel of the picture; all clear between strokes.
    cover: Vec<u8>,
    /// Tiles of the picture that the stroke in hand touches, each once.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    thinned: Vec<Knot>,
    size: (u32, u32),
}

impl Brush {
    /// Paints a line of knots in one colour; width and opacity run evenly from knot to knot.
    pub fn stroke(&mut self, raster: &mut Raster, knots: &[Knot], colour: Rgb) {
        self.fit(raster);
        let mut lines = core::mem::take(&mut self.thinned);
        thin(knots, &mut lines);
        for pair in lines.windows(2) {
            self.segment(pair[0], pair[1]);
        }
        self.thinned = lines;
        for tile in self.touched.drain(..) {
            self.is_touched[tile as usize] = false;
            let rect = raster.tile(tile);
            raster.mark(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
            for y in rect.y..rect.y + rect.height {
                let row = (y * self.size.0 + rect.x) as usize;
                for (x, cover) in (rect.x..).zip(&mut self.cover[row..row + rect.width as usize]) {
                    if *cover > 0 {
                        raster.tint(x as i32, y as i32, colour, u32::from(*cover));
                        *cover = 0;
                    }
                }
            }
        }
    }

    /// Makes room for strokes on a picture of that size.
    fn fit(&mut self, raster: &Raster) {
        let size = raster.size();
        if self.size != size {
            self.size = size;
            self.cover.clear();
            self.cover.resize(size.0 as usize * size.1 as usize, 0);
            self.is_touched.clear();
            let n_tiles = size.0.div_ceil(TILE) * size.1.div_ceil(TILE);
            self.is_touched.resize(n_tiles as usize, false);
        }
    }

    /// Takes one segment into the cover: the most opaque of what is there and what it brings.
    fn segment(&mut self, a: Knot, b: Knot) {
        let (width, height) = (self.size.0 as f32, self.size.1 as f32);
        let reach = a.half.max(b.half) + 1.0;
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length2 = dx * dx + dy * dy;
        let per_length2 = if length2 > 0.0 { 1.0 / length2 } else { 0.0 };
        let top = (a.y.min(b.y) - reach).max(0.0) as u32;
        let bottom = (a.y.max(b.y) + reach).ceil().clamp(0.0, height) as u32;
        for y in top..bottom {
            // Only the part of the segment that comes within reach of this row can touch its pixels.
            let py = y as f32 + 0.5 - a.y;
            let share = |v: f32| (v / dy).clamp(0.0, 1.0);
            let (from, to) = if dy.abs() > 1e-3 {
                (share(py - reach), share(py + reach))
            } else {
                (0.0, 1.0)
            };
            let (x0, x1) = (a.x + from * dx, a.x + to * dx);
            let left = (x0.min(x1) - reach).clamp(0.0, width) as u32;
            let right = (x0.max(x1) + reach).ceil().clamp(0.0, width) as u32;
            if left >= right {
                continue;
            }
            self.touch(left, right, y);
            let row = (y * self.size.0) as usize;
            let cells = &mut self.cover[row + left as usize..row + right as usize];
            for (x, cell) in (left..).zip(cells) {
                let px = x as f32 + 0.5 - a.x;
                let t = ((px * dx + py * dy) * per_length2).clamp(0.0, 1.0);
                let (ax, ay) = (px - t * dx, py - t * dy);
                let away2 = ax * ax + ay * ay;
                let half = a.half + (b.half - a.half) * t;
                // Most pixels lie well inside or well outside: only the edge needs the root.
                let (outer, inner) = (half + 0.5, (half - 0.5).max(0.0));
                if away2 >= outer * outer {
                    continue;
                }
                // A root is exact everywhere, and the processor's own is by far the quickest.
                let edge = if away2 <= inner * inner {
                    1.0
                } else {
                    (outer - away2.sqrt()).clamp(0.0, 1.0)
                };
                let alpha = a.alpha + (b.alpha - a.alpha) * t;
                let cover = (edge * alpha.clamp(0.0, 1.0) * 255.0) as u8;
                *cell = (*cell).max(cover);
            }
        }
    }

    /// Notes the tiles that a part of a row lies in.
    fn touch(&mut self, left: u32, right: u32, y: u32) {
        let row = y / TILE * self.size.0.div_ceil(TILE);
        for tile in row + left / TILE..=row + (right - 1) / TILE {
            if !self.is_touched[tile as usize] {
                self.is_touched[tile as usize] = true;
                self.touched.push(tile);
            }
        }
    }
}

/// Leaves out what no pixel would show: a course has many more vertices than a city's zoom has room for.
fn thin(knots: &[Knot], kept: &mut Vec<Knot>) {
    kept.clear();
    let (Some(&first), Some(&end)) = (knots.first(), knots.last()) else {
        return;
    };
    kept.push(first);
    let mut last = first;
    for &knot in knots.get(1..knots.len() - 1).unwrap_or_default() {
        let (dx, dy) = (knot.x - last.x, knot.y - last.y);
        let alike = (knot.half - last.half).abs() < 0.5 && (knot.alpha - last.alpha).abs() < 0.05;
        if !alike || dx * dx + dy * dy >= APART_PX * APART_PX {
            kept.push(knot);
            last = knot;
        }
    }
    // A lone knot is a stroke from itself to itself.
    kept.push(end);
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
