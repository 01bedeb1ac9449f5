//! What stays while pages change: the map, and the panel (on a phone a sheet over the map) that a page fills.

use std::time::Duration;

use homestretch_race::roster::EntrantNo;
use homestretch_words::Words;
use leptos::html::Div;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal, effect};

use crate::dom::view;

use super::follow::Follow;
use crate::favourites::Favourites;
use crate::held::Held;
use crate::later::Slot;
use crate::map::camera::Camera;
use crate::map::{CourseMap, Shared};
use crate::parts::announcer::Announcer;
use crate::parts::arriving::arriving;
use crate::parts::chooser::Chooser;
use crate::parts::face;
use crate::parts::masthead::{Masthead, Pages};
use crate::parts::sheet::{SheetHead, Stop, keep_hold};
use crate::parts::strip::Strip;
use crate::parts::text::text;
use crate::parts::whole::whole;
use crate::prefs::Prefs;
use crate::storage;
use crate::way::{Page, Way};

/// Key of the camera in the address.
const CAMERA: &str = "camera";
/// How long the address waits for a page that is opened, and for a map that is moved.
const ADDRESS_LATER: Duration = Duration::from_millis(300);

thread_local! {
    /// The page of one runner, which comes later as the others below do.
    pub static RUNNER: Slot<fn(()) -> AnyView> = const { Slot::new() };
    /// The places of a contest.
    pub static LEADERS: Slot<fn(()) -> AnyView> = const { Slot::new() };
    /// What this is, and what the viewer may set.
    pub static ABOUT: Slot<fn(()) -> AnyView> = const { Slot::new() };
    /// An address that is none of ours.
    pub static NOT_FOUND: Slot<fn(()) -> AnyView> = const { Slot::new() };
}

/// The runner whose page is open: the map marks her.
#[derive(Clone, Copy)]
pub struct Selected(pub RwSignal<Option<EntrantNo>>);

/// Whoever's page is open runs the contest that is shown.
fn choose_contest_of(selected: RwSignal<Option<EntrantNo>>, shared: Shared, held: Held) {
    effect(move || {
        let Some(no) = selected.get() else { return };
        let contest = held.with_race(|race| race.roster().get(no).map(|entrant| entrant.contest));
        if let Some(contest) = contest.flatten() {
            shared.choose_contest(contest);
        }
    });
}

/// The address carries the camera, so that what is seen can be shared.
fn keep_in_address(camera: RwSignal<Camera>, path: RwSignal<String>) {
    effect(move || {
        path.track();
        camera.track();
        // Later, for the address of another page is written only when that page is there.
        set_timeout(
            move || {
                let Some(camera) = camera.try_get_untracked() else {
                    return;
                };
                let plain = camera == Camera::default();
                storage::put_in_address(CAMERA, (!plain).then(|| camera.to_string()).as_deref());
            },
            ADDRESS_LATER,
        );
    });
}

/// True on a wide screen: it has the strip under the map, where a phone has it in the sheet.
fn wide() -> RwSignal<bool> {
    let wide = RwSignal::new(is_wide());
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if wide.get_untracked() != is_wide() {
            wide.set(is_wide());
        }
    });
    on_cleanup(move || resized.remove());
    wide
}

/// True where panel and map stand side by side, as the style has it.
fn is_wide() -> bool {
    let wide = window().match_media("(min-width: 860px)");
    wide.ok().flatten().is_some_and(|wide| wide.matches())
}

/// The map and the panel.
#[component]
pub fn Stage() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let favourites = expect_context::<Favourites>();
    let selected = RwSignal::new(None);
    provide_context(Selected(selected));
    let stop = RwSignal::new(Stop::default());
    let stack = RwSignal::new(Vec::new());
    let asked = storage::asked(CAMERA).and_then(|asked| asked.parse().ok());
    let camera = RwSignal::new(asked.unwrap_or_default());
    let panel = NodeRef::<Div>::new();
    let way = expect_context::<Way>();
    let on_choose = Callback::new(move |chosen: Vec<EntrantNo>| {
        if stop.get_untracked() == Stop::Peek && !chosen.is_empty() {
            stop.set(Stop::Half);
        }
        match chosen.as_slice() {
            [one] => {
                stack.set(Vec::new());
                let bib = held
                    .with_race(|race| race.roster().get(*one).map(|entrant| entrant.bib.clone()));
                if let Some(bib) = bib.flatten() {
                    way.go(&face::address(&bib));
                }
            }
            _ => stack.set(chosen),
        }
    });
    let followed = Memo::new(move |_| {
        let roster = held.roster();
        let bibs = favourites.bibs();
        let known = bibs
            .iter()
            .filter_map(|bib| roster.as_ref()?.by_bib(bib).map(|entrant| entrant.no));
        known.collect::<Vec<_>>()
    });
    let shared = Shared::new(selected, followed.into(), camera);
    provide_context(shared);
    choose_contest_of(selected, shared, held);
    let wide = wide();
    // Another page starts at its top, closes the question that was open, and has the focus: what was pressed to come
    // here may be gone.
    let content = NodeRef::<leptos::html::Main>::new();
    Effect::new(move |before: Option<()>| {
        way.path().track();
        stack.set(Vec::new());
        if let Some(content) = content.get_untracked() {
            content.set_scroll_top(0);
            if before.is_some() {
                let _ = content.focus();
            }
        }
        prefs.carry_language();
    });
    keep_in_address(camera, way.path());
    // The map stays while the pages beside it change, so that nobody waits for it twice.
    let page = move || match way.page().get() {
        Page::Follow => Follow().into_any(),
        Page::Runner => arriving(&RUNNER, ()),
        Page::Leaders => arriving(&LEADERS, ()),
        Page::About => arriving(&ABOUT, ()),
        Page::NotFound => arriving(&NOT_FOUND, ()),
    };
    view! {
        <a class="skip" href="#content">{prefs.say(Words::skip_to_content)}</a>
        <div class="stage" data-stop=text(move || stop.get().key().to_owned())>
            <div class="panel" node_ref=panel on:dragstart=move |event| keep_hold(panel, &event)>
                <SheetHead stop panel>
                    <Masthead />
                </SheetHead>
                <Pages />
                <Show when=move || !wide.get()>
                    <Strip shared compact=true on_choose />
                </Show>
                <main
                    class="content"
                    id="content"
                    tabindex="-1"
                    node_ref=content
                    // What has the focus must be seen.
                    on:focusin=move |_| {
                        if stop.get_untracked() == Stop::Peek {
                            stop.set(Stop::Half);
                        }
                    }
                >
                    <Chooser stack />
                    {page}
                </main>
            </div>
            <section class="map-place" aria-label=prefs.say(Words::map_label)>
                <CourseMap shared on_choose />
                {whole(true)}
            </section>
            <Show when=move || wide.get()>
                <Strip shared compact=false on_choose />
            </Show>
            <Announcer />
        </div>
    }
}
