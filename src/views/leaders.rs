//! Under way.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Leaders() -> impl IntoView {
    view! { <p>"Leaders"</p> }
}
