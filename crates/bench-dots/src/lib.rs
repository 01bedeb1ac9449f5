//! Our renderer as the bench page drives it: the same track, looks, bands and names as on the app's map, without a race.

use homestretch_course::LatLon;
use homestretch_dots::label::{Area, Taken, Wish, place};
use homestretch_dots::look::{Look, Paper, Rgb, Shape};
use homestretch_dots::raster::{Dot, Raster};
use homestretch_dots::sprite::{LookId, Sheet, Sprite};
use homestretch_dots::stroke::{Brush, band};
use homestretch_dots::track::{PxTrack, Track};
use homestretch_dots::world::View;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d, ImageData};

const PAPER: Paper = Paper {
    rim: Rgb(255, 255, 255),
    heart: Rgb(255, 255, 255),
};
const HUES: [Rgb; 4] = [
    Rgb(0, 114, 178),
    Rgb(173, 78, 0),
    Rgb(0, 121, 90),
    Rgb(163, 72, 127),
];
const N_BANDS: usize = 5;

/// The renderer on one view.
#[wasm_bindgen]
pub struct Ours {
    track: PxTrack,
    length_m: f64,
    sheet: Sheet,
    looks: Vec<LookId>,
    names: Vec<Sprite>,
    raster: Raster,
    brush: Brush,
    dots: Vec<Dot>,
    image: Option<(ImageData, JsValue)>,
    radius: f32,
    ratio: f64,
}

#[wasm_bindgen]
impl Ours {
    /// A renderer for `n` dots along a line of latitudes and longitudes, on a canvas of that size whose upper left
    /// corner is the world pixel (`left`, `top`) at `zoom`; the size is in device pixels, `ratio` to a CSS pixel.
    #[wasm_bindgen(constructor)]
    #[expect(
        clippy::too_many_arguments,
        reason = "the page knows these as numbers only"
    )]
    pub fn new(
        line: &[f64],
        n: usize,
        zoom: f64,
        left: f64,
        top: f64,
        width: u32,
        height: u32,
        ratio: f64,
    ) -> Self {
        let (pairs, _) = line.as_chunks::<2>();
        let points: Vec<(LatLon, f64)> = pairs
            .iter()
            .enumerate()
            .map(|(i, &[lat, lon])| (LatLon { lat, lon }, i as f64 * 10.0))
            .collect();
        let track = Track::new(&points);
        let view = View {
            zoom,
            left,
            top,
            width,
            height,
            ratio,
        };
        let radius = if n > 5_000 { 3.2 } else { 4.0 } * ratio as f32;
        let phases = if ratio > 1.0 || n > 5_000 { 2 } else { 4 };
        let mut sheet = Sheet::new(PAPER, phases, 1.1 * ratio as f32);
        let mut looks = Vec::new();
        for shape in [
            Shape::Estimated,
            Shape::Confirmed,
            Shape::Overdue,
            Shape::Stopped,
        ] {
            for hue in HUES {
                looks.push(sheet.add(Look { shape, hue, radius }));
            }
        }
        let mut raster = Raster::default();
        raster.resize(width, height, PAPER.rim);
        Self {
            track: track.on(&view, 3.6 * ratio as f32),
            length_m: track.length_m(),
            sheet,
            looks,
            names: Vec::new(),
            raster,
            brush: Brush::default(),
            dots: Vec::with_capacity(n),
            image: None,
            radius,
            ratio,
        }
    }

    /// A name, as the browser has written it.
    pub fn add_name(&mut self, rgba: &[u8], width: usize, height: usize) {
        self.names
            .push(Sprite::from_rgba(rgba, width, height, 0, 0));
    }

    /// Paints and puts one frame; `at` is each dot's share of the course, 0 to 1.
    ///
    /// # Errors
    /// When the browser refuses the picture.
    pub fn frame(&mut self, at: &[f64], ctx: &CanvasRenderingContext2d) -> Result<(), JsValue> {
        self.raster.begin();
        self.dots.clear();
        for (i, share) in at.iter().enumerate() {
            let (x, y) = self.track.at(share * self.length_m);
            // Most are estimates; one in sixteen is of each other kind.
            let kind = if i % 16 < 13 { 0 } else { i % 16 - 12 };
            let look = self.looks[kind * 4 + i / 16 % 4];
            self.dots.push(Dot { x, y, look });
        }
        for k in 0..N_BANDS {
            let middle = at[k * at.len() / N_BANDS] * self.length_m;
            let line = self.track.between(middle - 300.0, middle + 300.0);
            let knots = band(&line, 0.5, self.radius + 2.0 * self.ratio as f32, 0.42);
            self.brush
                .stroke(&mut self.raster, &knots, Rgb(185, 61, 11));
        }
        self.raster.dots(&self.sheet, &self.dots);
        self.write_names();
        let size = self.raster.size();
        let changed = self.raster.end().to_vec();
        let memory = wasm_bindgen::memory()
            .unchecked_into::<js_sys::WebAssembly::Memory>()
            .buffer();
        if self
            .image
            .as_ref()
            .is_none_or(|(_, known)| *known != memory)
        {
            let image = ImageData::new_with_u8_clamped_array_and_sh(
                Clamped(self.raster.rgba()),
                size.0,
                size.1,
            )?;
            self.image = Some((image, memory));
        }
        let Some((image, _)) = &self.image else {
            return Ok(());
        };
        for rect in &changed {
            ctx.put_image_data_with_dirty_x_and_dirty_y_and_dirty_width_and_dirty_height(
                image,
                0.0,
                0.0,
                f64::from(rect.x),
                f64::from(rect.y),
                f64::from(rect.width),
                f64::from(rect.height),
            )?;
        }
        Ok(())
    }
}

impl Ours {
    fn write_names(&mut self) {
        let step = (self.dots.len() / self.names.len().max(1)).max(1);
        let wishes: Vec<Wish> = self
            .names
            .iter()
            .zip(self.dots.iter().step_by(step))
            .enumerate()
            .map(|(rank, (name, dot))| Wish {
                x: dot.x,
                y: dot.y,
                radius: self.radius + 2.0 * self.ratio as f32,
                width: name.size().0 as f32,
                height: name.size().1 as f32,
                rank: rank as u32,
                must: true,
                covers: true,
                reach: 0.0,
                before: None,
            })
            .collect();
        let (width, height) = self.raster.size();
        let frame = Area {
            left: 0.0,
            top: 0.0,
            width: width as f32,
            height: height as f32,
        };
        for placed in place(&wishes, &frame, Taken::default(), 3.0 * self.ratio as f32).placed {
            let (x, y) = (placed.area.left as i32, placed.area.top as i32);
            self.raster.sprite(&self.names[placed.wish], x, y);
        }
    }
}
