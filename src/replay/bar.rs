//! The bar: where in the race one is, with the moments marked on it; speeds, manners, and the way back to live.

use homestretch_race::retell::Manner;
use homestretch_race::time::Span;
use homestretch_words::books::ReplayWords;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keys;
use super::moments::Moment;
use super::told::{History, Reach, SPEEDS, Told};
use crate::device::share;
use crate::dom::{Piece, view};
use crate::format;
use crate::parts::text::text;
use crate::signals::{Memo, RwSignal};

/// What is shown, in words.
fn state(told: Told) -> String {
    let book = told.book.get();
    told.held.stand().track();
    let (manner, known, at) = told
        .asked
        .with(|asked| (asked.manner, asked.known, asked.at));
    match manner {
        Manner::Together => book.mass_start_note(),
        Manner::Now if at.is_none() && told.goes_on() => book.live(),
        Manner::Now => book.known_now(),
        Manner::Then => match told.history.get() {
            History::Coming | History::Unasked => book.loading_history(),
            History::Missing => book.no_history(),
            History::Here => {
                let cut = known.and_then(|tick| told.held.with_race(|race| race.cut_at(tick)));
                let offset_min = told.held.event().map_or(0, |event| event.zone.offset_min);
                let cut = cut
                    .flatten()
                    .map(|cut| format::time_of_day_s(cut, offset_min));
                let note = book.known_then_note();
                match cut {
                    Some(cut) => [book.as_known_at(&cut), note].join(". "),
                    None => note,
                }
            }
        },
    }
}

/// Time since the first gun, and the time of day where there is one.
fn clocks(told: Told) -> (String, String) {
    let (now, reach) = (told.now.get(), told.reach.get());
    let since = now - reach.from;
    let book = told.book.get();
    let running = format::running(Span(since.0.abs()));
    let since = if since.0 < 0 {
        book.before_start(&running)
    } else {
        book.since_start(&running)
    };
    let together = told.asked.with(|asked| asked.manner == Manner::Together);
    let offset_min = told.held.event().map_or(0, |event| event.zone.offset_min);
    // With all waves together there is no time of day that would be true for everybody.
    let day = (!together).then(|| format::time_of_day_s(now, offset_min));
    (since, day.unwrap_or_default())
}

fn speeds(told: Told) -> Vec<Piece> {
    let chosen = told.speed.get();
    let option = |(i, n): (usize, &i64)| {
        view! { <option value=i.to_string() selected=i == chosen>{["×", &n.to_string()].concat()}</option> }
    };
    SPEEDS.iter().enumerate().map(option).collect()
}

/// The scrubber with the moments on it.
#[component]
fn Track(told: Told, moments: Memo<Vec<Moment>>) -> impl IntoView {
    let marks = move || -> Vec<Piece> {
        let Reach { from, to } = told.reach.get();
        let whole = (to - from).0.max(1);
        moments.with(|all| {
            let marked = all.iter().filter(|moment| moment.marked);
            let mut at: Vec<i64> = marked
                .map(|m| ((m.at - from).0 * 1000 / whole).clamp(0, 1000))
                .collect();
            at.dedup();
            at.into_iter()
                .map(|x| view! { <rect x=x.to_string() y="0" width="2" height="8" /> })
                .collect()
        })
    };
    let scrub = move |event: web_sys::Event| {
        if let Ok(s) = event_target_value(&event).parse::<i64>() {
            told.go(told.reach.get_untracked().from + Span(s * 1000));
        }
    };
    let longest = move || {
        let Reach { from, to } = told.reach.get();
        ((to - from).0 / 1000).to_string()
    };
    let here = move || ((told.now.get() - told.reach.get().from).0 / 1000).to_string();
    view! {
        <div class="replay-track">
            <svg class="replay-marks" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">{marks}</svg>
            <input type="range" min="0" step="1" aria-label=told.say(ReplayWords::instant) max=longest
                prop:value=here aria-valuetext=text(move || clocks(told).0) on:input=scrub />
        </div>
    }
}

/// The bar.
#[component]
pub fn Bar(told: Told, moments: Memo<Vec<Moment>>) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let address = window().location().href().unwrap_or_default();
        spawn_local(async move {
            copied.set(share::copy(&address, || {}).await);
        });
    };
    let copy_said = move || {
        let book = told.book.get();
        if copied.get() {
            book.copied()
        } else {
            book.copy_link()
        }
    };
    let play_said = move || {
        let book = told.book.get();
        if told.playing.get() {
            book.pause()
        } else {
            book.play()
        }
    };
    let sign = move || {
        if told.playing.get() {
            view! { <path d="M6 4h3v12H6zM11 4h3v12h-3z" /> }
        } else {
            view! { <path d="M6 3.5v13l11-6.5z" /> }
        }
    };
    let set_speed = move |event: web_sys::Event| {
        if let Ok(n) = event_target_value(&event).parse() {
            told.set_speed(n);
        }
    };
    let manner = Memo::new(move |_| told.asked.with(|asked| asked.manner));
    let way = move |wanted: Manner, name: &'static str, say: fn(&ReplayWords) -> String| {
        let toggle = move |_| {
            let now = manner.get_untracked();
            told.tell_by(if now == wanted { Manner::Now } else { wanted });
        };
        view! {
            <button type="button" class="button" data-do=name on:click=toggle
                aria-pressed=text(move || (manner.get() == wanted).to_string())>{told.say(say)}</button>
        }
    };
    view! {
        <section class="replay-bar" aria-label=told.say(ReplayWords::controls)>
            <Track told moments />
            <div class="replay-hands">
                <button type="button" class="button replay-icon" data-do="previous" aria-label=told.say(ReplayWords::previous_moment)
                    title=told.say(ReplayWords::previous_moment) on:click=move |_| keys::step(told, moments, false)>
                    <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 4h2v12H4zM17 3.5v13L7 10z" /></svg>
                </button>
                <button type="button" class="button replay-icon replay-play" data-do="play" aria-label=text(play_said)
                    on:click=move |_| told.play(!told.playing.get_untracked())>
                    <svg viewBox="0 0 20 20" aria-hidden="true">{sign}</svg>
                </button>
                <button type="button" class="button replay-icon" data-do="next" aria-label=told.say(ReplayWords::next_moment)
                    title=told.say(ReplayWords::next_moment) on:click=move |_| keys::step(told, moments, true)>
                    <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M14 4h2v12h-2zM3 3.5v13L13 10z" /></svg>
                </button>
                <select data-do="speed" aria-label=told.say(ReplayWords::speed) on:change=set_speed>{move || speeds(told)}</select>
                <p class="replay-clock"><strong>{text(move || clocks(told).0)}</strong><span class="quiet">{text(move || clocks(told).1)}</span></p>
                <div class="replay-ways">
                    {way(Manner::Together, "together", ReplayWords::mass_start)}
                    {way(Manner::Then, "then", ReplayWords::known_then)}
                    <button type="button" class="button" data-do="copy" on:click=copy>{text(copy_said)}</button>
                    <button type="button" class="button" data-do="live" disabled=move || told.is_live() on:click=move |_| told.go_live()>{told.say(ReplayWords::back_to_live)}</button>
                </div>
            </div>
            <p class="replay-state small quiet" role="status">{text(move || state(told))}</p>
        </section>
    }
}
