//! Ghosts: runs that are not of this race, or not of this hour of it, laid over the field. They look like nobody who is
//! there: a broken ring without a heart, and a name on a plate with a broken edge.

use std::cell::RefCell;
use std::rc::Rc;

use homestretch_dots::label::Area;
use homestretch_race::run::Run;
use leaflet::{LatLng, Map};
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

use super::over::{Drawn, Over, Overlay, Veil};
use super::pane::Pane;
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
        Rc::new(move |ctx, field| ghosts.draw(ctx, field))
    }

    fn draw(&self, ctx: &CanvasRenderingContext2d, field: &Drawn<'_>) {
        for ghost in self.0.borrow().iter() {
            let track = field.courses.track_of(ghost.contest);
            let Some(track) = track.and_then(|t| field.stage.tracks.get(t)) else {
                continue;
            };
            let (x, y) = track.at(ghost.run.at(field.now));
            // A canvas that refuses draws nothing, which is no reason to stop.
            let _ = draw(ctx, field, (f64::from(x), f64::from(y)), &ghost.name);
        }
    }
}

struct Haunt {
    pane: Pane,
    ghosts: Ghosts,
}

impl Over for Haunt {
    fn draw(&mut self, map: &Map, field: &Drawn<'_>) {
        self.pane.settle(map);
        let (ctx, view) = (&self.pane.ctx, &field.stage.view);
        ctx.clear_rect(0.0, 0.0, f64::from(view.width), f64::from(view.height));
        self.ghosts.draw(ctx, field);
    }

    fn stretch(&self, map: &Map, center: &LatLng, zoom: f64) {
        self.pane.stretch(map, center, zoom);
    }
}

fn draw(
    ctx: &CanvasRenderingContext2d,
    field: &Drawn<'_>,
    (x, y): (f64, f64),
    name: &str,
) -> Result<(), JsValue> {
    let stage = field.stage;
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
    ctx.set_font(&format!("500 {}px {}", 12.0 * px, theme.font));
    ctx.set_text_baseline("middle");
    ctx.set_text_align("center");
    let (wide, high) = (ctx.measure_text(name)?.width() + 12.0 * px, 20.0 * px);
    let (left, top) = plate(field, (x, y), radius + 5.0 * px, (wide, high));
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

/// Where the name stands: below its ring, where the names of runners are seldom, or at another side where it would cover
/// one of them.
fn plate(field: &Drawn<'_>, (x, y): (f64, f64), away: f64, (wide, high): (f64, f64)) -> (f64, f64) {
    let width = f64::from(field.stage.view.width);
    // At either end of the strip it stays within it; on the map it goes out of sight with its ring.
    let within = |left: f64| {
        if (0.0..=width).contains(&x) {
            left.clamp(0.0, (width - wide).max(0.0))
        } else {
            left
        }
    };
    let middle = within(x - wide / 2.0);
    let below = (middle, y + away);
    let sides = [
        below,
        (middle, y - away - high),
        (x + away, y - high / 2.0),
        (x - away - wide, y - high / 2.0),
    ];
    let free = |(left, top): &(f64, f64)| {
        let area = Area {
            left: *left as f32,
            top: *top as f32,
            width: wide as f32,
            height: high as f32,
        };
        !field.names.iter().any(|name| name.overlaps(&area))
    };
    sides.into_iter().find(free).unwrap_or(below)
}
