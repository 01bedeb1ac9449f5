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

    /// Makes a line the current path, corner to corner.
    pub fn path(&self, px: &[(f32, f32)]) {
        self.ctx.begin_path();
        self.add(px);
    }

    /// Adds a line to the current path.
    pub fn add(&self, px: &[(f32, f32)]) {
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
