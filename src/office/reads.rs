//! Reads as they come in or were set aside, and what is decided about one.

use leptos::ev;
use leptos::prelude::{event_target_checked, event_target_value};
use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{bib_field, button, choice, empty, field, with_button};
use super::panel::{self, Panel};
use super::said::{fate, rows, text};
use super::tab::Tab;
use crate::dom::{IntoPiece, Piece, html, keyed, view};
use crate::signals::Memo;

/// The page: all reads, or those set aside, as the open tab has asked for.
pub fn page(desk: Desk) -> Piece {
    let is_all = desk.tab.get_untracked() == Tab::Reads;
    let list = panel::list(desk, "reads", move || {
        keyed(
            move || desk.list.get().rows,
            |read: &Value| (read["read"].as_u64(), read.to_string()),
            move |_, read| line(desk, &read),
        )
    });
    let decided = panel::beside(desk, list, move |read| decide(desk, read));
    view! {
        {is_all.then(|| filter(desk))}
        {decided}
    }
}

/// Which reads: of a bib, or of nobody.
fn filter(desk: Desk) -> Piece {
    let look = move |event: web_sys::Event| desk.look_for(event_target_value(&event));
    let only = move |event: web_sys::Event| {
        desk.unknown.set(event_target_checked(&event));
        desk.empty_list();
        desk.renew();
    };
    view! {
        <div class="filter" role="search">
            <label class="labelled">
                <span>{move || desk.words().of_bib()}</span>
                <input type="search" autocomplete="off" spellcheck="false" on:input=look />
            </label>
            <label class="check">
                <input type="checkbox" on:change=only />
                <span>{move || desk.words().only_unknown()}</span>
            </label>
        </div>
    }
}

fn line(desk: Desk, read: &Value) -> Piece {
    let pick = read.clone();
    let read = read.clone();
    let cells = move || {
        let (words, names) = (desk.words(), desk.names.get());
        let says = match text(&read, "point") {
            "" => fate(&words, text(&read, "fate")),
            point => names.point(text(&read, "contest"), point),
        };
        let name = names.of(&read["names"]);
        let (bib, name) = match text(&read, "bib") {
            "" => ("–".to_owned(), text(&read, "chip").to_owned()),
            bib => (bib.to_owned(), name),
        };
        let place = match text(&read, "mat") {
            "" => text(&read, "place").to_owned(),
            mat => names.mat(mat),
        };
        let cell =
            |class: &'static str, says: String| html("span").attr("class", class).child(says);
        Piece::of([
            cell("at", text(&read, "at").to_owned()),
            cell("no", bib),
            cell("who", name),
            cell(
                "place quiet",
                format!("{place} · {}", text(&read, "source")),
            ),
            cell("fate", says),
        ])
    };
    html("li").child(
        html("button")
            .attr("type", "button")
            .attr("class", "row read")
            .attr(panel::OF, panel::id(&pick))
            .attr("data-fate", text(&pick, "fate").to_owned())
            .on(&ev::click, move |_| desk.picked.set(Some(pick.clone())))
            .child(cells),
    )
}

/// What can be decided about a read.
fn decide(desk: Desk, read: &Value) -> Panel {
    let no = read["read"].as_u64().unwrap_or(0);
    let contest = text(read, "contest").to_owned();
    let of = read.clone();
    let title = move || {
        let who = desk.names.with(|names| names.who(&of));
        let who = if who.is_empty() {
            text(&of, "chip").to_owned()
        } else {
            who
        };
        format!("{who} · {}", text(&of, "at"))
    };
    let of = read.clone();
    let about = move || {
        let words = desk.words();
        let place = format!("{} · {}", text(&of, "source"), text(&of, "place"));
        let chip = words.chip_named(text(&of, "chip"));
        format!(
            "{} · {chip} · {place} · #{no}",
            fate(&words, text(&of, "fate"))
        )
    };
    // Points of the mat that it was read on come first: one of them it is likely to be.
    let mat = text(read, "mat").to_owned();
    let in_contest = contest.clone();
    let points = Memo::new(move |_| {
        desk.names.with(|names| {
            let near = names.points_on(&in_contest, &mat);
            let mut points = names.points(&in_contest);
            points.sort_by_key(|(key, _)| !near.contains(key));
            points
        })
    });
    let point = choice(move || desk.words().counts_as(), move || points.get(), None);
    let bib = bib_field(desk, move || desk.words().is_of());
    let at = field(move || desk.words().was_at(), "labelled");
    at.value.set(text(read, "at").to_owned());
    let (point_value, bib_value, at_value) = (point.value, bib.value, at.value);
    let (known, has_owner) = (!text(read, "mat").is_empty(), !contest.is_empty());
    let plain = |says: fn(&homestretch_words::books::OfficeWords) -> String, act: &'static str| {
        button(
            move || says(&desk.words()),
            move || desk.act(json!({ "act": act, "read": no })),
        )
    };
    let accept = move || {
        let point = point_value.get_untracked();
        desk.act(json!({ "act": "accept", "read": no, "point": point }));
    };
    let to =
        move || desk.act(json!({ "act": "move", "read": no, "bib": bib_value.get_untracked() }));
    let retime =
        move || desk.act(json!({ "act": "retime", "read": no, "at": at_value.get_untracked() }));
    let apply = move || desk.words().apply();
    Panel {
        title: title.piece(),
        inside: view! {
            <p class="quiet">{about}</p>
            {(known && has_owner).then(|| with_button(vec![point.piece], move || desk.words().accept(), accept))}
            <div class="buttons">
                {plain(homestretch_words::books::OfficeWords::withdraw, "withdraw")}
                {plain(homestretch_words::books::OfficeWords::by_rules, "reconsider")}
            </div>
            {with_button(vec![bib.piece], apply, to)}
            {with_button(vec![at.piece], apply, retime)}
        },
    }
}

/// Words where no read is.
pub fn nothing_of(desk: Desk) -> Piece {
    empty(move || match desk.tab.get() {
        Tab::Aside => desk.words().nothing_aside(),
        _ => desk.words().no_reads(),
    })
}

/// The reads of somebody, newest first, for whoever decides about her.
pub fn rows_of(json: &str) -> Vec<Value> {
    let found: Value = serde_json::from_str(json).unwrap_or_default();
    rows(&found, "reads")
}
