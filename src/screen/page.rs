//! The screen itself: frame, scene, banner, footer.

use std::time::Duration;

use homestretch_race::Phase;
use homestretch_race::time::Span;
use leptos::ev;
use leptos::prelude::*;

use crate::dom::view;
use crate::signals::{Memo, RwSignal, Signal, effect};

use super::banner::BannerOver;
use super::lines::{both, short};
use super::listen;
use super::office::ceremony::group;
use super::scene::Scene;
use super::scenes::{self, podium::podium};
use super::settings::Settings;
use super::tongue::speak;
use super::wall::Wall;
use crate::clock::Clock;
use crate::format;
use crate::health::{Health, RACE_SILENCE_MS};
use crate::held::Held;
use crate::prefs::{Prefs, Theme};
use crate::storage;

/// A wall of this height shows the map as a laptop would; the smallest lettering of the map is 1/45 of it.
const MAP_PX: f64 = 520.0;

/// A screen of these settings, as large as what it lies in.
#[component]
pub fn Screen(
    /// The race.
    held: Held,
    /// Its clock.
    clock: Clock,
    /// What the map is drawn by.
    prefs: Prefs,
    /// How it is set up.
    settings: Settings,
) -> impl IntoView {
    let tongues = speak(&settings.tags);
    prefs.tag.set(settings.tags[0].clone());
    prefs.theme.set(Theme::from_key(settings.tone.app_key()));
    let (tone, margin) = (settings.tone, settings.margin_pct);
    let (scale, remote) = (f64::from(settings.scale_pct) / 100.0, settings.remote);
    let wall = Wall::new(held, clock, settings, tongues);
    // The map goes by this clock, so that it stands still with the rest.
    provide_context(wall.shown);
    if remote {
        listen::start(wall);
    }
    wall.run();
    let place = NodeRef::<leptos::html::Div>::new();
    magnify_maps(place);
    view! {
        <div class="wall-box" node_ref=place data-tone=tone.key()>
            <div
                class="wall"
                style=("--margin", move || margin.to_string())
                style=("--scale", move || scale.to_string())
            >
                <main class="wall-main"><OnNow wall /></main>
                <BannerOver wall />
                <Foot wall />
                <Announcement wall />
            </div>
        </div>
    }
}

/// The app's map is made for arm's length; on a wall it is drawn so many times larger.
fn magnify_maps(place: NodeRef<leptos::html::Div>) {
    let measure = move || {
        let Some(place) = place.get_untracked() else {
            return;
        };
        let by = (f64::from(place.client_height()) / MAP_PX).max(1.0);
        let by = (by * 100.0).round() / 100.0;
        storage::set_on_page("data-magnified", &by.to_string());
        let _ = place.style(("--magnified", by.to_string()));
    };
    effect(move || {
        place.track();
        measure();
    });
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
}

/// The scene, or the ceremony.
#[component]
fn OnNow(wall: Wall) -> impl IntoView {
    let ceremony = Memo::new(move |_| wall.orders.with(|orders| orders.ceremony.clone()));
    let whose = Memo::new(move |_| {
        let ceremony = ceremony.get()?;
        let event = wall.event()?;
        let contest = event
            .contests
            .iter()
            .position(|c| c.key == ceremony.contest)?;
        Some((contest, group(&ceremony.sex)))
    });
    let called = Signal::derive(move || ceremony.get().map_or(0, |c| c.called));
    move || match whose.get() {
        Some((contest, group)) => podium(wall, contest, &group, called),
        None => scenes::show(wall, &wall.scene.get().0),
    }
}

/// What the race office says over everything.
#[component]
fn Announcement(wall: Wall) -> impl IntoView {
    let said = Memo::new(move |_| {
        wall.orders.with(|orders| {
            let remote = Some(&orders.announcement).filter(|text| !text.0.is_empty());
            remote.unwrap_or(&orders.notice).clone()
        })
    });
    move || {
        let text = said.get();
        (!text.0.is_empty()).then(|| {
            view! {
                <aside class="announcement">
                    <p class="giant-words">{both(wall, move |tongue| text.get(&tongue.tag).to_owned())}</p>
                </aside>
            }
        })
    }
}

/// The race's clock, and how old the picture is.
#[component]
fn Foot(wall: Wall) -> impl IntoView {
    let event_name = both(wall, move |tongue| {
        wall.event()
            .map_or_else(String::new, |event| tongue.text(&event.names).to_owned())
    });
    let running = move || {
        let now = wall.now.get();
        wall.look(|view| {
            let contest = match &wall.scene.get_untracked().0 {
                Scene::Lead { contest, .. }
                | Scene::Board { contest, .. }
                | Scene::Field { contest }
                | Scene::Podium { contest, .. } => *contest,
                Scene::Stadium | Scene::Countdown | Scene::Thanks => 0,
            };
            let gun = view.gun(contest, 0);
            let on = view.race.phase(view.known).0 != Phase::Before;
            (on && now >= gun).then(|| short(now - gun))
        })
        .flatten()
        .unwrap_or_default()
    };
    let day = move || {
        let offset = wall.event().map_or(0, |event| event.zone.offset_min);
        format::time_of_day(wall.now.get(), offset)
    };
    let demo = Memo::new(move |_| wall.event().is_some_and(|event| event.demo));
    let demo = move || {
        let said = || view! { <p class="foot-demo">{both(wall, |t| t.say.demo())}</p> };
        demo.get().then(said)
    };
    view! {
        <footer class="wall-foot">
            <p class="foot-clock"><strong>{running}</strong><span>{day}</span></p>
            <p class="foot-event">{event_name}</p>
            {demo}
            <Supply wall />
        </footer>
    }
}

/// How well the screen is supplied: what an old picture says of itself in its corner.
#[component]
fn Supply(wall: Wall) -> impl IntoView {
    let kind = Memo::new(move |_| {
        wall.now.track();
        match wall.held.health().get() {
            Health::Fresh => "live",
            Health::Stale { .. } | Health::Offline { .. } => "old",
            Health::RaceLinkDown { .. } => "quiet",
            Health::Starting | Health::NotYet(_) => "wait",
            Health::Before => "before",
            Health::Paused => "paused",
            Health::Ended { .. } => "ended",
        }
    });
    // Ages move with the server's time, which goes on when nothing else does.
    let second = RwSignal::new(0_i64);
    let beat = set_interval_with_handle(
        move || second.set(wall.clock.now_server().epoch_s()),
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(beat) = beat {
            beat.clear();
        }
    });
    let said = both(wall, move |tongue| {
        let server = wall.clock.now_server();
        let rate = wall.clock.rate();
        match wall.held.health().get() {
            Health::Fresh if (rate - 1.0).abs() > 0.01 => {
                tongue.say.health_replay(&format!("{rate:.0}"))
            }
            Health::Fresh => tongue.say.health_live(),
            Health::Stale { since, .. } | Health::Offline { since } => {
                second.track();
                tongue.say.health_old(&tongue.age(server - since))
            }
            Health::RaceLinkDown { since } => {
                let age = (wall.now.get() - since).max(Span(RACE_SILENCE_MS));
                tongue.say.health_quiet(&tongue.age(age))
            }
            Health::Starting | Health::NotYet(_) => tongue.say.health_wait(),
            Health::Before => tongue.say.health_before(),
            Health::Paused => tongue.say.health_paused(),
            Health::Ended { official: true } => tongue.say.official(),
            Health::Ended { official: false } => tongue.say.provisional(),
        }
    });
    view! { <p class="foot-supply" data-kind=move || kind.get()>{said}</p> }
}
