//! Notifications of the system. A browser may lack them, keep them to installed apps, or have been told never to ask.

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Notification)]
    type Shown;
    #[wasm_bindgen(constructor, catch, js_class = "Notification")]
    fn new(title: &str, options: &Object) -> Result<Shown, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Notification, js_name = requestPermission)]
    fn request_permission() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "serviceWorker"], js_name = getRegistration)]
    fn registration() -> Result<Promise, JsValue>;
    type Registration;
    #[wasm_bindgen(method, catch, js_name = showNotification)]
    fn show_notification(
        this: &Registration,
        title: &str,
        options: &Object,
    ) -> Result<Promise, JsValue>;
}

/// Whether notifications may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// They may.
    Yes,
    /// Nobody was asked yet.
    Unasked,
    /// The viewer, or the browser on her behalf, refused.
    Refused,
    /// This browser has none here.
    Never,
}

/// Whether notifications may be shown now.
pub fn allowed() -> Allowed {
    let permission = Reflect::get(&window(), &"Notification".into())
        .and_then(|kind| Reflect::get(&kind, &"permission".into()));
    match permission.ok().and_then(|said| said.as_string()).as_deref() {
        Some("granted") => Allowed::Yes,
        Some("default") => Allowed::Unasked,
        Some(_) => Allowed::Refused,
        None => Allowed::Never,
    }
}

/// Asks the viewer. Browsers want this to come from a press of a button.
pub async fn ask() -> Allowed {
    if let Ok(asked) = request_permission() {
        let _ = JsFuture::from(asked).await;
    }
    allowed()
}

/// Shows a notification; one of the same tag is replaced. Through the service worker where there is one, as phones
/// demand.
pub async fn show(title: String, body: String, tag: String) {
    let options = Object::new();
    for (name, value) in [("body", &body), ("tag", &tag)] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let _ = Reflect::set(&options, &"icon".into(), &"/icon-180.png".into());
    if let Ok(asked) = registration()
        && let Ok(found) = JsFuture::from(asked).await
        && !found.is_undefined()
        && let Ok(shown) = found
            .unchecked_ref::<Registration>()
            .show_notification(&title, &options)
        && JsFuture::from(shown).await.is_ok()
    {
        return;
    }
    let _ = Shown::new(&title, &options);
}
