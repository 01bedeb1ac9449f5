//! Scripts that are fetched only once they are needed, from the app's own `later/` folder.

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::CanvasRenderingContext2d;

#[wasm_bindgen]
extern "C" {
    type QrCode;
    #[wasm_bindgen(catch, js_name = qrcode)]
    fn qr_code(size: u32, correction: &str) -> Result<QrCode, JsValue>;
    #[wasm_bindgen(method, js_name = addData)]
    fn add_data(this: &QrCode, data: &str);
    #[wasm_bindgen(method, catch)]
    fn make(this: &QrCode) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = getModuleCount)]
    fn module_count(this: &QrCode) -> u32;
    #[wasm_bindgen(method, js_name = renderTo2dContext)]
    fn render(this: &QrCode, context: &CanvasRenderingContext2d, cell_px: u32);
}

/// Draws a text as a QR code into a canvas, whose size it sets.
///
/// # Errors
/// When the script cannot be fetched, or the text is too long for any code.
pub async fn draw_qr(canvas: &web_sys::HtmlCanvasElement, text: &str) -> Result<(), JsValue> {
    // The first size that holds the text, with the least correction: what is read is a screen, not a scratched box.
    let code = if let Ok(code) = qr_code(0, "L") {
        code
    } else {
        script("/later/qrcode.js").await?;
        qr_code(0, "L")?
    };
    code.add_data(text);
    code.make()?;
    let (n, cell_px) = (code.module_count(), 4);
    canvas.set_width(n * cell_px);
    canvas.set_height(n * cell_px);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    code.render(context.unchecked_ref(), cell_px);
    Ok(())
}

/// Fetches and runs a script of our own.
///
/// # Errors
/// When it does not come.
pub async fn script(src: &str) -> Result<(), JsValue> {
    let page = document();
    let script = page.create_element("script")?;
    script.set_attribute("src", src)?;
    let come = Promise::new(&mut |done, failed| {
        let _ = script.add_event_listener_with_callback("load", &done);
        let _ = script.add_event_listener_with_callback("error", &failed);
    });
    page.head().ok_or(JsValue::NULL)?.append_child(&script)?;
    JsFuture::from(come).await.map(drop)
}
