//! Buttons, fields and choices.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::{event_target_value, set_timeout};
use serde_json::Value;

use super::desk::Desk;
use super::said::{rows, text};
use crate::dom::{IntoPiece, Piece, html, view};
use crate::signals::RwSignal;

/// Something to fill in, and what is in it.
pub struct Field {
    /// The element with its label.
    pub piece: Piece,
    /// What is in it.
    pub value: RwSignal<String>,
}

/// A button.
pub fn button(says: impl Fn() -> String + 'static, act: impl Fn() + 'static) -> Piece {
    html("button")
        .attr("type", "button")
        .attr("class", "button")
        .on(&ev::click, move |_| act())
        .child(says)
}

/// A field with its label.
pub fn field(label: impl Fn() -> String + 'static, kind: &'static str) -> Field {
    let value = RwSignal::new(String::new());
    let piece = html("label")
        .attr("class", kind)
        .child(html("span").child(label))
        .child(input(value, "text"));
    Field { piece, value }
}

/// A field without a label of its own.
pub fn input(value: RwSignal<String>, kind: &'static str) -> Piece {
    html("input")
        .attr("type", kind)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .prop("value", move || value.get())
        .on(&ev::input, move |event| {
            value.set(event_target_value(&event));
        })
}

/// How long after the last letter a bib is looked up.
const LOOK_UP: Duration = Duration::from_millis(200);

/// A field for a bib, which says whose it is.
pub fn bib_field(desk: Desk, label: impl Fn() -> String + 'static) -> Field {
    let Field { piece, value } = field(label, "labelled bib");
    let (whose, asked) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let look_up = move |_| {
        whose.set(String::new());
        let bib = value.get_untracked().trim().to_owned();
        asked.set(bib.clone());
        if bib.is_empty() {
            return;
        }
        let ask = move || {
            if asked.try_get_untracked().as_ref() != Some(&bib) {
                return;
            }
            let q = String::from(js_sys::encode_uri_component(&bib));
            desk.ask(format!("/entrants?q={q}"), move |json| {
                let found: Value = serde_json::from_str(&json).unwrap_or_default();
                let first = rows(&found, "entrants").into_iter().next();
                let is_it = |who: &Value| text(who, "bib").eq_ignore_ascii_case(&bib);
                let says = match first.filter(is_it) {
                    Some(who) => desk.names.with_untracked(|names| names.of(&who["names"])),
                    None => desk.words().nobody(),
                };
                if asked.try_get_untracked().as_ref() == Some(&bib) {
                    whose.set(says);
                }
            });
        };
        set_timeout(ask, LOOK_UP);
    };
    let piece = piece.on(&ev::input, look_up).child(
        html("span")
            .attr("class", "whose")
            .child(move || whose.get()),
    );
    Field { piece, value }
}

/// A choice with its label: (value, words).
pub fn choice(
    label: impl Fn() -> String + 'static,
    of: impl Fn() -> Vec<(String, String)> + 'static,
    chosen: Option<&str>,
) -> Field {
    let value = RwSignal::new(chosen.unwrap_or_default().to_owned());
    let options = move || {
        let of = of();
        let known = |wanted: &String| of.iter().any(|(key, _)| key == wanted);
        if !value.with_untracked(known) {
            value.set(of.first().map(|o| o.0.clone()).unwrap_or_default());
        }
        let chosen = value.get_untracked();
        let options = of.into_iter().map(|(value, says)| {
            let selected = value == chosen;
            html("option")
                .attr("value", value)
                .attr("selected", selected)
                .child(says)
        });
        Piece::of(options)
    };
    let select = html("select")
        .on(&ev::change, move |event| {
            value.set(event_target_value(&event));
        })
        .child(options);
    let piece = html("label")
        .attr("class", "labelled")
        .child(html("span").child(label))
        .child(select);
    Field { piece, value }
}

/// Fields and what is done with them, in one line.
pub fn with_button(
    fields: Vec<Piece>,
    says: impl Fn() -> String + 'static,
    act: impl Fn() + 'static,
) -> Piece {
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        act();
    };
    html("form")
        .attr("class", "act")
        .on(&ev::submit, submit)
        .child(fields)
        .child(html("button").attr("class", "button").child(says))
}

/// A part with its heading.
pub fn part(title: impl Fn() -> String + 'static, inside: impl IntoPiece) -> Piece {
    view! {
        <section class="part">
            <h2>{title}</h2>
            {inside}
        </section>
    }
}

/// Words where a list would be.
pub fn empty(says: impl Fn() -> String + 'static) -> Piece {
    html("p").attr("class", "empty").child(says)
}
