//! What a dot may look like. Shape and fill say how it stands with a runner, hue says which contest, size says who
//! matters to the viewer; each tells its story without the others.

/// An opaque colour, 0–255 a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// The colour written as `#RRGGBB`, or as `#RGB`, which style sheets are shortened to; none for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let digit = |i: usize| (*digits.as_bytes().get(i)? as char).to_digit(16);
        let channel = |i: usize| {
            let (high, low) = match digits.len() {
                3 => (digit(i)?, digit(i)?),
                6 => (digit(2 * i)?, digit(2 * i + 1)?),
                _ => return None,
            };
            Some((high * 16 + low) as u8)
        };
        Some(Self(channel(0)?, channel(1)?, channel(2)?))
    }
    /// This colour with a share of another, 0 to 1.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| {
            libm::roundf(f32::from(a) + (f32::from(b) - f32::from(a)) * share.clamp(0.0, 1.0)) as u8
        };
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }
}

/// How certain a position is, by shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Read at a mat: a full disc with a light rim.
    Confirmed,
    /// Thought to be here: a ring with a paler heart.
    #[default]
    Estimated,
    /// Due for long and not seen: a ring that is open, above and to the right.
    Overdue,
    /// Stopped, where last read: a small cross.
    Stopped,
}

/// One look: what is painted for a dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The shape.
    pub shape: Shape,
    /// The colour of the shape's stroke or fill.
    pub hue: Rgb,
    /// Outer radius without the rim, in device pixels.
    pub radius: f32,
}

/// The colours that belong to the paper and not to a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The light (or, in the dark, the darkest) rim that sets dots and letters off the map.
    pub rim: Rgb,
    /// What hearts of estimated dots are mixed with.
    pub heart: Rgb,
}

#[cfg(test)]
mod tests {
    use super::Rgb;

    #[test]
    fn a_colour_is_read_as_style_sheets_write_it() {
        assert_eq!(Rgb::from_hex(" #0072B2 "), Some(Rgb(0, 0x72, 0xb2)));
        assert_eq!(Rgb::from_hex("#fff"), Some(Rgb(255, 255, 255)));
        assert_eq!(Rgb::from_hex("#1a0"), Some(Rgb(0x11, 0xaa, 0)));
        for odd in ["", "#", "fff", "#ffff", "#ggg", "#12345", "#é1", "white"] {
            assert_eq!(Rgb::from_hex(odd), None, "{odd}");
        }
    }
}
