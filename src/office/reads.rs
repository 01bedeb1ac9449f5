//! Reads as they come in or were set aside, and what is decided about one.

use leptos::ev;
use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{button, choice, field, with_button};
use super::said::{fate, rows, text};
use crate::dom::{IntoPiece, Piece, html, nothing};

/// The page: all reads, or those set aside, as the open tab has asked for.
pub fn page(desk: Desk) -> Piece {
    let list = move || {
        let rows = rows(&desk.list.get(), "reads");
        if rows.is_empty() {
            return html("p")
                .attr("class", "quiet")
                .child(move || desk.words().nothing());
        }
        let lines = rows.iter().map(|read| line(desk, read));
        html("ul")
            .attr("class", "rows")
            .child(lines.collect::<Vec<_>>())
    };
    Piece::of([
        (move || {
            desk.picked
                .get()
                .map_or_else(nothing, |read| panel(desk, &read))
        })
        .piece(),
        list.piece(),
    ])
}

fn line(desk: Desk, read: &Value) -> Piece {
    let words = desk.words();
    let key = text(read, "fate").to_owned();
    let says = match text(read, "point") {
        "" => fate(&words, &key),
        point => point.to_owned(),
    };
    let who = match text(read, "bib") {
        "" => text(read, "chip").to_owned(),
        bib => format!("{bib} {}", text(read, "name")),
    };
    let place = match text(read, "mat") {
        "" => text(read, "place").to_owned(),
        mat => mat.to_owned(),
    };
    let at = text(read, "at").to_owned();
    let source = text(read, "source").to_owned();
    let pick = read.clone();
    html("li").child(
        html("button")
            .attr("type", "button")
            .attr("class", "row read")
            .attr("data-fate", key)
            .on(&ev::click, move |_| desk.picked.set(Some(pick.clone())))
            .child(html("span").attr("class", "at").child(at))
            .child(html("b").child(who))
            .child(
                html("span")
                    .attr("class", "quiet")
                    .child(format!("{place} · {source}")),
            )
            .child(html("span").attr("class", "fate").child(says)),
    )
}

/// What can be decided about a read.
fn panel(desk: Desk, read: &Value) -> Piece {
    let no = read["read"].as_u64().unwrap_or(0);
    let title = format!(
        "#{no} · {} {} · {}",
        text(read, "bib"),
        text(read, "name"),
        text(read, "at")
    );
    let contests = rows(&desk.seen.get_untracked(), "contests");
    let own = contests.iter().find(|c| c["key"] == read["contest"]);
    let points = own.map(|c| rows(c, "points")).unwrap_or_default();
    let points = points
        .iter()
        .filter_map(|p| p.as_str().map(|p| (p.to_owned(), p.to_owned())));
    let point = choice(move || desk.words().counts_as(), points.collect());
    let bib = field(move || desk.words().is_of(), "text");
    let at = field(move || desk.words().was_at(), "text");
    at.value.set(text(read, "at").to_owned());
    let (point_value, bib_value, at_value) = (point.value, bib.value, at.value);
    let act = move |act: Value| desk.act(act);
    html("section")
        .attr("class", "panel")
        .child(
            html("div")
                .attr("class", "panel-head")
                .child(html("h2").child(title))
                .child(button(
                    move || desk.words().close(),
                    move || desk.picked.set(None),
                )),
        )
        .child(
            html("div")
                .attr("class", "buttons")
                .child(button(
                    move || desk.words().withdraw(),
                    move || act(json!({ "act": "withdraw", "read": no })),
                ))
                .child(button(
                    move || desk.words().by_rules(),
                    move || act(json!({ "act": "reconsider", "read": no })),
                )),
        )
        .child(with_button(
            vec![point.piece],
            move || desk.words().apply(),
            move || {
                act(json!({ "act": "accept", "read": no, "point": point_value.get_untracked() }));
            },
        ))
        .child(with_button(
            vec![bib.piece],
            move || desk.words().apply(),
            move || {
                act(json!({ "act": "move", "read": no, "bib": bib_value.get_untracked() }));
            },
        ))
        .child(with_button(
            vec![at.piece],
            move || desk.words().apply(),
            move || {
                act(json!({ "act": "retime", "read": no, "at": at_value.get_untracked() }));
            },
        ))
}
