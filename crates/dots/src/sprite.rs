//! One look painted once: a small anti-aliased picture, at several fractions of a pixel so that slow dots glide.
//! Owns the painting of shapes and the packing that makes copying them cheap.

use core::cell::OnceCell;

use crate::look::{Look, Paper, Rgb, Shape};

/// A small picture, packed row by row: colours already multiplied by their coverage, and how much stays of what is
/// below (256 = all of it, 0 = nothing). Transparent ends of rows are cut off.
#[derive(Clone, Debug, Default)]
pub struct Sprite {
    /// Offset of the upper left corner from the anchor, in device pixels.
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: i32,
    pub(crate) rows: Vec<Row>,
    pub(crate) pixels: Vec<u32>,
    pub(crate) keep: Vec<u16>,
    /// True when nothing below shows through its middle.
    pub(crate) covers: bool,
}

/// The part of a row that is not transparent; the middle from `solid` on for `n_solid` pixels hides what is below.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    pub start: u32,
    pub from: u16,
    pub len: u16,
    pub solid: u16,
    pub n_solid: u16,
}

impl Sprite {
    /// A sprite from straight (not multiplied) RGBA, `width` × `height`, whose anchor lies at (`anchor_x`,
    /// `anchor_y`) from its upper left corner. Missing pixels count as transparent.
    pub fn from_rgba(
        rgba: &[u8],
        width: usize,
        height: usize,
        anchor_x: i32,
        anchor_y: i32,
    ) -> Self {
        let (grid, _) = rgba.as_chunks::<4>();
        let at = |x: usize, y: usize| grid.get(y * width + x).copied().unwrap_or_default();
        let mut sprite = Self {
            left: -anchor_x,
            top: -anchor_y,
            width: width as i32,
            ..Self::default()
        };
        for y in 0..height {
            let from = (0..width).find(|&x| at(x, y)[3] > 0).unwrap_or(width);
            let to = (from..width)
                .rfind(|&x| at(x, y)[3] > 0)
                .map_or(from, |x| x + 1);
            let start = sprite.pixels.len() as u32;
            let (mut best, mut run) = ((0, 0), 0);
            for x in from..to {
                let [r, g, b, a] = at(x, y);
                let alpha = u32::from(a);
                let by = |c: u8| (u32::from(c) * alpha + 127) / 255;
                sprite
                    .pixels
                    .push(by(r) | by(g) << 8 | by(b) << 16 | alpha << 24);
                sprite.keep.push((256 - alpha - (alpha >> 7)) as u16);
                run = if a == 255 { run + 1 } else { 0 };
                if run > best.1 {
                    best = (x + 1 - run - from, run);
                }
            }
            sprite.rows.push(Row {
                start,
                from: from as u16,
                len: (to - from) as u16,
                solid: best.0 as u16,
                n_solid: best.1 as u16,
            });
        }
        sprite
    }

    /// Width and height in device pixels.
    pub fn size(&self) -> (i32, i32) {
        (self.width, self.rows.len() as i32)
    }
}

/// The looks of one picture, at `phases` × `phases` fractions of a pixel. Each is painted when it is first wanted: a
/// zoom brings hundreds of new ones, of which a frame shows a few.
#[derive(Clone, Debug)]
pub struct Sheet {
    paper: Paper,
    phases: u32,
    rim: f32,
    looks: Vec<Look>,
    sprites: Vec<OnceCell<Sprite>>,
}

/// Which look of a [`Sheet`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookId(pub u16);

impl Sheet {
    /// An empty sheet. `phases` is how many steps a dot takes per device pixel (1, 2 or 4); `rim` is the width of the
    /// rim around every dot, in device pixels.
    pub fn new(paper: Paper, phases: u32, rim: f32) -> Self {
        Self {
            paper,
            phases: phases.clamp(1, 4),
            rim,
            looks: Vec::new(),
            sprites: Vec::new(),
        }
    }
    /// Takes in a look and says what to call it.
    pub fn add(&mut self, look: Look) -> LookId {
        let id = LookId(self.looks.len() as u16);
        self.looks.push(look);
        let n_sprites = self.looks.len() * (self.phases * self.phases) as usize;
        self.sprites.resize_with(n_sprites, OnceCell::new);
        id
    }
    /// The sprite of a look's phase, counted look by look, row by row.
    #[inline]
    pub(crate) fn sprite(&self, index: usize) -> Option<&Sprite> {
        let cell = self.sprites.get(index)?;
        Some(cell.get_or_init(|| self.paint(index)))
    }
    #[cold]
    fn paint(&self, index: usize) -> Sprite {
        let per_look = (self.phases * self.phases) as usize;
        let (look, phase) = (self.looks[index / per_look], (index % per_look) as u32);
        let shift = |k: u32| k as f32 / self.phases as f32;
        let (x, y) = (phase % self.phases, phase / self.phases);
        paint(look, self.paper, self.rim, shift(x), shift(y))
    }
    /// Steps a dot takes per device pixel.
    pub fn phases(&self) -> u32 {
        self.phases
    }
    /// The colours of the paper.
    pub fn paper(&self) -> Paper {
        self.paper
    }
}

/// Paints one look with its centre `dx`, `dy` right of and below the middle of the anchor pixel's corner.
fn paint(look: Look, paper: Paper, rim: f32, dx: f32, dy: f32) -> Sprite {
    let reach = (look.radius + rim + 1.0).ceil() as i32;
    let side = (2 * reach + 1) as usize;
    let heart = look.hue.mixed(paper.heart, 0.72);
    let mut rgba = Vec::with_capacity(side * side * 4);
    for y in 0..side {
        for x in 0..side {
            let px = x as f32 + 0.5 - (reach as f32 + dx);
            let py = y as f32 + 0.5 - (reach as f32 + dy);
            rgba.extend_from_slice(&colour_at(look, paper.rim, heart, rim, px, py));
        }
    }
    let mut sprite = Sprite::from_rgba(&rgba, side, side, reach, reach);
    sprite.covers = matches!(look.shape, Shape::Confirmed | Shape::Estimated);
    sprite
}

/// Straight RGBA of a look at an offset from its centre.
fn colour_at(look: Look, paper: Rgb, heart: Rgb, rim: f32, x: f32, y: f32) -> [u8; 4] {
    let radius = look.radius;
    let stroke = (radius * 0.36).max(1.1);
    let from_centre = (x * x + y * y).sqrt();
    // Each layer is how far outside it the pixel lies (negative inside) and its colour; later ones lie on top.
    let layers: [(f32, Rgb); 3] = match look.shape {
        Shape::Confirmed => [
            (from_centre - radius - rim, paper),
            (from_centre - radius, look.hue),
            (f32::INFINITY, look.hue),
        ],
        Shape::Estimated => [
            (from_centre - radius - rim, paper),
            (from_centre - radius, look.hue),
            (from_centre - radius + stroke, heart),
        ],
        Shape::Overdue => {
            let away = open_ring(x, y, from_centre, radius - stroke / 2.0) - stroke / 2.0;
            [
                (away - rim, paper),
                (away, look.hue),
                (f32::INFINITY, look.hue),
            ]
        }
        Shape::Stopped => {
            let away = cross(x, y, radius * 0.72) - stroke / 2.0;
            [
                (away - rim, paper),
                (away, look.hue),
                (f32::INFINITY, look.hue),
            ]
        }
    };
    let (mut r, mut g, mut b, mut a) = (0.0, 0.0, 0.0, 0.0);
    for (away, Rgb(lr, lg, lb)) in layers {
        let cover = (0.5 - away).clamp(0.0, 1.0);
        r = f32::from(lr) * cover + r * (1.0 - cover);
        g = f32::from(lg) * cover + g * (1.0 - cover);
        b = f32::from(lb) * cover + b * (1.0 - cover);
        a = cover + a * (1.0 - cover);
    }
    if a < 1.0 / 255.0 {
        return [0; 4];
    }
    // Nothing here is below zero, so adding a half and cutting off is rounding.
    let channel = |c: f32| (c / a + 0.5).min(255.0) as u8;
    [channel(r), channel(g), channel(b), (a * 255.0 + 0.5) as u8]
}

/// Distance to a circle with a quarter missing above and to the right.
fn open_ring(x: f32, y: f32, from_centre: f32, radius: f32) -> f32 {
    if x > 0.0 && y < 0.0 {
        // The nearest end of the arc: the top or the right of the circle.
        let end = |ex: f32, ey: f32| ((x - ex) * (x - ex) + (y - ey) * (y - ey)).sqrt();
        end(0.0, -radius).min(end(radius, 0.0))
    } else {
        (from_centre - radius).abs()
    }
}

/// Distance to a diagonal cross whose arms reach `arm` from the centre along each axis.
fn cross(x: f32, y: f32, arm: f32) -> f32 {
    let to_diagonal = |along: f32, across: f32| {
        let over = (along.abs() - arm * core::f32::consts::SQRT_2).max(0.0);
        (over * over + across * across).sqrt()
    };
    let (s, d) = (
        (x + y) * core::f32::consts::FRAC_1_SQRT_2,
        (x - y) * core::f32::consts::FRAC_1_SQRT_2,
    );
    to_diagonal(s, d).min(to_diagonal(d, s))
}
