//! The living map: Leaflet and the chart with everything that listens to the viewer. Dropping it takes all of it away.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use homestretch_feed::CourseFile;
use homestretch_race::event::Event as RaceEvent;
use homestretch_race::roster::EntrantNo;
use leaflet::{
    Event, Evented, EventedHandle, Map, MapOptions, MouseEvent, TileLayer, TileLayerOptions,
};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::TileConfig;
use super::beat::{Asker, Beat};
use super::camera::Camera;
use super::chart::{Chart, SharedChart};
use super::detailed::Detailed;
use super::keys::listen_to_page;
use super::leaflet_more::{ZoomAnim, bounds_from_world};
use super::listen::{Listener, Sizes};
use super::lookout::{carry_out, spot_of};
use super::over::Overlay;
use super::wiring::Wiring;

/// A place is never shown nearer than this: the drawn line is no truer.
const MAX_ZOOM: f64 = 19.0;
/// Nor so far that the course is a spot.
const MIN_ZOOM: f64 = 9.0;

/// The map as long as it is on the page.
pub struct Live {
    detailed: Option<Detailed>,
    // In the order in which they must go: nobody listens to a map that is no more.
    events: Vec<EventedHandle<Event>>,
    mouse: Vec<EventedHandle<MouseEvent>>,
    listeners: Vec<Listener>,
    _sizes: Sizes,
    _beat: Beat,
    asker: Asker,
    chart: SharedChart,
    map: Map,
    shown: (Rc<CourseFile>, Arc<RaceEvent>),
}

impl Drop for Live {
    fn drop(&mut self) {
        self.detailed = None;
        self.events.clear();
        self.mouse.clear();
        self.listeners.clear();
        self.map.remove();
    }
}

impl Live {
    /// Puts a map into an element; none when Leaflet is not there or will not start.
    pub fn begin(
        host: &HtmlElement,
        wiring: &Wiring,
        file: &Rc<CourseFile>,
        event: &Arc<RaceEvent>,
        on_choose: Callback<Vec<EntrantNo>>,
        tiles: Option<&TileConfig>,
        over: Option<&Overlay>,
    ) -> Option<Self> {
        let window = web_sys::window()?;
        // Without the library every call would throw; the rest of the app does without the map.
        js_sys::Reflect::get(&window, &"L".into())
            .ok()
            .filter(JsValue::is_object)?;
        let map = Map::new_with_element(host, &options()).ok()?;
        let courses = super::courses::Courses::new(file, event);
        match courses.bounds() {
            Some(bounds) => map.fit_bounds(&bounds_from_world(bounds)),
            None => map.fit_world(),
        };
        if let Some(tiles) = tiles.filter(|tiles| !tiles.is_file()) {
            let options = TileLayerOptions::new();
            options.set_attribution(String::new());
            options.set_max_native_zoom(tiles.max_zoom);
            TileLayer::new_options(&tiles.url, &options).add_to(&map);
        }
        let mut chart = Chart::new(map.clone(), host.clone(), wiring.clone(), file, event).ok()?;
        chart.over = over.and_then(|over| over(&map));
        let chart: SharedChart = Rc::new(RefCell::new(chart));
        // True while the map moves by itself, so that only what the viewer does sets the camera free.
        let automatic = Rc::new(Cell::new(false));
        let draw = {
            let (chart, map, wiring, automatic) = (
                Rc::clone(&chart),
                map.clone(),
                wiring.clone(),
                Rc::clone(&automatic),
            );
            // The map opens where it should be, without a flight to it.
            let mut first = true;
            move || {
                let (wait_ms, order) = chart.borrow_mut().frame();
                if let Some(order) = order {
                    // Until the move has come to its end: an animated zoom begins only with the next frame.
                    automatic.set(true);
                    carry_out(&order, &map, first || wiring.reduced_motion());
                    first = false;
                }
                wait_ms
            }
        };
        let beat = Beat::new(window.clone(), draw);
        let asker = beat.asker();
        let (events, mouse) = listen_to_map(&map, &chart, wiring, &asker, &automatic, on_choose);
        let detailed = tiles.filter(|tiles| tiles.is_file());
        let detailed =
            detailed.map(|file| Detailed::begin(&file.url, &map, host, wiring, &chart, &asker));
        let dark = {
            let (chart, asker, detailed) = (Rc::clone(&chart), asker.clone(), detailed.clone());
            move || restyle(&chart, &asker, detailed.as_ref())
        };
        let listeners = listen_to_page(host, &chart, wiring, &asker, on_choose, dark)?;
        let sized = map.clone();
        let sizes = Sizes::of(host, move || {
            sized.invalidate_size(false);
        })?;
        asker.ask();
        Some(Self {
            detailed,
            events,
            mouse,
            listeners,
            _sizes: sizes,
            _beat: beat,
            asker,
            chart,
            map,
            shown: (Rc::clone(file), Arc::clone(event)),
        })
    }

    /// True when the map was made from these.
    pub fn shows(&self, file: &Rc<CourseFile>, event: &Arc<RaceEvent>) -> bool {
        Rc::ptr_eq(&self.shown.0, file) && Arc::ptr_eq(&self.shown.1, event)
    }

    /// Asks for a frame.
    pub fn ask(&self) {
        self.asker.ask();
    }

    /// Words change now.
    pub fn second(&self) {
        self.asker.second();
    }

    /// Another theme or language.
    pub fn restyle(&self) {
        restyle(&self.chart, &self.asker, self.detailed.as_ref());
    }

    /// Zooms in or out by whole steps.
    pub fn zoom(&self, by: f64) {
        self.map.set_zoom(self.map.get_zoom() + by);
    }
}

fn restyle(chart: &SharedChart, asker: &Asker, detailed: Option<&Detailed>) {
    if let Ok(mut chart) = chart.try_borrow_mut() {
        chart.restyle();
    }
    detailed.into_iter().for_each(Detailed::restyle);
    asker.ask();
}

fn options() -> MapOptions {
    let options = MapOptions::new();
    // Names and credits are text of the page, not markup of Leaflet's.
    options.set_attribution_control(false);
    options.set_zoom_control(false);
    options.set_zoom_snap(0.25);
    options.set_wheel_px_per_zoom_level(120.0);
    options.set_min_zoom(MIN_ZOOM);
    options.set_max_zoom(MAX_ZOOM);
    options
}

/// What Leaflet tells of its map.
fn listen_to_map(
    map: &Map,
    chart: &SharedChart,
    wiring: &Wiring,
    asker: &Asker,
    automatic: &Rc<Cell<bool>>,
    on_choose: Callback<Vec<EntrantNo>>,
) -> (Vec<EventedHandle<Event>>, Vec<EventedHandle<MouseEvent>>) {
    type Does = Box<dyn Fn(&mut Chart, &Map, &Event)>;
    let on = |kind: &'static str, does: Does| {
        let (chart, map_too, asker) = (Rc::clone(chart), map.clone(), asker.clone());
        Evented::on_leaflet_event(&map, kind, move |event: Event| {
            // An event that the camera's own move brings while a frame is drawn is seen to by that frame.
            if let Ok(mut chart) = chart.try_borrow_mut() {
                does(&mut chart, &map_too, &event);
            }
            asker.ask();
        })
    };
    let free = {
        let (camera, automatic) = (wiring.camera, Rc::clone(automatic));
        move |zoomed: bool| {
            let now = camera.get_untracked();
            // Zooming while following one runner is no wish to leave her.
            let stays = zoomed && matches!(now, Camera::Runner(_) | Camera::Lead(_));
            let own_move = zoomed && automatic.get();
            if !(own_move || stays || matches!(now, Camera::Free(_))) {
                camera.set(Camera::Free(None));
            }
        }
    };
    let free_too = free.clone();
    let (arrived, camera) = (Rc::clone(automatic), wiring.camera);
    let settle: fn(&mut Chart, &Map, &Event) = |chart, _, _| {
        // Drawn at once and not at the next frame, or the old picture would flash in the wrong place.
        let _ = chart.frame();
    };
    let events = vec![
        on("move", Box::new(|_, _, _| {})),
        on(
            "moveend",
            Box::new(move |chart, map, event| {
                arrived.set(false);
                settle(chart, map, event);
                // Where the viewer has moved the map can be kept.
                if matches!(camera.get_untracked(), Camera::Free(_)) {
                    camera.set(Camera::Free(spot_of(map)));
                }
            }),
        ),
        on("viewreset", Box::new(settle)),
        on("resize", Box::new(settle)),
        on("dragstart", Box::new(move |_, _, _| free(false))),
        on(
            "zoomstart",
            Box::new(move |chart, _, _| {
                free_too(true);
                chart.zoom_begins();
            }),
        ),
        on(
            "zoom",
            Box::new(|chart, map, _| chart.stretch(&map.get_center(), map.get_zoom())),
        ),
        on(
            "zoomanim",
            Box::new(|chart, _, event| {
                let event: &ZoomAnim = event.unchecked_ref();
                chart.stretch(&event.center(), event.zoom());
            }),
        ),
        on("zoomend", Box::new(|chart, _, _| chart.zoom_ends())),
    ];
    let on_mouse = |kind: &'static str, does: Box<dyn Fn(Vec<EntrantNo>)>| {
        let chart = Rc::clone(chart);
        Evented::on_leaflet_event(&map, kind, move |event: MouseEvent| {
            let at = event.container_point();
            let found = chart
                .try_borrow()
                .map(|chart| chart.under(at.x(), at.y()))
                .unwrap_or_default();
            does(found);
        })
    };
    let pointed = wiring.pointed;
    let point = move |no: Option<EntrantNo>| {
        if pointed.get_untracked() != no {
            pointed.set(no);
        }
    };
    let mouse = vec![
        on_mouse(
            "click",
            Box::new(move |found| {
                if !found.is_empty() {
                    on_choose.run(found);
                }
            }),
        ),
        on_mouse(
            "mousemove",
            Box::new(move |found| point(found.first().copied())),
        ),
        on_mouse("mouseout", Box::new(move |_| point(None))),
    ];
    (events, mouse)
}
