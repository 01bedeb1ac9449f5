//! Lines and areas on a canvas, from places of the world square. Knows shapes, not what they stand for.

use homestretch_course::LatLon;
use homestretch_dots::world::{View, World, world_from_lat_lon};
use web_sys::CanvasRenderingContext2d;

/// A line, projected once.
pub type Line = Vec<World>;

/// Places as a line.
pub fn line_from_places(places: &[LatLon]) -> Line {
    places.iter().map(|&p| world_from_lat_lon(p)).collect()
}

/// A pen over one view, in CSS pixels.
pub struct Pen<'a> {
    /// The canvas.
    pub ctx: &'a CanvasRenderingContext2d,
    /// What it shows; its ratio is 1, for the canvas is scaled.
    pub view: View,
}

impl<'a> Pen<'a> {
    /// A pen over a canvas: wipes it, and scales it so that all is said in CSS pixels.
    pub fn new(ctx: &'a CanvasRenderingContext2d, view: View) -> Self {
        let ratio = view.ratio;
        let _ = ctx.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        let css = |px: u32| (f64::from(px) / ratio).ceil() as u32;
        let view = View {
            ratio: 1.0,
            width: css(view.width),
            height: css(view.height),
            ..view
        };
        ctx.clear_rect(0.0, 0.0, f64::from(view.width), f64::from(view.height));
        ctx.set_line_join("round");
        ctx.set_line_cap("round");
        Self { ctx, view }
    }

    /// The pixels of a line.
    pub fn px(&self, line: &[World]) -> Vec<(f32, f32)> {
        line.iter().map(|&p| self.view.px_from_world(p)).collect()
    }

    /// True when a line comes near the canvas.
    pub fn sees(&self, px: &[(f32, f32)], margin: f32) -> bool {
        let (mut left, mut top) = (f32::INFINITY, f32::INFINITY);
        let (mut right, mut bottom) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
        for &(x, y) in px {
            (left, top) = (left.min(x), top.min(y));
            (right, bottom) = (right.max(x), bottom.max(y));
        }
        right >= -margin
            && bottom >= -margin
            && left <= self.view.width as f32 + margin
            && top <= self.view.height as f32 + margin
    }

    /// Makes a line the current path, corner to corner: what of it comes near the canvas, and no more points than can
    /// be told apart. A browser takes most of its time for a long line point by point, seen or not.
    pub fn path(&self, px: &[(f32, f32)]) {
        self.ctx.begin_path();
        let box_px = (self.view.width as f32, self.view.height as f32);
        for (i, (x, y)) in visible(px, box_px) {
            if i == 0 {
                self.ctx.move_to(f64::from(x), f64::from(y));
            } else {
                self.ctx.line_to(f64::from(x), f64::from(y));
            }
        }
    }

    /// Adds a line of few points to the current path.
    fn add(&self, px: &[(f32, f32)]) {
        for (i, &(x, y)) in px.iter().enumerate() {
            if i == 0 {
                self.ctx.move_to(f64::from(x), f64::from(y));
            } else {
                self.ctx.line_to(f64::from(x), f64::from(y));
            }
        }
    }

    /// Makes a rounded line the current path: what nature made and a few points tell coarsely.
    pub fn smooth_path(&self, px: &[(f32, f32)], closed: bool) {
        self.ctx.begin_path();
        let n = px.len();
        if n < 3 {
            self.add(px);
            return;
        }
        let middle =
            |a: (f32, f32), b: (f32, f32)| (f64::from(a.0 + b.0) / 2.0, f64::from(a.1 + b.1) / 2.0);
        let bend = |to: (f32, f32), by: (f64, f64)| {
            self.ctx
                .quadratic_curve_to(f64::from(to.0), f64::from(to.1), by.0, by.1);
        };
        if closed {
            let start = middle(px[n - 1], px[0]);
            self.ctx.move_to(start.0, start.1);
            for i in 0..n {
                bend(px[i], middle(px[i], px[(i + 1) % n]));
            }
            self.ctx.close_path();
        } else {
            self.ctx.move_to(f64::from(px[0].0), f64::from(px[0].1));
            for i in 1..n - 2 {
                bend(px[i], middle(px[i], px[i + 1]));
            }
            let last = px[n - 1];
            bend(px[n - 2], (f64::from(last.0), f64::from(last.1)));
        }
    }

    /// Fills the current path.
    pub fn fill(&self, colour: &str) {
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill();
    }

    /// Strokes the current path.
    pub fn stroke(&self, colour: &str, width: f64) {
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(width);
        self.ctx.stroke();
    }

    /// A disc.
    pub fn disc(&self, x: f64, y: f64, radius: f64) {
        self.ctx.begin_path();
        // Only a negative radius is refused.
        let _ = self
            .ctx
            .arc(x, y, radius.max(0.0), 0.0, std::f64::consts::TAU);
    }
}

/// Lines further outside the canvas are left out: half the widest stroke, and some.
const OUTSIDE_PX: f32 = 60.0;
/// A point nearer to the line between its neighbours is left out.
const STRAIGHT_PX: f32 = 0.15;
/// So many points in a row at most, so that the work stays in proportion.
const MOST_LEFT_OUT: usize = 24;

/// The points of a line that a path needs on a canvas of that size: each with its number in its own stretch, where 0
/// begins a new one.
fn visible(px: &[(f32, f32)], (width, height): (f32, f32)) -> Vec<(usize, (f32, f32))> {
    let outside = |a: (f32, f32), b: (f32, f32)| {
        let beyond = |a: f32, b: f32, size: f32| {
            (a < -OUTSIDE_PX && b < -OUTSIDE_PX) || (a > size + OUTSIDE_PX && b > size + OUTSIDE_PX)
        };
        beyond(a.0, b.0, width) || beyond(a.1, b.1, height)
    };
    let mut kept = Vec::new();
    // The stretch in hand: its points so far, and the last of the line that was kept.
    let (mut n, mut from) = (0, 0);
    for i in 1..px.len() {
        if outside(px[i - 1], px[i]) {
            if n > 0 && from < i - 1 {
                kept.push((n, px[i - 1]));
            }
            n = 0;
            continue;
        }
        if n == 0 {
            kept.push((0, px[i - 1]));
            (n, from) = (1, i - 1);
            continue;
        }
        let between = from + 1..i;
        if between.len() > MOST_LEFT_OUT
            || px[between]
                .iter()
                .any(|&p| aside(p, px[from], px[i]) > STRAIGHT_PX)
        {
            kept.push((n, px[i - 1]));
            (n, from) = (n + 1, i - 1);
        }
    }
    if let Some(&last) = px.last().filter(|_| n > 0) {
        kept.push((n, last));
    }
    kept
}

/// How far a point lies from the straight line between two others.
fn aside(p: (f32, f32), a: (f32, f32), b: (f32, f32)) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length2 = dx * dx + dy * dy;
    let (px, py) = (p.0 - a.0, p.1 - a.1);
    let t = if length2 > 0.0 {
        ((px * dx + py * dy) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - t * dx).hypot(py - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f32, f32) = (400.0, 300.0);

    #[test]
    fn a_straight_line_needs_its_ends_and_a_bend_its_corner() {
        let line: Vec<_> = (0..=20).map(|k| (k as f32 * 5.0, 50.0)).collect();
        assert_eq!(visible(&line, SIZE), [(0, (0.0, 50.0)), (1, (100.0, 50.0))]);
        let bent = [(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (100.0, 80.0)];
        let corner = [(0, (0.0, 0.0)), (1, (100.0, 0.0)), (2, (100.0, 80.0))];
        assert_eq!(visible(&bent, SIZE), corner);
        // There and back on one street: the turn is no point on the way.
        let turn = [(0.0, 9.0), (50.0, 9.0), (0.0, 9.0)];
        assert_eq!(visible(&turn, SIZE).len(), 3);
        assert!(visible(&[], SIZE).is_empty() && visible(&[(1.0, 1.0)], SIZE).is_empty());
    }

    #[test]
    fn no_point_of_a_winding_line_is_further_aside_than_can_be_seen() {
        let line: Vec<_> = (0..2_000)
            .map(|k| k as f32 * 0.2)
            .map(|x| (x, 150.0 + 90.0 * (x / 40.0).sin()))
            .collect();
        let kept = visible(&line, SIZE);
        assert!(kept.len() < 300, "{}", kept.len());
        for &p in &line {
            let nearest = kept
                .windows(2)
                .map(|pair| aside(p, pair[0].1, pair[1].1))
                .fold(f32::INFINITY, f32::min);
            assert!(nearest <= STRAIGHT_PX + 1e-3, "{p:?} is {nearest} px aside");
        }
    }

    #[test]
    fn what_is_far_outside_is_left_out_and_what_crosses_is_whole() {
        let line = [
            (-900.0, 100.0),
            (-500.0, 100.0),
            (200.0, 100.0),
            (200.0, 900.0),
            (900.0, 900.0),
            (900.0, 100.0),
            (300.0, 100.0),
        ];
        let kept = visible(&line, SIZE);
        let stretches = kept.iter().filter(|(n, _)| *n == 0).count();
        assert_eq!(stretches, 2, "{kept:?}");
        for pair in [&line[1..3], &line[2..4], &line[5..7]] {
            for p in pair {
                assert!(kept.iter().any(|(_, k)| k == p), "{p:?} of {kept:?}");
            }
        }
        assert!(kept.iter().all(|(_, p)| *p != line[0] && *p != line[4]));
        let gone = [(-900.0, 5.0), (-100.0, 5.0), (-100.0, 900.0)];
        assert!(visible(&gone, SIZE).is_empty());
    }
}
