//! The app's hands on the device, each of them thin: the address, sharing and copying, files to keep, scripts that
//! are fetched only when they are needed, notifications. What is missing or refused is said, and fails nothing.

pub mod address;
pub mod later;
pub mod notify;
pub mod save;
pub mod share;

use js_sys::Reflect;
use leptos::prelude::window;

/// True where the viewer has told the browser to save data; not every browser can be told.
pub fn saves_data() -> bool {
    let connection = Reflect::get(&window().navigator(), &"connection".into());
    let saves = connection.and_then(|connection| Reflect::get(&connection, &"saveData".into()));
    saves.is_ok_and(|saves| saves.is_truthy())
}
