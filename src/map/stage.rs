//! Looks and lines for one view: what a frame is painted with.

use homestretch_dots::label::Area;
use homestretch_dots::look::{Look, Rgb, Shape};
use homestretch_dots::sprite::{LookId, Sheet};
use homestretch_dots::track::PxTrack;
use homestretch_dots::world::View;

use super::courses::Courses;
use super::field::Runner;
use super::names::Names;
use super::scale;
use super::theme::Theme;

const SHAPES: [Shape; 4] = [
    Shape::Confirmed,
    Shape::Estimated,
    Shape::Overdue,
    Shape::Stopped,
];

/// The lines of a stage, and what follows from how they are shown.
pub struct Lines {
    /// In device pixels of the view.
    pub tracks: Vec<PxTrack>,
    /// CSS pixels per metre of course.
    pub px_per_m: f64,
    /// Radius of an ordinary dot, in CSS pixels.
    pub dot_px: f64,
    /// Half the width of the ribbon where the field is thickest, in CSS pixels.
    pub ribbon_px: f32,
    /// So many runners on a stretch make the ribbon as wide as it gets, however thin the field.
    pub full_least: f32,
    /// More runners than this on a CSS pixel of road are shown as a ribbon.
    pub thick_per_px: f64,
}

impl Lines {
    /// The courses on a map.
    pub fn on_map(view: &View, courses: &Courses, big: bool) -> Self {
        let lane = (scale::lane_px(view.zoom) * view.ratio) as f32;
        Self {
            tracks: courses.tracks().iter().map(|t| t.on(view, lane)).collect(),
            px_per_m: view.px_per_m(courses.lat()) / view.ratio,
            dot_px: scale::dot_px(view.zoom, big),
            ribbon_px: 7.5,
            full_least: 40.0,
            thick_per_px: 1.6,
        }
    }
}

/// Looks and lines for one view; carried over to the next, and made anew when the theme changes.
pub struct Stage {
    /// What is shown, in device pixels.
    pub view: View,
    pub(super) tracks: Vec<PxTrack>,
    /// CSS pixels per metre of course.
    pub(super) px_per_m: f64,
    /// Half the width of the ribbon where the field is thickest, in CSS pixels.
    pub(super) ribbon_px: f32,
    pub(super) full_least: f32,
    pub(super) thick_per_px: f64,
    /// What lies over the picture, in device pixels: names keep off it.
    pub(super) covered: Vec<Area>,
    /// What is written on the ground, in device pixels: names rather keep off it.
    pub(super) written: Vec<Area>,
    /// CSS pixels at the lower edge that were taken for covered.
    pub(super) sheet_px: f64,
    pub(super) looks: Looks,
    pub(super) theme: Theme,
    pub(super) names: Names,
}

/// What dots look like at one size. A drag keeps them, for painting them anew costs more than drawing a frame.
pub struct Looks {
    pub(super) sheet: Sheet,
    pub(super) plain: Vec<[LookId; 4]>,
    pub(super) leading: Vec<[LookId; 4]>,
    pub(super) mine: [LookId; 4],
    /// Radius of an ordinary dot, in device pixels.
    radius: f32,
    kind: Kind,
}

/// What looks depend on: the radius of a dot in CSS pixels, device pixels per pixel, and whether the field is big.
type Kind = (f64, f64, bool);

impl Stage {
    /// A stage for a view of the lines in it.
    pub fn new(view: View, lines: Lines, theme: &Theme, names: Names, big: bool) -> Self {
        Self {
            looks: Looks::new((lines.dot_px, view.ratio, big), theme),
            tracks: lines.tracks,
            px_per_m: lines.px_per_m,
            ribbon_px: lines.ribbon_px,
            full_least: lines.full_least,
            thick_per_px: lines.thick_per_px,
            covered: Vec::new(),
            written: Vec::new(),
            sheet_px: 0.0,
            view,
            theme: theme.clone(),
            names,
        }
    }

    /// True when it is of that view, and of a field of that size.
    pub fn fits(&self, view: &View, big: bool) -> bool {
        self.view == *view && self.looks.kind.2 == big
    }

    /// Takes another view of the same ratio; the looks that stay as they are are kept.
    pub fn adapt(&mut self, view: View, lines: Lines, big: bool) {
        let kind = (lines.dot_px, view.ratio, big);
        if self.looks.kind != kind {
            self.looks = Looks::new(kind, &self.theme);
        }
        self.tracks = lines.tracks;
        self.px_per_m = lines.px_per_m;
        self.ribbon_px = lines.ribbon_px;
        self.full_least = lines.full_least;
        self.thick_per_px = lines.thick_per_px;
        self.view = view;
    }

    /// Radius of an ordinary dot, in device pixels.
    pub fn radius(&self) -> f32 {
        self.looks.radius
    }

    /// Where a runner is, in device pixels.
    pub fn px(&self, courses: &Courses, runner: &Runner) -> Option<(f32, f32)> {
        let track = self
            .tracks
            .get(courses.track_of(usize::from(runner.contest))?)?;
        Some(track.at(runner.at_m))
    }

    /// True when a pixel lies on the picture, or so near that a dot there would show.
    pub(super) fn sees(&self, (x, y): (f32, f32)) -> bool {
        let margin = self.looks.radius * 3.0;
        x > -margin
            && y > -margin
            && x < self.view.width as f32 + margin
            && y < self.view.height as f32 + margin
    }
}

impl Looks {
    fn new(kind: Kind, theme: &Theme) -> Self {
        let (dot_px, ratio, big) = (kind.0 as f32, kind.1 as f32, kind.2);
        let radius = dot_px * ratio;
        // Half a pixel of a fine screen is as good as a quarter of a coarse one.
        let phases = if ratio > 1.0 || big { 2 } else { 4 };
        let mut sheet = Sheet::new(theme.paper(), phases, 1.1 * ratio);
        let mut looks = |hue: Rgb, radius: f32| {
            SHAPES.map(|shape| {
                let hue = match shape {
                    Shape::Overdue => theme.quiet,
                    Shape::Stopped => hue.mixed(theme.quiet, 0.5),
                    Shape::Confirmed | Shape::Estimated => hue,
                };
                sheet.add(Look { shape, hue, radius })
            })
        };
        let leader = (radius + 3.0 * ratio).max(7.0 * ratio);
        let plain = theme
            .contests
            .iter()
            .map(|&hue| looks(hue, radius))
            .collect();
        let leading = theme
            .contests
            .iter()
            .map(|&hue| looks(hue, leader))
            .collect();
        let mine = looks(theme.accent, radius + 2.6 * ratio);
        Self {
            sheet,
            plain,
            leading,
            mine,
            radius,
            kind,
        }
    }
}
