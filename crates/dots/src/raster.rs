//! The picture: one buffer of pixels that is kept from frame to frame. Owns clearing, copying and what has changed.
//! Long because all of that works on the one buffer, and nobody else may touch it.
//!
//! A browser takes straight RGBA and would need a division for every blended pixel. The buffer is therefore cleared to
//! the colour of the rim with no opacity: every shape ends in that rim, so the cheap blend of all four channels is
//! already the right straight colour wherever the picture is partly transparent.

use crate::look::Rgb;
use crate::sprite::{LookId, Row, Sheet, Sprite};

/// Side of a tile in pixels: what is cleared, and given to the browser, at a time.
pub(crate) const TILE: u32 = 32;

/// A point to be painted: the centre in device pixels, and its look.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dot {
    /// Rightward.
    pub x: f32,
    /// Downward.
    pub y: f32,
    /// The look.
    pub look: LookId,
}

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// The picture.
#[derive(Clone, Debug, Default)]
pub struct Raster {
    width: u32,
    height: u32,
    clear: u32,
    pixels: Vec<u32>,
    n_tiles_x: u32,
    /// Tiles painted in this frame, and those painted in the last.
    painted: Vec<u8>,
    painted_before: Vec<u8>,
    /// The last covering dot of each pixel in this frame, so that dots wholly hidden are not painted.
    top: Vec<u32>,
    dirty: Vec<Rect>,
    spots: Vec<Spot>,
}

/// Where a dot falls, and the sprite for its fraction of a pixel.
#[derive(Clone, Copy, Debug)]
struct Spot {
    x: i32,
    y: i32,
    sprite: usize,
}

impl Spot {
    /// The nearest step of a phase, so that the error is at most half of it.
    fn of(dot: &Dot, phases: u32) -> Self {
        // Counting from far outside makes every dot that can be seen positive, and cutting off the same as rounding
        // down, which is dearer. Places that are none, and those further out, end up out of sight.
        const OUTSIDE: i32 = 1024;
        let steps = |v: f32| ((v + OUTSIDE as f32) * phases as f32 + 0.5) as u32;
        let (x, y) = (steps(dot.x), steps(dot.y));
        let phase = y % phases * phases + x % phases;
        Self {
            x: (x / phases) as i32 - OUTSIDE,
            y: (y / phases) as i32 - OUTSIDE,
            sprite: (u32::from(dot.look.0) * phases * phases + phase) as usize,
        }
    }
}

impl Raster {
    /// Makes room for a picture of that size and wipes it; the rim is the colour that dots end in.
    pub fn resize(&mut self, width: u32, height: u32, rim: Rgb) {
        self.width = width;
        self.height = height;
        self.clear = u32::from_le_bytes([rim.0, rim.1, rim.2, 0]);
        let n = width as usize * height as usize;
        self.pixels.clear();
        self.pixels.resize(n, self.clear);
        self.top.clear();
        self.top.resize(n, u32::MAX);
        self.n_tiles_x = width.div_ceil(TILE);
        let n_tiles = (self.n_tiles_x * height.div_ceil(TILE)) as usize;
        self.painted = vec![0; n_tiles];
        self.painted_before = vec![0; n_tiles];
        self.dirty.clear();
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The pixels as straight RGBA, row by row.
    pub fn rgba(&self) -> &[u8] {
        bytemuck::cast_slice(&self.pixels)
    }

    /// Begins a frame: wipes what the last one painted.
    pub fn begin(&mut self) {
        core::mem::swap(&mut self.painted, &mut self.painted_before);
        self.painted.fill(0);
        for t in 0..self.painted_before.len() {
            if self.painted_before[t] != 0 {
                let rect = self.tile(t as u32);
                for y in rect.y..rect.y + rect.height {
                    let row = (y * self.width + rect.x) as usize;
                    self.pixels[row..row + rect.width as usize].fill(self.clear);
                }
            }
        }
    }

    /// Paints dots in order, later ones on top. A dot whose pixel a later one covers is left out.
    pub fn dots(&mut self, sheet: &Sheet, dots: &[Dot]) {
        let phases = sheet.phases();
        let (width, height) = (self.width as i32, self.height as i32);
        let mut spots = core::mem::take(&mut self.spots);
        spots.clear();
        spots.extend(dots.iter().map(|dot| Spot::of(dot, phases)));
        let inside = |s: &Spot| s.x >= 0 && s.y >= 0 && s.x < width && s.y < height;
        let pixel = |s: &Spot| (s.y * width + s.x) as usize;
        for (i, spot) in spots.iter().enumerate().filter(|(_, s)| inside(s)) {
            if sheet.sprite(spot.sprite).is_some_and(|s| s.covers) {
                self.top[pixel(spot)] = i as u32;
            }
        }
        for (i, spot) in spots.iter().enumerate() {
            let Some(sprite) = sheet.sprite(spot.sprite) else {
                continue;
            };
            if inside(spot) {
                let over = self.top[pixel(spot)];
                let hidden = over != u32::MAX
                    && over > i as u32
                    && spots
                        .get(over as usize)
                        .and_then(|o| sheet.sprite(o.sprite))
                        .is_some_and(|above| above.width >= sprite.width);
                if hidden {
                    continue;
                }
            }
            self.sprite(sprite, spot.x, spot.y);
        }
        // The table is wiped by walking the dots again: cheaper than wiping all of it.
        for spot in spots.iter().filter(|s| inside(s)) {
            self.top[pixel(spot)] = u32::MAX;
        }
        self.spots = spots;
    }

    /// Paints one sprite with its anchor at a pixel, cut off at the edges of the picture.
    pub fn sprite(&mut self, sprite: &Sprite, x: i32, y: i32) {
        let (left, top) = (x + sprite.left, y + sprite.top);
        let (right, bottom) = (left + sprite.width, top + sprite.rows.len() as i32);
        let (width, height) = (self.width as i32, self.height as i32);
        if right <= 0 || bottom <= 0 || left >= width || top >= height {
            return;
        }
        self.mark(
            left.max(0) as u32,
            top.max(0) as u32,
            right.min(width) as u32,
            bottom.min(height) as u32,
        );
        let whole = left >= 0 && top >= 0 && right <= width && bottom <= height;
        if whole {
            let mut at = (top * width + left) as usize;
            for row in &sprite.rows {
                self.row(sprite, *row, at + usize::from(row.from));
                at += width as usize;
            }
            return;
        }
        for (k, row) in sprite.rows.iter().enumerate() {
            let py = top + k as i32;
            if py < 0 || py >= height {
                continue;
            }
            for i in 0..usize::from(row.len) {
                let px = left + i32::from(row.from) + i as i32;
                if px >= 0 && px < width {
                    let s = row.start as usize + i;
                    let d = &mut self.pixels[(py * width + px) as usize];
                    *d = over(*d, sprite.pixels[s], u32::from(sprite.keep[s]));
                }
            }
        }
    }

    fn row(&mut self, sprite: &Sprite, row: Row, at: usize) {
        let (start, len) = (row.start as usize, usize::from(row.len));
        let (solid, n_solid) = (usize::from(row.solid), usize::from(row.n_solid));
        let to = &mut self.pixels[at..at + len];
        let from = &sprite.pixels[start..start + len];
        let keep = &sprite.keep[start..start + len];
        for i in 0..solid {
            to[i] = over(to[i], from[i], u32::from(keep[i]));
        }
        copy(
            &mut to[solid..solid + n_solid],
            &from[solid..solid + n_solid],
        );
        for i in solid + n_solid..len {
            to[i] = over(to[i], from[i], u32::from(keep[i]));
        }
    }

    /// Paints one pixel in a colour at an opacity of 0 to 255, for strokes; outside the picture nothing happens.
    pub(crate) fn tint(&mut self, x: i32, y: i32, colour: Rgb, alpha: u32) {
        if x < 0 || y < 0 || x >= self.width as i32 || y >= self.height as i32 {
            return;
        }
        let d = &mut self.pixels[(y * self.width as i32 + x) as usize];
        let [r, g, b, a] = d.to_le_bytes();
        if a == 0 {
            *d = u32::from_le_bytes([colour.0, colour.1, colour.2, alpha as u8]);
            return;
        }
        // What is below is mostly empty here, so this is the exact straight-colour blend with its division.
        let below = u32::from(a) * (255 - alpha) / 255;
        let out = alpha + below;
        if out == 0 {
            return;
        }
        let mix = |s: u8, t: u8| ((u32::from(s) * alpha + u32::from(t) * below) / out) as u8;
        *d = u32::from_le_bytes([
            mix(colour.0, r),
            mix(colour.1, g),
            mix(colour.2, b),
            out as u8,
        ]);
    }

    /// Notes that a rectangle (right and lower edge excluded) is painted in this frame.
    pub(crate) fn mark(&mut self, left: u32, top: u32, right: u32, bottom: u32) {
        if left >= right || top >= bottom {
            return;
        }
        for ty in top / TILE..=(bottom - 1) / TILE {
            for tx in left / TILE..=(right - 1) / TILE {
                self.painted[(ty * self.n_tiles_x + tx) as usize] = 1;
            }
        }
    }

    /// Ends a frame: the rectangles that differ from the last one and must be given to the browser.
    pub fn end(&mut self) -> &[Rect] {
        self.dirty.clear();
        let n_rows = self.painted.len() as u32 / self.n_tiles_x.max(1);
        for ty in 0..n_rows {
            let mut run: Option<Rect> = None;
            for tx in 0..self.n_tiles_x {
                let t = ty * self.n_tiles_x + tx;
                let changed = (self.painted[t as usize] | self.painted_before[t as usize]) != 0;
                if !changed {
                    join(&mut self.dirty, run.take());
                    continue;
                }
                let tile = self.tile(t);
                match &mut run {
                    Some(rect) => rect.width += tile.width,
                    None => run = Some(tile),
                }
            }
            join(&mut self.dirty, run);
        }
        &self.dirty
    }

    /// The rectangle of a tile, counted row by row.
    pub(crate) fn tile(&self, t: u32) -> Rect {
        let (x, y) = (t % self.n_tiles_x * TILE, t / self.n_tiles_x * TILE);
        Rect {
            x,
            y,
            width: TILE.min(self.width - x),
            height: TILE.min(self.height - y),
        }
    }
}

/// Adds a row of tiles; one that continues the row above it makes that one taller.
fn join(dirty: &mut Vec<Rect>, run: Option<Rect>) {
    let Some(run) = run else { return };
    let above = dirty
        .iter_mut()
        .rev()
        .take(8)
        .find(|r| r.x == run.x && r.width == run.width && r.y + r.height == run.y);
    match above {
        Some(rect) => rect.height += run.height,
        None => dirty.push(run),
    }
}

/// A colour already multiplied by its coverage, over what stays of the pixel below, all four channels alike.
#[inline]
fn over(below: u32, colour: u32, keep: u32) -> u32 {
    let even = (((below & 0x00ff_00ff) * keep) >> 8) & 0x00ff_00ff;
    let odd = (((below >> 8) & 0x00ff_00ff) * keep) & 0xff00_ff00;
    colour.wrapping_add(even | odd)
}

/// Copies a short run of pixels, two at a time: a call into `memcpy` costs more than ten pixels do.
#[inline]
fn copy(to: &mut [u32], from: &[u32]) {
    let (to_pairs, to_rest) = to.as_chunks_mut::<2>();
    let (from_pairs, from_rest) = from.as_chunks::<2>();
    for (t, f) in to_pairs.iter_mut().zip(from_pairs) {
        *t = *f;
    }
    for (t, f) in to_rest.iter_mut().zip(from_rest) {
        *t = *f;
    }
}
