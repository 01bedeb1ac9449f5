//! Mounts the page of the race office.

use homestretch_app::office::office;
use leptos::prelude::*;

fn main() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    if let Some(start) = document().get_element_by_id("start") {
        start.remove();
    }
    mount_to_body(office);
}
