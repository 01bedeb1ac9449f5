//! The colours of the map, read from the page's own custom properties, so that light and dark are decided in one place.

use homestretch_dots::look::{Paper, Rgb};
use web_sys::HtmlElement;

/// The palette in use.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Ground.
    pub land: Rgb,
    /// Rivers and lakes.
    pub water: Rgb,
    /// Parks.
    pub park: Rgb,
    /// Streets.
    pub street: Rgb,
    /// Names on the map.
    pub label: Rgb,
    /// Course line and what is said about runners.
    pub ink: Rgb,
    /// What matters less.
    pub quiet: Rgb,
    /// Edges.
    pub line: Rgb,
    /// Cards and the plates of names.
    pub sheet: Rgb,
    /// Yours, followed.
    pub accent: Rgb,
    /// One hue a contest, told over again when there are more.
    pub contests: Vec<Rgb>,
    /// The fonts of the page.
    pub font: String,
}

impl Theme {
    /// The colours that hold for an element now; a property that is missing or unreadable falls back to a grey.
    pub fn of(element: &HtmlElement) -> Self {
        let style = web_sys::window().and_then(|w| w.get_computed_style(element).ok().flatten());
        let text = |name: &str| {
            style
                .as_ref()
                .and_then(|s| s.get_property_value(name).ok())
                .map(|v| v.trim().to_owned())
                .unwrap_or_default()
        };
        let colour = |name: &str| Rgb::from_hex(&text(name)).unwrap_or(Rgb(128, 128, 128));
        let font = text("--font");
        Self {
            land: colour("--land"),
            water: colour("--water"),
            park: colour("--park"),
            street: colour("--street"),
            label: colour("--map-label"),
            ink: colour("--ink"),
            quiet: colour("--quiet"),
            line: colour("--line"),
            sheet: colour("--sheet"),
            accent: colour("--accent"),
            contests: (0..4).map(|i| colour(&format!("--contest-{i}"))).collect(),
            font: if font.is_empty() {
                "sans-serif".to_owned()
            } else {
                font
            },
        }
    }

    /// The hue of a contest.
    pub fn contest(&self, index: usize) -> Rgb {
        self.contests
            .get(index % self.contests.len().max(1))
            .copied()
            .unwrap_or(self.ink)
    }

    /// What sets dots and letters off the ground.
    pub fn paper(&self) -> Paper {
        Paper {
            rim: self.sheet,
            heart: self.sheet,
        }
    }
}

/// The colour as a style.
pub fn css(Rgb(r, g, b): Rgb) -> String {
    format!("rgb({r},{g},{b})")
}

/// The colour as a style, see-through.
pub fn css_alpha(Rgb(r, g, b): Rgb, alpha: f64) -> String {
    format!("rgba({r},{g},{b},{alpha})")
}
