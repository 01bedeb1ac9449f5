//! Under way.

use leptos::prelude::*;

/// The page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <p>"NotFound"</p> }
}
