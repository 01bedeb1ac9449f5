//! What this is, how it is to be read, and what the viewer may set.

use homestretch_words::{Words, languages};
use leptos::prelude::*;

use crate::dom::view;

use crate::format::Units;
use crate::held::Held;
use crate::prefs::{Data, Prefs, Theme};

/// The page.
#[component]
pub fn About() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let demo = move || held.event().is_some_and(|event| event.demo);
    let map_data = move || {
        held.course_version().track();
        let course = held.course_file()?;
        let label = prefs.text(&course.label);
        Some(view! {
            <section>
                <h2>{prefs.say(Words::map_data)}</h2>
                <p>{course.attribution.clone()}</p>
                {(!label.is_empty()).then(|| view! { <p>{label}</p> })}
            </section>
        })
    };
    view! {
        <section>
            <h2>{prefs.say(Words::app_name)}</h2>
            <p>{prefs.say(Words::about_what)}</p>
            <p>{prefs.say(Words::about_estimates)}</p>
            <p>{prefs.say(Words::about_privacy)}</p>
            <Show when=demo><p class="mark-line">{prefs.say(Words::demo_note)}</p></Show>
        </section>
        <Settings />
        {map_data}
    }
}

/// Language, colours, units.
#[component]
fn Settings() -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let tags = languages::TAGS.iter().map(move |tag| {
        let chosen = move || prefs.tag.with(|chosen| chosen == tag);
        view! { <option value=*tag lang=*tag selected=chosen>{languages::own_name(tag)}</option> }
    });
    let theme = move |theme: Theme, name: fn(&Words) -> String| {
        view! {
            <option value=theme.key() selected=move || prefs.theme.get() == theme>{prefs.say(name)}</option>
        }
    };
    let units = move |units: Units, name: fn(&Words) -> String| {
        view! {
            <option value=units.key() selected=move || prefs.units.get() == units>{prefs.say(name)}</option>
        }
    };
    let data = move |data: Data, name: fn(&Words) -> String| {
        view! {
            <option value=data.key() selected=move || prefs.data.get() == data>{prefs.say(name)}</option>
        }
    };
    view! {
        <section class="settings">
            <h2>{prefs.say(Words::settings)}</h2>
            <label class="field">
                <span>{prefs.say(Words::language)}</span>
                <select on:change=move |event| prefs.set_language(&event_target_value(&event))>
                    {tags.collect_view()}
                </select>
            </label>
            <label class="field">
                <span>{prefs.say(Words::theme)}</span>
                <select on:change=move |event| prefs.set_theme(Theme::from_key(&event_target_value(&event)))>
                    {theme(Theme::Auto, Words::theme_auto)}
                    {theme(Theme::Light, Words::theme_light)}
                    {theme(Theme::Dark, Words::theme_dark)}
                </select>
            </label>
            <label class="field">
                <span>{prefs.say(Words::units)}</span>
                <select on:change=move |event| prefs.set_units(Units::from_key(&event_target_value(&event)))>
                    {units(Units::Km, Words::units_km)}
                    {units(Units::Miles, Words::units_miles)}
                </select>
            </label>
            <label class="field">
                <span>{prefs.say(Words::data)}</span>
                <select
                    aria-describedby="data-note"
                    on:change=move |event| prefs.set_data(Data::from_key(&event_target_value(&event)))
                >
                    {data(Data::Auto, Words::data_auto)}
                    {data(Data::Save, Words::data_save)}
                    {data(Data::All, Words::data_all)}
                </select>
            </label>
            <p class="quiet small" id="data-note">{prefs.say(Words::data_note)}</p>
        </section>
    }
}
