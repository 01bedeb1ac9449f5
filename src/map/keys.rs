//! What the page tells the map: keys, the tab coming back, light and dark.

use std::rc::Rc;

use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::beat::Asker;
use super::chart::SharedChart;
use super::listen::Listener;
use super::wiring::Wiring;

/// What the page tells: keys on the map, the tab coming back; `on_dark` is told of light and dark.
pub fn listen_to_page(
    host: &HtmlElement,
    chart: &SharedChart,
    wiring: &Wiring,
    asker: &Asker,
    on_choose: Callback<Vec<EntrantNo>>,
    on_dark: impl Fn() + 'static,
) -> Option<Vec<Listener>> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let keys = {
        let (chart, wiring) = (Rc::clone(chart), wiring.clone());
        Listener::on(host, "keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key) else {
                return;
            };
            let at = wiring
                .pointed
                .get_untracked()
                .or(wiring.selected.get_untracked());
            match key.as_str() {
                "." | "," => {
                    let next = chart
                        .try_borrow()
                        .ok()
                        .and_then(|chart| chart.next_to(at, key == "."));
                    if next.is_some() {
                        wiring.pointed.set(next);
                    }
                }
                "Enter" => {
                    if let Some(no) = wiring.pointed.get_untracked() {
                        on_choose.run(vec![no]);
                    }
                }
                _ => {}
            }
        })
    };
    let waking = asker.clone();
    let back = Listener::on(&document, "visibilitychange", move |_| waking.ask());
    let mut listeners = vec![keys, back];
    if let Ok(Some(dark)) = window.match_media("(prefers-color-scheme: dark)") {
        listeners.push(Listener::on(&dark, "change", move |_| on_dark()));
    }
    Some(listeners)
}
