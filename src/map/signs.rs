//! How a name is set on the map: along a line, with a halo, beside a small sign.

use super::ink::Pen;
use super::theme::{Theme, css};

/// The small sign beside a landmark's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// An arch or a gate.
    Arch,
    /// A tower or a monument.
    Tower,
    /// A square.
    Square,
    /// A stadium.
    Stadium,
    /// Whatever else.
    Plain,
}

impl Sign {
    /// The sign of a kind of landmark.
    pub fn of(kind: &str) -> Self {
        match kind {
            "arch" | "gate" => Self::Arch,
            "tower" | "monument" => Self::Tower,
            "square" => Self::Square,
            "stadium" => Self::Stadium,
            _ => Self::Plain,
        }
    }
}

/// Middle and angle of a stretch of at least `width` pixels, in sight, that bends little; the longest there is.
pub fn straight(px: &[(f32, f32)], width: f32, pen: &Pen<'_>) -> Option<(f32, f32, f32)> {
    let mut best: Option<(f32, (f32, f32, f32))> = None;
    for i in 0..px.len() {
        let mut run = 0.0;
        for j in i + 1..px.len() {
            run += (px[j].0 - px[j - 1].0).hypot(px[j].1 - px[j - 1].1);
            let (dx, dy) = (px[j].0 - px[i].0, px[j].1 - px[i].1);
            let chord = dx.hypot(dy);
            if chord < run * 0.996 {
                break;
            }
            let middle = halfway(&px[i..=j], run / 2.0);
            let longer = best.is_none_or(|(b, _)| chord > b);
            if chord >= width && longer && pen.sees(&[middle], -width / 2.0) {
                // Read from left to right, whichever way the line was drawn.
                let angle = if dx < 0.0 {
                    (-dy).atan2(-dx)
                } else {
                    dy.atan2(dx)
                };
                best = Some((chord, (middle.0, middle.1, angle)));
            }
        }
    }
    best.map(|b| b.1)
}

/// The point of a line so many pixels from its beginning.
fn halfway(px: &[(f32, f32)], mut left: f32) -> (f32, f32) {
    for pair in px.windows(2) {
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        let step = dx.hypot(dy);
        if left <= step && step > 0.0 {
            return (pair[0].0 + dx * left / step, pair[0].1 + dy * left / step);
        }
        left -= step;
    }
    px.last().copied().unwrap_or_default()
}

/// Text with a rim in the colour of what lies below, so that lines end before letters.
pub fn halo_text(pen: &Pen<'_>, text: &str, x: f64, y: f64, colour: &str, halo: &str) {
    pen.ctx.set_stroke_style_str(halo);
    pen.ctx.set_line_width(2.6);
    let _ = pen.ctx.stroke_text(text, x, y);
    pen.ctx.set_fill_style_str(colour);
    let _ = pen.ctx.fill_text(text, x, y);
}

/// A sign at a pixel.
pub fn sign(pen: &Pen<'_>, theme: &Theme, sign: Sign, (x, y): (f32, f32)) {
    let (x, y) = (f64::from(x), f64::from(y));
    let colour = css(theme.label);
    pen.disc(x, y, 5.0);
    pen.fill(&css(theme.land));
    match sign {
        Sign::Arch => {
            pen.ctx.begin_path();
            pen.ctx.move_to(x - 3.0, y + 3.5);
            let _ = pen.ctx.arc(x, y, 3.0, std::f64::consts::PI, 0.0);
            pen.ctx.line_to(x + 3.0, y + 3.5);
            pen.stroke(&colour, 1.6);
        }
        Sign::Tower => {
            pen.ctx.begin_path();
            pen.ctx.move_to(x, y - 4.5);
            pen.ctx.line_to(x + 2.4, y + 3.5);
            pen.ctx.line_to(x - 2.4, y + 3.5);
            pen.ctx.close_path();
            pen.fill(&colour);
        }
        Sign::Square => {
            pen.ctx.set_fill_style_str(&colour);
            pen.ctx.fill_rect(x - 2.7, y - 2.7, 5.4, 5.4);
        }
        Sign::Stadium => {
            pen.ctx.begin_path();
            let _ = pen
                .ctx
                .ellipse(x, y, 4.4, 3.0, 0.0, 0.0, std::f64::consts::TAU);
            pen.stroke(&colour, 1.5);
        }
        Sign::Plain => {
            pen.disc(x, y, 2.2);
            pen.fill(&colour);
        }
    }
}
