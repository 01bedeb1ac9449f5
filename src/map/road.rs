//! The course on the map: one inked line with a pale casing, its direction, kilometres, mats, and the stadium.

use homestretch_dots::label::Area;
use homestretch_dots::look::Rgb;
use homestretch_dots::track::PxTrack;
use homestretch_race::event::Role;

use super::courses::Courses;
use super::ink::Pen;
use super::pane::lettered;
use super::scale;
use super::theme::{Theme, css, css_alpha};

/// Pixels between two chevrons.
const CHEVRON_PX: f32 = 96.0;

/// How the course is drawn.
pub struct Road<'a> {
    /// The courses.
    pub courses: &'a Courses,
    /// Their lines in CSS pixels of the view, each in its lane.
    pub lines: &'a [PxTrack],
    /// Metres from the start of each track that the last runner has left behind.
    pub swept_m: &'a [f64],
    /// The track whose kilometres are written.
    pub marked: usize,
}

impl Road<'_> {
    /// Draws it; gives the boxes that names must keep off: those along the line, and those of the kilometres.
    pub fn draw(&self, pen: &Pen<'_>, theme: &Theme) -> (Vec<Area>, Vec<Area>) {
        let mut taken: Vec<Area> = Vec::new();
        self.stadium(pen, theme);
        let width = scale::line_px(pen.view.zoom);
        for line in self.lines {
            pen.path(line.line());
            pen.stroke(&css_alpha(theme.sheet, 0.92), width + 2.6);
        }
        // What the last runner has left behind turns quiet; what anybody still has ahead lies on top of it.
        let quiet = css(theme.quiet.mixed(theme.land, 0.45));
        let ink = css(line_ink(theme));
        for (line, &swept) in self.lines.iter().zip(self.swept_m) {
            if swept > 0.0 {
                pen.path(&line.between(0.0, swept));
                pen.stroke(&quiet, width);
            }
        }
        for (line, &swept) in self.lines.iter().zip(self.swept_m) {
            pen.path(&line.between(swept, f64::INFINITY));
            pen.stroke(&ink, width);
        }
        for line in self.lines {
            keep_off(pen, line, &mut taken);
        }
        self.chevrons(pen, theme);
        let kilometres = self.kilometres(pen, theme);
        self.mats(pen, theme);
        (taken, kilometres)
    }

    fn chevrons(&self, pen: &Pen<'_>, theme: &Theme) {
        let arm = 2.4 + scale::line_px(pen.view.zoom) * 0.9;
        let mut drawn: Vec<((f32, f32), (f32, f32))> = Vec::new();
        pen.ctx.begin_path();
        for line in self.lines {
            let (px, m) = (line.line(), line.vertex_m());
            let mut run = CHEVRON_PX / 2.0;
            for i in 1..px.len() {
                let step = (px[i].0 - px[i - 1].0).hypot(px[i].1 - px[i - 1].1);
                run += step;
                if run < CHEVRON_PX || !pen.sees(&px[i..=i], 8.0) {
                    continue;
                }
                run = 0.0;
                let (at, heading) = (px[i], line.heading(m[i]));
                // Contests that run together share their chevrons.
                let known = drawn.iter().any(|(p, h)| {
                    (p.0 - at.0).hypot(p.1 - at.1) < CHEVRON_PX * 0.6
                        && h.0 * heading.0 + h.1 * heading.1 > 0.5
                        && ((p.0 - at.0) * heading.1 - (p.1 - at.1) * heading.0).abs() < 3.0
                });
                if known || heading == (0.0, 0.0) {
                    continue;
                }
                drawn.push((at, heading));
                let (x, y) = (f64::from(at.0), f64::from(at.1));
                let (hx, hy) = (f64::from(heading.0), f64::from(heading.1));
                let tail = |side: f64| {
                    (
                        x - hx * arm - hy * arm * side,
                        y - hy * arm + hx * arm * side,
                    )
                };
                let (a, b) = (tail(1.0), tail(-1.0));
                pen.ctx.move_to(a.0, a.1);
                pen.ctx.line_to(x + hx * arm * 0.4, y + hy * arm * 0.4);
                pen.ctx.line_to(b.0, b.1);
            }
        }
        pen.stroke(&css(line_ink(theme)), 1.3);
    }

    fn kilometres(&self, pen: &Pen<'_>, theme: &Theme) -> Vec<Area> {
        let mut chips: Vec<Area> = Vec::new();
        let Some(line) = self.lines.get(self.marked) else {
            return chips;
        };
        let Some(track) = self.courses.tracks().get(self.marked) else {
            return chips;
        };
        let step = scale::km_step(pen.view.zoom);
        let text_px = lettered(if step == 1 { 10.0 } else { 11.0 });
        pen.ctx.set_font(&format!("600 {text_px}px {}", theme.font));
        pen.ctx.set_text_align("center");
        pen.ctx.set_text_baseline("middle");
        let far = scale::line_px(pen.view.zoom) / 2.0 + 11.0;
        let n_km = (track.length_m() / 1000.0) as u32;
        for km in (step..=n_km).step_by(step as usize) {
            let at_m = f64::from(km) * 1000.0;
            let (at, heading) = (line.at(at_m), line.heading(at_m));
            if !pen.sees(&[at], 30.0) {
                continue;
            }
            // To the right of the way they run: outside, where the road has lanes.
            let (x, y) = (f64::from(at.0), f64::from(at.1));
            let (rx, ry) = (-f64::from(heading.1), f64::from(heading.0));
            let text = km.to_string();
            let half = pen.ctx.measure_text(&text).map_or(6.0, |m| m.width()) / 2.0 + 3.5;
            let (cx, cy) = (x + rx * (far + half * 0.4), y + ry * (far + half * 0.4));
            let area = Area {
                left: (cx - half) as f32,
                top: (cy - 8.0) as f32,
                width: (half * 2.0) as f32,
                height: 16.0,
            };
            if chips.iter().any(|t: &Area| t.overlaps(&area)) {
                continue;
            }
            pen.ctx.begin_path();
            pen.ctx.move_to(x, y);
            pen.ctx.line_to(cx, cy);
            pen.stroke(&css(theme.ink), 1.0);
            pen.ctx.begin_path();
            let _ = pen
                .ctx
                .round_rect_with_f64(cx - half, cy - 7.5, half * 2.0, 15.0, 7.5);
            pen.fill(&css(theme.sheet));
            pen.stroke(&css_alpha(theme.ink, 0.55), 1.0);
            pen.ctx.set_fill_style_str(&css(theme.ink));
            let _ = pen.ctx.fill_text(&text, cx, cy + 0.5);
            chips.push(area);
        }
        chips
    }

    /// Mats lie across the road: a bar with a pale rim.
    fn mats(&self, pen: &Pen<'_>, theme: &Theme) {
        let zoom = pen.view.zoom;
        if zoom < 12.0 {
            return;
        }
        let arm = scale::line_px(zoom) + if zoom < 14.0 { 2.5 } else { 5.0 };
        for mat in &self.courses.mats {
            let Some(line) = self.lines.get(mat.track) else {
                continue;
            };
            let (at, heading) = (line.at(mat.at_m), line.heading(mat.at_m));
            if !pen.sees(&[at], 20.0) {
                continue;
            }
            let ends = [1.0, -1.0].map(|side| {
                let reach = arm * side;
                (
                    at.0 - heading.1 * reach as f32,
                    at.1 + heading.0 * reach as f32,
                )
            });
            let main = mat.role != Role::Split;
            pen.path(&ends);
            pen.stroke(&css(theme.sheet), if main { 6.5 } else { 5.0 });
            pen.path(&ends);
            pen.stroke(&css(theme.ink), if main { 3.5 } else { 2.2 });
        }
    }

    /// The bowl around the start, where the course begins with a lap of a track.
    fn stadium(&self, pen: &Pen<'_>, theme: &Theme) {
        let Some(bowl) = self.bowl() else { return };
        if pen.view.zoom < 12.5 || !pen.sees(&bowl, 40.0) {
            return;
        }
        let per_m = pen.view.px_per_m(self.courses.lat());
        let stroke = |extra_m: f64, colour: &str| {
            pen.smooth_path(&bowl, true);
            pen.fill(colour);
            pen.stroke(colour, (extra_m * per_m * 2.0).max(1.0));
        };
        // Stands, track and grass, from the outside in; a stroke twice as wide as the distance widens the lap.
        stroke(42.0, &css(theme.quiet.mixed(theme.land, 0.35)));
        stroke(40.0, &css(theme.land.mixed(theme.ink, 0.07)));
        stroke(9.0, &css(theme.land.mixed(theme.accent, 0.16)));
        pen.smooth_path(&bowl, true);
        pen.fill(&css(theme.park));
    }

    /// The lap around which the bowl stands, in pixels: the first loop of the course, where it is that of a track.
    fn bowl(&self) -> Option<Vec<(f32, f32)>> {
        let (track, line) = (self.courses.tracks().first()?, self.lines.first()?);
        let lap_m = track.first_lap_m(300.0, 600.0)?;
        Some(line.between(0.0, lap_m))
    }
}

/// The line's ink, a little softer than that of letters: there is a lot of it.
fn line_ink(theme: &Theme) -> Rgb {
    theme.ink.mixed(theme.land, 0.22)
}

/// Boxes along a line, for names to keep off.
fn keep_off(pen: &Pen<'_>, line: &PxTrack, taken: &mut Vec<Area>) {
    const HALF_PX: f32 = 7.0;
    let mut last = (f32::INFINITY, f32::INFINITY);
    for &(x, y) in line.line() {
        let far = (x - last.0).hypot(y - last.1);
        if (far >= HALF_PX * 1.5 || far.is_nan()) && pen.sees(&[(x, y)], HALF_PX) {
            last = (x, y);
            taken.push(Area {
                left: x - HALF_PX,
                top: y - HALF_PX,
                width: HALF_PX * 2.0,
                height: HALF_PX * 2.0,
            });
        }
    }
}
