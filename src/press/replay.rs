//! Any moment again: a scrubber with the moments on it, speeds, and the way back to live.

use homestretch_press::moment::time_of_day;
use homestretch_race::time::{Instant, Span};
use homestretch_words::books::PressWords;
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::*;
use std::time::Duration;

use super::desk::{Desk, History, desk};
use crate::dom::{Piece, view};
use crate::parts::text::text;
use crate::signals::{Memo, RwSignal};

/// The picture moves on so often.
const BEAT_MS: i64 = 500;
const SPEEDS: [i64; 5] = [1, 10, 60, 300, 1200];
/// Only what matters so much is marked and stepped to.
const MARKED: u8 = 60;

/// From the first gun to the newest read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Reach {
    from: Instant,
    to: Instant,
}

fn reach(desk: Desk) -> Reach {
    desk.held.version().track();
    let found = desk.held.with_race(|race| {
        let contest = desk.contest(race.event());
        let waves = race
            .event()
            .contests
            .get(contest)
            .map_or(0, |c| c.waves.len());
        let from = (0..waves)
            .filter_map(|wave| race.gun(contest, wave, race.newest()))
            .min();
        let from = from.unwrap_or(race.event().base);
        let to = race.latest().unwrap_or(from).max(from + Span(60_000));
        Reach { from, to }
    });
    found.unwrap_or_default()
}

/// When something happened that matters, in the whole story, whatever instant is shown: where one can go.
fn moments(desk: Desk) -> Vec<Instant> {
    // Read and not only tracked: a memo that nobody reads does not find out that it has changed.
    let _ = desk.news().get();
    let found = desk.held.with_race(|race| {
        let contest = desk.contest(race.event());
        let view = race.as_of(Instant(i64::MAX), race.newest());
        let marked = view
            .story(contest)
            .into_iter()
            .filter(|m| m.weight >= MARKED);
        let mut at: Vec<Instant> = marked.map(|m| m.at).collect();
        at.dedup();
        at
    });
    found.unwrap_or_default()
}

/// By what was known the instant is shown, in words.
fn state(desk: Desk) -> String {
    let book = desk.book.get();
    let (at, known) = desk.asked.with(|asked| (asked.at, asked.known));
    match (at, desk.then.get(), desk.history.get()) {
        (None, ..) => book.live(),
        (Some(_), true, History::Coming | History::Unasked) => book.loading_history(),
        (Some(_), true, History::Missing) => book.no_history(),
        (Some(_), true, History::Here) => {
            let offset_min = desk.held.event().map_or(0, |event| event.zone.offset_min);
            let cut = desk.held.with_race(|race| race.cut_at(known?)).flatten();
            cut.map_or_else(
                || book.known_then(),
                |cut| book.as_known_at(&time_of_day(cut, offset_min)),
            )
        }
        (Some(_), false, _) => book.known_now(),
    }
}

fn speeds() -> Vec<Piece> {
    SPEEDS
        .iter()
        .map(|n| {
            let (n, chosen) = (*n, *n == 60);
            view! { <option value=n.to_string() selected=chosen>{["×", &n.to_string()].concat()}</option> }
        })
        .collect()
}

/// The bar.
#[component]
pub fn Replay() -> impl IntoView {
    let desk = desk();
    let reach = Memo::new(move |_| reach(desk));
    let (playing, speed) = (RwSignal::new(false), RwSignal::new(60_i64));
    let now = move || {
        desk.asked
            .with(|asked| asked.at)
            .unwrap_or_else(|| reach.get().to)
    };
    let moments = Memo::new(move |_| moments(desk));
    set_interval(
        move || {
            if playing.get_untracked() {
                let at = desk.asked.with_untracked(|asked| asked.at);
                let next = at.unwrap_or(reach.get_untracked().from)
                    + Span(BEAT_MS * speed.get_untracked());
                if next >= reach.get_untracked().to {
                    playing.set(false);
                }
                desk.go(Some(next.min(reach.get_untracked().to)));
            }
        },
        Duration::from_millis(BEAT_MS as u64),
    );
    let step = move |on: bool| {
        let at = untrack(now);
        let next = moments.with_untracked(|moments| {
            if on {
                moments.iter().find(|m| **m > at).copied()
            } else {
                moments.iter().rev().find(|m| **m < at).copied()
            }
        });
        if next.is_some() {
            desk.go(next);
        }
    };
    let scrub = move |event: web_sys::Event| {
        if let Ok(s) = event_target_value(&event).parse::<i64>() {
            desk.go(Some(reach.get_untracked().from + Span(s * 1000)));
        }
    };
    let seconds = move |at: Instant| ((at - reach.get().from).0 / 1000).to_string();
    let marks = move || -> Vec<Piece> {
        let Reach { from, to } = reach.get();
        let whole = (to - from).0.max(1);
        let part = |at: Instant| ((at - from).0 * 1000 / whole).clamp(0, 1000);
        let marks = moments.get().into_iter().map(part);
        marks
            .map(|x| view! { <rect x=x.to_string() y="0" width="1" height="8" /> })
            .collect()
    };
    let clock = move || {
        let offset_min = desk.held.event().map_or(0, |event| event.zone.offset_min);
        time_of_day(now(), offset_min)
    };
    let state = move || state(desk);
    let then = move |event: web_sys::Event| {
        desk.then.set(event_target_checked(&event));
        desk.keep_known();
    };
    let set_speed = move |event: web_sys::Event| {
        if let Ok(n) = event_target_value(&event).parse() {
            speed.set(n);
        }
    };
    let play = move || {
        if playing.get() {
            desk.book.with(|book| book.pause())
        } else {
            desk.book.with(|book| book.play())
        }
    };
    view! {
        <section class="press-replay" aria-label=desk.say(PressWords::replay)>
            <button class="button small" on:click=move |_| step(false)>{desk.say(PressWords::previous_moment)}</button>
            <button class="button small" data-do="play" on:click=move |_| playing.update(|p| *p = !*p)>{text(play)}</button>
            <button class="button small" data-do="next" on:click=move |_| step(true)>{desk.say(PressWords::next_moment)}</button>
            <select aria-label=desk.say(PressWords::speed) on:change=set_speed>{speeds()}</select>
            <div class="press-track">
                <svg class="press-marks" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">{marks}</svg>
                <input type="range" min="0" step="1" aria-label=desk.say(PressWords::instant)
                    max=move || seconds(reach.get().to) prop:value=move || seconds(now())
                    aria-valuetext=text(clock) on:input=scrub />
            </div>
            <strong class="press-clock">{text(clock)}</strong>
            <label class="small"><input type="checkbox" data-do="then" prop:checked=move || if desk.then.get() { "1".to_owned() } else { String::new() } on:change=then />{desk.say(PressWords::known_then)}</label>
            <span class="small quiet" role="status">{text(state)}</span>
            <button class="button small" data-do="live" disabled=move || desk.asked.with(|a| a.at.is_none())
                on:click=move |_| { playing.set(false); desk.go(None); desk.ask(|a| a.known = None); }>{desk.say(PressWords::back_to_live)}</button>
        </section>
    }
}
