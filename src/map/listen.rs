//! Listeners on something of the browser's that go when they are dropped.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, ResizeObserver};

/// A listener; dropping it takes it off its target.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    call: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Calls whenever an event of that kind reaches the target.
    pub fn on(
        target: &EventTarget,
        kind: &'static str,
        call: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let call = Closure::new(call);
        // Adding a listener only fails for targets that are none.
        let _ = target.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref());
        Self {
            target: target.clone(),
            kind,
            call,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, self.call.as_ref().unchecked_ref());
    }
}

/// Tells when an element has another size.
pub struct Sizes {
    observer: ResizeObserver,
    _call: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Calls whenever the element has another size; none where the browser cannot tell.
    pub fn of(element: &Element, call: impl FnMut() + 'static) -> Option<Self> {
        let call = Closure::new(call);
        let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _call: call,
        })
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
