//! How it stands now: contests, sources and their health, chips and places that nobody knows.

use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{choice, field, part, with_button};
use super::said::{rows, text};
use crate::dom::{IntoPiece, Piece, html, nothing};

/// The page.
pub fn page(desk: Desk) -> Piece {
    let contests = move || {
        let seen = desk.seen.get();
        let cards = rows(&seen, "contests")
            .into_iter()
            .map(|c| contest(desk, &c));
        html("div")
            .attr("class", "cards")
            .child(cards.collect::<Vec<_>>())
    };
    Piece::of([
        contests.piece(),
        (move || sources(desk)).piece(),
        (move || chips(desk)).piece(),
        (move || places(desk)).piece(),
    ])
}

fn contest(desk: Desk, contest: &Value) -> Piece {
    let figure = |says: String, key: &str| {
        html("div")
            .attr("class", "figure")
            .child(html("b").child(contest[key].as_u64().unwrap_or(0).to_string()))
            .child(html("span").child(says))
    };
    let words = desk.words();
    html("section")
        .attr("class", "card")
        .child(html("h2").child(text(contest, "name").to_owned()))
        .child(
            html("div")
                .attr("class", "figures")
                .child(figure(words.on_course(), "on_course"))
                .child(figure(words.finished(), "finished"))
                .child(figure(words.out(), "out")),
        )
}

fn sources(desk: Desk) -> Piece {
    let seen = desk.seen.get();
    let lines: Vec<Piece> = rows(&seen, "sources")
        .iter()
        .map(|line| source(desk, line))
        .collect();
    if lines.is_empty() {
        let none = html("p")
            .attr("class", "quiet")
            .child(move || desk.words().nothing());
        return part(move || desk.words().sources(), none);
    }
    part(
        move || desk.words().sources(),
        html("ul").attr("class", "rows").child(lines),
    )
}

fn source(desk: Desk, line: &Value) -> Piece {
    let words = desk.words();
    let number = |key: &str| line[key].as_f64();
    let said = |says: String, value: Option<f64>, unit: &str| {
        let value = value.map_or_else(
            || "–".to_owned(),
            |v| format!("{}{unit}", (v * 10.0).round() / 10.0),
        );
        html("span")
            .attr("class", "pair")
            .child(html("i").child(says))
            .child(value)
    };
    let warnings = rows(line, "warnings").into_iter().map(|warning| {
        let says = warning
            .as_str()
            .map_or_else(|| warning.to_string(), str::to_owned);
        html("p").attr("class", "warning").child(says)
    });
    html("li")
        .attr("class", "row")
        .child(html("b").child(text(line, "name").to_owned()))
        .child(said(words.reads(), number("new"), ""))
        .child(said(words.rate(), number("per_minute"), ""))
        .child(said(words.lag(), number("lag_s"), " s"))
        .child(said(words.rejected(), number("rejected"), ""))
        .child(warnings.collect::<Vec<_>>())
}

fn chips(desk: Desk) -> Piece {
    let unknown = rows(&desk.seen.get(), "unknown_chips");
    if unknown.is_empty() {
        return nothing();
    }
    let lines = unknown.into_iter().map(|chip| {
        let code = text(&chip, "chip").to_owned();
        let bib = field(move || desk.words().wears_bib(), "text");
        let (value, named) = (bib.value, code.clone());
        let give = move || {
            desk.act(json!({ "act": "chip", "chip": named, "bib": value.get_untracked() }));
        };
        html("li")
            .attr("class", "row")
            .child(html("b").child(code))
            .child(
                html("span")
                    .attr("class", "quiet")
                    .child(chip["reads"].to_string()),
            )
            .child(with_button(
                vec![bib.piece],
                move || desk.words().apply(),
                give,
            ))
    });
    let lines = html("ul")
        .attr("class", "rows")
        .child(lines.collect::<Vec<_>>());
    part(move || desk.words().unknown_chips(), lines)
}

fn places(desk: Desk) -> Piece {
    let seen = desk.seen.get();
    let unknown = rows(&seen, "unknown_places");
    if unknown.is_empty() {
        return nothing();
    }
    let mats: Vec<(String, String)> = rows(&seen, "mats")
        .iter()
        .filter_map(|m| m.as_str().map(|m| (m.to_owned(), m.to_owned())))
        .collect();
    let lines = unknown.into_iter().map(|row| {
        let (source, place) = (text(&row, "source").to_owned(), text(&row, "place").to_owned());
        let mat = choice(move || desk.words().mat(), mats.clone());
        let value = mat.value;
        let named = format!("{source} · {place}");
        let put = move || {
            desk.act(json!({ "act": "place", "source": source, "place": place, "mat": value.get_untracked() }));
        };
        html("li")
            .attr("class", "row")
            .child(html("b").child(named))
            .child(html("span").attr("class", "quiet").child(row["reads"].to_string()))
            .child(with_button(vec![mat.piece], move || desk.words().apply(), put))
    });
    let lines = html("ul")
        .attr("class", "rows")
        .child(lines.collect::<Vec<_>>());
    part(move || desk.words().unknown_places(), lines)
}
