//! Beside the table: the story so far, and what was corrected.

use std::collections::BTreeMap;

use homestretch_press::corrected;
use homestretch_press::moment::{rfc3339, time_of_day};
use homestretch_race::Tick;
use homestretch_race::corrections::{Corrected, Correction};
use homestretch_race::race::Race;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_words::books::PressWords;
use leptos::prelude::*;

use super::desk::{Desk, History, desk};
use super::{page, said};
use crate::dom::{Piece, view};
use crate::parts::text::text;
use crate::query;
use crate::signals::Memo;

/// So many of the newest are listed.
const MOST: usize = 200;
/// A place is looked up in the whole standing, so only the newest corrections say what became of it.
const WITH_PLACES: usize = 40;

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
    let pairs = [
        ("contest", contest),
        ("at", rfc3339(told.at, 0)),
        ("known", told.known.0.to_string()),
    ];
    let link = ["/press", &query::of_pairs(&pairs)].concat();
    let show = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        desk.ask(|asked| (asked.at, asked.known) = (Some(told.at), None));
        desk.then.set(true);
        if desk.history.get_untracked() == History::Here {
            desk.ask(|asked| asked.known = Some(told.known));
        }
    };
    let (text, address) = (told.text.clone(), link.clone());
    let copy = move |_| {
        // A sentence goes with what it is of, as of when, and where it can be seen again.
        let origin = window().location().origin().unwrap_or_default();
        let about = untrack(|| page::about_from(desk, &[&origin, &address[..]].concat()));
        said::copy(desk, [&text, "\n", &about].concat());
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

/// A correction as it is listed.
#[derive(Clone, PartialEq)]
struct Fixed {
    time: String,
    text: String,
    /// Why, when published, when corrected, what became of the place.
    more: String,
}

/// A place before a correction and since.
type Places = (Option<u32>, Option<u32>);
/// Those that were looked up: by tick and entrant, and by whether it was known what was known before.
type Known = BTreeMap<(Tick, EntrantNo, bool), Places>;

/// The places of a correction; what it did to them then stays what it did.
fn places(known: StoredValue<Known, LocalStorage>, of: (&Race, &Correction), here: bool) -> Places {
    let (race, correction) = of;
    let Some(entrant) = corrected::entrant_of(correction) else {
        return (None, None);
    };
    let key = (correction.corrected, entrant, here);
    if let Some(places) = known.with_value(|known| known.get(&key).copied()) {
        return places;
    }
    let places = corrected::places(race, correction);
    known.update_value(|known| {
        known.insert(key, places);
    });
    places
}

/// What was published and is different now.
#[component]
pub fn Corrections() -> impl IntoView {
    let desk = desk();
    let looked_up = StoredValue::new_local(Known::new());
    let corrections = Memo::new(move |_| {
        let lines = desk.look_later(|view, _| {
            let all = view.race.corrections();
            let known = all.iter().rev().filter(|c| c.corrected <= view.known);
            known
                .take(MOST)
                .enumerate()
                .map(|(n, correction)| {
                    let here = desk.history.get() == History::Here;
                    let with_place = n < WITH_PLACES;
                    let places =
                        with_place.then(|| places(looked_up, (view.race, correction), here));
                    fixed(desk, view.race, correction, places.unwrap_or_default())
                })
                .collect::<Vec<_>>()
        });
        lines.unwrap_or_default()
    });
    let since = since(desk);
    let empty = Memo::new(move |_| corrections.with(Vec::is_empty));
    let items = move || -> Vec<Piece> {
        let lines = corrections.get();
        if lines.is_empty() {
            let none = since.get().map_or_else(
                || desk.book.with(|book| book.corrections_empty()),
                |since| desk.book.with(|book| book.corrections_none_since(&since)),
            );
            return vec![view! { <li class="quiet">{none}</li> }];
        }
        let line = |fixed: Fixed| {
            let quoted = [&fixed.text[..], " (", &fixed.more, ")"].concat();
            let copy = move |_| {
                let about = untrack(|| page::about(desk));
                said::copy(desk, [&quoted, "\n", &about].concat());
            };
            let label = [
                desk.book.with_untracked(|book| book.copy()),
                fixed.text.clone(),
            ];
            view! {
                <li>
                    <time>{fixed.time}</time>
                    <span>{fixed.text}<small class="quiet">{fixed.more}</small></span>
                    <button class="press-copy-one" aria-label=label.join(": ") on:click=copy>{desk.say(PressWords::copy)}</button>
                </li>
            }
        };
        lines.into_iter().map(line).collect()
    };
    view! {
        <section aria-labelledby="corrections-title">
            <h2 id="corrections-title">{desk.say(PressWords::corrections)}</h2>
            <ol class="press-story">{items}</ol>
            <Earlier desk since empty />
            <p class="small"><a href="/api/v1/corrections?format=atom" type="application/atom+xml">{desk.say(PressWords::corrections_feed)}</a></p>
        </section>
    }
}

fn fixed(desk: Desk, race: &Race, correction: &Correction, places: Places) -> Fixed {
    let event = race.event();
    let clock = |at: Instant| time_of_day(at, event.zone.offset_min);
    let corrected = race.cut_at(correction.corrected);
    let corrected = corrected.map(clock).unwrap_or_default();
    let (text, why) = desk.speak(event, |speech| {
        let why = match &correction.what {
            Corrected::Passing { why, .. } => Some(speech.why(*why)),
            Corrected::Status { note, .. } => note.clone(),
            Corrected::Gun { .. } => None,
        };
        (speech.correction(race, correction), why)
    });
    let book = desk.book.get();
    let when = match race.told_at(correction.published).map(clock) {
        Some(published) => book.published_corrected(&published, &corrected),
        None => book.corrected_at(&corrected),
    };
    let place = match places {
        (Some(from), Some(to)) if from != to => {
            Some(book.place_changed(&from.to_string(), &to.to_string()))
        }
        _ => None,
    };
    let more = why.into_iter().chain([when]).chain(place);
    Fixed {
        time: corrected,
        text,
        more: more.collect::<Vec<_>>().join(" · "),
    }
}

/// Since when corrections are known here, where that is not from the start: whoever came late has what stands, not what
/// was changed before.
fn since(desk: Desk) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let here = desk.history.get() == History::Here;
        desk.held.version().track();
        let since = desk.held.with_race(|race| {
            let (first, at) = *race.cuts().first()?;
            let offset_min = race.event().zone.offset_min;
            (first > Tick(1)).then(|| time_of_day(at, offset_min))
        });
        since.flatten().filter(|_| !here)
    })
}

/// That the earlier ones are not here is said, and they can be had.
#[component]
fn Earlier(desk: Desk, since: Memo<Option<String>>, empty: Memo<bool>) -> impl IntoView {
    let said = move || {
        let book = desk.book.get();
        match (since.get(), desk.history.get()) {
            (None, _) => String::new(),
            (Some(_), History::Coming) => book.loading_history(),
            (Some(_), History::Missing) => book.no_history(),
            // The empty list says it.
            (Some(_), _) if empty.get() => String::new(),
            (Some(since), _) => book.corrections_since(&since),
        }
    };
    let askable =
        Memo::new(move |_| since.get().is_some() && desk.history.get() != History::Coming);
    view! {
        <p class="small quiet" role="status">{text(said)}</p>
        <Show when=move || askable.get()>
            <button class="button small" data-do="earlier" on:click=move |_| desk.fetch_history()>{desk.say(PressWords::corrections_fetch)}</button>
        </Show>
    }
}
