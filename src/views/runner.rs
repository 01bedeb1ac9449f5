//! Under way.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Runner() -> impl IntoView {
    view! { <p>"Runner"</p> }
}
