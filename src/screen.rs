//! The stadium's big screen: a page of its own that nobody touches. It directs itself.
//!
//! In reading order: [`settings`] is what the address says; [`scene`] says what the race has to offer, [`moment`] what
//! is worth a banner, [`news`] which banner is up, and [`director`] what is on when; [`front`], [`arrivals`], [`field`]
//! and [`board`] are what the
//! scenes show. All of that is pure and tested here. [`wall`] brings it together once a beat, and [`page`], `scenes`,
//! `lines` and `banner` are what is seen; `listen` hears the race office's remote.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the wall is a handful of handles, half as large in a release"
)]

pub mod arrivals;
mod banner;
pub mod board;
pub mod director;
#[cfg(test)]
mod director_stories;
pub mod field;
pub mod front;
mod lines;
mod listen;
pub mod moment;
pub mod news;
mod office;
pub mod page;
pub mod scene;
mod scenes;
pub mod settings;
#[cfg(test)]
mod stories;
pub mod strip;
mod tongue;
pub mod wall;

use leptos::prelude::*;

use crate::dom::view;

use crate::clock::{Clock, device_ms};
use crate::held::Held;
use crate::prefs::Prefs;
use homestretch_words::books::ScreenWords;
use office::{remote::Remote, setup::Setup, venue::Venue};
use page::Screen;
use settings::Settings;

/// The page that the address names.
#[component]
pub fn Pages() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::new());
    provide_context(held);
    provide_context(clock);
    provide_context(prefs);
    crate::live::start(held, clock);
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let book = || prefs.book::<ScreenWords>();
    match path.trim_end_matches('/') {
        "/screen/setup" => {
            let book = book();
            view! { <Setup held clock prefs book /> }
        }
        "/screen/remote" => {
            let book = book();
            view! { <Remote held clock prefs book /> }
        }
        "/screen/venue" => {
            let book = book();
            view! { <Venue book /> }
        }
        _ => {
            let settings = Settings::of_query(&location.search().unwrap_or_default());
            view! { <Screen held clock prefs settings /> }
        }
    }
}
