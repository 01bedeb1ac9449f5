//! How it stands with one runner at this moment, in words.

use homestretch_race::roster::EntrantNo;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::course_bar::CourseBar;
use super::now_said::{Ahead, Said, say};
use super::text::text;
use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;

/// The block at the top of a runner's card.
#[component]
pub fn Now(no: Signal<Option<EntrantNo>>) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let said = Memo::new(move |_| {
        let (no, at) = (no.get()?, clock.now_slow().get());
        held.look(at, |view| say(view, no, prefs)).flatten()
    });
    // What is made of several elements is made anew only when that part of it says something else.
    let bar = part_of(said, |said| said.bar.clone());
    let result = part_of(said, |said| said.result.clone());
    let lines = part_of(said, |said| said.lines.clone());
    let ahead = part_of(said, |said| said.ahead.clone());
    let part =
        move |look: fn(&Said) -> Option<String>| said.with(|said| said.as_ref().and_then(look));
    let result = move || {
        let result = result.get()?;
        let mark = if held.stand().get().official {
            prefs.words().official()
        } else {
            prefs.words().provisional()
        };
        Some(view! {
            <p class="now-result">
                <span class="now-figure">{result}</span>
                <span class="mark">{mark}</span>
            </p>
        })
    };
    let lines = move || {
        lines
            .get()
            .into_iter()
            .map(|line| view! { <p class="quiet">{line}</p> })
            .collect_view()
    };
    let ahead = move || {
        let ahead = ahead.get();
        let one = |ahead: Ahead| {
            view! {
                <li>
                    {ahead.sentence}
                    {ahead.elsewhere.map(|time| view! { <span class="quiet elsewhere">{time}</span> })}
                </li>
            }
        };
        (!ahead.is_empty()).then(
            || view! { <ul class="now-ahead">{ahead.into_iter().map(one).collect_view()}</ul> },
        )
    };
    view! {
        <div class="now" data-status=text(move || said.with(|said| said.as_ref().map_or("", |said| said.status).to_owned()))>
            <p class="now-headline">{text(move || part(|said| Some(said.headline.clone())).unwrap_or_default())}</p>
            {result}
            <CourseBar bar />
            {lines}
            {ahead}
            <details class="now-how" hidden=move || part(|said| said.how.clone()).is_none()>
                <summary>{prefs.say(Words::how_do_you_know)}</summary>
                <p class="quiet">{text(move || part(|said| said.how.clone()).unwrap_or_default())}</p>
            </details>
        </div>
    }
}

/// A part of what is said, which changes less often than the whole.
fn part_of<T>(said: Memo<Option<Said>>, look: fn(&Said) -> T) -> Memo<T>
where
    T: Clone + Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| said.with(|said| said.as_ref().map(look).unwrap_or_default()))
}
