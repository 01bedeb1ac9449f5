//! The venue's addresses with QR codes, to be printed or shown: for everybody, for the screen, for the remote.

use gloo_net::http::Request;
use homestretch_words::books::ScreenWords;
use leptos::html::Canvas;
use leptos::prelude::*;

use crate::dom::view;
use crate::signals::{Memo, RwSignal, effect};
use leptos::task::spawn_local;

use super::{Say, say};
use crate::device::later;

/// Where the server says what it is reached by: an address a line.
const ADDRESSES: &str = "/api/v1/venue";

/// The page.
#[component]
pub fn Venue(book: Say) -> impl IntoView {
    let here = window().location().origin().unwrap_or_default();
    let origin = RwSignal::new(here);
    spawn_local(async move {
        // Opened on the server's own machine, the page's address is of no use to anybody else.
        let Ok(response) = Request::get(ADDRESSES).send().await else {
            return;
        };
        if response.ok()
            && let Ok(text) = response.text().await
            && let Some(first) = text.lines().find(|line| line.starts_with("http"))
        {
            origin.set(first.to_owned());
        }
    });
    let card = move |path: &'static str, name: fn(&ScreenWords) -> String| {
        let canvas = NodeRef::<Canvas>::new();
        let address = Memo::new(move |_| origin.get() + path);
        effect(move || {
            let Some(canvas) = canvas.get() else { return };
            let address = address.get();
            spawn_local(async move {
                // Without the code there is still the address.
                let _ = later::draw_qr(&canvas, &address).await;
            });
        });
        view! {
            <li>
                <h2>{say(book, name)}</h2>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <code>{move || address.get()}</code>
            </li>
        }
    };
    let print = move |_| {
        let _ = window().print();
    };
    view! {
        <main class="office venue">
            <h1>{say(book, ScreenWords::venue_title)}</h1>
            <p>{say(book, ScreenWords::venue_note)}</p>
            <ul>
                {card("/", ScreenWords::venue_app)}
            </ul>
            <ul class="no-print">
                {card("/screen", ScreenWords::venue_screen)}
                {card("/screen/remote", ScreenWords::venue_remote)}
            </ul>
            <p class="no-print"><button on:click=print>{say(book, ScreenWords::venue_print)}</button></p>
        </main>
    }
}
