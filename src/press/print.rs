//! The results on paper: the whole table, however many rows there are, since the page itself holds only those on the
//! screen. It is made when the browser is about to print, by whatever way, and taken away afterwards.

use homestretch_words::books::PressWords;
use leptos::ev;
use leptos::html::Section;
use leptos::prelude::*;

use super::desk::desk;
use super::{copy, page};
use crate::dom::{Piece, view};

/// The button.
#[component]
pub fn PrintButton() -> impl IntoView {
    let desk = desk();
    let print = move |_| {
        let _ = window().print();
    };
    view! { <button class="button small" data-do="print" on:click=print>{desk.say(PressWords::print)}</button> }
}

/// Where the paper's table stands while it is printed.
#[component]
pub fn Paper() -> impl IntoView {
    let desk = desk();
    let place = NodeRef::<Section>::new();
    let empty = move || {
        if let Some(place) = place.get_untracked() {
            place.set_text_content(None);
        }
    };
    let before = window_event_listener(ev::beforeprint, move |_| {
        empty();
        if let Some(place) = place.get_untracked() {
            untrack(|| paper(desk)).put(&place, None);
        }
    });
    let after = window_event_listener(ev::afterprint, move |_| empty());
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    view! { <section class="paper" node_ref=place></section> }
}

fn paper(desk: super::desk::Desk) -> Piece {
    let table = copy::taken(desk);
    let lines = page::about_lines(desk, true);
    let mut lines = lines.into_iter();
    let title = lines.next().unwrap_or_default();
    let rest: Vec<Piece> = lines.map(|line| view! { <p>{line}</p> }).collect();
    // Each page says what it is of, above the titles.
    let running = [title.clone(), page::status(desk)].join(" · ");
    let head: Vec<Piece> = table
        .head
        .iter()
        .map(|title| view! { <th scope="col">{title.clone()}</th> })
        .collect();
    let rows: Vec<Piece> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Piece> = row
                .iter()
                .map(|cell| view! { <td>{cell.plain().to_owned()}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let n = table.head.len();
    view! {
        <h1>{title}</h1>
        {rest}
        <table>
            <thead>
                <tr class="paper-running"><th colspan=n>{running}</th></tr>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
