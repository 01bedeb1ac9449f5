//! The race clock: time since the first gun in large figures, the time of day in both zones beside it.

use homestretch_race::change::Phase;
use leptos::prelude::*;

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
    let what = move || {
        let words = prefs.words();
        match since_gun() {
            None => String::new(),
            Some(_) if held.stand().get().phase == Phase::Ended => words.phase_ended(),
            Some(span) if span.0 < 0 => words.until_gun(),
            Some(_) => words.since_gun(),
        }
    };
    let day = move || {
        let event = held.event()?;
        let now = clock.now_slow().get();
        let words = prefs.words();
        let (race, viewer) = zone::in_both(now, &event.zone);
        Some(view! {
            <span>{words.time_race_zone(&race)}</span>
            {viewer.map(|time| view! { <span>{words.time_your_zone(&time)}</span> })}
        })
    };
    view! {
        <div class="race-clock" role="timer" aria-label=prefs.say(|w| w.race_clock())>
            <p class="race-clock-figures">{figures}</p>
            <p class="race-clock-side"><span>{what}</span>{day}</p>
        </div>
    }
}
