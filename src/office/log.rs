//! The log: who decided what and when, and the way back.

use serde_json::Value;

use super::desk::Desk;
use super::fields::{button, empty};
use super::panel;
use super::said::{act, phase, rows, ruling, shown, text};
use crate::dom::{IntoPiece, Piece, html, keyed};

/// The page.
pub fn page(desk: Desk) -> Piece {
    panel::list(desk, "log", move || {
        keyed(
            move || desk.list.get().rows,
            |entry: &Value| (entry["entry"].as_u64(), entry["stands"] == true),
            move |_, entry| line(desk, &entry),
        )
    })
}

/// Words where no entry is.
pub fn nothing_yet(desk: Desk) -> Piece {
    empty(move || desk.words().log_empty())
}

/// An entry, with the way back while it stands.
pub fn line(desk: Desk, entry: &Value) -> Piece {
    let no = entry["entry"].clone();
    let stands = entry["stands"] == true;
    let of = entry.clone();
    let what = move || {
        let words = desk.words();
        match (text(&of, "act"), text(&of, "undoes")) {
            ("undo", undone) if !undone.is_empty() => words.undone_of(&act(&words, undone)),
            (key, _) => act(&words, key),
        }
    };
    let of = entry.clone();
    let says = move || says(desk, &of);
    let undo = if stands {
        button(move || desk.words().undo(), move || desk.undo(&no))
    } else {
        html("span")
            .attr("class", "quiet undone")
            .child(move || desk.words().undone())
    };
    let at = text(entry, "received");
    let at = at.split('.').next().unwrap_or_default().to_owned();
    html("li")
        .attr("class", "row entry")
        .attr("data-stands", if stands { "yes" } else { "no" })
        .child(html("span").attr("class", "at").child(at))
        .child(html("b").attr("class", "what").child(what))
        .child(html("span").attr("class", "says").child(says))
        .child(
            html("span")
                .attr("class", "by quiet")
                .child(text(entry, "who").to_owned()),
        )
        .child(undo.piece())
}

/// What an entry says, with names for keys.
fn says(desk: Desk, entry: &Value) -> String {
    let (words, names) = (desk.words(), desk.names.get());
    let parts = rows(entry, "says");
    let parts = parts.iter().map(|part| {
        let of = |key| text(part, key);
        if part["who"].is_string() {
            names.who(part)
        } else if part["point"].is_string() {
            names.point(of("in"), of("point"))
        } else if part["contest"].is_string() {
            names.contest(of("contest"))
        } else if part["mat"].is_string() {
            match of("mat") {
                "" => words.not_at_all(),
                mat => names.mat(mat),
            }
        } else if part["ruling"].is_string() {
            ruling(&words, of("ruling"))
        } else if part["shown"].is_string() {
            shown(&words, of("shown"))
        } else if part["phase"].is_string() {
            phase(&words, of("phase"))
        } else if part["official"].is_string() {
            words.official()
        } else {
            of("words").trim_start_matches("· ").to_owned()
        }
    });
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
