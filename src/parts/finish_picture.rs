//! The picture of a finish, 1200 by 630 as messengers show them: the time, whose it is, and the course she ran.
//! Always in the light colours, for it leaves the app.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

const WIDTH: f64 = 1200.0;
const HEIGHT: f64 = 630.0;
const MARGIN: f64 = 64.0;
/// Where the course is drawn: left, top, width, height.
const COURSE: (f64, f64, f64, f64) = (720.0, 110.0, 416.0, 390.0);

const LAND: &str = "#f5f2ec";
const INK: &str = "#1b1f24";
const QUIET: &str = "#5a626c";
const ACCENT: &str = "#b93d0b";
const FACES: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Apple SD Gothic Neo', \
    'Malgun Gothic', 'Noto Sans CJK KR', sans-serif";

/// What the picture says, each in a line of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The event.
    pub event: String,
    /// The runner.
    pub name: String,
    /// Her bib.
    pub who: String,
    /// Her contest.
    pub contest: String,
    /// Her country's committee; empty where not known.
    pub noc: String,
    /// The time.
    pub time: String,
    /// Official or provisional.
    pub mark: String,
    /// The place in the contest; empty where there is none.
    pub place: String,
    /// What must be said beside it, such as that all is made up.
    pub note: String,
    /// What must be said about the course, such as that it is approximate.
    pub label: String,
    /// Whose the map data is.
    pub credit: String,
    /// The course as latitudes and longitudes.
    pub line: Vec<(f64, f64)>,
    /// True where texts begin at the right.
    pub rtl: bool,
}

/// Draws it; none where the browser draws nothing.
pub fn draw(picture: &Picture) -> Option<HtmlCanvasElement> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(WIDTH as u32);
    canvas.set_height(HEIGHT as u32);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    context.set_fill_style_str(LAND);
    context.fill_rect(0.0, 0.0, WIDTH, HEIGHT);
    context.set_fill_style_str(ACCENT);
    context.fill_rect(0.0, 0.0, WIDTH, 12.0);
    course(&context, &picture.line);

    let pen = Pen {
        context: &context,
        rtl: picture.rtl,
    };
    let wide = WIDTH - 2.0 * MARGIN;
    pen.write(&picture.event, 96.0, 34, QUIET, wide);
    // The name may be long, and long names are not cut off.
    pen.write(&picture.name, 206.0, 64, INK, 620.0);
    let who = join(&[&picture.who, &picture.contest, &picture.noc]);
    pen.write(&who, 262.0, 30, QUIET, 620.0);
    pen.write(&picture.time, 420.0, 150, INK, 620.0);
    let beside = join(&[&picture.mark, &picture.place]);
    pen.write(&beside, 486.0, 34, INK, 620.0);
    pen.write(
        &join(&[&picture.note, &picture.label]),
        556.0,
        22,
        QUIET,
        wide,
    );
    let credit = if picture.line.is_empty() {
        String::new()
    } else {
        picture.credit.clone()
    };
    pen.write(&join(&["Homestretch", &credit]), 594.0, 22, QUIET, wide);
    Some(canvas)
}

fn join(texts: &[&str]) -> String {
    let some: Vec<&str> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
    some.join(" · ")
}

struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    rtl: bool,
}

impl Pen<'_> {
    /// Writes a line on that height, smaller where it would be wider than there is room.
    fn write(&self, text: &str, y: f64, size_px: u32, colour: &str, room_px: f64) {
        let font = |size_px: u32| {
            let weight = if size_px > 60 { "600 " } else { "400 " };
            [weight, &size_px.to_string(), "px ", FACES].concat()
        };
        self.context.set_font(&font(size_px));
        let width_px = self.context.measure_text(text).map_or(0.0, |m| m.width());
        if width_px > room_px {
            let smaller = f64::from(size_px) * room_px / width_px;
            self.context.set_font(&font((smaller as u32).max(12)));
        }
        self.context.set_fill_style_str(colour);
        let x = if self.rtl { WIDTH - MARGIN } else { MARGIN };
        self.context
            .set_text_align(if self.rtl { "right" } else { "left" });
        // What is still too wide is drawn narrower.
        let _ = self.context.fill_text_with_max_width(text, x, y, room_px);
    }
}

/// The course as a line, north up, as large as it fits.
fn course(context: &CanvasRenderingContext2d, line: &[(f64, f64)]) {
    let points = projected(line, COURSE);
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return;
    };
    context.set_line_join("round");
    context.set_line_cap("round");
    context.begin_path();
    for (i, (x, y)) in points.iter().enumerate() {
        if i == 0 {
            context.move_to(*x, *y);
        } else {
            context.line_to(*x, *y);
        }
    }
    for (width, colour) in [(14.0, "#ffffff"), (6.0, INK)] {
        context.set_line_width(width);
        context.set_stroke_style_str(colour);
        context.stroke();
    }
    for ((x, y), colour) in [(first, INK), (last, ACCENT)] {
        context.begin_path();
        let _ = context.arc(*x, *y, 12.0, 0.0, std::f64::consts::TAU);
        context.set_fill_style_str(colour);
        context.fill();
    }
}

/// Latitudes and longitudes as pixels inside the frame. A course is small enough for the world to be flat.
fn projected(
    line: &[(f64, f64)],
    (left, top, width, height): (f64, f64, f64, f64),
) -> Vec<(f64, f64)> {
    let fold = |of: fn(&(f64, f64)) -> f64| {
        let values = line.iter().map(of).filter(|v| v.is_finite());
        values.fold((f64::MAX, f64::MIN), |(low, high), v| {
            (low.min(v), high.max(v))
        })
    };
    let ((south, north), (west, east)) = (fold(|p| p.0), fold(|p| p.1));
    if south > north || west > east {
        return Vec::new();
    }
    // How much shorter a degree east is than a degree north; the cosine's first terms do for a picture.
    let turn = f64::midpoint(south, north).to_radians();
    let narrow = (1.0 - turn * turn / 2.0 + turn.powi(4) / 24.0).max(0.05);
    let (wide, high) = ((east - west) * narrow, north - south);
    let scale = (width / wide.max(1e-9)).min(height / high.max(1e-9));
    let (x0, y0) = (
        left + (width - wide * scale) / 2.0,
        top + (height - high * scale) / 2.0,
    );
    let pixel = |&(lat, lon): &(f64, f64)| {
        (
            x0 + (lon - west) * narrow * scale,
            y0 + (north - lat) * scale,
        )
    };
    line.iter().map(pixel).collect()
}

#[cfg(test)]
mod tests {
    use super::projected;

    #[test]
    fn a_course_fits_its_frame_and_keeps_its_shape() {
        let line = [(39.0, 125.7), (39.1, 125.7), (39.1, 125.8)];
        let frame = (100.0, 50.0, 400.0, 300.0);
        let points = projected(&line, frame);
        for (x, y) in &points {
            assert!(
                (99.9..=500.1).contains(x) && (49.9..=350.1).contains(y),
                "{x} {y}"
            );
        }
        // A tenth of a degree east is 0.777 as long as one north, at this latitude.
        let (north, east) = (points[0].1 - points[1].1, points[2].0 - points[1].0);
        assert!((east / north - 0.777).abs() < 0.01, "{east} {north}");
        assert_eq!(projected(&[], frame), []);
        assert!(projected(&[(f64::NAN, 1.0)], frame).is_empty());
    }
}
