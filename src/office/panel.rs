//! A list, and beside it what can be decided about the row that was picked. The panel takes the focus when it opens, and
//! gives it back to the row when it closes.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::{GetUntracked as _, NodeRef, document, request_animation_frame, window};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::fields::button;
use super::said::text;
use super::tab::Tab;
use super::{log, people, reads};
use crate::dom::{Piece, html, nothing, view};
use crate::signals::Memo;

/// From this width on the panel lies beside the list, as the style sheet has it.
const BESIDE_PX: f64 = 1024.0;

/// The attribute by which a row says what it is about.
pub const OF: &str = "data-of";

/// What a row is about, as it stands in an attribute: a read by its number, else a runner by bib.
pub fn id(row: &Value) -> String {
    row["read"].as_u64().map_or_else(
        || text(row, "bib").replace(['"', '\\'], ""),
        |read| format!("read {read}"),
    )
}

/// What can be decided about a row.
pub struct Panel {
    /// Whose it is.
    pub title: Piece,
    /// The forms.
    pub inside: Piece,
}

/// A list with words where nothing is, and a way to older rows.
pub fn list(desk: Desk, class: &'static str, lines: impl Fn() -> Piece + 'static) -> Piece {
    let is_empty = Memo::new(move |_| desk.list.with(|list| list.rows.is_empty()));
    let more = Memo::new(move |_| desk.list.with(|list| list.more));
    let none = move || {
        (is_empty.get() && desk.came.get()).then(|| match desk.tab.get_untracked() {
            Tab::Log => log::nothing_yet(desk),
            Tab::People => people::nobody(desk),
            _ => reads::nothing_of(desk),
        })
    };
    let older = move || {
        more.get()
            .then(|| button(move || desk.words().older(), move || desk.older()))
    };
    view! {
        <div class="list">
            <ul class=format!("rows {class}")>{lines()}</ul>
            {none}
            <div class="older">{older}</div>
        </div>
    }
}

/// The list, and the panel of what was picked.
pub fn beside(desk: Desk, list: Piece, decide: impl Fn(&Value) -> Panel + 'static) -> Piece {
    // One panel for each thing: what somebody is typing outlives every answer about the same thing.
    let of = Memo::new(move |_| desk.picked.with(|picked| picked.as_ref().map(id)));
    let place: NodeRef<Div> = NodeRef::new();
    let open = move || {
        of.get()?;
        let picked = desk.picked.get_untracked()?;
        let opened = id(&picked);
        let Panel { title, inside } = decide(&picked);
        let close = move || {
            desk.picked.set(None);
            // What was decided may have made the row anew, so it is looked for again.
            let rows = document().query_selector(&format!("[{OF}=\"{opened}\"]"));
            if let Some(row) = rows
                .ok()
                .flatten()
                .and_then(|row| row.dyn_into::<HtmlElement>().ok())
            {
                let _ = row.focus();
            }
        };
        let on_key = {
            let close = close.clone();
            move |event: web_sys::KeyboardEvent| {
                if event.key() == "Escape" {
                    close();
                }
            }
        };
        request_animation_frame(move || {
            if let Some(panel) = place.get_untracked() {
                let (window, before) = (window(), window().scroll_y().unwrap_or_default());
                let _ = panel.focus();
                // Beside the list it is in sight already; above it, on a phone, the page goes to it.
                let width = window.inner_width().ok().and_then(|width| width.as_f64());
                if width.is_some_and(|width| width >= BESIDE_PX) {
                    window.scroll_to_with_x_and_y(0.0, before);
                }
            }
        });
        Some(
            html("div")
                .attr("class", "panel")
                .attr("tabindex", "-1")
                .attr("role", "region")
                .attr("aria-labelledby", "panel-title")
                .node_ref(place)
                .on(&ev::keydown, on_key)
                .child(
                    html("div")
                        .attr("class", "panel-head")
                        .child(html("h2").attr("id", "panel-title").child(title))
                        .child(button(move || desk.words().close(), close)),
                )
                .child(inside),
        )
    };
    let is_open = move || {
        if of.with(Option::is_some) {
            "yes"
        } else {
            "no"
        }
    };
    html("div")
        .attr("class", "work")
        .attr("data-open", is_open)
        .child(move || open().unwrap_or_else(nothing))
        .child(list)
}
