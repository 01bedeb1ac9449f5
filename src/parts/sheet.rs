//! The sheet of the phone: it lies over the map, drags to three stops, and can be worked from a keyboard.

use homestretch_words::Words;
use leptos::ev::{DragEvent, PointerEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;

use crate::signals::RwSignal;

use crate::dom::view;
use wasm_bindgen::JsCast;

use super::text::text;
use crate::prefs::Prefs;

/// How much of the sheet is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stop {
    /// The race clock.
    Peek,
    /// Half of the screen.
    #[default]
    Half,
    /// Nearly all of it.
    Full,
}

impl Stop {
    /// As the style knows it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Peek => "peek",
            Self::Half => "half",
            Self::Full => "full",
        }
    }
    fn next(self) -> Self {
        match self {
            Self::Peek => Self::Half,
            Self::Half => Self::Full,
            Self::Full => Self::Peek,
        }
    }
}

/// A finger that moves less than this has tapped.
const TAP_PX: f64 = 6.0;
/// Height of the lowest stop, as the style has it.
const PEEK_PX: f64 = 152.0;
/// Faster than this, in pixels a millisecond, is a flick: it goes on to the next stop.
const FLICK: f64 = 0.5;

#[derive(Clone, Copy, Debug)]
struct Drag {
    from_y: f64,
    from_height: f64,
    y: f64,
    at_ms: f64,
    up_per_ms: f64,
}

/// The stop that a sheet of that height goes to when it is let go, in a window of that height.
fn nearest(height: f64, window: f64, up_per_ms: f64) -> Stop {
    let stops = [
        (Stop::Peek, PEEK_PX),
        (Stop::Half, window * 0.52),
        (Stop::Full, window - 40.0),
    ];
    let flicked = stops.iter().filter(|_| up_per_ms.abs() > FLICK);
    let ahead = if up_per_ms > 0.0 {
        flicked.clone().find(|(_, stop)| *stop > height)
    } else {
        flicked.rev().find(|(_, stop)| *stop < height)
    };
    let off = |stop: f64| (stop - height).abs();
    let near = stops.iter().min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
    ahead.or(near).map_or(Stop::Half, |(stop, _)| *stop)
}

/// While a mouse moves the sheet, links come to lie under it, and the browser would begin to drag one of those.
pub fn keep_hold(panel: NodeRef<Div>, event: &DragEvent) {
    let dragged = panel
        .get_untracked()
        .and_then(|panel| panel.get_attribute("data-dragged"));
    if dragged.as_deref() == Some("true") {
        event.prevent_default();
    }
}

/// The part of the sheet that is dragged: the grip, and whatever stands beside it.
#[component]
pub fn SheetHead(stop: RwSignal<Stop>, panel: NodeRef<Div>, children: Children) -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let drag = StoredValue::new(None::<Drag>);
    let dragged = StoredValue::new(false);
    let window_px = || {
        window()
            .inner_height()
            .ok()
            .and_then(|h| h.as_f64())
            .unwrap_or(800.0)
    };
    let set_height = move |height: Option<f64>| {
        let Some(panel) = panel.get_untracked() else {
            return;
        };
        let style = web_sys::HtmlElement::style(&panel);
        // Set through the object model: a strict policy allows it where it forbids style in markup.
        let _ = match height {
            Some(px) => style.set_property("height", &format!("{px}px")),
            None => style.remove_property("height").map(drop),
        };
        let _ = panel.set_attribute(
            "data-dragged",
            if height.is_some() { "true" } else { "false" },
        );
    };
    let grip = NodeRef::<Button>::new();
    // Beside the map there is no sheet, and no grip to be seen.
    let is_sheet = move || {
        grip.get_untracked()
            .is_some_and(|grip| grip.offset_height() > 0)
    };
    let down = move |event: PointerEvent| {
        let Some(panel) = panel.get_untracked().filter(|_| is_sheet()) else {
            return;
        };
        if let Some(head) = event.current_target() {
            // The sheet follows the finger wherever it goes.
            let head = head.unchecked_into::<web_sys::Element>();
            let _ = head.set_pointer_capture(event.pointer_id());
        }
        let y = f64::from(event.client_y());
        drag.set_value(Some(Drag {
            from_y: y,
            from_height: panel.get_bounding_client_rect().height(),
            y,
            at_ms: event.time_stamp(),
            up_per_ms: 0.0,
        }));
        dragged.set_value(false);
    };
    let moved = move |event: PointerEvent| {
        let Some(mut now) = drag.get_value() else {
            return;
        };
        let (y, at_ms) = (f64::from(event.client_y()), event.time_stamp());
        if !dragged.get_value() && (y - now.from_y).abs() < TAP_PX {
            return;
        }
        dragged.set_value(true);
        let elapsed = (at_ms - now.at_ms).max(1.0);
        now.up_per_ms = (now.y - y) / elapsed;
        now.y = y;
        now.at_ms = at_ms;
        drag.set_value(Some(now));
        let height = now.from_height + now.from_y - y;
        set_height(Some(height.clamp(80.0, window_px() - 24.0)));
    };
    let up = move |_: PointerEvent| {
        if let Some(last) = drag.get_value()
            && dragged.get_value()
        {
            let height = last.from_height + last.from_y - last.y;
            stop.set(nearest(height, window_px(), last.up_per_ms));
            set_height(None);
        }
        drag.set_value(None);
    };
    // A tap anywhere on the head goes on to the next stop, and so does the grip from a keyboard.
    // The click that ends a drag does not.
    let click = move |_| {
        if is_sheet() && !dragged.get_value() {
            stop.update(|stop| *stop = stop.next());
        }
        dragged.set_value(false);
    };
    view! {
        <div
            class="sheet-head"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:click=click
        >
            <button
                class="grip"
                node_ref=grip
                aria-label=prefs.say(Words::panel_size)
                aria-expanded=text(move || (stop.get() != Stop::Peek).to_string())
            ></button>
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{Stop, nearest};

    #[test]
    fn a_slow_drag_goes_to_the_nearest_stop_and_a_flick_to_the_next() {
        assert_eq!(nearest(200.0, 844.0, 0.0), Stop::Peek);
        assert_eq!(nearest(400.0, 844.0, 0.1), Stop::Half);
        assert_eq!(nearest(700.0, 844.0, 0.0), Stop::Full);
        assert_eq!(nearest(180.0, 844.0, 1.2), Stop::Half);
        assert_eq!(nearest(460.0, 844.0, 1.2), Stop::Full);
        assert_eq!(nearest(700.0, 844.0, -1.2), Stop::Half);
        assert_eq!(nearest(100.0, 844.0, -1.2), Stop::Peek);
    }
}
