//! Whose clock a time of day is on: the race's zone and the viewer's.

use homestretch_race::event::Zone;
use homestretch_race::time::Instant;

use crate::format::time_of_day;

/// Minutes east of UTC where the viewer is, at that instant.
pub fn viewer_offset_min(at: Instant) -> i32 {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
    -(date.get_timezone_offset() as i32)
}

/// A time of day in the race's zone, and in the viewer's where that is another.
pub fn in_both(at: Instant, zone: &Zone) -> (String, Option<String>) {
    let viewer_min = viewer_offset_min(at);
    let elsewhere = viewer_min != zone.offset_min;
    (
        time_of_day(at, zone.offset_min),
        elsewhere.then(|| time_of_day(at, viewer_min)),
    )
}
