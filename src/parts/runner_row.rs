//! One runner in a line: the place, who it is, and the time that counts.

use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::{keyed, view};

use super::text::text;

use super::face::{self, Face};

/// What a row shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Who.
    pub face: Face,
    /// The place; empty where there is none.
    pub place: String,
    /// The figure that counts: a time, or a window of time.
    pub figure: String,
    /// What belongs to it: a point, a gap, a status.
    pub note: String,
    /// True when the figure is an estimate: it must not look like a measurement.
    pub guessed: bool,
}

/// The inside of a row; the list it is in gives it its place on the screen.
#[component]
pub fn RunnerRow(row: Memo<Row>) -> impl IntoView {
    let face = Memo::new(move |_| row.with(|row| row.face.clone()));
    view! {
        <a
            class="runner-row"
            href=text(move || face.with(|face| face::address(&face.bib)))
            data-contest=text(move || face.with(|face| (face.contest % 4).to_string()))
        >
            <span class="runner-row-place">{text(move || row.with(|row| row.place.clone()))}</span>
            <span class="runner-row-who">
                <span class="runner-row-name">{text(move || face.with(|face| face.name.clone()))}</span>
                <span class="runner-row-sub">
                    <span class="bib">{text(move || face.with(|face| face.bib.clone()))}</span>
                    {text(move || face.with(|face| face.noc.clone()))}
                </span>
            </span>
            <span class="runner-row-what">
                <span class="runner-row-figure" data-guessed=text(move || row.with(|row| row.guessed).to_string())>
                    {text(move || row.with(|row| row.figure.clone()))}
                </span>
                <span class="runner-row-note">{text(move || row.with(|row| row.note.clone()))}</span>
            </span>
        </a>
    }
}

/// Rows that glide to their new places: each keeps its element, only where it stands changes.
#[component]
pub fn RunnerRows(rows: Memo<Vec<Row>>) -> impl IntoView {
    let count = move || rows.with(Vec::len).to_string();
    let line = move |index: Signal<usize>, first: Row| {
        let row = Memo::new(move |last: Option<&Row>| {
            let here = rows.with(|rows| rows.get(index.get()).cloned());
            // While the list changes an index may be a moment behind; the row keeps what it shows.
            here.filter(|row| row.face.no == first.face.no)
                .or(last.cloned())
                .unwrap_or(first.clone())
        });
        view! {
            <li style=("--row", text(move || index.get().to_string()))>
                <RunnerRow row />
            </li>
        }
    };
    view! {
        <ol class="runner-rows" style=("--rows", text(count))>
            {keyed(move || rows.get(), |row| row.face.no, line)}
        </ol>
    }
}
