//! How it stands now: contests, sources and their health, chips and places that nobody knows.

use serde_json::Value;

use super::desk::Desk;
use super::fields::{empty, part};
use super::said::{number, rows, text};
use super::{chips, health, mats};
use crate::dom::{Piece, html, view};
use crate::signals::Memo;

/// The page.
pub fn page(desk: Desk) -> Piece {
    let contests = Memo::new(move |_| desk.seen.with(|seen| seen["contests"].clone()));
    let sources = Memo::new(move |_| desk.seen.with(|seen| seen["sources"].clone()));
    let nothing_waits = Memo::new(move |_| desk.count(super::tab::Tab::Now) == 0);
    view! {
        <div class="now">
            <div class="column">
                {part(move || desk.words().contests(), move || table_of_contests(desk, &contests.get()))}
                {part(move || desk.words().sources(), move || health::table(desk, &sources.get()))}
            </div>
            <div class="column">
                {move || nothing_waits.get().then(|| part(
                    move || desk.words().to_decide(),
                    empty(move || desk.words().nothing_to_decide()),
                ))}
                {chips::unknown(desk)}
                {mats::unknown(desk)}
            </div>
        </div>
    }
}

fn table_of_contests(desk: Desk, contests: &Value) -> Piece {
    let words = desk.words();
    let names = desk.names.get();
    let lines = contests.as_array().into_iter().flatten().map(|contest| {
        let figure = |key: &str| {
            html("td")
                .attr("class", "figure")
                .child(number(&contest[key]))
        };
        let guns = rows(contest, "waves");
        let guns: Vec<String> = guns
            .iter()
            .map(|wave| match guns.len() {
                1 => whole_seconds(text(wave, "gun")).to_owned(),
                _ => format!("{} {}", text(wave, "key"), whole_seconds(text(wave, "gun"))),
            })
            .collect();
        html("tr")
            .child(
                html("th")
                    .attr("scope", "row")
                    .child(names.contest(text(contest, "key"))),
            )
            .child(figure("on_course"))
            .child(figure("finished"))
            .child(figure("out"))
            .child(
                html("td")
                    .attr("class", "guns quiet")
                    .child(guns.join(" · ")),
            )
    });
    let column = |says: String| html("th").attr("scope", "col").child(says);
    html("table")
        .attr("class", "table contests")
        .child(
            html("thead").child(
                html("tr")
                    .child(column(words.contest()))
                    .child(column(words.on_course()))
                    .child(column(words.finished()))
                    .child(column(words.out()))
                    .child(column(words.gun())),
            ),
        )
        .child(html("tbody").child(lines.collect::<Vec<_>>()))
}

/// A time of day without a fraction that is none.
fn whole_seconds(clock: &str) -> &str {
    clock.strip_suffix(".0").unwrap_or(clock)
}
