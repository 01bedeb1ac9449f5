//! Hands the painted picture to the browser: one image over the picture's own memory, and only the changed rectangles.

use homestretch_dots::raster::Rect;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, ImageData};

/// An image that looks into the memory of the picture, made anew only when that memory moves.
#[derive(Default)]
pub struct Glass {
    kept: Option<Kept>,
}

struct Kept {
    image: ImageData,
    at: usize,
    size: (u32, u32),
    memory: JsValue,
}

impl Glass {
    /// Puts the changed rectangles of a picture on a canvas of the same size.
    ///
    /// # Errors
    /// When the browser refuses the image, as when it is out of memory.
    pub fn put(
        &mut self,
        ctx: &CanvasRenderingContext2d,
        rgba: &[u8],
        size: (u32, u32),
        changed: &[Rect],
    ) -> Result<(), JsValue> {
        if changed.is_empty() {
            return Ok(());
        }
        // Memory that grows gets another buffer, and the old image then shows nothing.
        let memory = wasm_bindgen::memory()
            .unchecked_into::<js_sys::WebAssembly::Memory>()
            .buffer();
        let at = rgba.as_ptr().addr();
        let fits = self
            .kept
            .as_ref()
            .is_some_and(|k| k.at == at && k.size == size && k.memory == memory);
        if !fits {
            let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), size.0, size.1)?;
            self.kept = Some(Kept {
                image,
                at,
                size,
                memory,
            });
        }
        let Some(kept) = &self.kept else {
            return Ok(());
        };
        for rect in changed {
            ctx.put_image_data_with_dirty_x_and_dirty_y_and_dirty_width_and_dirty_height(
                &kept.image,
                0.0,
                0.0,
                f64::from(rect.x),
                f64::from(rect.y),
                f64::from(rect.width),
                f64::from(rect.height),
            )?;
        }
        Ok(())
    }
}
