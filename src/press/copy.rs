//! Taking it away: as text, Markdown or for a spreadsheet on the clipboard, as CSV or JSON in a file.

use homestretch_press::moment::rfc3339;
use homestretch_press::table::Table;
use homestretch_race::view::View;
use homestretch_words::books::PressWords;
use leptos::prelude::*;

use super::desk::{Desk, desk};
use super::print::PrintButton;
use super::{grid, page, said, table};
use crate::device::save;
use crate::dom::view;

/// The buttons.
#[component]
pub fn Copying() -> impl IntoView {
    let desk = desk();
    let copy = move |form: fn(&Table) -> String| said::copy(desk, form(&taken(desk)));
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
            let json = table.json(&facts(desk));
            (json, [name, ".json"].concat(), "application/json")
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
            <PrintButton />
        </div>
    }
}

/// All rows that are asked for, with the titles and the line about them.
pub fn taken(desk: Desk) -> Table {
    untrack(|| {
        let rows = grid::wanted(desk).get_untracked();
        let asked = desk.asked.get_untracked();
        let words = desk.prefs.words();
        let made = desk.look(|view, contest| {
            let of = view.race.event().contests.get(contest)?;
            let columns = (&asked, table::Behind::of(view, &asked));
            let cells = rows.iter().map(|row| {
                let in_words = grid::in_words(desk, view, row.index, &words);
                table::cells(view, of, row, columns, words.tag(), in_words)
            });
            Some(Table {
                about: page::about(desk),
                head: grid::titles(desk)
                    .into_iter()
                    .map(|(_, title)| title)
                    .collect(),
                rows: cells.collect(),
            })
        });
        made.flatten().unwrap_or_default()
    })
}

/// What a program wants to know of the table, each by itself.
fn facts(desk: Desk) -> Vec<(&'static str, String)> {
    let found = untrack(|| desk.look(|view, contest| told(desk, view, contest)));
    found.unwrap_or_default()
}

fn told(desk: Desk, view: &View<'_>, contest: usize) -> Vec<(&'static str, String)> {
    let event = view.race.event();
    let of = event.contests.get(contest);
    let official = view.race.phase(view.known).1;
    let status = if official { "official" } else { "provisional" };
    vec![
        ("event", desk.prefs.text(&event.names)),
        ("contest", of.map_or_else(String::new, |c| c.key.clone())),
        ("status", status.to_owned()),
        ("as_of", rfc3339(view.at, event.zone.offset_min)),
        ("as_of_utc", rfc3339(view.at, 0)),
        ("zone", event.zone.iana.clone()),
        ("known_tick", view.known.0.to_string()),
        ("shown", super::in_words::filters(desk).join(", ")),
        ("source", super::desk::address()),
    ]
}
