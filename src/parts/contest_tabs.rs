//! Which contest: one button each, in the contest's own colour.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::text::text;
use crate::held::Held;
use crate::prefs::Prefs;

/// Buttons for the contests of the event; `on_choose` gets the index.
#[component]
pub fn ContestTabs(chosen: Signal<usize>, on_choose: Callback<usize>) -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let names = Memo::new(move |_| {
        held.event().map_or_else(Vec::new, |event| {
            event
                .contests
                .iter()
                .map(|contest| prefs.text(&contest.names))
                .collect::<Vec<_>>()
        })
    });
    let button = move |(i, name): (usize, String)| {
        view! {
            <button
                class="contest-tab"
                data-contest=i % 4
                aria-pressed=text(move || (chosen.get() == i).to_string())
                on:click=move |_| on_choose.run(i)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="contest-tabs" role="group" aria-label=prefs.say(Words::contest)>
            {move || names.get().into_iter().enumerate().map(button).collect_view()}
        </div>
    }
}
