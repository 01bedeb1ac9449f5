//! The viewer's own runners: a line while there are none, and the list with all that can be done with it once there
//! are, which comes later.

use homestretch_words::Words;
use leptos::prelude::*;

use super::arriving::arriving;
use crate::dom::view;
use crate::favourites::Favourites;
use crate::later::Slot;
use crate::prefs::Prefs;
use crate::signals::Memo;

thread_local! {
    /// The list.
    pub static LIST: Slot<fn(()) -> AnyView> = const { Slot::new() };
}

/// The list, or what stands for it.
#[component]
pub fn Mine() -> impl IntoView {
    let (favourites, prefs) = (expect_context::<Favourites>(), expect_context::<Prefs>());
    // What was last done to the list is said even where nobody is left in it.
    let some = Memo::new(move |_| favourites.done().is_some() || !favourites.bibs().is_empty());
    move || {
        if some.get() {
            return arriving(&LIST, ());
        }
        view! {
            <section aria-labelledby="mine-title">
                <div class="section-head">
                    <h2 id="mine-title">{prefs.say(Words::my_runners)}</h2>
                </div>
                <p class="empty">{prefs.say(Words::my_runners_empty)}</p>
            </section>
        }
        .into_any()
    }
}
