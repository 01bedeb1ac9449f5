//! The page's address.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// What follows the path, with its `#`; none where there is nothing.
pub fn fragment() -> Option<String> {
    window().location().hash().ok().filter(|f| !f.is_empty())
}

/// Takes the fragment away without a journey.
pub fn clear_fragment() {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(history)) =
        (location.pathname(), location.search(), window().history())
    else {
        return;
    };
    // Never under a name other than the page's own: a path that begins with two slashes would name a host.
    let url = format!("/{}{query}", path.trim_start_matches('/'));
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
}

/// The address of a path of this app, such as `/#follow=101`.
pub fn of(path: &str) -> String {
    window().location().origin().unwrap_or_default() + path
}

/// Escaped for a part of an address.
pub fn escape(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// The reverse; none for what is not well formed.
pub fn unescape(text: &str) -> Option<String> {
    js_sys::decode_uri_component(text).ok().map(Into::into)
}
