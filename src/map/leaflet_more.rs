//! What the binding to Leaflet leaves out, and the geometry that the canvases need from a Leaflet map.

use homestretch_course::LatLon;
use homestretch_dots::world::{View, World, lat_lon_from_world};
use leaflet::{LatLng, LatLngBounds, Map, Point};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A [`Map`], for the methods that its binding lacks.
    pub type MoreMap;

    #[wasm_bindgen(method, js_name = getPixelOrigin)]
    fn pixel_origin(this: &MoreMap) -> Point;

    #[wasm_bindgen(method, js_name = containerPointToLayerPoint)]
    fn layer_from_container(this: &MoreMap, point: &Point) -> Point;

    /// What `zoomanim` brings: where an animated zoom will end.
    #[wasm_bindgen(extends = leaflet::Event)]
    pub type ZoomAnim;

    #[wasm_bindgen(method, getter)]
    pub fn center(this: &ZoomAnim) -> LatLng;

    #[wasm_bindgen(method, getter)]
    pub fn zoom(this: &ZoomAnim) -> f64;
}

fn more(map: &Map) -> &MoreMap {
    map.unchecked_ref()
}

/// The layer point of the map's upper left corner, whole pixels.
pub fn layer_corner(map: &Map) -> (f64, f64) {
    let corner = more(map)
        .layer_from_container(&Point::new(0.0, 0.0))
        .round();
    (corner.x(), corner.y())
}

/// The world pixel (at the current zoom) that layer points count from.
pub fn pixel_origin(map: &Map) -> (f64, f64) {
    let origin = more(map).pixel_origin();
    (origin.x(), origin.y())
}

/// What the pixel origin will be once the map shows that centre at that zoom.
pub fn pixel_origin_at(map: &Map, center: &LatLng, zoom: f64) -> (f64, f64) {
    let (size, corner) = (map.get_size(), layer_corner(map));
    let middle = map.project_with_zoom(center, zoom);
    (
        (middle.x() - size.x() / 2.0 - corner.0).round(),
        (middle.y() - size.y() / 2.0 - corner.1).round(),
    )
}

/// A place as Leaflet has it.
pub fn leaflet_from_world(at: World) -> LatLng {
    let LatLon { lat, lon } = lat_lon_from_world(at);
    LatLng::new(lat, lon)
}

/// A box of the world square as Leaflet has it.
pub fn bounds_from_world((a, b): (World, World)) -> LatLngBounds {
    LatLngBounds::new(&leaflet_from_world(a), &leaflet_from_world(b))
}

/// A map whose shorter side has more CSS pixels than this hangs on a wall.
const DESK_PX: f64 = 1_080.0;
/// Larger than this nothing is drawn, or a wall would show too little.
const MOST_GRAIN: f64 = 2.5;

/// How many times larger than on a desk everything is drawn: a wall is looked at from far away.
pub fn grain(map: &Map) -> f64 {
    let size = map.get_size();
    (size.x().min(size.y()) / DESK_PX).clamp(1.0, MOST_GRAIN)
}

/// The view that fills the map's box and `pad` CSS pixels around it, at a number of device pixels per CSS pixel.
/// Its own pixels are larger than CSS pixels by the [`grain`]: whatever is drawn in them is so, too.
pub fn view_of(map: &Map, pad: f64, ratio: f64) -> View {
    let (origin, corner, size) = (pixel_origin(map), layer_corner(map), map.get_size());
    let grain = grain(map);
    View {
        zoom: map.get_zoom() - grain.log2(),
        left: (origin.0 + corner.0 - pad) / grain,
        top: (origin.1 + corner.1 - pad) / grain,
        width: ((size.x() + 2.0 * pad) * ratio).ceil().max(1.0) as u32,
        height: ((size.y() + 2.0 * pad) * ratio).ceil().max(1.0) as u32,
        ratio: ratio * grain,
    }
}
