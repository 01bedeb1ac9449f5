//! The star that keeps a runner in the viewer's list.

use leptos::prelude::*;

use crate::dom::view;

use super::text::text;
use crate::favourites::Favourites;
use crate::prefs::Prefs;

/// A star for the runner of that bib.
#[component]
pub fn Star(bib: String) -> impl IntoView {
    let (favourites, prefs) = (expect_context::<Favourites>(), expect_context::<Prefs>());
    let bib = StoredValue::new(bib);
    let on = move || bib.with_value(|bib| favourites.has(bib));
    let words = move || {
        if on() {
            prefs.words().unfollow()
        } else {
            prefs.words().follow()
        }
    };
    view! {
        <button
            class="star"
            aria-pressed=text(move || on().to_string())
            aria-label=text(words)
            title=text(words)
            on:click=move |_| bib.with_value(|bib| favourites.toggle(bib))
        >
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1L12 17.1 6.6 20l1.1-6.1L3.2 9.6l6.1-.8z" />
            </svg>
        </button>
    }
}
