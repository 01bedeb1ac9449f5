//! The race as a whole: how it stands, guns, who is hidden, results. The sweep and announcements have files of their own.

use leptos::prelude::document;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;

use super::desk::Desk;
use super::fields::{button, empty, input, part, with_button};
use super::said::{phase, rows, shown, text};
use super::{notices, sweep};
use crate::dom::{Piece, html, keyed, nothing, view};
use crate::signals::{Memo, RwSignal};

/// The page.
pub fn page(desk: Desk) -> Piece {
    view! {
        <div class="now">
            <div class="column">
                {part(move || desk.words().act_phase(), phases(desk))}
                {part(move || desk.words().guns(), guns(desk))}
                {part(move || desk.words().sweep(), sweep::form(desk))}
            </div>
            <div class="column">
                {part(move || desk.words().announcement(), notices::form(desk))}
                {part(move || desk.words().hidden(), hidden(desk))}
                {part(move || desk.words().download(), results(desk))}
            </div>
        </div>
    }
}

/// How the race stands: the phases, and at the end whether results are official.
fn phases(desk: Desk) -> Piece {
    let stands = Memo::new(move |_| {
        desk.seen.with(|seen| {
            let official = seen["official"] == true;
            (text(seen, "phase").to_owned(), official)
        })
    });
    let one = |key: &'static str, official: bool| {
        let says = move || {
            let words = desk.words();
            match (key, official) {
                ("ended", true) => words.ended_official(),
                ("ended", false) => words.ended_provisional(),
                _ => phase(&words, key),
            }
        };
        let act = move || desk.act(json!({ "act": "phase", "phase": key, "official": official }));
        let pressed = move || {
            if stands.with(|s| s.0 == key && s.1 == official) {
                "true"
            } else {
                "false"
            }
        };
        button(says, act).attr("aria-pressed", pressed)
    };
    let buttons = Piece::of([
        one("before", false),
        one("live", false),
        one("paused", false),
        one("ended", false),
        one("ended", true),
    ]);
    html("div").attr("class", "buttons").child(buttons)
}

/// A line for each wave; a gun that is typed here outlives every answer.
fn guns(desk: Desk) -> Piece {
    let waves = Memo::new(move |_| {
        let contests = desk.names.with(super::names::Names::contests);
        let waves = contests.iter().flat_map(|contest| {
            let waves = rows(contest, "waves");
            let several = waves.len() > 1;
            let of = text(contest, "key").to_owned();
            waves.into_iter().map(move |wave| Wave {
                contest: of.clone(),
                key: text(&wave, "key").to_owned(),
                several,
                gun: text(&wave, "gun").to_owned(),
                scheduled: text(&wave, "scheduled").to_owned(),
            })
        });
        waves.collect::<Vec<_>>()
    });
    let lines = keyed(
        move || waves.get(),
        Wave::clone,
        move |_, wave| gun(desk, wave),
    );
    html("ul").attr("class", "rows").child(lines)
}

#[derive(Clone, Debug, PartialEq)]
struct Wave {
    contest: String,
    key: String,
    several: bool,
    gun: String,
    scheduled: String,
}

fn gun(desk: Desk, wave: Wave) -> Piece {
    let at = RwSignal::new(wave.gun.clone());
    let Wave {
        contest,
        key,
        several,
        gun,
        scheduled,
    } = wave;
    let of = contest.clone();
    let called = key.clone();
    let name = move || {
        let contest = desk.names.with(|names| names.contest(&of));
        if several {
            format!("{contest} · {}", desk.words().wave_named(&called))
        } else {
            contest
        }
    };
    let moved = gun != scheduled;
    let planned = move || desk.words().scheduled(&scheduled);
    let label = name.clone();
    let put = move || {
        let at = at.get_untracked();
        desk.act(json!({ "act": "gun", "contest": contest, "wave": key, "at": at }));
    };
    view! {
        <li class="row asking">
            <b>{name}</b>
            <span class="quiet" data-moved=if moved { "yes" } else { "no" }>{planned}</span>
            {with_button(
                vec![input(at, "text").attr("aria-label", move || desk.words().gun_of(&label()))],
                move || desk.words().apply(),
                put,
            )}
        </li>
    }
}

fn hidden(desk: Desk) -> Piece {
    let who = Memo::new(move |_| desk.seen.with(|seen| rows(seen, "hidden")));
    let any = Memo::new(move |_| !who.with(Vec::is_empty));
    let list = move || {
        if !any.get() {
            return empty(move || desk.words().nobody_hidden());
        }
        let lines = keyed(
            move || who.get(),
            |who: &Value| who.to_string(),
            move |_, who| hidden_line(desk, &who),
        );
        html("ul").attr("class", "rows").child(lines)
    };
    let only = Memo::new(move |_| desk.seen.with(|seen| seen["results_only"].as_u64()));
    let only = move || match only.get().unwrap_or(0) {
        0 => nothing(),
        n => html("p")
            .attr("class", "quiet help")
            .child(desk.words().n_results_only(n as u32)),
    };
    view! {
        <div class="stack">{list}{only}</div>
    }
}

fn hidden_line(desk: Desk, who: &Value) -> Piece {
    let (level, of) = (text(who, "shown").to_owned(), who.clone());
    let bib = text(who, "bib").to_owned();
    let says = move || shown(&desk.words(), &level);
    let back = button(
        move || desk.words().as_entered(),
        move || desk.act(json!({ "act": "show", "bib": bib })),
    );
    view! {
        <li class="row">
            <b>{move || desk.names.with(|names| names.who(&of))}</b>
            <span class="fate">{says}</span>
            <span class="end">{back}</span>
        </li>
    }
}

fn results(desk: Desk) -> Piece {
    let contests = Memo::new(move |_| {
        desk.names.with(|names| {
            let keys = names.contests();
            let keys = keys.iter().map(|c| text(c, "key").to_owned());
            keys.map(|key| (names.contest(&key), key))
                .collect::<Vec<_>>()
        })
    });
    let buttons = move || {
        let contests = contests.get();
        Piece::of(contests.into_iter().map(|(name, key)| {
            button(
                move || name.clone(),
                move || {
                    let file = format!("{key}.csv");
                    let asked = String::from(js_sys::encode_uri_component(&key));
                    desk.ask(format!("/results.csv?contest={asked}"), move |csv| {
                        save(&file, &csv);
                    });
                },
            )
        }))
    };
    html("div").attr("class", "buttons").child(buttons)
}

/// Gives the reader a file.
fn save(name: &str, csv: &str) {
    let data = String::from(js_sys::encode_uri_component(csv));
    let link = html("a")
        .attr("href", format!("data:text/csv;charset=utf-8,{data}"))
        .attr("download", name.to_owned());
    let Some(body) = document().body() else {
        return;
    };
    link.put(&body, None);
    link.element()
        .unchecked_ref::<web_sys::HtmlElement>()
        .click();
    link.take_out();
}
