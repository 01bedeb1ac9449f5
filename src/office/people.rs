//! Runners: found by bib, name or chip; status, what is shown of them, chips, bibs, times by hand.

use leptos::ev;
use leptos::prelude::event_target_value;
use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{button, choice, field, with_button};
use super::said::{rows, ruling, shown, text};
use crate::dom::{IntoPiece, Piece, html, nothing};

/// The page.
pub fn page(desk: Desk) -> Piece {
    let look = move |event: web_sys::Event| {
        desk.asked.set(event_target_value(&event));
        desk.renew();
    };
    let search = html("input")
        .attr("type", "search")
        .attr("class", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-label", move || desk.words().find())
        .attr("placeholder", move || desk.words().find())
        .prop("value", move || desk.asked.get())
        .on(&ev::input, look);
    let found = move || {
        let asked = desk.asked.get();
        let rows = rows(&desk.list.get(), "entrants");
        if asked.trim().is_empty() || desk.list.get().is_null() {
            return nothing();
        }
        if rows.is_empty() {
            return html("p")
                .attr("class", "quiet")
                .child(move || desk.words().nobody());
        }
        let lines = rows.into_iter().map(|who| line(desk, who));
        html("ul")
            .attr("class", "rows")
            .child(lines.collect::<Vec<_>>())
    };
    Piece::of([
        search,
        (move || {
            desk.picked
                .get()
                .map_or_else(nothing, |who| panel(desk, &who))
        })
        .piece(),
        found.piece(),
    ])
}

fn line(desk: Desk, who: Value) -> Piece {
    let words = desk.words();
    let passed = rows(&who, "passed");
    let last = passed
        .last()
        .map(|p| format!("{} {}", text(p, "point"), text(p, "at")));
    let status = match text(&who, "ruling") {
        "" => String::new(),
        key => ruling(&words, key),
    };
    let hidden = match text(&who, "shown") {
        "" => String::new(),
        key => shown(&words, key),
    };
    let (name, contest) = (
        text(&who, "name").to_owned(),
        text(&who, "contest").to_owned(),
    );
    let bib = text(&who, "bib").to_owned();
    html("li").child(
        html("button")
            .attr("type", "button")
            .attr("class", "row read")
            .on(&ev::click, move |_| desk.picked.set(Some(who.clone())))
            .child(html("span").attr("class", "at").child(bib))
            .child(html("b").child(name))
            .child(
                html("span")
                    .attr("class", "quiet")
                    .child(last.unwrap_or(contest)),
            )
            .child(
                html("span")
                    .attr("class", "fate")
                    .child(format!("{status} {hidden}")),
            ),
    )
}

#[allow(clippy::too_many_lines, reason = "a form is a list of fields")]
fn panel(desk: Desk, who: &Value) -> Piece {
    let bib = text(who, "bib").to_owned();
    let chips: Vec<String> = rows(who, "chips")
        .iter()
        .filter_map(|c| c.as_str().map(str::to_owned))
        .collect();
    let title = format!("{bib} {}", text(who, "name"));
    let words = desk.words();
    let contests = rows(&desk.seen.get_untracked(), "contests");
    let own = contests.iter().find(|c| c["key"] == who["contest"]);
    let points = own.map(|c| rows(c, "points")).unwrap_or_default();
    let points = points
        .iter()
        .rev()
        .filter_map(|p| p.as_str().map(|p| (p.to_owned(), p.to_owned())));
    let note = field(move || desk.words().note(), "text");
    let note_value = note.value;
    let of = |act: &str| json!({ "act": act, "bib": bib });
    let statuses = ["dns", "dnf", "dsq", "cut_off", ""].map(|key| {
        let mut act = of("rule");
        if !key.is_empty() {
            act["ruling"] = key.into();
        }
        let says = ruling(&words, key);
        button(
            move || says.clone(),
            move || {
                let mut act = act.clone();
                let note = note_value.get_untracked();
                if !note.trim().is_empty() {
                    act["note"] = note.into();
                }
                desk.act(act);
            },
        )
    });
    let levels = ["live", "results", "nameless", "absent", ""].map(|key| {
        let mut act = of("show");
        if !key.is_empty() {
            act["shown"] = key.into();
        }
        let says = shown(&words, key);
        button(move || says.clone(), move || desk.act(act.clone()))
    });
    let chip = field(move || desk.words().spare(), "text");
    let new = field(move || desk.words().wears_bib(), "text");
    let point = choice(move || desk.words().time_by_hand(), points.collect());
    let at = field(move || desk.words().time(), "text");
    let (chip_value, new_value, point_value, at_value) =
        (chip.value, new.value, point.value, at.value);
    let (give, rename, by_hand) = (of("chip"), of("bib"), of("by_hand"));
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
        .child(html("p").attr("class", "quiet").child(format!(
            "{}: {}",
            words.chips(),
            chips.join(", ")
        )))
        .child(
            html("div")
                .attr("class", "buttons")
                .child(Piece::of(statuses)),
        )
        .child(note.piece)
        .child(
            html("div")
                .attr("class", "buttons")
                .child(Piece::of(levels)),
        )
        .child(with_button(
            vec![chip.piece],
            move || desk.words().apply(),
            move || {
                let mut act = give.clone();
                act["chip"] = chip_value.get_untracked().into();
                desk.act(act);
            },
        ))
        .child(with_button(
            vec![new.piece],
            move || desk.words().apply(),
            move || {
                let mut act = rename.clone();
                act["new"] = new_value.get_untracked().into();
                desk.act(act);
            },
        ))
        .child(with_button(
            vec![point.piece, at.piece],
            move || desk.words().apply(),
            move || {
                let mut act = by_hand.clone();
                act["point"] = point_value.get_untracked().into();
                act["at"] = at_value.get_untracked().into();
                desk.act(act);
            },
        ))
}
