//! Giving a link to somebody: the system's share sheet, the clipboard, or by hand where there is neither.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = navigator, js_name = share)]
    fn system_share(what: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = document, js_name = execCommand)]
    fn exec_command(command: &str) -> Result<bool, JsValue>;
}

/// True where the system has a share sheet for links. Browsers give it to secure pages only.
pub fn can_share() -> bool {
    Reflect::has(&leptos::prelude::window().navigator(), &"share".into()).unwrap_or(false)
}

/// Opens the share sheet. That somebody closes it again is no trouble.
pub fn share(title: &str, url: &str) {
    let what = Object::new();
    let _ = Reflect::set(&what, &"title".into(), &title.into());
    let _ = Reflect::set(&what, &"url".into(), &url.into());
    if let Ok(shared) = system_share(&what) {
        leptos::task::spawn_local(async move {
            let _ = JsFuture::from(shared).await;
        });
    }
}

/// Puts a text on the clipboard: as browsers do it today, else as they did it once, which needs the field that
/// holds the text to be marked. False when the viewer must copy it by hand.
pub async fn copy(text: &str, mark: impl Fn()) -> bool {
    if let Ok(written) = write_text(text)
        && JsFuture::from(written).await.is_ok()
    {
        return true;
    }
    mark();
    exec_command("copy").unwrap_or(false)
}
