//! Files made here: given to the system's share sheet where it takes files, else kept as a download.

use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::{document, set_timeout};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, HtmlImageElement};

#[wasm_bindgen]
extern "C" {
    type File;
    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &Array, name: &str, options: &Object) -> Result<File, JsValue>;
    #[wasm_bindgen(catch, js_namespace = URL, js_name = createObjectURL)]
    fn object_url(of: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = URL, js_name = revokeObjectURL)]
    fn forget_url(url: &str);
    #[wasm_bindgen(catch, js_namespace = navigator, js_name = canShare)]
    fn can_share(what: &Object) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = navigator, js_name = share)]
    fn share(what: &Object) -> Result<Promise, JsValue>;
    type Drawn;
    #[wasm_bindgen(method, catch, js_name = toBlob)]
    fn to_blob(this: &Drawn, done: &JsValue, kind: &str) -> Result<(), JsValue>;
}

/// Keeps a text as a file of that name and kind.
///
/// # Errors
/// When the browser cannot make files.
pub fn text(text: &str, name: &str, kind: &str) -> Result<(), JsValue> {
    download(&file(&text.into(), name, kind)?, name)
}

/// Keeps a drawing in SVG as a picture of so many pixels.
///
/// # Errors
/// When the browser cannot draw it, or cannot make files.
pub async fn drawing(svg: &str, (wide, high): (f64, f64), name: &str) -> Result<(), JsValue> {
    let image = HtmlImageElement::new()?;
    let address = String::from(js_sys::encode_uri_component(svg));
    image.set_src(&["data:image/svg+xml;charset=utf-8,", &address].concat());
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(wide as u32);
    canvas.set_height(high as u32);
    let ctx = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    ctx.unchecked_ref::<CanvasRenderingContext2d>()
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, wide, high)?;
    let blob = png(&canvas).await?;
    download(&file(&blob, name, "image/png")?, name)
}

/// Gives a picture to the share sheet, or keeps it as a file.
///
/// # Errors
/// When the browser cannot make a picture of the canvas.
pub async fn picture(canvas: &HtmlCanvasElement, name: &str) -> Result<(), JsValue> {
    let file = file(&png(canvas).await?, name, "image/png")?;
    let what = Object::new();
    Reflect::set(&what, &"files".into(), &Array::of1(&file))?;
    if can_share(&what).unwrap_or(false)
        && let Ok(shared) = share(&what)
    {
        // That somebody closes the sheet again is an answer, not a trouble.
        let _ = JsFuture::from(shared).await;
        return Ok(());
    }
    download(&file, name)
}

async fn png(canvas: &HtmlCanvasElement) -> Result<JsValue, JsValue> {
    let made = Promise::new(&mut |done, failed| {
        if let Err(why) = canvas.unchecked_ref::<Drawn>().to_blob(&done, "image/png") {
            let _ = failed.call1(&JsValue::NULL, &why);
        }
    });
    let blob = JsFuture::from(made).await?;
    if blob.is_null() { Err(blob) } else { Ok(blob) }
}

fn file(content: &JsValue, name: &str, kind: &str) -> Result<File, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &kind.into())?;
    File::new(&Array::of1(content), name, &options)
}

fn download(file: &File, name: &str) -> Result<(), JsValue> {
    let url = object_url(file)?;
    let link = document().create_element("a")?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.unchecked_ref::<HtmlElement>().click();
    // Not at once: the browser is only about to read it.
    set_timeout(move || forget_url(&url), Duration::from_mins(1));
    Ok(())
}
