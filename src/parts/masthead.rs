//! The head of the panel: which race, how it is supplied, what time it is, where one can go.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, effect};

use crate::dom::view;

use super::health_bar::HealthLine;
use super::race_clock::RaceClock;
use super::text::text;
use crate::held::Held;
use crate::prefs::Prefs;
use crate::way::{Page, Way};

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
    effect(move || document().set_title(&prefs.words().app_title(&name.get())));
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
    let (prefs, way) = (expect_context::<Prefs>(), expect_context::<Way>());
    let link = move |page: Page, address: &'static str, name: fn(&Words) -> String| {
        let current = move || (way.page().get() == page).then(|| "page".to_owned());
        view! { <a href=address aria-current=current>{prefs.say(name)}</a> }
    };
    view! {
        <nav class="pages" aria-label=prefs.say(Words::nav_label)>
            {link(Page::Follow, "/", Words::nav_follow)}
            {link(Page::Leaders, "/leaders", Words::nav_leaders)}
            {link(Page::About, "/about", Words::nav_about)}
        </nav>
        <HealthLine />
    }
}
