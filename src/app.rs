//! The pages and what they share: what is held of the race, the clock, the viewer's preferences.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::clock::{Clock, device_ms};
use crate::favourites::Favourites;
use crate::held::Held;
use crate::live;
use crate::prefs::Prefs;
use crate::views::about::About;
use crate::views::follow::Follow;
use crate::views::leaders::Leaders;
use crate::views::not_found::NotFound;
use crate::views::runner::Runner;
use crate::views::stage::Stage;

/// The app.
#[component]
pub fn App() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::new());
    provide_context(held);
    provide_context(clock);
    provide_context(prefs);
    provide_context(Favourites::new());
    Effect::new(move |_| {
        if let Some(event) = held.event() {
            prefs.wording.set(event.wording.clone());
        }
    });
    live::start(held, clock);

    // The map stays while the pages beside it change, so that nobody waits for it twice.
    view! {
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("") view=Stage>
                    <Route path=path!("") view=Follow />
                    <Route path=path!("runner/:bib") view=Runner />
                    <Route path=path!("leaders") view=Leaders />
                    <Route path=path!("leaders/:contest") view=Leaders />
                    <Route path=path!("about") view=About />
                    <Route path=path!("*any") view=NotFound />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
