//! What can be shown, one each: the first of a contest, some runners, the map, a sentence of the story.

use homestretch_press::Speech;
use homestretch_press::moment::{rfc3339, time_of_day};
use homestretch_race::roster::EntrantNo;
use homestretch_words::books::{EmbedWords, PressWords};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked::Asked;
use super::page::Parts;
use crate::device::later;
use crate::dom::{Piece, view};
use crate::map::camera::Camera;
use crate::map::{CourseMap, Shared};
use crate::parts::face;
use crate::parts::runner_row::RunnerRows;
use crate::parts::standing_rows::{StandingRows, followed_row};
use crate::parts::text::text;
use crate::signals::{Memo, RwSignal, Signal};
use crate::storage;

/// Where no moment is named, the newest is told that matters so much, else the one that matters most.
const MATTERS: u8 = 60;
/// The height of the button that wakes the map, with the gap below it.
const WAKE_PX: f64 = 44.0;
const LEAFLET: &str = "/vendor/leaflet.js";

/// The first of a contest.
pub fn board(parts: &Parts) -> Piece {
    let parts = *parts;
    let contest = Signal::derive(move || parts.contest.get().unwrap_or(0));
    let (group, most) = (parts.asked.group(), parts.asked.rows());
    view! { <StandingRows contest group=Signal::stored(group) most=Signal::stored(most) /> }
}

/// How it stands with some runners.
pub fn list(parts: &Parts) -> Piece {
    let parts = *parts;
    let Parts {
        held, clock, prefs, ..
    } = parts;
    let rows = Memo::new(move |_| {
        // Expectations move with the clock, and it is a short list.
        let at = clock.now_slow().get();
        let rows = held.look(at, |view| {
            let roster = view.race.roster();
            let known = parts.asked.bibs.iter().filter_map(|bib| roster.by_bib(bib));
            known
                .filter_map(|entrant| followed_row(view, entrant.no, prefs))
                .collect::<Vec<_>>()
        });
        rows.unwrap_or_default()
    });
    let unknown = Memo::new(move |_| {
        let Some(roster) = held.roster() else {
            return String::new();
        };
        let bibs = parts.asked.bibs.iter();
        let unknown = bibs.filter(|bib| roster.by_bib(bib).is_none());
        unknown.cloned().collect::<Vec<_>>().join(", ")
    });
    let said = move || {
        let (unknown, none) = (unknown.get(), parts.asked.bibs.is_empty());
        parts.book.with(|book| match (none, unknown.is_empty()) {
            (true, _) => book.list_empty(),
            (_, false) => book.unknown_bibs(&unknown),
            (_, true) => String::new(),
        })
    };
    view! {
        <RunnerRows rows />
        <p class="empty">{text(said)}</p>
    }
}

/// The course with everybody on it. The library under the map comes only now; until somebody wants to move the map,
/// the page around scrolls over it.
pub fn map(parts: &Parts) -> Piece {
    let parts = *parts;
    let Parts { held, asked, .. } = parts;
    let followed = Memo::new(move |_| {
        let roster = held.roster();
        let known = asked
            .bibs
            .iter()
            .filter_map(|bib| roster.as_ref()?.by_bib(bib).map(|entrant| entrant.no));
        known.collect::<Vec<_>>()
    });
    let wanted = storage::asked("camera").and_then(|wanted| wanted.parse().ok());
    let camera = RwSignal::new(wanted.unwrap_or(Camera::Course));
    let shared = Shared::new(RwSignal::new(None), followed.into(), camera);
    crate::signals::effect(move || shared.choose_contest(parts.contest.get().unwrap_or(0)));
    let on_choose = Callback::new(move |chosen: Vec<EntrantNo>| {
        let first = chosen.first().copied();
        let bib = held.with_race(|race| Some(race.roster().get(first?)?.bib.clone()));
        if let Some(bib) = bib.flatten() {
            // A browser that opens no window leaves the map as it is.
            let _ = window().open_with_url_and_target(&face::address(&bib), "_blank");
        }
    });
    let (here, asleep) = (RwSignal::new(false), RwSignal::new(true));
    spawn_local(async move {
        // Without the library there is no map, and the frame still says what it is of.
        let _ = later::script(LEAFLET).await;
        here.set(true);
    });
    // The button lies over the lower edge until it was pressed.
    let covered = Signal::derive(move || if asleep.get() { WAKE_PX } else { 0.0 });
    let credits = move || {
        held.course_version().track();
        let of = held.course_file();
        of.map_or_else(String::new, |file| file.attribution.clone())
    };
    view! {
        <div class="embed-map">
            <Show when=move || here.get()>
                <CourseMap shared on_choose covered />
            </Show>
            <Show when=move || asleep.get()>
                <button class="embed-wake" type="button" on:click=move |_| asleep.set(false)>
                    <span>{parts.say(EmbedWords::move_map)}</span>
                </button>
            </Show>
        </div>
        <p class="embed-credits">{text(credits)}" · "<a href="https://leafletjs.com" rel="noreferrer">"Leaflet"</a></p>
    }
}

/// A moment as it is told: time, sentence, and where it can be seen again.
#[derive(Clone, Default, PartialEq)]
struct Told {
    time: String,
    sentence: String,
    link: String,
}

/// One sentence of the story.
pub fn moment(parts: &Parts) -> Piece {
    let parts = *parts;
    let Parts {
        held,
        clock,
        prefs,
        asked,
        ..
    } = parts;
    let press = prefs.book::<PressWords>();
    let told = Memo::new(move |_| {
        let contest = parts.contest.get()?;
        let (words, press) = (prefs.words(), press.get());
        let found = held.look(clock.now_frame(), |view| {
            let event = view.race.event();
            let story = view.story(contest);
            let moment = if asked.moment.is_empty() {
                let newest = story.iter().rev().find(|m| m.weight >= MATTERS);
                newest.or_else(|| story.iter().max_by_key(|m| m.weight))
            } else {
                story.iter().find(|m| m.id == asked.moment)
            };
            moment.map(|moment| Told {
                time: time_of_day(moment.at, event.zone.offset_min),
                sentence: Speech {
                    words: &words,
                    press: &press,
                    noc: &|code| prefs.noc(code, event),
                }
                .moment(view, moment),
                link: link(event.contests.get(contest).map_or("", |c| &c.key), moment),
            })
        });
        found.flatten()
    });
    let told = move || match told.get() {
        Some(told) => view! {
            <blockquote class="embed-moment">
                <p>{told.sentence}</p>
                <a href=told.link><time>{told.time}</time>" "{parts.say(EmbedWords::see_moment)}</a>
            </blockquote>
        },
        None => view! {
            <p class="empty">{move || parts.book.with(|book| match asked.moment.as_str() {
                "" => book.no_moment(),
                id => book.unknown_moment(id),
            })}</p>
        },
    };
    view! { <div>{told}</div> }
}

fn link(contest: &str, moment: &homestretch_race::story::Moment) -> String {
    let pairs = [
        ("contest", contest.to_owned()),
        ("at", rfc3339(moment.at, 0)),
        ("known", moment.known.0.to_string()),
    ];
    "/replay".to_owned() + &crate::query::of_pairs(&pairs)
}

/// Where the app shows more of it.
pub fn more(asked: &Asked, contest: &str) -> String {
    use super::asked::Show;
    match asked.show {
        Show::Board => {
            "/leaders/".to_owned() + &String::from(js_sys::encode_uri_component(contest))
        }
        Show::Moment => {
            "/press".to_owned() + &crate::query::of_pairs(&[("contest", contest.to_owned())])
        }
        Show::List | Show::Map | Show::Unknown(_) => "/".to_owned(),
    }
}
