//! The field in which a runner is sought; what is found comes later.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::dom::view;
use crate::later::Slot;
use crate::parts::arriving::arriving;
use crate::prefs::Prefs;
use crate::signals::{Memo, RwSignal};

thread_local! {
    /// Those who match a text.
    pub static FOUND: Slot<fn(RwSignal<String>) -> AnyView> = const { Slot::new() };
}

/// A field, and the runners that match what is in it.
#[component]
pub fn Search() -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let text = RwSignal::new(String::new());
    let begun = Memo::new(move |_| text.with(|text| !text.trim().is_empty()));
    let results = move || begun.get().then(|| arriving(&FOUND, text));
    view! {
        <search class="search" role="search">
            <input
                type="search"
                class="search-field"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=prefs.say(Words::search)
                placeholder=prefs.say(Words::search_hint)
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <div role="status">{results}</div>
        </search>
    }
}
