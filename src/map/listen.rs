//! A listener on something of the browser's that goes when it is dropped.

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

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
