//! Mounts the app.

use homestretch_app::App;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    // In a release the message is not worth its bytes: `boot.js` sees the trap and starts the app anew.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    if let Some(start) = document().get_element_by_id("start") {
        start.remove();
    }
    mount_to_body(App);
}

/// Begins the part of the program that comes later; `xtask/slim.mjs` knows it by its name.
#[wasm_bindgen]
pub fn arrive_more() {
    homestretch_app::arrive();
}
