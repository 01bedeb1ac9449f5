//! The keyboard. No letters: they belong to whoever dictates to the page or jumps in it by letters.

use homestretch_race::time::Span;
use leptos::ev;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::moments::{Moment, next};
use super::told::Told;
use crate::signals::Memo;

const SHORT: Span = Span(10_000);
const LONG: Span = Span(60_000);
/// Whoever is in one of these types, chooses or moves in it.
const OTHERS: &str = "input:not([type=range]), select, textarea, [role=application], summary";

/// Listens as long as the page lives.
pub fn listen(told: Told, moments: Memo<Vec<Moment>>) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.alt_key() || event.ctrl_key() || event.meta_key() || is_others(&event) {
            return;
        }
        if press(told, moments, &event.key(), event.shift_key()) {
            event.prevent_default();
        }
    });
    // The page has one for as long as it lives.
    std::mem::forget(listener);
}

fn is_others(event: &KeyboardEvent) -> bool {
    let Some(at) = event.target().and_then(|at| at.dyn_into::<Element>().ok()) else {
        return false;
    };
    let within = |what: &str| at.closest(what).ok().flatten().is_some();
    // A button is pressed by the space bar.
    within(OTHERS) || (event.key() == " " && within("button, a"))
}

/// Does what a key stands for; false for one that stands for nothing here.
fn press(told: Told, moments: Memo<Vec<Moment>>, key: &str, shift: bool) -> bool {
    let by = if shift { LONG } else { SHORT };
    match key {
        " " => told.play(!told.playing.get_untracked()),
        "ArrowLeft" => told.step(Span(-by.0)),
        "ArrowRight" => told.step(by),
        "ArrowUp" => told.faster(1),
        "ArrowDown" => told.faster(-1),
        "PageUp" => step(told, moments, false),
        "PageDown" => step(told, moments, true),
        "Home" => told.go(told.reach.get_untracked().from),
        "End" => told.go_live(),
        _ => return false,
    }
    true
}

/// To the moment before or after.
pub fn step(told: Told, moments: Memo<Vec<Moment>>, on: bool) {
    let now = told.now.get_untracked();
    let found = moments.with_untracked(|all| {
        let found = next(all, now, on)?;
        Some((found.at, found.known))
    });
    if let Some((at, known)) = found {
        told.go_known(at, known);
    }
}
