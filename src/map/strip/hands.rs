//! The living strip: what listens to the viewer, and its heartbeat. Dropping it takes all of it away.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use homestretch_feed::CourseFile;
use homestretch_race::event::Event;
use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;

use crate::signals::RwSignal;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

use super::places::Place;
use super::sheet::Strip;
use crate::map::beat::{Asker, Beat};
use crate::map::camera::Camera;
use crate::map::listen::{Listener, Sizes};
use crate::map::spot::Spot;

/// A place that was opened is shown on the map at this zoom.
const PLACE_ZOOM: f64 = 15.0;
/// Runners passed over with one press of "page up" or "page down".
const PAGE: isize = 10;

/// A strip as long as it is on the page.
pub struct Live {
    _listeners: Vec<Listener>,
    _sizes: Option<Sizes>,
    _beat: Beat,
    asker: Asker,
    strip: Rc<RefCell<Strip>>,
    shown: Shown,
}

/// What a strip is made from: the event, the course file where there is one, and the index of the contest.
pub type Shown = (Arc<Event>, Option<Rc<CourseFile>>, usize);

impl Live {
    /// True when the strip was made from these.
    pub fn shows(&self, (event, file, contest): &Shown) -> bool {
        let same_file = match (&self.shown.1, file) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        same_file && Arc::ptr_eq(&self.shown.0, event) && self.shown.2 == *contest
    }

    /// Brings a strip to life in its element; `place` is told which place is pointed at.
    pub fn begin(
        host: &HtmlElement,
        strip: Strip,
        shown: Shown,
        place: RwSignal<Option<Place>>,
        on_choose: Callback<Vec<EntrantNo>>,
    ) -> Option<Self> {
        let window = web_sys::window()?;
        let strip = Rc::new(RefCell::new(strip));
        let draw = {
            let strip = Rc::clone(&strip);
            move || strip.try_borrow_mut().ok().and_then(|mut s| s.frame())
        };
        let beat = Beat::new(window.clone(), draw);
        let asker = beat.asker();
        let hand = Hand {
            strip: Rc::clone(&strip),
            place,
            on_choose,
            asker: asker.clone(),
        };
        let on = |kind: &'static str, does: fn(&Hand, &web_sys::Event)| {
            let hand = hand.clone();
            Listener::on(host, kind, move |event| does(&hand, &event))
        };
        let mut listeners = vec![
            on("keydown", Hand::key),
            on("pointermove", Hand::over),
            on("click", Hand::click),
            on("pointerleave", |hand, _| hand.point(None, None)),
            on("blur", |hand, _| hand.point(None, None)),
        ];
        let waking = asker.clone();
        let document = window.document()?;
        listeners.push(Listener::on(&document, "visibilitychange", move |_| {
            waking.ask();
        }));
        if let Ok(Some(dark)) = window.match_media("(prefers-color-scheme: dark)") {
            let (strip, asker) = (Rc::clone(&strip), asker.clone());
            listeners.push(Listener::on(&dark, "change", move |_| {
                restyle(&strip, &asker);
            }));
        }
        let sized = asker.clone();
        let sizes = Sizes::of(host, move || sized.ask());
        asker.ask();
        Some(Self {
            _listeners: listeners,
            _sizes: sizes,
            _beat: beat,
            asker,
            strip,
            shown,
        })
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
        restyle(&self.strip, &self.asker);
    }
}

fn restyle(strip: &RefCell<Strip>, asker: &Asker) {
    if let Ok(mut strip) = strip.try_borrow_mut() {
        strip.restyle();
    }
    asker.ask();
}

/// What the viewer does with the strip.
#[derive(Clone)]
struct Hand {
    strip: Rc<RefCell<Strip>>,
    place: RwSignal<Option<Place>>,
    on_choose: Callback<Vec<EntrantNo>>,
    asker: Asker,
}

impl Hand {
    /// Points at a runner or at a place, or at neither.
    fn point(&self, runner: Option<EntrantNo>, place: Option<usize>) {
        let (pointed, told) = {
            let Ok(mut strip) = self.strip.try_borrow_mut() else {
                return;
            };
            strip.place = place;
            let told = place.and_then(|i| strip.places.get(i)).cloned();
            (strip.wiring.pointed, told)
        };
        if pointed.get_untracked() != runner {
            pointed.set(runner);
        }
        if self.place.with_untracked(|known| *known != told) {
            self.place.set(told);
        }
        self.asker.ask();
    }

    fn over(&self, event: &web_sys::Event) {
        let Some((x, y)) = place_of(event) else {
            return;
        };
        let Ok((found, place)) = self
            .strip
            .try_borrow()
            .map(|strip| (strip.under(x, y), strip.place_under(x, y)))
        else {
            return;
        };
        let runner = found.first().copied();
        self.point(runner, place.filter(|_| runner.is_none()));
    }

    fn click(&self, event: &web_sys::Event) {
        let Some((x, y)) = place_of(event) else {
            return;
        };
        let Ok((found, place)) = self
            .strip
            .try_borrow()
            .map(|strip| (strip.under(x, y), strip.place_under(x, y)))
        else {
            return;
        };
        if found.is_empty() {
            self.show(place);
        } else {
            self.on_choose.run(found);
        }
    }

    /// Puts the map to a place.
    fn show(&self, place: Option<usize>) {
        let Ok(strip) = self.strip.try_borrow() else {
            return;
        };
        let at = place.and_then(|i| strip.places.get(i)?.at);
        let camera = strip.wiring.camera;
        drop(strip);
        if let Some(spot) = at.and_then(|at| Spot::new(at.lat, at.lon, PLACE_ZOOM)) {
            camera.set(Camera::Free(Some(spot)));
        }
    }

    fn key(&self, event: &web_sys::Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if key.ctrl_key() || key.alt_key() || key.meta_key() {
            return;
        }
        let place = self.strip.try_borrow().ok().and_then(|strip| strip.place);
        let far = isize::MAX / 2;
        match (key.key().as_str(), place) {
            ("ArrowRight", None) => self.step(1),
            ("ArrowLeft", None) => self.step(-1),
            ("PageUp", None) => self.step(PAGE),
            ("PageDown", None) => self.step(-PAGE),
            ("End", None) => self.step(far),
            ("Home", None) => self.step(-far),
            ("ArrowDown", None) => self.go_to_places(),
            ("ArrowUp", Some(_)) => self.step_from(None, 1),
            ("ArrowRight", Some(i)) => self.go(i.saturating_add(1)),
            ("ArrowLeft", Some(i)) => self.go(i.saturating_sub(1)),
            ("End", Some(_)) => self.go(usize::MAX),
            ("Home", Some(_)) => self.go(0),
            ("Escape", _) => self.point(None, None),
            ("Enter" | " ", Some(i)) => self.show(Some(i)),
            ("Enter" | " ", None) => {
                let pointed = self.strip.try_borrow().ok().map(|s| s.wiring.pointed);
                if let Some(no) = pointed.and_then(|pointed| pointed.get_untracked()) {
                    self.on_choose.run(vec![no]);
                }
            }
            _ => return,
        }
        // The page does not scroll under somebody who walks along the strip.
        event.prevent_default();
    }

    fn step(&self, steps: isize) {
        let from = self.strip.try_borrow().ok().and_then(|strip| {
            let wiring = &strip.wiring;
            let selected = wiring.selected.get_untracked();
            wiring.pointed.get_untracked().or(selected)
        });
        self.step_from(from, steps);
    }

    fn step_from(&self, from: Option<EntrantNo>, steps: isize) {
        let next = self.strip.try_borrow().ok().and_then(|strip| {
            let sight = strip.wiring.sight.borrow();
            strip.scene.along(&sight.field, from, steps)
        });
        if next.is_some() {
            self.point(next, None);
        }
    }

    /// From a runner to the place nearest to her; from nobody to the start.
    fn go_to_places(&self) {
        let nearest = self.strip.try_borrow().ok().and_then(|strip| {
            let sight = strip.wiring.sight.borrow();
            let no = strip.wiring.pointed.get_untracked();
            let at_m = no
                .and_then(|no| sight.field.find(no))
                .map_or(0.0, |r| r.at_m);
            let off = |place: &Place| (place.at_m - at_m).abs();
            let all = strip.places.iter().enumerate();
            let nearest = all.min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
            nearest.map(|(i, _)| i)
        });
        if nearest.is_some() {
            self.point(None, nearest);
        }
    }

    fn go(&self, to: usize) {
        let last = self
            .strip
            .try_borrow()
            .ok()
            .and_then(|strip| strip.places.len().checked_sub(1));
        if let Some(last) = last {
            self.point(None, Some(to.min(last)));
        }
    }
}

/// Where a pointer is on the strip, in CSS pixels.
fn place_of(event: &web_sys::Event) -> Option<(f64, f64)> {
    let host: HtmlElement = event.current_target()?.dyn_into().ok()?;
    let event = event.dyn_ref::<PointerEvent>()?;
    let rect = host.get_bounding_client_rect();
    Some((
        f64::from(event.client_x()) - rect.left(),
        f64::from(event.client_y()) - rect.top(),
    ))
}
