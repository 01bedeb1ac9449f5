//! What lies under the field on a strip: heights where they were measured, the line, its scale, mats, aid stations,
//! landmarks.

use homestretch_dots::label::Area;
use homestretch_dots::shelf::{Tag, profile, shelve};
use homestretch_race::event::{Role, Text};

use super::form::{Fit, LANDMARK_PITCH, LANDMARKS_DOWN, SCALE_DOWN};
use super::places::{Kind, Place};
use crate::format::{MILE_M, Units};
use crate::map::ink::Pen;
use crate::map::signs::halo_text;
use crate::map::theme::{Theme, css, css_alpha};

/// The heights are drawn so high.
const HEIGHTS_PX: f32 = 30.0;
/// A course with less climb than this does not look like a mountain.
const LEAST_CLIMB_M: f64 = 40.0;
/// Names end so far from the edges.
const SIDE_PX: f64 = 10.0;
/// Half the length of a mat's bar.
const MAT_PX: f64 = 7.0;

/// What the ground of a strip is drawn from.
pub struct Ground<'a> {
    /// The course and its size.
    pub fit: Fit,
    /// What stands along it.
    pub places: &'a [Place],
    /// What each point of the contest is for.
    pub roles: &'a [Role],
    /// Measured heights as (certified metres, metres above the sea).
    pub heights: &'a [(f64, f64)],
    /// The highest of them in words.
    pub highest: String,
    /// How far the last runner has come.
    pub swept_m: f64,
    /// The units of the scale.
    pub units: Units,
    /// Tag of the language.
    pub tag: String,
}

impl Ground<'_> {
    /// Draws it; gives the boxes of the names, each with the index of its place.
    pub fn draw(&self, pen: &Pen<'_>, theme: &Theme) -> Vec<(Area, usize)> {
        self.heights(pen, theme);
        let named = self.landmarks(pen, theme);
        self.line(pen, theme);
        self.scale(pen, theme);
        self.ends(pen, theme);
        self.mats_and_aid(pen, theme);
        named
    }

    fn y(&self) -> f64 {
        self.fit.form.line_y
    }

    fn heights(&self, pen: &Pen<'_>, theme: &Theme) {
        let (left, right) = (self.fit.x(0.0), self.fit.x(self.fit.length_m));
        let size = ((right - left) as f32, HEIGHTS_PX);
        let line = profile(self.heights, self.fit.length_m, size, LEAST_CLIMB_M);
        let Some(peak) = line.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else {
            return;
        };
        let foot = self.y() - 4.0;
        let place = |p: &(f32, f32)| {
            (
                left + f64::from(p.0),
                foot - f64::from(HEIGHTS_PX - p.1) - 2.0,
            )
        };
        pen.ctx.begin_path();
        pen.ctx.move_to(left, foot);
        for point in &line {
            let (x, y) = place(point);
            pen.ctx.line_to(x, y);
        }
        pen.ctx.line_to(right, foot);
        pen.ctx.close_path();
        pen.fill(&css_alpha(theme.quiet, 0.16));
        let (x, y) = place(peak);
        font(pen, theme, 400, 10);
        pen.ctx.set_text_baseline("alphabetic");
        pen.ctx.set_text_align(if x > self.fit.width / 2.0 {
            "right"
        } else {
            "left"
        });
        halo_text(
            pen,
            &self.highest,
            x,
            y - 3.0,
            &css(theme.quiet),
            &css(theme.sheet),
        );
    }

    fn line(&self, pen: &Pen<'_>, theme: &Theme) {
        let stretch = |from_m: f64, to_m: f64| {
            pen.ctx.begin_path();
            pen.ctx.move_to(self.fit.x(from_m), self.y());
            pen.ctx.line_to(self.fit.x(to_m), self.y());
        };
        let end_m = self.fit.length_m;
        stretch(self.swept_m, end_m);
        pen.stroke(&css(theme.ink.mixed(theme.sheet, 0.22)), 2.4);
        if self.swept_m > 0.0 {
            stretch(0.0, self.swept_m);
            pen.stroke(&css(theme.quiet.mixed(theme.sheet, 0.45)), 2.4);
        }
    }

    /// A tick each kilometre or mile, and a figure at every fifth.
    fn scale(&self, pen: &Pen<'_>, theme: &Theme) {
        let unit_m = match self.units {
            Units::Km => 1_000.0,
            Units::Miles => MILE_M,
        };
        let y = self.y();
        let n = (self.fit.length_m / unit_m) as u32;
        font(pen, theme, 600, 11);
        pen.ctx.set_text_baseline("middle");
        pen.ctx.set_text_align("center");
        let colour = css(theme.quiet);
        let fine = self.fit.x(unit_m) - self.fit.x(0.0) > 9.0;
        let end_x = self.fit.x(self.fit.length_m);
        for k in 1..=n {
            let x = self.fit.x(f64::from(k) * unit_m);
            let fifth = k % 5 == 0 || n < 5;
            if fine || fifth {
                pen.ctx.begin_path();
                pen.ctx.move_to(x, y + 4.0);
                pen.ctx.line_to(x, y + if fifth { 8.0 } else { 6.5 });
                pen.stroke(&css_alpha(theme.quiet, if fifth { 0.9 } else { 0.5 }), 1.0);
            }
            if fifth && end_x - x > 34.0 {
                halo_text(
                    pen,
                    &k.to_string(),
                    x,
                    y + SCALE_DOWN,
                    &colour,
                    &css(theme.sheet),
                );
            }
        }
    }

    /// What start and finish are called, at either end of the scale.
    fn ends(&self, pen: &Pen<'_>, theme: &Theme) {
        let mats = || {
            self.places
                .iter()
                .filter(|p| matches!(p.kind, Kind::Mat(_)))
        };
        let ends = [
            ("left", self.fit.x(0.0) - 4.0, mats().next()),
            (
                "right",
                self.fit.x(self.fit.length_m) + 4.0,
                mats().next_back(),
            ),
        ];
        font(pen, theme, 600, 11);
        for (align, x, place) in ends {
            if let Some(place) = place {
                pen.ctx.set_text_align(align);
                let y = self.y() + SCALE_DOWN;
                let name = place.names.get(&self.tag);
                halo_text(pen, name, x, y, &css(theme.ink), &css(theme.sheet));
            }
        }
    }

    fn mats_and_aid(&self, pen: &Pen<'_>, theme: &Theme) {
        let y = self.y();
        for place in self.places {
            let x = self.fit.x(place.at_m);
            match place.kind {
                Kind::Mat(point) => {
                    let split = self
                        .roles
                        .get(point)
                        .is_none_or(|role| *role == Role::Split);
                    for (colour, width) in [
                        (css(theme.sheet), 5.5),
                        (css(theme.ink), if split { 2.2 } else { 3.4 }),
                    ] {
                        pen.ctx.begin_path();
                        pen.ctx.move_to(x, y - MAT_PX);
                        pen.ctx.line_to(x, y + MAT_PX);
                        pen.stroke(&colour, width);
                    }
                }
                Kind::Aid => drop(pen, theme, x + 7.5, y + 11.0),
                Kind::Landmark(_) => {}
            }
        }
    }

    fn landmarks(&self, pen: &Pen<'_>, theme: &Theme) -> Vec<(Area, usize)> {
        let mut wanted: Vec<(usize, u32, &Text)> = Vec::new();
        for (i, place) in self.places.iter().enumerate() {
            if let Kind::Landmark(rank) = place.kind {
                wanted.push((i, u32::from(rank), &place.names));
            }
        }
        font(pen, theme, 400, 11);
        let tags: Vec<Tag> = wanted
            .iter()
            .map(|(i, rank, names)| Tag {
                x: (self.fit.x(self.places[*i].at_m) - SIDE_PX) as f32,
                width: pen
                    .ctx
                    .measure_text(names.get(&self.tag))
                    .map_or(0.0, |m| m.width() as f32),
                rank: *rank,
                must: false,
            })
            .collect();
        let (width, shelves) = (
            self.fit.width - 2.0 * SIDE_PX,
            self.fit.form.landmark_shelves,
        );
        let placed = shelve(&tags, width as f32, shelves, 10.0).placed;
        let top = |shelf: usize| self.y() + LANDMARKS_DOWN + LANDMARK_PITCH * shelf as f64;
        for p in &placed {
            let x = f64::from(tags[p.tag].x) + SIDE_PX;
            pen.ctx.begin_path();
            pen.ctx.move_to(x, self.y());
            pen.ctx.line_to(x, top(p.shelf) + 1.0);
            pen.stroke(&css(theme.line), 1.0);
        }
        pen.ctx.set_text_baseline("top");
        pen.ctx.set_text_align("left");
        let mut named = Vec::new();
        for p in placed {
            let (i, _, names) = wanted[p.tag];
            let (x, y) = (f64::from(p.left) + SIDE_PX, top(p.shelf));
            halo_text(
                pen,
                names.get(&self.tag),
                x,
                y + 1.5,
                &css(theme.label.mixed(theme.ink, 0.25)),
                &css(theme.sheet),
            );
            named.push((
                Area {
                    left: x as f32,
                    top: y as f32,
                    width: tags[p.tag].width,
                    height: LANDMARK_PITCH as f32,
                },
                i,
            ));
        }
        named
    }
}

fn font(pen: &Pen<'_>, theme: &Theme, weight: u32, px: u32) {
    pen.ctx.set_font(&format!("{weight} {px}px {}", theme.font));
}

/// A drop of water, for an aid station.
fn drop(pen: &Pen<'_>, theme: &Theme, x: f64, y: f64) {
    pen.ctx.begin_path();
    pen.ctx.move_to(x, y - 4.2);
    pen.ctx
        .bezier_curve_to(x + 4.2, y + 0.6, x + 2.8, y + 3.6, x, y + 3.6);
    pen.ctx
        .bezier_curve_to(x - 2.8, y + 3.6, x - 4.2, y + 0.6, x, y - 4.2);
    pen.fill(&css(theme.water.mixed(theme.ink, 0.45)));
}
