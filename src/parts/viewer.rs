//! Language and colours, as two choices in the head of a page of its own.

use homestretch_words::{Words, languages};
use leptos::prelude::*;

use crate::dom::view;
use crate::prefs::{Prefs, Theme};

/// The two choices.
#[component]
pub fn Viewer(class: &'static str) -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let options = languages::TAGS.iter().map(|tag| {
        let (tag, chosen) = (*tag, move || prefs.tag.with(|now| now == tag));
        view! { <option value=tag selected=chosen lang=tag>{languages::own_name(tag)}</option> }
    });
    let themes = [
        (Theme::Auto, Words::theme_auto as fn(&Words) -> String),
        (Theme::Light, Words::theme_light),
        (Theme::Dark, Words::theme_dark),
    ];
    let themes = themes.map(|(theme, name)| {
        let chosen = move || prefs.theme.get() == theme;
        view! { <option value=theme.key() selected=chosen>{prefs.say(name)}</option> }
    });
    view! {
        <div class=class>
            <select aria-label=prefs.say(Words::language) on:change=move |e| prefs.set_language(&event_target_value(&e))>
                {options.collect::<Vec<_>>()}
            </select>
            <select aria-label=prefs.say(Words::theme) on:change=move |e| prefs.set_theme(Theme::from_key(&event_target_value(&e)))>
                {Vec::from(themes)}
            </select>
        </div>
    }
}
