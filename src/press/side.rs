//! Beside the table: the story so far, and what was corrected.

use homestretch_press::moment::{rfc3339, time_of_day};
use homestretch_race::Tick;
use homestretch_race::time::Instant;
use homestretch_words::books::PressWords;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::{Desk, History, desk};
use crate::device::share;
use crate::dom::{Piece, view};
use crate::signals::Memo;

/// So many of the newest are listed.
const MOST: usize = 200;

/// A moment as it is listed.
#[derive(Clone, PartialEq)]
struct Told {
    time: String,
    text: String,
    at: Instant,
    known: Tick,
}

/// The story so far, the newest first.
#[component]
pub fn StorySoFar() -> impl IntoView {
    let desk = desk();
    let story = Memo::new(move |_| {
        let told = desk.look_later(|view, contest| {
            let event = view.race.event();
            let offset_min = event.zone.offset_min;
            desk.speak(event, |speech| {
                let story = view.story(contest);
                let newest = story.iter().rev().take(MOST);
                newest
                    .map(|moment| Told {
                        time: time_of_day(moment.at, offset_min),
                        text: speech.moment(view, moment),
                        at: moment.at,
                        known: moment.known,
                    })
                    .collect::<Vec<_>>()
            })
        });
        told.unwrap_or_default()
    });
    let items = move || -> Vec<Piece> {
        let story = story.get();
        if story.is_empty() {
            return vec![view! { <li class="quiet">{desk.say(PressWords::story_empty)}</li> }];
        }
        story.into_iter().map(|told| item(desk, told)).collect()
    };
    view! {
        <section aria-labelledby="story-title">
            <h2 id="story-title">{desk.say(PressWords::story)}</h2>
            <ol class="press-story">{items}</ol>
        </section>
    }
}

fn item(desk: Desk, told: Told) -> Piece {
    let contest = desk.asked.with_untracked(|asked| asked.contest.clone());
    let known = told.known.0.to_string();
    let link = [
        "/press?contest=",
        &contest,
        "&at=",
        &rfc3339(told.at, 0),
        "&known=",
        &known,
    ]
    .concat();
    let show = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        desk.ask(|asked| (asked.at, asked.known) = (Some(told.at), None));
        desk.then.set(true);
        if desk.history.get_untracked() == History::Here {
            desk.ask(|asked| asked.known = Some(told.known));
        }
    };
    let text = told.text.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            share::copy(&text, || {}).await;
        });
    };
    let label = [
        desk.book.with_untracked(|book| book.copy()),
        told.text.clone(),
    ]
    .join(": ");
    view! {
        <li>
            <a href=link on:click=show><time>{told.time}</time></a>
            <span>{told.text}</span>
            <button class="press-copy-one" aria-label=label on:click=copy>{desk.say(PressWords::copy)}</button>
        </li>
    }
}

/// What was published and is different now.
#[component]
pub fn Corrections() -> impl IntoView {
    let desk = desk();
    let corrections = Memo::new(move |_| {
        let lines = desk.look_later(|view, _| {
            let race = view.race;
            let offset_min = race.event().zone.offset_min;
            desk.speak(race.event(), |speech| {
                let all = race.corrections();
                let known = all.iter().rev().filter(|c| c.corrected <= view.known);
                known
                    .take(MOST)
                    .map(|correction| {
                        let at = race.cut_at(correction.corrected);
                        let at = at.map_or_else(String::new, |at| time_of_day(at, offset_min));
                        (at, speech.correction(race, correction))
                    })
                    .collect::<Vec<_>>()
            })
        });
        lines.unwrap_or_default()
    });
    let items = move || -> Vec<Piece> {
        let lines = corrections.get();
        if lines.is_empty() {
            return vec![
                view! { <li class="quiet">{desk.say(PressWords::corrections_empty)}</li> },
            ];
        }
        let line =
            |(at, text): (String, String)| view! { <li><time>{at}</time><span>{text}</span></li> };
        lines.into_iter().map(line).collect()
    };
    view! {
        <section aria-labelledby="corrections-title">
            <h2 id="corrections-title">{desk.say(PressWords::corrections)}</h2>
            <ol class="press-story">{items}</ol>
            <p class="small"><a href="/api/v1/corrections?format=atom">"Atom"</a></p>
        </section>
    }
}
