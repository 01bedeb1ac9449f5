//! Runners: found by bib, name or chip.

use leptos::ev;
use leptos::prelude::event_target_value;
use serde_json::Value;

use super::desk::Desk;
use super::fields::empty;
use super::said::{rows, ruling, shown, text};
use super::{panel, person};
use crate::dom::{Piece, html, keyed, view};

/// The page.
pub fn page(desk: Desk) -> Piece {
    let look = move |event: web_sys::Event| desk.look_for(event_target_value(&event));
    let list = panel::list(desk, "people", move || {
        keyed(
            move || desk.list.get().rows,
            |who: &Value| (text(who, "bib").to_owned(), who.to_string()),
            move |_, who| line(desk, who),
        )
    });
    let decided = panel::beside(desk, list, move |who| person::decide(desk, who));
    let find = move || desk.words().find();
    view! {
        <input
            type="search"
            class="search"
            autocomplete="off"
            spellcheck="false"
            aria-label=find
            placeholder=find
            prop:value=move || desk.asked.get()
            on:input=look
        />
        {decided}
    }
}

/// Words where nobody is found, or nobody was looked for.
pub fn nobody(desk: Desk) -> Piece {
    empty(move || desk.words().nobody())
}

fn line(desk: Desk, who: Value) -> Piece {
    let pick = who.clone();
    let cells = move || {
        let (words, names) = (desk.words(), desk.names.get());
        let contest = text(&who, "contest");
        let passed = rows(&who, "passed");
        let last = passed.last().map(|p| {
            let point = names.point(contest, text(p, "point"));
            format!("{point} {}", text(p, "at"))
        });
        let states = [
            Some(text(&who, "ruling"))
                .filter(|key| !key.is_empty())
                .map(|key| ruling(&words, key)),
            match text(&who, "shown") {
                "" if who["live"] == false => Some(words.shown_results()),
                "" => None,
                key => Some(shown(&words, key)),
            },
        ];
        let cell =
            |class: &'static str, says: String| html("span").attr("class", class).child(says);
        Piece::of([
            cell("no", text(&who, "bib").to_owned()),
            cell("who", names.of(&who["names"])),
            cell("place quiet", names.contest(contest)),
            cell("last quiet", last.unwrap_or_default()),
            cell(
                "fate",
                states.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            ),
        ])
    };
    html("li").child(
        html("button")
            .attr("type", "button")
            .attr("class", "row person")
            .attr(panel::OF, panel::id(&pick))
            .on(&ev::click, move |_| desk.picked.set(Some(pick.clone())))
            .child(cells),
    )
}
