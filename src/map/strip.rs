//! The whole course as one line from start to finish, with the field on it: the map's equal, and independent of it.
//! The same eyes, looks and choices as the map's, on a course of which only the length need be known.

mod form;
mod ground;
mod hands;
mod places;
mod pointing;
mod sheet;
mod titles;

use std::sync::Arc;

use homestretch_race::roster::EntrantNo;
use homestretch_words::Words;
use leptos::html::Div;
use leptos::prelude::*;

use crate::signals::{RwSignal, Signal, effect};

use crate::dom::view;

use super::over::Veil;
use super::wiring::{Shared, Under, Wiring};
use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;
use form::{COMPACT, WIDE};
use hands::Live;
use sheet::Strip;

pub use places::{Kind, Place};

/// The strip of the contest that is shown.
#[component]
pub fn CourseStrip(
    /// What it shares with the map.
    shared: Shared,
    /// Told which place along the course is pointed at.
    place: RwSignal<Option<Place>>,
    /// True for the low form of a phone.
    compact: bool,
    /// Told who was opened: one, or a stack to choose from.
    on_choose: Callback<Vec<EntrantNo>>,
    /// Told whether the browser can draw it.
    drawn: RwSignal<bool>,
    /// Identifies the element that says how it is used.
    #[prop(into)]
    described_by: String,
    /// What is drawn over the field.
    #[prop(optional)]
    over: Option<Veil>,
) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let host = NodeRef::<Div>::new();
    let live = StoredValue::new_local(None::<Live>);
    let over = StoredValue::new_local(over);
    let under = Under::default();
    let wiring = Wiring::new(held, clock, prefs, shared, Signal::stored(0.0), under);
    let wiring = StoredValue::new_local(wiring);
    // Another event or course, and another contest, need another strip.
    effect(move || {
        held.course_version().track();
        let contest = shared.contest.get();
        let (Some(host), Some(event)) = (host.get(), held.event()) else {
            return;
        };
        let Some(wiring) = wiring.get_value() else {
            return;
        };
        let file = held.course_file();
        let shown = (Arc::clone(&event), file.clone(), contest);
        if live.with_value(|live| live.as_ref().is_some_and(|live| live.shows(&shown))) {
            return;
        }
        live.set_value(None);
        host.set_text_content(None);
        place.set(None);
        let form = if compact { &COMPACT } else { &WIDE };
        let strip = Strip::new(
            (*host).clone(),
            wiring,
            form,
            file.as_deref(),
            (&event, contest),
            over.get_value(),
        );
        let begun = strip.and_then(|strip| Live::begin(&host, strip, shown, place, on_choose));
        drawn.set(begun.is_some());
        live.set_value(begun);
    });
    effect(move || {
        prefs.theme.track();
        prefs.units.track();
        prefs.words();
        live.with_value(|live| live.iter().for_each(Live::restyle));
    });
    effect(move || {
        shared.selected.track();
        shared.followed.track();
        shared.pointed.track();
        held.version().track();
        live.with_value(|live| live.iter().for_each(Live::ask));
    });
    effect(move || {
        clock.now_slow().track();
        live.with_value(|live| live.iter().for_each(Live::second));
    });
    on_cleanup(move || live.set_value(None));
    view! {
        <div
            class=if compact { "strip-host strip-compact" } else { "strip-host" }
            node_ref=host
            tabindex="0"
            role="application"
            aria-label=prefs.say(Words::strip_label)
            aria-describedby=described_by
            aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End Enter"
        ></div>
    }
}
