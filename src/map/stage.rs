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
    pub fn on_map(view: &View, courses: &Courses, n_runners: usize) -> Self {
        let lane = (scale::lane_px(view.zoom) * view.ratio) as f32;
        Self {
            tracks: courses.tracks().iter().map(|t| t.on(view, lane)).collect(),
            px_per_m: view.px_per_m(courses.lat()) / view.ratio,
            dot_px: scale::dot_px(view.zoom, n_runners),
            ribbon_px: 7.5,
            full_least: 40.0,
            thick_per_px: 1.6,
        }
    }
}

/// Looks and lines for one view; made anew when view or theme change.
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
    pub(super) sheet: Sheet,
    pub(super) plain: Vec<[LookId; 4]>,
    pub(super) leading: Vec<[LookId; 4]>,
    pub(super) mine: [LookId; 4],
    pub(super) radius: f32,
    pub(super) theme: Theme,
    pub(super) names: Names,
}

impl Stage {
    /// A stage for a view of the lines in it.
    pub fn new(view: View, lines: Lines, theme: &Theme, names: Names, n_runners: usize) -> Self {
        let ratio = view.ratio as f32;
        let radius = lines.dot_px as f32 * ratio;
        // Half a pixel of a fine screen is as good as a quarter of a coarse one.
        let phases = if view.ratio > 1.0 || n_runners > 5_000 {
            2
        } else {
            4
        };
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
            tracks: lines.tracks,
            px_per_m: lines.px_per_m,
            ribbon_px: lines.ribbon_px,
            full_least: lines.full_least,
            thick_per_px: lines.thick_per_px,
            covered: Vec::new(),
            view,
            sheet,
            plain,
            leading,
            mine,
            radius,
            theme: theme.clone(),
            names,
        }
    }

    /// Radius of an ordinary dot, in device pixels.
    pub fn radius(&self) -> f32 {
        self.radius
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
        let margin = self.radius * 3.0;
        x > -margin
            && y > -margin
            && x < self.view.width as f32 + margin
            && y < self.view.height as f32 + margin
    }
}
