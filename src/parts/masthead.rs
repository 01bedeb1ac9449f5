//! The head of the panel: which race, how it is supplied, what time it is, where one can go.

use homestretch_words::Words;
use leptos::prelude::*;
use leptos_router::components::A;

use super::health_bar::HealthLine;
use super::race_clock::RaceClock;
use super::text::text;
use crate::held::Held;
use crate::prefs::Prefs;

/// The head of the panel.
#[component]
pub fn Masthead() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let name = Memo::new(move |_| {
        held.event().map_or_else(
            || prefs.words().app_name(),
            |event| prefs.text(&event.names),
        )
    });
    Effect::new(move |_| document().set_title(&prefs.words().app_title(&name.get())));
    view! {
        <header class="masthead">
            <h1 class="masthead-name">{text(move || name.get())}</h1>
            <RaceClock />
        </header>
    }
}

/// The pages, and the line that says what is amiss.
#[component]
pub fn Pages() -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    view! {
        <nav class="pages" aria-label=prefs.say(Words::nav_label)>
            <A href="/" exact=true>{prefs.say(Words::nav_follow)}</A>
            <A href="/leaders">{prefs.say(Words::nav_leaders)}</A>
            <A href="/about">{prefs.say(Words::nav_about)}</A>
        </nav>
        <HealthLine />
    }
}
