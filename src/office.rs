//! The page of the race office: what comes in, what was set aside, who runs, how the race stands, and the log. It asks
//! the server as `homestretch office` does; nothing is worked out here.

mod chips;
mod desk;
mod door;
mod fields;
mod health;
mod list;
mod log;
mod mats;
mod names;
mod notices;
mod now;
mod panel;
mod people;
mod person;
mod race;
mod reads;
mod said;
mod sweep;
mod tab;

use leptos::ev;
use leptos::prelude::*;

use crate::dom::{IntoPiece, Piece, html, show, view};
use crate::prefs::Prefs;
use crate::signals::Memo;
use desk::Desk;
use fields::{button, input};
use tab::Tab;

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
    let token = crate::signals::RwSignal::new(String::new());
    let enter = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        desk.enter(token.get_untracked().trim().to_owned());
    };
    view! {
        <form class="gate" on:submit=enter>
            <h1>{move || desk.words().title()}</h1>
            <label class="labelled">
                <span>{move || desk.words().token()}</span>
                {input(token, "password")}
            </label>
            <button class="go">{move || desk.words().enter()}</button>
            {line(desk)}
            <p class="quiet help">{move || desk.words().token_help()}</p>
        </form>
    }
}

/// What was last said: done, with the way back, or why not.
fn line(desk: Desk) -> Piece {
    let kind = move || {
        desk.line
            .with(|line| if line.wrong { "wrong" } else { "good" })
    };
    let entry = Memo::new(move |_| desk.line.with(|line| line.entry));
    let undo = move || {
        entry.get().map(|entry| {
            button(
                move || desk.words().undo(),
                move || desk.undo(&entry.into()),
            )
        })
    };
    let quiet = move || desk.line.with(|line| line.text.is_empty()).then_some("yes");
    view! {
        <div class="line" data-kind=kind data-quiet=quiet>
            <p role="status">{move || desk.line.with(|line| line.text.clone())}</p>
            {undo}
        </div>
    }
}

fn inside(desk: Desk) -> Piece {
    let page = move || match desk.tab.get() {
        Tab::Now => now::page(desk),
        Tab::Reads | Tab::Aside => reads::page(desk),
        Tab::People => people::page(desk),
        Tab::Chips => chips::page(desk),
        Tab::Race => race::page(desk),
        Tab::Log => log::page(desk),
    };
    view! {
        <div class="inside">
            {head(desk)}
            <div class="bar">
                {tabs(desk)}
                {line(desk)}
            </div>
            <div class="page">{page}</div>
        </div>
    }
}

fn head(desk: Desk) -> Piece {
    let event = move || {
        let names = desk.seen.with(|seen| seen["names"].clone());
        desk.names.with(|n| n.of(&names))
    };
    let state = move || {
        let seen = desk.seen.get();
        let words = desk.words();
        let phase = said::phase(&words, said::text(&seen, "phase"));
        let official = if seen["official"] == true {
            words.official()
        } else {
            words.provisional()
        };
        format!("{phase} · {official}")
    };
    let clock = move || {
        let seen = desk.seen.get();
        let now = said::text(&seen, "now")
            .get(..5)
            .unwrap_or_default()
            .to_owned();
        format!("{now} {}", said::text(&seen, "zone"))
    };
    let trouble = Memo::new(move |_| desk.seen.with(|s| s["trouble"].as_str().map(str::to_owned)));
    let trouble = move || {
        trouble.get().map(|why| {
            html("p")
                .attr("class", "trouble")
                .attr("role", "alert")
                .child(why)
        })
    };
    let you = move || {
        let you = desk.seen.with(|seen| said::text(seen, "you").to_owned());
        desk.words().you(&you)
    };
    view! {
        <header class="top">
            <h1>{event}</h1>
            <p class="state">{state}</p>
            <p class="clock quiet">{clock}</p>
            <p class="you quiet">{you}</p>
            <a class="button" href="/screen/remote">{move || desk.words().big_screen()}</a>
            {button(move || desk.words().sign_out(), move || desk.leave())}
            {trouble}
        </header>
    }
}

fn tabs(desk: Desk) -> Piece {
    let tabs = Tab::ALL.into_iter().map(|tab| {
        let n = Memo::new(move |_| desk.count(tab));
        let count = move || {
            let n = n.get();
            (n > 0).then(|| html("span").attr("class", "count").child(n.to_string()))
        };
        html("button")
            .attr("type", "button")
            .attr("class", "tab")
            .attr("aria-current", move || {
                (desk.tab.get() == tab).then_some("page")
            })
            .on(&ev::click, move |_| desk.go(tab))
            .child(move || tab.name(&desk.words()))
            .child(count)
    });
    html("nav")
        .attr("class", "tabs")
        .attr("aria-label", move || desk.words().title())
        .child(tabs.collect::<Vec<_>>().piece())
}
