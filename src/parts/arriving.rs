//! What stands in the place of a later part of the program until it is there.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::dom::view;
use crate::later::{Later, Place, Slot, Stand};
use crate::prefs::Prefs;
use crate::signals::Memo;

/// What a slot makes, once its part has come; until then words that say so.
pub fn arriving<A: Copy + 'static>(slot: Place<fn(A) -> AnyView>, with: A) -> AnyView {
    once_here(Box::new(move || make(slot, with)), true)
}

/// The same without words, for what would not be seen at once anyway.
pub fn arriving_quietly<A: Copy + 'static>(slot: Place<fn(A) -> AnyView>, with: A) -> AnyView {
    once_here(Box::new(move || make(slot, with)), false)
}

fn make<A: Copy>(slot: Place<fn(A) -> AnyView>, with: A) -> Option<AnyView> {
    slot.with(Slot::get).map(|make| make(with))
}

fn once_here(make: Box<dyn Fn() -> Option<AnyView>>, aloud: bool) -> AnyView {
    let (later, prefs) = (expect_context::<Later>(), expect_context::<Prefs>());
    later.ask();
    let stand = Memo::new(move |_| later.stand().get());
    let view = move || {
        let said = match stand.get() {
            Stand::Here => return make(),
            Stand::Failing => Words::part_unreachable,
            Stand::Away | Stand::Coming => Words::part_coming,
        };
        aloud.then(|| view! { <p class="quiet" role="status">{prefs.say(said)}</p> }.into_any())
    };
    view! { {view} }.into_any()
}
