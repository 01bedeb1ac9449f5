//! Mounts the stadium's big screen and its companions.

use homestretch_app::screen;
use leptos::prelude::*;

fn main() {
    // In a release the message is not worth its bytes: the watchdog sees that the beat has stopped.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    if let Some(start) = document().get_element_by_id("start") {
        start.remove();
    }
    mount_to_body(screen::Pages);
}
