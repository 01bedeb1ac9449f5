//! How high this page would like to be, for the page around it. Only that is told, so it may be told to anybody.

use js_sys::{Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// Tells the page around how high an element is, now and whenever that changes. For as long as the page lives.
pub fn tell(of: &Element) {
    let Ok(Some(around)) = window().parent() else {
        return;
    };
    if around == window() {
        return;
    }
    let element = of.clone();
    let say = Closure::<dyn FnMut()>::new(move || {
        let height = element.get_bounding_client_rect().height().ceil();
        let message = Object::new();
        let put = |key: &str, value: JsValue| Reflect::set(&message, &key.into(), &value);
        let said = put("source", "homestretch".into())
            .and_then(|_| put("type", "height".into()))
            .and_then(|_| put("height", height.into()));
        if said.is_ok() {
            // A page around that is gone needs no height.
            let _ = around.post_message(&message, "*");
        }
    });
    if let Ok(observer) = ResizeObserver::new(say.as_ref().unchecked_ref()) {
        observer.observe(of);
        // The observer calls for as long as the page lives.
        say.forget();
    }
}
