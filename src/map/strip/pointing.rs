//! Who or what lies under a pointer on the strip.

use homestretch_dots::label::Area;
use homestretch_race::roster::EntrantNo;

use super::places::Place;
use super::sheet::Strip;
use crate::map::pointing::Reach;

/// Fingers are thick, and a strip is low: a tap anywhere over the line means the nearest runner within this.
const REACH_PX: f64 = 18.0;
/// Dots closer together than this cannot be told apart.
const TOGETHER_PX: f64 = 3.0;
/// A place is pointed at within this.
const PLACE_PX: f64 = 10.0;

impl Strip {
    /// Who lies under a point of the strip, in CSS pixels: whoever is named there, or the nearest over the line with
    /// all that are stacked on her.
    pub fn under(&self, x: f64, y: f64) -> Vec<EntrantNo> {
        let (Some(fit), Some(stage)) = (self.fit, &self.stage) else {
            return Vec::new();
        };
        let (x, y) = (x / fit.grain, y / fit.grain);
        let finger = Area {
            left: (x * fit.ratio) as f32,
            top: (y * fit.ratio) as f32,
            width: 1.0,
            height: 1.0,
        };
        if let Some((_, no)) = self.plates.iter().find(|(area, _)| area.overlaps(&finger)) {
            return vec![*no];
        }
        if y > self.form.line_y + REACH_PX && self.form.landmark_shelves > 0 {
            return Vec::new();
        }
        // A strip is low: whatever lies over the line counts as on it.
        let at = (finger.left, (self.form.line_y * stage.view.ratio) as f32);
        let reach = Reach {
            finger_px: (REACH_PX * fit.ratio) as f32,
            heap_px: (TOGETHER_PX * fit.ratio) as f32,
        };
        self.scene.meant(&self.wiring, at, reach)
    }

    /// Which place lies under a point of the strip, in CSS pixels.
    pub fn place_under(&self, x: f64, y: f64) -> Option<usize> {
        let fit = self.fit?;
        let (x, y) = (x / fit.grain, y / fit.grain);
        if y < self.form.line_y {
            return None;
        }
        let finger = Area {
            left: x as f32,
            top: y as f32,
            width: 1.0,
            height: 1.0,
        };
        if let Some((_, i)) = self
            .landmarks
            .iter()
            .find(|(area, _)| area.overlaps(&finger))
        {
            return Some(*i);
        }
        let off = |place: &Place| (fit.x(place.at_m) - x).abs();
        let near = self.places.iter().enumerate();
        near.map(|(i, place)| (off(place), i))
            .filter(|(off, _)| *off <= PLACE_PX)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, i)| i)
    }
}
