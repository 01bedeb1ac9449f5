//! What lies over the map at its edges, and the edges themselves: names keep off both, so that none is cut.

use homestretch_dots::label::Area;
use homestretch_dots::world::View;
use web_sys::HtmlElement;

/// What of the page lies over the map.
const OVER: [&str; 2] = [".map-buttons", ".map-note"];

/// What lies over the map, and a sheet over so many CSS pixels at its lower edge: in device pixels of the map.
pub fn covered(host: &HtmlElement, sheet_px: f64, ratio: f64) -> Vec<Area> {
    let sheet = Area {
        left: 0.0,
        top: ((f64::from(host.client_height()) - sheet_px) * ratio) as f32,
        width: (f64::from(host.client_width()) * ratio) as f32,
        height: (sheet_px * ratio) as f32,
    };
    let mut areas = over(host, ratio);
    areas.extend((sheet_px > 0.0).then_some(sheet));
    areas
}

fn over(host: &HtmlElement, ratio: f64) -> Vec<Area> {
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

/// What lies over the map and along its edges, in pixels of a picture that reaches `pad` CSS pixels beyond them and
/// whose pixels are `grain` CSS pixels each.
pub fn around(host: &HtmlElement, pad: f64, grain: f64) -> Vec<Area> {
    let (width, height) = (
        f64::from(host.client_width()),
        f64::from(host.client_height()),
    );
    let pad = (pad / grain) as f32;
    let (width, height) = ((width / grain) as f32, (height / grain) as f32);
    let bar = |left: f32, top: f32, width: f32, height: f32| Area {
        left,
        top,
        width,
        height,
    };
    let mut areas = vec![
        bar(pad, pad, width, 1.0),
        bar(pad, pad + height, width, 1.0),
        bar(pad, pad, 1.0, height),
        bar(pad + width, pad, 1.0, height),
    ];
    areas.extend(over(host, 1.0 / grain).into_iter().map(|area| Area {
        left: area.left + pad,
        top: area.top + pad,
        ..area
    }));
    areas
}

/// Boxes in one view's own pixels as device pixels of another; none where the two have not the same zoom.
pub fn carried(areas: &[Area], from: &View, to: &View) -> Vec<Area> {
    if (from.zoom - to.zoom).abs() > 1e-9 {
        return Vec::new();
    }
    let px =
        |own: f32, from: f64, to: f64, ratio: f64| ((f64::from(own) + from - to) * ratio) as f32;
    let one = |area: &Area| Area {
        left: px(area.left, from.left, to.left, to.ratio),
        top: px(area.top, from.top, to.top, to.ratio),
        width: area.width * to.ratio as f32,
        height: area.height * to.ratio as f32,
    };
    areas.iter().map(one).collect()
}
