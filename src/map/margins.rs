//! What lies over the map at its edges, and the edges themselves: names keep off both, so that none is cut.

use homestretch_dots::label::Area;
use web_sys::HtmlElement;

/// What of the page lies over the map.
const OVER: [&str; 2] = [".map-buttons", ".map-note"];

/// What lies over the map, in device pixels of it.
pub fn covered(host: &HtmlElement, ratio: f64) -> Vec<Area> {
    let (corner, place) = (host.get_bounding_client_rect(), host.parent_element());
    let found = OVER
        .iter()
        .filter_map(|class| place.as_ref()?.query_selector(class).ok()?);
    found
        .map(|over| {
            let over = over.get_bounding_client_rect();
            Area {
                left: ((over.left() - corner.left()) * ratio) as f32,
                top: ((over.top() - corner.top()) * ratio) as f32,
                width: (over.width() * ratio) as f32,
                height: (over.height() * ratio) as f32,
            }
        })
        .collect()
}

/// What lies over the map and along its edges, in CSS pixels of a picture that reaches `pad` pixels beyond them.
pub fn around(host: &HtmlElement, pad: f64) -> Vec<Area> {
    let (width, height) = (
        f64::from(host.client_width()),
        f64::from(host.client_height()),
    );
    let bar = |left: f64, top: f64, width: f64, height: f64| Area {
        left: left as f32,
        top: top as f32,
        width: width as f32,
        height: height as f32,
    };
    let mut areas = vec![
        bar(pad, pad, width, 1.0),
        bar(pad, pad + height, width, 1.0),
        bar(pad, pad, 1.0, height),
        bar(pad + width, pad, 1.0, height),
    ];
    areas.extend(covered(host, 1.0).into_iter().map(|area| Area {
        left: area.left + pad as f32,
        top: area.top + pad as f32,
        ..area
    }));
    areas
}
