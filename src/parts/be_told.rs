//! Whether the viewer wants to be told by notifications: asked only on a press, and said plainly when they come.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::RwSignal;

use crate::dom::view;
use leptos::task::spawn_local;

use crate::device::notify::{self, Allowed};
use crate::prefs::Prefs;
use crate::storage;

const KEY: &str = "alerts";
const ON: &str = "on";

/// True when the viewer has asked for alerts, and may be given any.
pub fn wanted() -> bool {
    storage::read(KEY).as_deref() == Some(ON) && notify::allowed() == Allowed::Yes
}

/// The question, and how it stands.
pub fn be_told(prefs: Prefs) -> AnyView {
    let on = RwSignal::new(wanted());
    let allowed = RwSignal::new(notify::allowed());
    let press = move |_| {
        if on.get_untracked() {
            storage::write(KEY, "");
            on.set(false);
            return;
        }
        spawn_local(async move {
            let said = notify::ask().await;
            if said == Allowed::Yes {
                storage::write(KEY, ON);
            }
            let _ = allowed.try_set(said);
            let _ = on.try_set(said == Allowed::Yes);
        });
    };
    let button = move || {
        let name = if on.get() {
            Words::alerts_stop
        } else {
            Words::alerts_start
        };
        let can = matches!(allowed.get(), Allowed::Yes | Allowed::Unasked);
        can.then(|| view! { <button class="button" on:click=press>{prefs.say(name)}</button> })
    };
    let said = move || {
        let words = prefs.words();
        match allowed.get() {
            Allowed::Never => words.alerts_none(),
            Allowed::Refused => words.alerts_refused(),
            _ if on.get() => words.alerts_on(),
            _ => String::new(),
        }
    };
    view! {
        <div class="be-told">
            <h3>{prefs.say(Words::alerts_title)}</h3>
            <p class="quiet small">{prefs.say(Words::alerts_when)}</p>
            {button}
            <p class="small" role="status">{super::text::text(said)}</p>
        </div>
    }
    .into_any()
}
