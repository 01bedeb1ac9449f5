//! How a strip is laid out: on a laptop with landmarks, on a phone in little height. In its own pixels, which are CSS
//! pixels unless its place is higher than its layout, as on a large screen: then everything on it is as much larger.

use homestretch_dots::track::PxTrack;
use homestretch_dots::world::View;

use crate::map::stage::Lines;

/// The layout of a strip.
#[derive(Debug, PartialEq)]
pub struct Form {
    /// Its height.
    pub height: f64,
    /// How far down the line lies.
    pub line_y: f64,
    /// Shelves for runners' names above the line.
    pub name_shelves: usize,
    /// Shelves for landmarks' names below the line.
    pub landmark_shelves: usize,
    /// Radius of an ordinary dot.
    pub dot_px: f64,
}

/// Under the map of a wide screen.
pub const WIDE: Form = Form {
    height: 132.0,
    line_y: 64.0,
    name_shelves: 2,
    landmark_shelves: 2,
    dot_px: 3.9,
};

/// In the sheet of a phone.
pub const COMPACT: Form = Form {
    height: 72.0,
    line_y: 40.0,
    name_shelves: 1,
    landmark_shelves: 0,
    dot_px: 3.3,
};

/// Kept free at either end, so that whoever starts is seen whole.
pub const INSET: f64 = 20.0;
/// From the line to the lowest shelf of names: the largest dot stands between.
pub const CLEAR: f64 = 14.0;
/// From shelf to shelf of runners' names.
pub const NAME_PITCH: f64 = 23.0;
/// From the line to the middle of the kilometres' figures.
pub const SCALE_DOWN: f64 = 20.0;
/// From the line to the first shelf of landmarks' names.
pub const LANDMARKS_DOWN: f64 = 33.0;
/// From shelf to shelf of landmarks' names.
pub const LANDMARK_PITCH: f64 = 16.0;

/// A strip of one width for one course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The layout.
    pub form: &'static Form,
    /// The width in its own pixels.
    pub width: f64,
    /// The length of the course in metres.
    pub length_m: f64,
    /// Device pixels per pixel of its own.
    pub ratio: f64,
    /// CSS pixels per pixel of its own.
    pub grain: f64,
}

impl Fit {
    /// A layout in a place of so many CSS pixels, with so many device pixels to each.
    pub fn new(form: &'static Form, size: (i32, i32), length_m: f64, ratio: f64) -> Self {
        let grain = (f64::from(size.1) / form.height).max(1.0);
        Self {
            form,
            width: f64::from(size.0) / grain,
            length_m,
            ratio: ratio * grain,
            grain,
        }
    }

    /// How far right a place of the course lies.
    pub fn x(&self, at_m: f64) -> f64 {
        INSET + (at_m / self.length_m).clamp(0.0, 1.0) * (self.width - 2.0 * INSET).max(1.0)
    }

    /// The picture's size in device pixels, as a view.
    pub fn view(&self) -> View {
        let px = |css: f64| (css * self.ratio).ceil().max(1.0) as u32;
        View {
            zoom: 0.0,
            left: 0.0,
            top: 0.0,
            width: px(self.width),
            height: px(self.form.height),
            ratio: self.ratio,
        }
    }

    /// The course as one straight line.
    pub fn lines(&self) -> Lines {
        let px = |at_m: f64| {
            let (x, y) = (self.x(at_m), self.form.line_y);
            ((x * self.ratio) as f32, (y * self.ratio) as f32)
        };
        Lines {
            tracks: vec![PxTrack::straight(self.length_m, px(0.0), px(self.length_m))],
            px_per_m: (self.x(self.length_m) - self.x(0.0)) / self.length_m,
            dot_px: self.form.dot_px,
            ribbon_px: 10.0,
            full_least: 6.0,
            thick_per_px: 0.3,
        }
    }

    /// The upper edge of a shelf of runners' names.
    pub fn name_top(&self, shelf: usize) -> f64 {
        self.form.line_y - CLEAR - NAME_PITCH * (shelf + 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_and_finish_lie_within_the_strip_and_its_parts_within_its_height() {
        for form in [&WIDE, &COMPACT] {
            let height = form.height as i32;
            for width in [320, 1010, 3460] {
                let fit = Fit::new(form, (width, height), 42_195.0, 2.0);
                let width = f64::from(width);
                let xs = [-5.0, 0.0, 21_097.5, 42_195.0, 50_000.0].map(|at_m| fit.x(at_m));
                let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
                assert!(
                    near(xs[0], INSET) && near(xs[1], INSET),
                    "held at the start"
                );
                assert!(near(xs[2], width / 2.0), "half way is the middle");
                let end = width - INSET;
                assert!(near(xs[3], end) && near(xs[4], end), "held at the finish");
                let lines = fit.lines();
                assert!((lines.tracks[0].at(21_097.5).0 - width as f32).abs() < 0.01);
            }
            let fit = Fit::new(form, (400, height), 1.0, 1.0);
            assert!(fit.name_top(form.name_shelves - 1) >= 0.0);
            let landmarks = LANDMARKS_DOWN + LANDMARK_PITCH * form.landmark_shelves as f64;
            let lowest = SCALE_DOWN + 8.0;
            let lowest = if form.landmark_shelves > 0 {
                landmarks
            } else {
                lowest
            };
            assert!(form.line_y + lowest <= form.height, "{form:?}");
        }
    }

    #[test]
    fn in_a_higher_place_everything_is_as_much_larger() {
        let small = Fit::new(&WIDE, (1_000, 132), 42_195.0, 1.0);
        let large = Fit::new(&WIDE, (2_000, 264), 42_195.0, 1.0);
        assert!((large.width - small.width).abs() < 1e-9);
        assert!((large.ratio - 2.0 * small.ratio).abs() < 1e-9);
        let (small, large) = (small.view(), large.view());
        assert_eq!(
            (large.width, large.height),
            (2 * small.width, 2 * small.height)
        );
    }
}
