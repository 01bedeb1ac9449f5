//! What stays while pages change: the map, and the panel that a page fills.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The map and the panel.
#[component]
pub fn Stage() -> impl IntoView {
    view! { <Outlet /> }
}
