//! Mounts a piece of the race in somebody else's page.

use homestretch_app::embed::Embed;
use leptos::prelude::*;

fn main() {
    // In a release the message is not worth its bytes: `boot.js` sees the trap and says so.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    if let Some(start) = document().get_element_by_id("start") {
        start.remove();
    }
    mount_to_body(Embed);
}
