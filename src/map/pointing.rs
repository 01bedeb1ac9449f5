//! Who is pointed at: by finger or mouse, and by stepping along the course with keys.

use super::chart::Chart;
use super::field::Field;
use super::pane::ratio;
use super::scene::Scene;
use super::wiring::Wiring;
use homestretch_dots::hit::hit;
use homestretch_race::roster::EntrantNo;

/// Fingers are thick, pointers are not.
const REACH_PX: f64 = 22.0;

impl Chart {
    /// Who lies under a point of the map in CSS pixels: the nearest first, with all that are stacked on them.
    pub fn under(&self, x: f64, y: f64) -> Vec<EntrantNo> {
        let Some(stage) = &self.stage else {
            return Vec::new();
        };
        let ratio = ratio();
        let at = ((x * ratio) as f32, (y * ratio) as f32);
        let reach = Reach {
            finger_px: (REACH_PX * ratio) as f32,
            heap_px: stage.radius() * 1.2,
        };
        self.scene.meant(&self.wiring, at, reach)
    }

    /// The next runner in sight ahead of one on the course, or behind; the first or last in sight without one.
    pub fn next_to(&self, no: Option<EntrantNo>, ahead: bool) -> Option<EntrantNo> {
        let sight = self.wiring.sight.borrow();
        self.scene
            .along(&sight.field, no, if ahead { 1 } else { -1 })
    }
}

/// How far a pointer reaches, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// A dot so near to it is meant.
    pub finger_px: f32,
    /// Dots so near to that one cannot be told from it, and are meant with it.
    pub heap_px: f32,
}

impl Scene {
    /// Who is meant by a pointer at a device pixel: the nearest first, with all that are stacked on them.
    pub(super) fn meant(&self, wiring: &Wiring, at: (f32, f32), reach: Reach) -> Vec<EntrantNo> {
        let points: Vec<_> = self.shown.iter().map(|s| s.px).collect();
        let found = hit(&points, at.0, at.1, reach.finger_px, reach.heap_px);
        let sight = wiring.sight.borrow();
        let runners = sight.field.runners();
        let mut nos: Vec<EntrantNo> = found
            .into_iter()
            .filter_map(|i| Some(runners.get(self.shown.get(i)?.runner)?.no))
            .collect();
        // Whom the viewer follows is meant before strangers in the same heap.
        let followed = wiring.followed.get_untracked();
        homestretch_order::sort_by_key(&mut nos, |no| !followed.contains(no));
        nos
    }

    /// The runner in sight so many steps ahead of one along the course, or behind, as far as there is any; the first
    /// or the last in sight where that one is not in sight.
    pub(super) fn along(
        &self,
        field: &Field,
        no: Option<EntrantNo>,
        steps: isize,
    ) -> Option<EntrantNo> {
        let runners = field.runners();
        let mut in_sight: Vec<_> = self
            .shown
            .iter()
            .filter_map(|s| runners.get(s.runner))
            .collect();
        homestretch_order::sort_by(&mut in_sight, |a, b| {
            (a.contest, a.at_m)
                .partial_cmp(&(b.contest, b.at_m))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let at = no.and_then(|no| in_sight.iter().position(|r| r.no == no));
        let last = in_sight.len().checked_sub(1)?;
        let next = match at {
            Some(at) => at.saturating_add_signed(steps).min(last),
            None if steps > 0 => 0,
            None => last,
        };
        in_sight.get(next).map(|r| r.no)
    }
}
