//! The page of the race office: what comes in, what was set aside, who runs, how the race stands, and the log. It asks
//! the server as `homestretch office` does; nothing is worked out here.

mod desk;
mod door;
mod fields;
mod log;
mod now;
mod people;
mod race;
mod reads;
mod said;

use leptos::ev;
use leptos::prelude::*;

use crate::dom::{IntoPiece, Piece, html, show};
use crate::prefs::Prefs;
use desk::{Desk, Tab};
use fields::{button, field};

/// The page.
pub fn office() -> impl IntoView {
    let prefs = Prefs::new();
    provide_context(prefs);
    let desk = Desk::new(prefs);
    desk.start();
    html("main").attr("class", "office").child(show(
        move || desk.is_in(),
        move || inside(desk),
        move || gate(desk),
    ))
}

/// Who comes in shows a token; it is kept until the tab is closed, and goes in a header alone.
fn gate(desk: Desk) -> Piece {
    let token = field(move || desk.words().token(), "password");
    let value = token.value;
    let enter = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        desk.enter(value.get_untracked().trim().to_owned());
    };
    html("form")
        .attr("class", "gate")
        .on(&ev::submit, enter)
        .child(html("h1").child(move || desk.words().title()))
        .child(token.piece)
        .child(
            html("button")
                .attr("class", "go")
                .child(move || desk.words().enter()),
        )
        .child(line(desk))
}

/// What was last said: done, or why not.
fn line(desk: Desk) -> Piece {
    html("p")
        .attr("class", "line")
        .attr("role", "status")
        .attr(
            "data-kind",
            move || if desk.is_wrong() { "wrong" } else { "good" },
        )
        .child(move || desk.line())
}

fn inside(desk: Desk) -> Piece {
    html("div")
        .attr("class", "inside")
        .child(head(desk))
        .child(tabs(desk))
        .child(line(desk))
        .child(
            html("div")
                .attr("class", "page")
                .child(move || match desk.tab.get() {
                    Tab::Now => now::page(desk),
                    Tab::Reads | Tab::Aside => reads::page(desk),
                    Tab::People => people::page(desk),
                    Tab::Race => race::page(desk),
                    Tab::Log => log::page(desk),
                }),
        )
}

fn head(desk: Desk) -> Piece {
    let state = move || {
        let seen = desk.seen.get();
        let phase = said::phase(&desk.words(), said::text(&seen, "phase"));
        let words = desk.words();
        let official = if seen["official"] == true {
            words.official()
        } else {
            words.provisional()
        };
        format!("{phase} · {official}")
    };
    html("header")
        .attr("class", "top")
        .child(
            html("div")
                .child(html("h1").child(move || said::text(&desk.seen.get(), "event").to_owned()))
                .child(html("p").attr("class", "quiet").child(state)),
        )
        .child(
            html("div")
                .attr("class", "me")
                .child(html("p").attr("class", "quiet").child(move || {
                    let you = said::text(&desk.seen.get(), "you").to_owned();
                    desk.words().you(&you)
                }))
                .child(
                    html("a")
                        .attr("class", "button")
                        .attr("href", "/screen/remote")
                        .child(move || desk.words().big_screen()),
                )
                .child(button(
                    move || desk.words().sign_out(),
                    move || desk.leave(),
                )),
        )
}

fn tabs(desk: Desk) -> Piece {
    let tabs = Tab::ALL.into_iter().map(|tab| {
        let count = move || {
            let n = desk.count(tab);
            (n > 0).then(|| html("span").attr("class", "count").child(n.to_string()))
        };
        html("button")
            .attr("class", "tab")
            .attr("aria-current", move || {
                (desk.tab.get() == tab).then_some("page")
            })
            .on(&ev::click, move |_| desk.go(tab))
            .child(move || said::tab(&desk.words(), tab))
            .child(count)
    });
    html("nav")
        .attr("class", "tabs")
        .child(tabs.collect::<Vec<_>>().piece())
}
