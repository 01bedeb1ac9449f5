//! Taking it away: as text, Markdown or for a spreadsheet on the clipboard, as CSV or JSON in a file.

use homestretch_press::table::Table;
use homestretch_words::books::PressWords;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::{Desk, desk};
use super::{grid, page, table};
use crate::device::{save, share};
use crate::dom::view;
use crate::parts::face;
use crate::parts::text::text;
use crate::signals::RwSignal;

/// The buttons.
#[component]
pub fn Copying() -> impl IntoView {
    let desk = desk();
    let copied = RwSignal::new(false);
    let copy = move |form: fn(&Table) -> String| {
        let text = form(&taken(desk));
        spawn_local(async move {
            copied.set(share::copy(&text, || {}).await);
        });
    };
    let keep = move |csv: bool| {
        let table = taken(desk);
        let contest = desk.asked.with_untracked(|asked| asked.contest.clone());
        let name = if contest.is_empty() {
            "results"
        } else {
            &contest
        };
        let (text, name, kind) = if csv {
            let text = String::from_utf8(table.csv()).unwrap_or_default();
            (text, [name, ".csv"].concat(), "text/csv;charset=utf-8")
        } else {
            (table.json(), [name, ".json"].concat(), "application/json")
        };
        // A browser that cannot make files says so itself.
        let _ = save::text(&text, &name, kind);
    };
    view! {
        <div class="press-copy">
            <button class="button small" data-do="text" on:click=move |_| copy(Table::text)>{desk.say(PressWords::copy_text)}</button>
            <button class="button small" data-do="markdown" on:click=move |_| copy(Table::markdown)>{desk.say(PressWords::copy_markdown)}</button>
            <button class="button small" data-do="tsv" on:click=move |_| copy(Table::tsv)>{desk.say(PressWords::copy_tsv)}</button>
            <button class="button small" data-do="csv" on:click=move |_| keep(true)>{desk.say(PressWords::save_csv)}</button>
            <button class="button small" data-do="json" on:click=move |_| keep(false)>{desk.say(PressWords::save_json)}</button>
            <span class="small quiet" role="status">{text(move || if copied.get() { desk.book.with(|book| book.copied()) } else { String::new() })}</span>
        </div>
    }
}

/// All rows that are asked for, with the titles and the line about them.
fn taken(desk: Desk) -> Table {
    untrack(|| {
        let rows = grid::wanted(desk).get_untracked();
        let asked = desk.asked.get_untracked();
        let words = desk.prefs.words();
        let head = [
            words.place(),
            words.bib(),
            words.name(),
            words.noc(),
            words.status(),
            words.gap(),
        ];
        let made = desk.look(|view, contest| {
            let of = view.race.event().contests.get(contest)?;
            let points = table::points_shown(of).into_iter();
            let titles = points.map(|point| desk.prefs.text(&of.points[point].names));
            let cells = rows.iter().map(|row| {
                let status = face::status(view.status_but_lateness(row.index), &words);
                table::cells(view, of, row, &asked, words.tag(), status)
            });
            Some(Table {
                about: page::about(desk),
                head: head.iter().cloned().chain(titles).collect(),
                rows: cells.collect(),
            })
        });
        made.flatten().unwrap_or_default()
    })
}
