//! Names on the map: landmarks, streets, rivers. In the viewer's language, and below it in the place's own.

use homestretch_dots::label::{Area, Taken, Wish, place};
use homestretch_dots::look::Rgb;
use homestretch_dots::world::{World, world_from_lat_lon};
use homestretch_feed::CourseFile;
use homestretch_race::event::Text;

use super::ink::{Line, Pen, line_from_places};
use super::pane::lettered;
use super::signs::{Sign, halo_text, sign, straight};
use super::theme::{Theme, css};

/// The name of a landmark of the first rank may lie so much further off, where there is no room beside it: at the zoom of
/// a city, and at most; for close by, the course that goes around a stadium goes around its name.
const REACH_PX: (f64, f64) = (34.0, 110.0);
/// Up to this zoom it is as far as a city's.
const REACH_ZOOM: f64 = 14.5;

/// What may be named on the map of one course file.
pub struct Lettering {
    landmarks: Vec<(World, Text, Sign, u8)>,
    streets: Vec<(Line, Text)>,
    rivers: Vec<(Line, Text)>,
    /// The language of the place itself.
    local: Option<String>,
}

impl Lettering {
    /// The names of a course file.
    pub fn new(file: &CourseFile) -> Self {
        let context = &file.context;
        let texts = file.landmarks.iter().flat_map(|l| &l.names.0);
        let local = texts
            .map(|(tag, _)| tag)
            .find(|tag| !tag.starts_with("en"))
            .cloned();
        Self {
            landmarks: file
                .landmarks
                .iter()
                .map(|l| {
                    (
                        world_from_lat_lon(l.at),
                        l.names.clone(),
                        Sign::of(&l.kind),
                        l.rank,
                    )
                })
                .collect(),
            streets: context
                .streets
                .iter()
                .filter(|s| !s.names.0.is_empty())
                .map(|s| (line_from_places(&s.line), s.names.clone()))
                .collect(),
            rivers: context
                .streams
                .iter()
                .filter(|s| !s.names.0.is_empty())
                .map(|s| (line_from_places(&s.line), s.names.clone()))
                .collect(),
            local,
        }
    }

    /// Writes what finds room beside the `taken` areas, rivers and streets only with `ways`; gives the boxes of the
    /// landmarks' names and signs.
    pub fn draw(
        &self,
        pen: &Pen<'_>,
        theme: &Theme,
        tag: &str,
        mut taken: Vec<Area>,
        ways: bool,
    ) -> Vec<Area> {
        let n_taken = taken.len();
        self.write_landmarks(pen, theme, tag, &mut taken);
        let landmarks = taken[n_taken..].to_vec();
        let zoom = pen.view.zoom;
        if ways && zoom >= 11.5 {
            let colour = css(theme.water.mixed(theme.label, 0.75));
            for (line, names) in &self.rivers {
                self.along(
                    pen,
                    line,
                    names,
                    tag,
                    &colour,
                    12.0,
                    theme.water,
                    &mut taken,
                );
            }
        }
        if ways && zoom >= 14.0 {
            for (line, names) in &self.streets {
                self.along(
                    pen,
                    line,
                    names,
                    tag,
                    &css(theme.label),
                    10.5,
                    theme.street,
                    &mut taken,
                );
            }
        }
        landmarks
    }

    fn write_landmarks(&self, pen: &Pen<'_>, theme: &Theme, tag: &str, taken: &mut Vec<Area>) {
        let zoom = pen.view.zoom;
        let least_rank = match zoom {
            z if z < 12.4 => 1,
            z if z < 14.0 => 2,
            _ => 3,
        };
        let reach = REACH_PX.0 * (zoom - REACH_ZOOM).max(0.0).exp2();
        let reach = reach.min(REACH_PX.1) as f32;
        let own_px = lettered(if zoom < 13.0 { 11.0 } else { 12.0 });
        let local_px = lettered(own_px - 1.5);
        let own_font = format!("500 {own_px}px {}", theme.font);
        let local_font = format!("400 {local_px}px {}", theme.font);
        let measure = |font: &str, text: &str| {
            pen.ctx.set_font(font);
            pen.ctx.measure_text(text).map_or(0.0, |m| m.width())
        };
        let shown: Vec<_> = self
            .landmarks
            .iter()
            .filter(|l| l.3 <= least_rank)
            .map(|l| (pen.view.px_from_world(l.0), l))
            .filter(|(px, _)| pen.sees(&[*px], 0.0))
            .collect();
        let lines: Vec<_> = shown
            .iter()
            .map(|(_, l)| self.two_lines(&l.1, tag))
            .collect();
        let wishes: Vec<Wish> = shown
            .iter()
            .zip(&lines)
            .map(|(((x, y), l), (own, local))| {
                let width = measure(&own_font, own).max(
                    local
                        .as_ref()
                        .map_or(0.0, |local| measure(&local_font, local)),
                );
                let height = if local.is_some() {
                    own_px + local_px + 4.0
                } else {
                    own_px + 2.0
                };
                Wish {
                    x: *x,
                    y: *y,
                    radius: 4.5,
                    width: width as f32 + 2.0,
                    height: height as f32,
                    rank: u32::from(l.3),
                    must: false,
                    covers: true,
                    before: None,
                    reach: if l.3 == 1 { reach } else { 0.0 },
                }
            })
            .collect();
        let frame = Area {
            left: 0.0,
            top: 0.0,
            width: pen.view.width as f32,
            height: pen.view.height as f32,
        };
        pen.ctx.set_text_baseline("top");
        pen.ctx.set_text_align("left");
        let free = Taken {
            never: &taken.clone(),
            rather_not: &[],
        };
        for placed in place(&wishes, &frame, free, 2.0).placed {
            let (at, landmark) = shown[placed.wish];
            let (own, local) = &lines[placed.wish];
            if placed.away > 0.0 {
                pen.path(&[at, placed.area.nearest(at.0, at.1)]);
                pen.stroke(&css(theme.label.mixed(theme.land, 0.35)), 0.8);
            }
            sign(pen, theme, landmark.2, at);
            let (x, y) = (
                f64::from(placed.area.left) + 1.0,
                f64::from(placed.area.top) + 1.0,
            );
            pen.ctx.set_font(&own_font);
            halo_text(pen, own, x, y, &css(theme.label), &css(theme.land));
            if let Some(local) = local {
                pen.ctx.set_font(&local_font);
                let paler = css(theme.label.mixed(theme.land, 0.18));
                halo_text(pen, local, x, y + own_px + 2.0, &paler, &css(theme.land));
            }
            taken.push(placed.area);
            taken.push(Area {
                left: at.0 - 5.0,
                top: at.1 - 5.0,
                width: 10.0,
                height: 10.0,
            });
        }
    }

    /// The name in the viewer's language, and in the place's own where that is another.
    fn two_lines(&self, names: &Text, tag: &str) -> (String, Option<String>) {
        let own = names.get(tag).to_owned();
        let local = self
            .local
            .as_ref()
            .map(|local| names.get(local).to_owned())
            .filter(|l| *l != own);
        (own, local)
    }

    /// Writes a name along the straightest part of a line that is long enough for it.
    #[expect(
        clippy::too_many_arguments,
        reason = "one call writes one name; a struct would only rename the list"
    )]
    fn along(
        &self,
        pen: &Pen<'_>,
        line: &[World],
        names: &Text,
        tag: &str,
        colour: &str,
        size_px: f64,
        under: Rgb,
        taken: &mut Vec<Area>,
    ) {
        let px = pen.px(line);
        if !pen.sees(&px, 0.0) {
            return;
        }
        let size_px = lettered(size_px);
        let (own, local) = self.two_lines(names, tag);
        let text = local.map_or(own.clone(), |local| format!("{own}  {local}"));
        pen.ctx
            .set_font(&format!("400 {size_px}px {}", pen_font(pen)));
        for text in [text, own] {
            let width = pen.ctx.measure_text(&text).map_or(0.0, |m| m.width()) as f32 + 8.0;
            let Some((x, y, angle)) = straight(&px, width, pen) else {
                continue;
            };
            let (sin, cos) = libm::sincos(f64::from(angle));
            let (sin, cos) = (sin.abs() as f32, cos.abs() as f32);
            let high = size_px as f32 + 2.0;
            let (w, h) = (width * cos + high * sin, width * sin + high * cos);
            let area = Area {
                left: x - w / 2.0,
                top: y - h / 2.0,
                width: w,
                height: h,
            };
            if taken.iter().any(|t| t.overlaps(&area)) {
                continue;
            }
            pen.ctx.save();
            let _ = pen.ctx.translate(f64::from(x), f64::from(y));
            let _ = pen.ctx.rotate(f64::from(angle));
            pen.ctx.set_text_align("center");
            pen.ctx.set_text_baseline("middle");
            halo_text(pen, &text, 0.0, 0.0, colour, &css(under));
            pen.ctx.restore();
            taken.push(area);
            return;
        }
    }
}

/// The fonts of the last set font, without its weight and size.
fn pen_font(pen: &Pen<'_>) -> String {
    let font = pen.ctx.font();
    font.split_once("px ")
        .map_or(font.clone(), |(_, family)| family.to_owned())
}
