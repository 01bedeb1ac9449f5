//! Under way.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Follow() -> impl IntoView {
    view! { <p>"Follow"</p> }
}
