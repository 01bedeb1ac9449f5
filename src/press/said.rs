//! What the desk says of what was just done, once, politely; and copying, which says it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::desk::Desk;
use crate::device::share;
use crate::dom::view;
use crate::parts::text::text;

/// Words stay so long.
const STAYS: Duration = Duration::from_secs(4);
/// The same words said again are heard again only when there was nothing between.
const BREATH: Duration = Duration::from_millis(60);

/// The line.
#[component]
pub fn SaidLine(desk: Desk) -> impl IntoView {
    view! { <p class="press-said" role="status">{text(move || desk.said.get())}</p> }
}

/// Says it.
pub fn say(desk: Desk, words: String) {
    desk.said.set(String::new());
    set_timeout(
        move || {
            desk.said.set(words.clone());
            set_timeout(
                move || {
                    // Something said meanwhile stays as long as it should.
                    if desk.said.with_untracked(|said| *said == words) {
                        desk.said.set(String::new());
                    }
                },
                STAYS,
            );
        },
        BREATH,
    );
}

/// Copies a text, and says whether that went well.
pub fn copy(desk: Desk, text: String) {
    spawn_local(async move {
        let field = field(&text);
        let mark = || {
            if let Some(field) = &field {
                field.select();
            }
        };
        let copied = share::copy(&text, mark).await;
        if let Some(field) = field {
            field.remove();
        }
        let words = desk.book.with_untracked(|book| {
            if copied {
                book.copied()
            } else {
                book.not_copied()
            }
        });
        say(desk, words);
    });
}

/// A field that holds the text: on a page that is not secure browsers copy only what is marked.
fn field(text: &str) -> Option<HtmlTextAreaElement> {
    let page = document();
    let field: HtmlTextAreaElement = page.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_class_name("heard");
    let _ = field.set_attribute("aria-hidden", "true");
    let _ = field.set_attribute("tabindex", "-1");
    page.body()?.append_child(&field).ok()?;
    Some(field)
}
