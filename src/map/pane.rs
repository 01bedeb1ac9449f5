//! A canvas in a Leaflet pane of its own: placed, sized, and carried along by zooms and drags. Knows not what is drawn.

use homestretch_dots::world::View;
use leaflet::{LatLng, Map};
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::leaflet_more::{layer_corner, pixel_origin_at, view_of};

/// More device pixels per pixel than this cost much and are hardly seen.
const MOST_RATIO: f64 = 2.0;
/// Attribute of the page that says how much larger its maps are shown.
const MAGNIFIED: &str = "data-magnified";

/// On a wall nothing is written smaller: such a map is magnified so that this is 1/45 of the wall's height.
const LEAST_ON_WALL_PX: f64 = 11.7;

/// A canvas that covers the map and `pad` pixels around it.
pub struct Pane {
    canvas: HtmlCanvasElement,
    /// What it is drawn with.
    pub ctx: CanvasRenderingContext2d,
    pad: f64,
    view: Option<View>,
    /// Where the view's left upper corner lies in the world's CSS pixels, and at which of Leaflet's zooms.
    placed: (f64, f64, f64),
}

impl Pane {
    /// A canvas in a new pane at a height among Leaflet's own (tiles 200, overlays 400, markers 600).
    /// `opaque` and `read_often` are hints to the browser.
    pub fn new(map: &Map, name: &str, z_index: u32, pad: f64) -> Result<Self, JsValue> {
        let pane = map.create_pane_by_name(name);
        pane.style().set_property("z-index", &z_index.to_string())?;
        // Pointers go to the map: what they hit is found by calculation.
        pane.style().set_property("pointer-events", "none")?;
        let document = pane.owner_document().ok_or("no document")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        canvas
            .class_list()
            .add_2("leaflet-zoom-animated", "map-canvas")?;
        canvas.set_attribute("aria-hidden", "true")?;
        let ctx = canvas.get_context("2d")?.ok_or("no canvas")?.dyn_into()?;
        pane.append_child(&canvas)?;
        Ok(Self {
            canvas,
            ctx,
            pad,
            view: None,
            placed: (0.0, 0.0, 0.0),
        })
    }

    /// What the canvas shows; none before it was first placed.
    pub fn view(&self) -> Option<View> {
        self.view
    }

    /// True when the canvas still covers the map's box at its zoom.
    pub fn covers(&self, map: &Map) -> bool {
        let now = view_of(map, 0.0, ratio());
        self.view.is_some_and(|view| {
            let far = |v: &View| {
                (
                    v.left + f64::from(v.width) / v.ratio,
                    v.top + f64::from(v.height) / v.ratio,
                )
            };
            let ((right, bottom), (now_right, now_bottom)) = (far(&view), far(&now));
            (view.zoom - now.zoom).abs() < 1e-9
                && view.left <= now.left
                && view.top <= now.top
                && right >= now_right - 1.0
                && bottom >= now_bottom - 1.0
        })
    }

    /// Places the canvas over the map as it is now. True when what is on it must be drawn anew.
    pub fn settle(&mut self, map: &Map) -> bool {
        let view = view_of(map, self.pad, ratio());
        if self.view == Some(view) {
            return false;
        }
        let sized = self
            .view
            .is_some_and(|v| (v.width, v.height, v.ratio) == (view.width, view.height, view.ratio));
        self.view = Some(view);
        if !sized {
            self.canvas.set_width(view.width);
            self.canvas.set_height(view.height);
            let css = |px: u32| format!("{}px", f64::from(px) / ratio());
            self.style("width", &css(view.width));
            self.style("height", &css(view.height));
        }
        let grain = view.ratio / ratio();
        self.placed = (view.left * grain, view.top * grain, map.get_zoom());
        let corner = layer_corner(map);
        self.carry(corner.0 - self.pad, corner.1 - self.pad, 1.0);
        true
    }

    /// Stretches the canvas to where it will lie at another centre and zoom; in an animated zoom it glides there.
    pub fn stretch(&self, map: &Map, center: &LatLng, zoom: f64) {
        if self.view.is_none() {
            return;
        }
        let (left, top, at_zoom) = self.placed;
        let scale = (zoom - at_zoom).exp2();
        let origin = pixel_origin_at(map, center, zoom);
        self.carry(left * scale - origin.0, top * scale - origin.1, scale);
    }

    fn carry(&self, x: f64, y: f64, scale: f64) {
        self.style(
            "transform",
            &format!("translate3d({x}px,{y}px,0) scale({scale})"),
        );
    }

    fn style(&self, name: &str, value: &str) {
        // A style that is not understood leaves the one before, which is all one could do about it.
        let _ = self.canvas.style().set_property(name, value);
    }
}

impl Drop for Pane {
    fn drop(&mut self) {
        self.canvas.remove();
    }
}

/// Device pixels per CSS pixel that are drawn.
pub(super) fn ratio() -> f64 {
    let ratio = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio() * magnified(&w));
    ratio.clamp(1.0, MOST_RATIO)
}

/// The size of lettering that would be so large on a phone or a laptop.
pub(super) fn lettered(px: f64) -> f64 {
    let on_wall = web_sys::window().is_some_and(|window| magnified(&window) > 1.0);
    if on_wall {
        px.max(LEAST_ON_WALL_PX)
    } else {
        px
    }
}

/// How many times larger than its own pixels the page shows its maps, as a wall does; one where it does not say.
fn magnified(window: &web_sys::Window) -> f64 {
    let page = window.document().and_then(|d| d.document_element());
    let said = page.and_then(|page| page.get_attribute(MAGNIFIED));
    said.and_then(|said| homestretch_race::decimal::decimal(&said))
        .unwrap_or(1.0)
}
