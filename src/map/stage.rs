//! Looks and lines for one view: what a frame is painted with.

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

/// Looks and lines for one view; made anew when view or theme change.
pub struct Stage {
    /// What is shown, in device pixels.
    pub view: View,
    pub(super) tracks: Vec<PxTrack>,
    pub(super) sheet: Sheet,
    pub(super) plain: Vec<[LookId; 4]>,
    pub(super) leading: Vec<[LookId; 4]>,
    pub(super) mine: [LookId; 4],
    pub(super) radius: f32,
    pub(super) theme: Theme,
    pub(super) names: Names,
}

impl Stage {
    /// A stage for a view.
    pub fn new(
        view: View,
        courses: &Courses,
        theme: &Theme,
        names: Names,
        n_runners: usize,
    ) -> Self {
        let ratio = view.ratio as f32;
        let lane = scale::lane_px(view.zoom) as f32 * ratio;
        let radius = scale::dot_px(view.zoom, n_runners) as f32 * ratio;
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
            tracks: courses.tracks().iter().map(|t| t.on(&view, lane)).collect(),
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
