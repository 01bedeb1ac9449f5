//! What a page may draw over the field on a canvas of its own, such as ghosts. A page that draws nothing more carries
//! nothing of it.

use std::rc::Rc;

use homestretch_dots::label::Area;
use homestretch_race::time::Instant;
use leaflet::{LatLng, Map};
use web_sys::CanvasRenderingContext2d;

use super::courses::Courses;
use super::stage::Stage;

/// The field as it has just been drawn.
pub struct Drawn<'a> {
    /// The picture.
    pub stage: &'a Stage,
    /// The courses on it.
    pub courses: &'a Courses,
    /// Where names stand, in device pixels.
    pub names: &'a [Area],
    /// The instant.
    pub now: Instant,
}

/// Draws over the field, frame by frame.
pub trait Over {
    /// Draws what belongs over it.
    fn draw(&mut self, map: &Map, field: &Drawn<'_>);
    /// Carries it along with a zoom.
    fn stretch(&self, map: &Map, center: &LatLng, zoom: f64);
}

/// Makes it for a map; none where the browser cannot.
pub type Overlay = Rc<dyn Fn(&Map) -> Option<Box<dyn Over>>>;

/// The same for the strip, which has neither zoom nor pane: draws on a clean canvas.
pub type Veil = Rc<dyn Fn(&CanvasRenderingContext2d, &Drawn<'_>)>;
