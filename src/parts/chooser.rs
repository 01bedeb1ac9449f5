//! Several dots under one finger: who is meant?

use homestretch_race::roster::{Entrant, EntrantNo};
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal};

use crate::dom::view;

use super::arriving::arriving;
use super::face;
use super::runner_row::{Row, RunnerRow};
use crate::held::Held;
use crate::later::Slot;
use crate::prefs::Prefs;

/// More than anybody reads; the search field finds the rest.
const MOST: usize = 60;

/// Asks about a stack.
type Ask = fn(RwSignal<Vec<EntrantNo>>) -> AnyView;

thread_local! {
    /// The question.
    pub static QUESTION: Slot<Ask> = const { Slot::new() };
}

/// The runners of a stack of dots, to choose from; nothing while the stack is empty.
#[component]
pub fn Chooser(stack: RwSignal<Vec<EntrantNo>>) -> impl IntoView {
    let some = Memo::new(move |_| stack.with(|stack| !stack.is_empty()));
    move || some.get().then(|| arriving(&QUESTION, stack))
}

/// The question who is meant.
pub fn question(stack: RwSignal<Vec<EntrantNo>>) -> AnyView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    // Made anew only when they change: what is being pressed must stay.
    let rows = Memo::new(move |_| {
        let (event, roster) = (held.event()?, held.roster()?);
        let stack = stack.get();
        let entrants = stack.iter().take(MOST).filter_map(|no| roster.get(*no));
        let row = |entrant: &Entrant| {
            let contest = event.contests.get(entrant.contest);
            Row {
                face: face::of(entrant, &event, prefs),
                note: contest.map_or_else(String::new, |contest| prefs.text(&contest.names)),
                ..Row::default()
            }
        };
        Some(entrants.map(row).collect::<Vec<_>>())
    });
    let rows = move || {
        let each = rows.get().unwrap_or_default().into_iter().map(|row| {
            let row = Memo::new(move |_| row.clone());
            view! { <li on:click=move |_| stack.set(Vec::new())><RunnerRow row /></li> }
        });
        each.collect_view()
    };
    view! {
            <section class="chooser" aria-labelledby="chooser-title">
                <div class="section-head">
                    <h2 id="chooser-title">{prefs.say(Words::choose_runner)}</h2>
                    <button class="button" on:click=move |_| stack.set(Vec::new())>
                        {prefs.say(Words::close)}
                    </button>
                </div>
                <p class="quiet">{prefs.say(Words::stack_text)}</p>
                <ul class="found">{rows}</ul>
            </section>
    }
    .into_any()
}
