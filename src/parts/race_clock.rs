//! The race clock: time since the first gun in large figures, the time of day in both zones beside it.

use homestretch_race::change::Phase;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::Memo;

use crate::dom::view;

use super::health_bar::HealthMark;
use super::text::text;
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;
use crate::zone;

/// The race clock.
#[component]
pub fn RaceClock() -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    // The first gun of the first contest is the race's own zero.
    let gun = Memo::new(move |_| held.look(clock.now_frame(), |view| view.gun(0, 0)));
    let since_gun = move || gun.get().map(|gun| clock.now_slow().get() - gun);
    let figures = move || {
        since_gun().map_or_else(
            || "–:––:––".to_owned(),
            |span| {
                format::running(if span.0 < 0 {
                    homestretch_race::time::Span(-span.0 + 999)
                } else {
                    span
                })
            },
        )
    };
    // Since the gun goes without saying; until it does not.
    let what = move || {
        let words = prefs.words();
        if held.stand().get().phase == Phase::Ended {
            return Some(words.phase_ended());
        }
        since_gun()
            .filter(|span| span.0 < 0)
            .map(|_| words.until_gun())
    };
    // Both zones change by the minute, the clock by the second.
    let day = Memo::new(move |_| {
        let event = held.event()?;
        Some(zone::in_both(clock.now_slow().get(), &event.zone))
    });
    let day = move || {
        let (race, viewer) = day.get()?;
        let words = prefs.words();
        Some(view! {
            <span>{words.time_race_zone(&race)}</span>
            {viewer.map(|time| view! { <span>{words.time_your_zone(&time)}</span> })}
        })
    };
    view! {
        <div class="race-clock">
            <p class="race-clock-figures" role="timer" aria-label=prefs.say(Words::race_clock)>
                {text(figures)} <span class="race-clock-what">{what}</span>
            </p>
            <div class="race-clock-side"><HealthMark />{day}</div>
        </div>
    }
}
