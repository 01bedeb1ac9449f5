//! What is said where only a few of the field are here, and the way to everyone: said before it is pressed what that
//! costs. It comes with the first page, for whoever meets it on a thin link has no need of what comes later.

use leptos::prelude::*;

use crate::signals::Memo;

use crate::dom::view;

use crate::held::Held;
use crate::prefs::Prefs;

/// What is said, and what the button is called; empty where there is nothing to say.
fn said(held: Held, prefs: Prefs) -> Memo<(String, String)> {
    // Kilobytes, in tens: the field grows while it is looked at.
    let kb = Memo::new(move |_| held.part(|part| part.whole_bytes.div_ceil(10_000) * 10));
    Memo::new(move |_| {
        let words = prefs.words();
        match (kb.get(), prefs.everyone.get()) {
            (None, false) => (String::new(), String::new()),
            (None, true) => (String::new(), words.everyone_less()),
            (Some(_), true) => (words.everyone_coming(), String::new()),
            (Some(kb), false) => {
                let size = words.number(kb.into());
                (words.part_note(), words.everyone_show(&size))
            }
        }
    })
}

/// The button to everyone, and back.
fn button(name: String, class: &'static str, prefs: Prefs) -> Option<AnyView> {
    let press = move |_| prefs.everyone.update(|everyone| *everyone = !*everyone);
    (!name.is_empty())
        .then(|| view! { <button class=class on:click=press>{name}</button> }.into_any())
}

/// The note with its button, or on the map, where everyone is missed, the button alone.
fn said_whole(on_map: bool) -> AnyView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let said = said(held, prefs);
    if on_map {
        let name = move || {
            let (note, name) = said.get();
            button(name, "button", prefs).filter(|_| !note.is_empty())
        };
        return view! { <div class="map-whole">{name}</div> }.into_any();
    }
    let note = move || {
        let (note, name) = said.get();
        let note = (!note.is_empty()).then(|| view! { <p class="quiet small">{note}</p> });
        view! { {note}{button(name, "button wide", prefs)} }
    };
    view! { <div class="whole" role="status">{note}</div> }.into_any()
}

/// What is said beside a list or on the map; nothing where the whole field is here and nobody asked for it.
pub fn whole(on_map: bool) -> AnyView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let some = Memo::new(move |_| prefs.everyone.get() || held.part(|_| ()).is_some());
    let what = move || some.get().then(|| said_whole(on_map));
    view! { {what} }.into_any()
}
