//! Names and numerals as pictures: written once by the browser, in its own fonts, then copied like any dot.

use std::collections::BTreeMap;
use std::rc::Rc;

use homestretch_dots::sprite::Sprite;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Document, HtmlCanvasElement};

use super::pane::lettered;
use super::theme::{Theme, css, css_alpha};

/// Pictures kept; when there are more, all are forgotten and written anew as they are needed.
const MOST_KEPT: usize = 400;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Somebody the viewer follows: on a plate with an accent.
    Followed,
    /// One of the leaders, or whoever is pointed at: on a plain plate.
    Plain,
    /// How many there are.
    Count,
    /// A place, inside a dot that is full.
    PlaceOnFull,
    /// A place, inside a dot with a pale heart.
    PlaceOnPale,
}

/// Writes texts and keeps the pictures.
pub struct Names {
    canvas: HtmlCanvasElement,
    ctx: CanvasRenderingContext2d,
    ratio: f64,
    theme: Theme,
    kept: BTreeMap<(Style, String), Rc<Sprite>>,
}

impl Names {
    /// A writer in a theme, for a number of device pixels per pixel.
    pub fn new(document: &Document, theme: Theme, ratio: f64) -> Option<Self> {
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        let options = js_sys::Object::new();
        // The pixels are read back, which a canvas on the graphics card is slow at.
        let _ = js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into());
        let ctx = canvas
            .get_context_with_context_options("2d", &options)
            .ok()??
            .dyn_into()
            .ok()?;
        Some(Self {
            canvas,
            ctx,
            ratio,
            theme,
            kept: BTreeMap::new(),
        })
    }

    /// The picture of a text; its anchor is its upper left corner, or its middle for a place.
    pub fn picture(&mut self, text: &str, style: Style) -> Option<Rc<Sprite>> {
        let key = (style, text.to_owned());
        if let Some(known) = self.kept.get(&key) {
            return Some(Rc::clone(known));
        }
        if self.kept.len() >= MOST_KEPT {
            self.kept.clear();
        }
        let sprite = Rc::new(self.write(text, style)?);
        self.kept.insert(key, Rc::clone(&sprite));
        Some(sprite)
    }

    fn write(&self, text: &str, style: Style) -> Option<Sprite> {
        let ctx = &self.ctx;
        let place = matches!(style, Style::PlaceOnFull | Style::PlaceOnPale);
        let (weight, size) = match style {
            Style::Followed => (600, 13.0),
            Style::Plain => (500, 12.0),
            Style::Count => (600, 11.0),
            Style::PlaceOnFull | Style::PlaceOnPale => (700, 11.0),
        };
        let size = lettered(size);
        let font = format!("{weight} {size}px {}", self.theme.font);
        ctx.set_font(&font);
        let text_width = ctx.measure_text(text).ok()?.width();
        let (side, height) = if place {
            (1.0, size + 4.0)
        } else {
            (6.0, size + 8.0)
        };
        let width = text_width + 2.0 * side;
        let px = |css: f64| (css * self.ratio).ceil().max(1.0) as u32;
        // Setting the size wipes the canvas and all its settings.
        self.canvas.set_width(px(width));
        self.canvas.set_height(px(height));
        ctx.scale(self.ratio, self.ratio).ok()?;
        ctx.set_font(&font);
        ctx.set_text_baseline("middle");
        if !place {
            self.plate(width, height, style)?;
        }
        let ink = match style {
            Style::PlaceOnFull => self.theme.sheet,
            Style::Count => self.theme.quiet,
            _ => self.theme.ink,
        };
        ctx.set_fill_style_str(&css(ink));
        ctx.fill_text(text, side, height / 2.0 + 0.5).ok()?;
        let (w, h) = (self.canvas.width(), self.canvas.height());
        let image = ctx
            .get_image_data(0.0, 0.0, f64::from(w), f64::from(h))
            .ok()?;
        let (anchor_x, anchor_y) = if place {
            (w as i32 / 2, h as i32 / 2)
        } else {
            (0, 0)
        };
        Some(Sprite::from_rgba(
            &image.data(),
            w as usize,
            h as usize,
            anchor_x,
            anchor_y,
        ))
    }

    fn plate(&self, width: f64, height: f64, style: Style) -> Option<()> {
        let ctx = &self.ctx;
        ctx.begin_path();
        ctx.round_rect_with_f64(0.75, 0.75, width - 1.5, height - 1.5, 5.0)
            .ok()?;
        // A stem that leads to another name must not show through a name.
        let alpha = if style == Style::Count { 0.88 } else { 1.0 };
        ctx.set_fill_style_str(&css_alpha(self.theme.sheet, alpha));
        ctx.fill();
        let (edge, edge_px) = match style {
            Style::Followed => (css(self.theme.accent), 1.5),
            _ => (css(self.theme.line), 1.0),
        };
        ctx.set_stroke_style_str(&edge);
        ctx.set_line_width(edge_px);
        ctx.stroke();
        Some(())
    }
}
