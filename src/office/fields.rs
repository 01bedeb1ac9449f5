//! Buttons, fields and choices.

use leptos::ev;
use leptos::prelude::event_target_value;

use crate::dom::{IntoPiece, Piece, html};
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
    let input = html("input")
        .attr("type", kind)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .prop("value", move || value.get())
        .on(&ev::input, move |event| {
            value.set(event_target_value(&event));
        });
    let piece = html("label")
        .attr("class", "labelled")
        .child(html("span").child(label))
        .child(input);
    Field { piece, value }
}

/// A choice with its label: (value, words).
pub fn choice(label: impl Fn() -> String + 'static, of: Vec<(String, String)>) -> Field {
    let value = RwSignal::new(of.first().map(|o| o.0.clone()).unwrap_or_default());
    let options = of
        .into_iter()
        .map(|(value, says)| html("option").attr("value", value).child(says));
    let select = html("select")
        .on(&ev::change, move |event| {
            value.set(event_target_value(&event));
        })
        .child(options.collect::<Vec<_>>().piece());
    let piece = html("label")
        .attr("class", "labelled")
        .child(html("span").child(label))
        .child(select);
    Field { piece, value }
}

/// A field and what is done with it, in one line.
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
pub fn part(title: impl Fn() -> String + 'static, inside: Piece) -> Piece {
    html("section")
        .attr("class", "part")
        .child(html("h2").child(title))
        .child(inside)
}
