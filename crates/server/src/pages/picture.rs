//! The one picture that previews of a race show: its course on the ground it runs over, as the map draws it.

use homestretch_course::LatLon;
use homestretch_feed::{Area, CourseFile};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform,
};

/// Its size in pixels, as previews want it.
pub const WIDTH_PX: u32 = 1200;
/// See [`WIDTH_PX`].
pub const HEIGHT_PX: u32 = 630;
/// How far the course stays from the edges, in pixels.
const MARGIN_PX: f64 = 70.0;

/// The colours of the map by day.
const LAND: u32 = 0x00f5_f2ec;
const WATER: u32 = 0x00cf_e3ee;
const PARK: u32 = 0x00df_e9d3;
const STREET: u32 = 0x00ff_ffff;
const INK: u32 = 0x001b_1f24;
const ACCENT: u32 = 0x00b9_3d0b;

/// The picture as a PNG; none for a course that has no place to draw.
pub fn png(course: &CourseFile) -> Option<Vec<u8>> {
    let mut sheet = Pixmap::new(WIDTH_PX, HEIGHT_PX)?;
    sheet.fill(color(LAND));
    let onto = Onto::around(course)?;
    let mut drawing = Drawing { sheet, onto };
    let context = &course.context;
    drawing.areas(&context.parks, PARK);
    drawing.areas(&context.waters, WATER);
    for stream in &context.streams {
        let width = drawing.onto.px_from_m(stream.width_m).max(2.0);
        drawing.line(&stream.line, WATER, width);
    }
    drawing.areas(&context.islands, LAND);
    for street in context.streets.iter().chain(&context.bridges) {
        let width = if street.class == "main" { 3.0 } else { 1.6 };
        drawing.line(&street.line, STREET, width);
    }
    for width in [13.0, 6.0] {
        for line in &course.lines {
            drawing.line(line, if width > 10.0 { STREET } else { INK }, width);
        }
    }
    let ends = course.routes.first().map(|route| &route.course);
    let start = ends.map(|c| c.place_at(0.0).at);
    let finish = ends.map(|c| c.place_at(c.length_m()).at);
    for place in [start, finish].into_iter().flatten() {
        drawing.disc(place, ACCENT);
    }
    drawing.sheet.encode_png().ok()
}

/// Degrees to pixels: the course in the middle, north up.
struct Onto {
    middle: LatLon,
    px_per_degree_lat: f64,
    shrink_lon: f64,
}

impl Onto {
    fn around(course: &CourseFile) -> Option<Self> {
        let places = || {
            course
                .lines
                .iter()
                .flatten()
                .filter(|p| p.lat.is_finite() && p.lon.is_finite())
        };
        let bounds = |of: fn(&LatLon) -> f64| {
            places()
                .map(of)
                .fold(None, |bounds: Option<(f64, f64)>, x| {
                    Some(bounds.map_or((x, x), |(low, high)| (low.min(x), high.max(x))))
                })
        };
        let (south, north) = bounds(|p| p.lat)?;
        let (west, east) = bounds(|p| p.lon)?;
        let middle = LatLon {
            lat: f64::midpoint(south, north),
            lon: f64::midpoint(west, east),
        };
        let shrink_lon = libm::cos(middle.lat.to_radians()).max(0.01);
        // A course of no extent is still drawn, at a street's scale.
        let tall = (north - south).max(0.005);
        let wide = ((east - west) * shrink_lon).max(0.005);
        let scale = |px: u32, degrees: f64| (f64::from(px) - 2.0 * MARGIN_PX) / degrees;
        Some(Self {
            middle,
            px_per_degree_lat: scale(HEIGHT_PX, tall).min(scale(WIDTH_PX, wide)),
            shrink_lon,
        })
    }

    fn px_from_place(&self, place: LatLon) -> (f32, f32) {
        let east = (place.lon - self.middle.lon) * self.shrink_lon * self.px_per_degree_lat;
        let south = (self.middle.lat - place.lat) * self.px_per_degree_lat;
        (
            (f64::from(WIDTH_PX) / 2.0 + east) as f32,
            (f64::from(HEIGHT_PX) / 2.0 + south) as f32,
        )
    }

    fn px_from_m(&self, m: f64) -> f32 {
        (m / 111_195.0 * self.px_per_degree_lat) as f32
    }
}

struct Drawing {
    sheet: Pixmap,
    onto: Onto,
}

impl Drawing {
    fn path(&self, places: &[LatLon], closed: bool) -> Option<Path> {
        let mut path = PathBuilder::new();
        for (i, place) in places.iter().enumerate() {
            let (x, y) = self.onto.px_from_place(*place);
            if i == 0 {
                path.move_to(x, y);
            } else {
                path.line_to(x, y);
            }
        }
        if closed {
            path.close();
        }
        path.finish()
    }

    fn areas(&mut self, areas: &[Area], fill: u32) {
        for area in areas {
            if let Some(path) = self.path(&area.outline, true) {
                self.sheet.fill_path(
                    &path,
                    &paint(fill),
                    FillRule::EvenOdd,
                    Transform::identity(),
                    None,
                );
            }
        }
    }

    fn line(&mut self, places: &[LatLon], ink: u32, width: f32) {
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(path) = self.path(places, false) {
            self.sheet
                .stroke_path(&path, &paint(ink), &stroke, Transform::identity(), None);
        }
    }

    fn disc(&mut self, place: LatLon, ink: u32) {
        let (x, y) = self.onto.px_from_place(place);
        for (radius, fill) in [(16.0, STREET), (12.0, ink), (5.0, STREET)] {
            if let Some(path) = PathBuilder::from_circle(x, y, radius) {
                self.sheet.fill_path(
                    &path,
                    &paint(fill),
                    FillRule::Winding,
                    Transform::identity(),
                    None,
                );
            }
        }
    }
}

fn paint(rgb: u32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color(rgb));
    paint
}

fn color(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color::from_rgba8(r, g, b, 255)
}
