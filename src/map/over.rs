//! What a page may draw over the field on a canvas of its own, such as ghosts. A page that draws nothing more carries
//! nothing of it.

use std::rc::Rc;

use homestretch_race::time::Instant;
use leaflet::{LatLng, Map};
use web_sys::CanvasRenderingContext2d;

use super::courses::Courses;
use super::stage::Stage;

/// Draws over the field, frame by frame.
pub trait Over {
    /// Draws the picture of an instant.
    fn draw(&mut self, map: &Map, stage: &Stage, courses: &Courses, now: Instant);
    /// Carries it along with a zoom.
    fn stretch(&self, map: &Map, center: &LatLng, zoom: f64);
}

/// Makes it for a map; none where the browser cannot.
pub type Overlay = Rc<dyn Fn(&Map) -> Option<Box<dyn Over>>>;

/// The same for the strip, which has neither zoom nor pane: draws the picture of an instant on a clean canvas.
pub type Veil = Rc<dyn Fn(&CanvasRenderingContext2d, &Stage, &Courses, Instant)>;
