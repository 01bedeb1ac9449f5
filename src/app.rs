//! The pages and what they share: what is held of the race, the clock, the viewer's preferences.

use leptos::prelude::*;

use crate::signals::effect;

use crate::dom::view;

use crate::clock::{Clock, device_ms};
use crate::favourites::Favourites;
use crate::held::Held;
use crate::live;
use crate::prefs::Prefs;
use crate::views::stage::Stage;
use crate::way::Way;

/// The app.
#[component]
pub fn App() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::new());
    provide_context(held);
    provide_context(clock);
    provide_context(prefs);
    provide_context(Favourites::new());
    provide_context(Way::new());
    effect(move || {
        if let Some(event) = held.event() {
            prefs.wording.set(event.wording.clone());
        }
    });
    live::start(held, clock);

    view! { <Stage /> }
}
