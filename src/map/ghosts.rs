//! Ghosts: runs that are not of this race, or not of this hour of it, laid over the field. They look like nobody who is
//! there: a broken ring without a heart, and a name on a plate with a broken edge.

use std::cell::RefCell;
use std::rc::Rc;

use homestretch_race::run::Run;
use homestretch_race::time::Instant;
use leaflet::{LatLng, Map};
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

use super::courses::Courses;
use super::over::{Over, Overlay, Veil};
use super::pane::Pane;
use super::stage::Stage;
use super::theme::{css, css_alpha};

/// Above the runners.
const HEIGHT: u32 = 460;

/// A run to be laid over the field.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghost {
    /// Index of the contest whose course it runs.
    pub contest: usize,
    /// The run.
    pub run: Run,
    /// What it is called.
    pub name: String,
}

/// The ghosts that are shown; copies are the same.
#[derive(Clone, Default)]
pub struct Ghosts(Rc<RefCell<Vec<Ghost>>>);

impl Ghosts {
    /// Shows these from the next frame on.
    pub fn set(&self, ghosts: Vec<Ghost>) {
        *self.0.borrow_mut() = ghosts;
    }

    /// What draws them on a map.
    pub fn overlay(&self) -> Overlay {
        let ghosts = self.clone();
        Rc::new(move |map: &Map| {
            let pane = Pane::new(map, "ghosts", HEIGHT, 0.0).ok()?;
            let ghosts = ghosts.clone();
            Some(Box::new(Haunt { pane, ghosts }) as Box<dyn Over>)
        })
    }

    /// What draws them on the strip.
    pub fn veil(&self) -> Veil {
        let ghosts = self.clone();
        Rc::new(move |ctx, stage, courses, now| ghosts.draw(ctx, stage, courses, now))
    }

    fn draw(&self, ctx: &CanvasRenderingContext2d, stage: &Stage, courses: &Courses, now: Instant) {
        for ghost in self.0.borrow().iter() {
            let track = courses.track_of(ghost.contest);
            let Some(track) = track.and_then(|t| stage.tracks.get(t)) else {
                continue;
            };
            let (x, y) = track.at(ghost.run.at(now));
            // A canvas that refuses draws nothing, which is no reason to stop.
            let _ = draw(ctx, stage, (f64::from(x), f64::from(y)), &ghost.name);
        }
    }
}

struct Haunt {
    pane: Pane,
    ghosts: Ghosts,
}

impl Over for Haunt {
    fn draw(&mut self, map: &Map, stage: &Stage, courses: &Courses, now: Instant) {
        self.pane.settle(map);
        let ctx = &self.pane.ctx;
        let (width, height) = (f64::from(stage.view.width), f64::from(stage.view.height));
        ctx.clear_rect(0.0, 0.0, width, height);
        self.ghosts.draw(ctx, stage, courses, now);
    }

    fn stretch(&self, map: &Map, center: &LatLng, zoom: f64) {
        self.pane.stretch(map, center, zoom);
    }
}

fn draw(
    ctx: &CanvasRenderingContext2d,
    stage: &Stage,
    (x, y): (f64, f64),
    name: &str,
) -> Result<(), JsValue> {
    let (px, theme) = (stage.view.ratio, &stage.theme);
    let radius = f64::from(stage.radius()) + 3.5 * px;
    let dash = js_sys::Array::of2(&(4.0 * px).into(), &(3.0 * px).into());
    ctx.set_line_dash(&dash)?;
    ctx.set_line_width(2.0 * px);
    ctx.begin_path();
    ctx.arc(x, y, radius, 0.0, std::f64::consts::TAU)?;
    ctx.set_fill_style_str(&css_alpha(theme.sheet, 0.6));
    ctx.fill();
    ctx.set_stroke_style_str(&css(theme.ink));
    ctx.stroke();
    // Below the ring, where the names of runners are seldom.
    ctx.set_font(&format!("500 {}px {}", 12.0 * px, theme.font));
    ctx.set_text_baseline("middle");
    ctx.set_text_align("center");
    let (wide, high) = (ctx.measure_text(name)?.width() + 12.0 * px, 20.0 * px);
    let top = y + radius + 5.0 * px;
    let room = (f64::from(stage.view.width) - wide).max(0.0);
    // At either end of the strip the name stays within it; on the map it goes out of sight with its ring.
    let left = x - wide / 2.0;
    let seen = (0.0..=f64::from(stage.view.width)).contains(&x);
    let left = if seen { left.clamp(0.0, room) } else { left };
    ctx.begin_path();
    ctx.round_rect_with_f64(left, top, wide, high, 5.0 * px)?;
    ctx.set_fill_style_str(&css_alpha(theme.sheet, 0.88));
    ctx.fill();
    ctx.set_line_width(px);
    ctx.set_stroke_style_str(&css(theme.quiet));
    ctx.stroke();
    ctx.set_line_dash(&js_sys::Array::new())?;
    ctx.set_fill_style_str(&css(theme.ink));
    ctx.fill_text(name, left + wide / 2.0, top + high / 2.0 + 0.5 * px)
}
