//! An address that is none of ours.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::dom::view;

use crate::prefs::Prefs;

/// The page.
#[component]
pub fn NotFound() -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    view! {
        <div class="nobody">
            <h2>{prefs.say(Words::not_found)}</h2>
            <p><a href="/">{prefs.say(Words::go_to_map)}</a></p>
        </div>
    }
}
