//! Builds the address of a screen, with a preview of what it shows.

use homestretch_race::event::Text;
use homestretch_words::books::ScreenWords;
use homestretch_words::languages;
use leptos::prelude::*;

use crate::dom::{IntoPiece, view};
use crate::signals::{Memo, RwSignal};

use super::{Say, contests_of, say};
use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;
use crate::screen::page::Screen;
use crate::screen::settings::{Kind, Settings, Tone};

/// The page.
#[component]
pub fn Setup(held: Held, clock: Clock, prefs: Prefs, book: Say) -> impl IntoView {
    let settings = RwSignal::new(Settings {
        tags: vec![prefs.tag.get_untracked()],
        ..Settings::default()
    });
    let query = Memo::new(move |_| settings.with(Settings::to_query));
    let address = move || {
        let origin = window().location().origin().unwrap_or_default();
        format!("{origin}/screen{}", query.get())
    };
    // The preview is another screen: it begins anew with each change.
    let preview = move || {
        query.track();
        let settings = Settings {
            remote: false,
            ..settings.get_untracked()
        };
        view! { <Screen held clock prefs settings /> }
    };
    view! {
        <main class="office setup">
            <h1>{say(book, ScreenWords::setup_title)}</h1>
            <div class="setup-choices">
                <Scenes settings book />
                <Fits settings book />
                <Contests settings held book prefs />
            </div>
            <div class="setup-result">
                <h2>{say(book, ScreenWords::setup_preview)}</h2>
                <div class="preview">{preview}</div>
                <h2>{say(book, ScreenWords::setup_address)}</h2>
                <code>{address}</code>
                <p class="row"><a class="button" href=address>{say(book, ScreenWords::setup_open)}</a></p>
            </div>
        </main>
    }
}

fn title(kind: Kind, book: Say) -> String {
    book.with(|b| match kind {
        Kind::Countdown => b.title_countdown(),
        Kind::Lead => b.title_lead(),
        Kind::Stadium => b.title_stadium(),
        Kind::Board => b.title_board(),
        Kind::Field => b.title_field(),
        Kind::Podium => b.title_podium(),
        Kind::Thanks => b.title_thanks(),
    })
}

/// Which scenes, and for how long.
#[component]
fn Scenes(settings: RwSignal<Settings>, book: Say) -> impl IntoView {
    let row = move |kind: Kind| {
        let on = move || settings.with(|s| s.dwell_ms(kind).is_some());
        let turn = move |event| {
            let wanted = event_target_checked(&event);
            settings.update(|s| {
                s.scenes.retain(|(known, _)| *known != kind);
                if wanted {
                    s.scenes.push((kind, kind.usual_dwell_s()));
                    s.scenes.sort_by_key(|(kind, _)| *kind);
                }
                if s.scenes.is_empty() {
                    s.scenes = Settings::default().scenes;
                }
            });
        };
        let seconds = move |event| {
            if let Ok(dwell_s) = event_target_value(&event).parse::<u32>() {
                settings.update(|s| {
                    for scene in s.scenes.iter_mut().filter(|(known, _)| *known == kind) {
                        scene.1 = dwell_s.clamp(5, 600);
                    }
                });
            }
        };
        let shown = move || {
            let ms = settings.with(|s| s.dwell_ms(kind));
            ms.map_or_else(String::new, |ms| format!("{:.0}", ms / 1000.0))
        };
        view! {
            <div class="row">
                <label class="check">
                    <input type="checkbox" prop:checked=on on:change=turn />
                    {move || title(kind, book)}
                </label>
                <input type="number" min="5" max="600" prop:value=shown on:change=seconds
                    aria-label=move || title(kind, book) />
            </div>
        }
    };
    let rows = Kind::ALL.map(row).to_vec().piece();
    view! {
        <fieldset>
            <legend>{say(book, ScreenWords::setup_scenes)}</legend>
            {rows}
        </fieldset>
    }
}

/// Languages, colours, margins, size, and how it goes with others.
#[component]
fn Fits(settings: RwSignal<Settings>, book: Say) -> impl IntoView {
    let options = move |chosen: Option<String>| {
        let option = |tag: &&'static str| {
            let selected = chosen.as_deref() == Some(*tag);
            view! { <option value=*tag lang=*tag selected=selected>{languages::own_name(tag)}</option> }
        };
        languages::TAGS.iter().map(option).collect::<Vec<_>>()
    };
    let first = settings.with_untracked(|s| s.tags.first().cloned());
    let second = move |event| {
        let tag = event_target_value(&event);
        settings.update(|s| {
            s.tags.truncate(1);
            if !tag.is_empty() && !s.tags.contains(&tag) {
                s.tags.push(tag);
            }
        });
    };
    let first_chosen = move |event| {
        let tag = event_target_value(&event);
        settings.update(|s| {
            if let Some(first) = s.tags.first_mut() {
                *first = tag;
            }
            s.tags.dedup();
        });
    };
    let number = move |event, put: fn(&mut Settings, u32)| {
        if let Ok(n) = event_target_value(&event).parse::<u32>() {
            settings.update(|s| {
                put(s, n);
                // What an address cannot say is not offered either.
                *s = Settings::of_query(&s.to_query());
            });
        }
    };
    let tone = move |event| {
        let key = event_target_value(&event);
        let tone = Tone::ALL.into_iter().find(|tone| tone.key() == key);
        settings.update(|s| s.tone = tone.unwrap_or_default());
    };
    view! {
        <fieldset>
            <legend>{say(book, ScreenWords::setup_languages)}</legend>
            <div class="row">
                <label>
                    "1"
                    <select on:change=first_chosen>{options(first)}</select>
                </label>
                <label>
                    "2"
                    <select on:change=second>
                        <option value="">{say(book, ScreenWords::setup_second_none)}</option>
                        {options(None)}
                    </select>
                </label>
            </div>
            <div class="row">
                <label>
                    {say(book, ScreenWords::setup_theme)}
                    <select on:change=tone>
                        <option value="dark">{say(book, ScreenWords::theme_dark)}</option>
                        <option value="light">{say(book, ScreenWords::theme_light)}</option>
                        <option value="day">{say(book, ScreenWords::theme_day)}</option>
                    </select>
                </label>
                <label>
                    {say(book, ScreenWords::setup_margin)}
                    <input type="number" min="0" max="12" value="3"
                        on:change=move |event| number(event, |s, n| s.margin_pct = n) />
                </label>
                <label>
                    {say(book, ScreenWords::setup_scale)}
                    <input type="number" min="90" max="150" step="5" value="100"
                        on:change=move |event| number(event, |s, n| s.scale_pct = n) />
                </label>
            </div>
            <label class="check">
                <input type="checkbox"
                    on:change=move |event| settings.update(|s| s.in_step = event_target_checked(&event)) />
                {say(book, ScreenWords::setup_step)}
            </label>
            <label class="check">
                <input type="checkbox"
                    on:change=move |event| settings.update(|s| s.strip = event_target_checked(&event)) />
                {say(book, ScreenWords::setup_strip)}
            </label>
            <label class="check">
                <input type="checkbox" checked
                    on:change=move |event| settings.update(|s| s.remote = event_target_checked(&event)) />
                {say(book, ScreenWords::setup_remote)}
            </label>
        </fieldset>
    }
}

/// Which contests are shown; all of them, unless some are left out.
#[component]
fn Contests(settings: RwSignal<Settings>, held: Held, book: Say, prefs: Prefs) -> impl IntoView {
    let contests = contests_of(held);
    let rows = move || {
        let contests = contests.get();
        let keys: Vec<String> = contests.iter().map(|(key, _)| key.clone()).collect();
        let row = |(key, names): &(String, Text)| {
            let (key, keys) = (key.clone(), keys.clone());
            let shown = key.clone();
            let shown = move || settings.with(|s| s.shows(&shown));
            let turn = move |event| {
                let on = event_target_checked(&event);
                let (key, keys) = (key.clone(), keys.clone());
                settings.update(move |s| {
                    let all = keys
                        .iter()
                        .filter(|known| if **known == key { on } else { s.shows(known) });
                    let chosen: Vec<String> = all.cloned().collect();
                    s.contests = if chosen.len() == keys.len() {
                        Vec::new()
                    } else {
                        chosen
                    };
                });
            };
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=shown on:change=turn />
                    {prefs.text(names)}
                </label>
            }
        };
        contests.iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <fieldset>
            <legend>{say(book, ScreenWords::setup_contests)}</legend>
            {rows}
        </fieldset>
    }
}
