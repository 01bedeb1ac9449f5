//! The map: the course on its ground, and the field on the course, drawn on two canvases in Leaflet panes.
//!
//! It takes the race from [`Held`] and the time from [`Clock`] and knows nothing of how they came here.
//! In reading order: [`camera`] says what is in sight; `courses` and `field` turn race into tracks and dots; `scene`
//! paints a frame of dots, and what a page wants `over` it; `ground`, `road` and `lettering` draw what lies below; `pane`, `glass` and `beat` are the
//! browser's side; `chart` brings all of it together, `hands` listens to the viewer. `strip` shows the same field on
//! one straight line.
//! Long because the component, its buttons and its credits are one thing on the page.

mod beat;
pub mod camera;
mod chart;
mod courses;
mod detailed;
mod field;
pub mod ghosts;
mod glance;
mod glass;
mod ground;
mod hands;
mod ink;
mod keys;
mod leaflet_more;
mod lettering;
mod listen;
mod lookout;
mod margins;
mod names;
mod over;
mod pane;
mod pointing;
mod road;
mod scale;
mod scene;
mod signs;
pub mod spot;
mod stage;
mod strip;
mod theme;
mod titles;
mod wiring;

use homestretch_race::roster::EntrantNo;
use homestretch_words::Words;
use leptos::html::Div;
use leptos::prelude::*;

use crate::signals::{RwSignal, Signal, effect};

use crate::dom::{keyed, view};

use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;

use camera::Camera;
use hands::Live;
use wiring::{Under, Wiring};

pub use over::Overlay;
pub use strip::{CourseStrip, Kind as PlaceKind, Place};
pub use wiring::Shared;

/// Pictures of a tile server, or the map in a `PMTiles` file, where the organiser wants them under the course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileConfig {
    /// Address with `{z}`, `{x}` and `{y}`, or that of a file.
    pub url: String,
    /// Whom the map is to be credited to.
    pub attribution: String,
    /// The nearest zoom that the server has pictures for.
    pub max_zoom: f64,
}

/// As near as the usual tile servers have pictures.
const MOST_TILE_ZOOM: f64 = 19.0;

impl TileConfig {
    /// True for the map in a file.
    fn is_file(&self) -> bool {
        self.url.ends_with(detailed::ENDING)
    }
    /// What the page says, in `<meta name="map-tiles" content="TEMPLATE" data-credit="TEXT">`; none where it says nothing.
    fn of_page() -> Option<Self> {
        let said = document().query_selector("meta[name=map-tiles]").ok()??;
        Some(Self {
            url: said
                .get_attribute("content")
                .filter(|url| !url.is_empty())?,
            attribution: said.get_attribute("data-credit")?,
            max_zoom: MOST_TILE_ZOOM,
        })
    }
}

/// The map of the course with the field on it.
///
/// `on_choose` gets the runners under a tap or click: one, or a stack to choose from. `covered` is how many CSS pixels
/// at the lower edge lie under something else, such as a sheet: what the camera wants in sight is kept off them.
#[component]
pub fn CourseMap(
    /// What the map shares with whatever else shows the field.
    shared: Shared,
    /// Told who was tapped.
    on_choose: Callback<Vec<EntrantNo>>,
    /// CSS pixels at the lower edge that are covered.
    #[prop(optional, into)]
    covered: Signal<f64>,
    /// Pictures of a tile server.
    #[prop(default = TileConfig::of_page())]
    tiles: Option<TileConfig>,
    /// Drawn over the field.
    #[prop(optional)]
    over: Option<Overlay>,
) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let host = NodeRef::<Div>::new();
    let live = StoredValue::new_local(None::<Live>);
    let under = match &tiles {
        Some(tiles) if !tiles.is_file() => Under::Pictures,
        _ => Under::Ours,
    };
    let wiring = Wiring::new(held, clock, prefs, shared, covered, under);
    let Shared {
        selected,
        followed,
        pointed,
        camera,
        ..
    } = shared;
    let listed = wiring
        .as_ref()
        .map_or_else(|| RwSignal::new(Vec::new()), |w| w.listed);
    let names = wiring.clone();
    let tiles = StoredValue::new(tiles);

    // Another course file or event needs another map; both hardly ever come.
    effect(move || {
        held.course_version().track();
        let (Some(host), Some(wiring)) = (host.get(), wiring.clone()) else {
            return;
        };
        let (Some(file), Some(event)) = (held.course_file(), held.event()) else {
            return;
        };
        if live.with_value(|live| live.as_ref().is_some_and(|l| l.shows(&file, &event))) {
            return;
        }
        live.set_value(None);
        live.set_value(tiles.with_value(|tiles| {
            Live::begin(
                &host,
                &wiring,
                &file,
                &event,
                on_choose,
                tiles.as_ref(),
                over.as_ref(),
            )
        }));
    });
    // What changes the picture asks for a frame; the picture itself is no part of the reactive graph.
    effect(move || {
        prefs.theme.track();
        prefs.words();
        live.with_value(|live| live.iter().for_each(Live::restyle));
    });
    effect(move || {
        selected.track();
        followed.track();
        camera.track();
        pointed.track();
        covered.track();
        live.with_value(|live| live.iter().for_each(Live::ask));
    });
    effect(move || {
        clock.now_slow().track();
        live.with_value(|live| live.iter().for_each(Live::second));
    });
    on_cleanup(move || live.set_value(None));

    let zoom = move |by: f64| live.with_value(|live| live.iter().for_each(|l| l.zoom(by)));
    let name = StoredValue::new_local(names);
    let name_of = move |no: EntrantNo| {
        let index = held.roster().and_then(|roster| roster.index(no));
        name.with_value(|n| Some(n.as_ref()?.name(index?)))
            .unwrap_or_default()
    };
    let line = move |_, no: EntrantNo| {
        view! {
            <li>
                <button type="button" on:click=move |_| on_choose.run(vec![no])>{move || name_of(no)}</button>
            </li>
        }
    };
    view! {
        <div class="course-map">
            <div class="map-host" node_ref=host role="application" aria-label=prefs.say(Words::map_label) aria-keyshortcuts=". , Enter"></div>
            <p class="map-away">{prefs.say(Words::map_away)}</p>
            <Buttons shared zoom=Callback::new(zoom) />
            <ul class="map-listed" aria-label=prefs.say(Words::following)>
                {keyed(move || listed.get(), |no| *no, line)}
            </ul>
            <Credits tiles=tiles.with_value(|tiles| tiles.as_ref().map(|tiles| tiles.attribution.clone())) />
            <p class="map-said" role="status">{move || pointed.get().map(name_of)}</p>
        </div>
    }
}

/// A button that gives the map to a camera, and shows whether it has it.
#[component]
fn CameraButton(
    camera: RwSignal<Camera>,
    wants: Signal<Camera>,
    say: fn(&Words) -> String,
    children: Children,
) -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let press = move |_| {
        // Pressed again, it looks again.
        camera.set(Camera::Free(None));
        camera.set(wants.get_untracked());
    };
    view! {
        <button
            type="button"
            class="map-button"
            title=prefs.say(say)
            aria-label=prefs.say(say)
            aria-pressed=move || (camera.get() == wants.get()).to_string()
            on:click=press
        >
            <svg viewBox="0 0 20 20" aria-hidden="true">{children()}</svg>
        </button>
    }
}

/// Zoom, and what the map keeps in sight.
#[component]
fn Buttons(shared: Shared, zoom: Callback<f64>) -> impl IntoView {
    let Shared {
        selected,
        followed,
        camera,
        contest,
        ..
    } = shared;
    let one = Signal::derive(move || selected.get().map_or(Camera::Course, Camera::Runner));
    let prefs = expect_context::<Prefs>();
    view! {
        <div class="map-buttons">
            <button type="button" class="map-button" aria-label=prefs.say(Words::zoom_in) on:click=move |_| zoom.run(1.0)>
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12" /></svg>
            </button>
            <button type="button" class="map-button" aria-label=prefs.say(Words::zoom_out) on:click=move |_| zoom.run(-1.0)>
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h12" /></svg>
            </button>
            <CameraButton camera wants=Signal::stored(Camera::Course) say=Words::fit_course>
                <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />
            </CameraButton>
            <CameraButton camera wants=Signal::derive(move || Camera::Lead(contest.get())) say=Words::camera_lead>
                <path d="M5 17V3M5 4h10l-3 3.5 3 3.5H5" />
            </CameraButton>
            <Show when=move || selected.get().is_some()>
                <CameraButton camera wants=one say=Words::camera_runner>
                    <circle cx="10" cy="10" r="3" />
                    <path d="M10 2.5v3M10 14.5v3M2.5 10h3M14.5 10h3" />
                </CameraButton>
            </Show>
            <Show when=move || followed.with(|followed| !followed.is_empty())>
                <CameraButton camera wants=Signal::stored(Camera::Mine) say=Words::camera_mine>
                    <path d="M10 16.5 4.6 11a3.4 3.4 0 0 1 5-4.7l.4.5.4-.5a3.4 3.4 0 0 1 5 4.7z" />
                </CameraButton>
            </Show>
        </div>
    }
}

/// What the map must say of the course, and whom it must name.
#[component]
fn Credits(tiles: Option<String>) -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let note = move || {
        held.course_version().track();
        held.course_file()
            .map(|file| (prefs.text(&file.label), file.attribution.clone()))
            .unwrap_or_default()
    };
    // Credits are open where there is room for them, and one tap away on a phone.
    let roomy = web_sys::window()
        .and_then(|w| w.inner_width().ok()?.as_f64())
        .is_some_and(|width| width >= 720.0);
    view! {
        <details class="map-note" open=roomy>
            <summary>
                <Show when=move || !note().0.is_empty()><strong>{move || note().0}</strong></Show>
                <span>{prefs.say(Words::map_data)}</span>
            </summary>
            <p>{move || note().1}</p>
            {tiles.map(|makers| view! { <p>{makers}</p> })}
            <p>
                <a href="https://leafletjs.com" rel="noreferrer" target="_blank">"Leaflet"</a>
            </p>
        </details>
    }
}
