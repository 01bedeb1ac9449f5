//! The log: who decided what and when, and the way back.

use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::button;
use super::said::{act, rows, text};
use crate::dom::{IntoPiece, Piece, html};

/// The page.
pub fn page(desk: Desk) -> Piece {
    let list = move || {
        let rows = rows(&desk.list.get(), "log");
        if rows.is_empty() {
            return html("p")
                .attr("class", "quiet")
                .child(move || desk.words().nothing());
        }
        let lines = rows.iter().map(|entry| line(desk, entry));
        html("ul")
            .attr("class", "rows")
            .child(lines.collect::<Vec<_>>())
    };
    list.piece()
}

fn line(desk: Desk, entry: &Value) -> Piece {
    let no = entry["entry"].clone();
    let stands = entry["stands"] == true;
    let about = format!("{} {}", text(entry, "about"), text(entry, "detail"));
    let undo = stands.then(|| {
        button(
            move || desk.words().undo(),
            move || {
                desk.act(json!({ "act": "undo", "entry": no }));
            },
        )
    });
    html("li")
        .attr("class", "row entry")
        .attr("data-stands", if stands { "yes" } else { "no" })
        .child(
            html("span")
                .attr("class", "at")
                .child(text(entry, "received").to_owned()),
        )
        .child(html("b").child(act(&desk.words(), text(entry, "act"))))
        .child(html("span").child(about))
        .child(
            html("span")
                .attr("class", "quiet")
                .child(text(entry, "who").to_owned()),
        )
        .child(undo)
}
