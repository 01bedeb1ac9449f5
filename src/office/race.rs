//! The race as a whole: guns, how it stands, the sweep, announcements, results.

use leptos::prelude::document;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;

use super::desk::Desk;
use super::fields::{button, choice, field, part, with_button};
use super::said::{phase, rows, ruling, shown, text};
use crate::dom::{IntoPiece, Piece, html};
use crate::signals::RwSignal;

/// The page.
pub fn page(desk: Desk) -> Piece {
    // Fields are made once: what somebody is typing outlives every answer.
    let contests = rows(&desk.seen.get_untracked(), "contests");
    Piece::of([
        part(move || desk.words().act_phase(), phases(desk)),
        part(move || desk.words().gun(), guns(desk, &contests)),
        part(move || desk.words().sweep(), sweep(desk, &contests)),
        part(move || desk.words().announcement(), notices(desk)),
        part(
            move || desk.words().hidden(),
            (move || hidden(desk)).piece(),
        ),
        part(move || desk.words().download(), results(desk, &contests)),
    ])
}

fn phases(desk: Desk) -> Piece {
    let is = |key: &'static str| {
        move || {
            let seen = desk.seen.get();
            let official = seen["official"] == true;
            let pressed = match key {
                "official" => official,
                phase => text(&seen, "phase") == phase,
            };
            if pressed { "true" } else { "false" }
        }
    };
    let keys = ["before", "live", "paused", "ended"].map(|key| {
        button(
            move || phase(&desk.words(), key),
            move || desk.act(json!({ "act": "phase", "phase": key })),
        )
        .attr("aria-pressed", is(key))
    });
    let official = button(
        move || desk.words().official(),
        move || desk.act(json!({ "act": "phase", "phase": "ended", "official": true })),
    )
    .attr("aria-pressed", is("official"));
    html("div")
        .attr("class", "buttons")
        .child(Piece::of(keys))
        .child(official)
}

fn guns(desk: Desk, contests: &[Value]) -> Piece {
    let lines = contests.iter().flat_map(|contest| {
        let key = text(contest, "key").to_owned();
        rows(contest, "waves").into_iter().map(move |wave| {
            let at = field(move || desk.words().time(), "text");
            at.value.set(text(&wave, "gun").to_owned());
            let (value, contest, wave_key) = (at.value, key.clone(), text(&wave, "key").to_owned());
            let scheduled = text(&wave, "scheduled").to_owned();
            let name = format!("{key} {wave_key}");
            html("li")
                .attr("class", "row")
                .child(html("b").child(name))
                .child(html("span").attr("class", "quiet").child(move || desk.words().scheduled(&scheduled)))
                .child(with_button(vec![at.piece], move || desk.words().apply(), move || {
                    desk.act(json!({ "act": "gun", "contest": contest, "wave": wave_key, "at": value.get_untracked() }));
                }))
        })
    });
    html("ul")
        .attr("class", "rows")
        .child(lines.collect::<Vec<_>>())
}

fn sweep(desk: Desk, contests: &[Value]) -> Piece {
    let pairs = |values: Vec<Value>| {
        let texts = values
            .into_iter()
            .filter_map(|v| v.as_str().map(str::to_owned));
        texts.map(|t| (t.clone(), t)).collect::<Vec<_>>()
    };
    let keys = contests.iter().map(|c| c["key"].clone()).collect();
    let mut points: Vec<(String, String)> = Vec::new();
    for pair in contests.iter().flat_map(|c| pairs(rows(c, "points"))) {
        if !points.contains(&pair) {
            points.push(pair);
        }
    }
    let contest = choice(move || desk.words().contest(), pairs(keys));
    let point = choice(move || desk.words().sweep_by(), points);
    let at = field(move || desk.words().time(), "text");
    let words = desk.words();
    let rulings = ["cut_off", "dnf", "dns"].map(|key| (key.to_owned(), ruling(&words, key)));
    let status = choice(move || desk.words().status(), rulings.to_vec());
    let values = (contest.value, point.value, at.value, status.value);
    let taken = RwSignal::new(Vec::<String>::new());
    let preview = move || {
        let encoded = |value: RwSignal<String>| {
            String::from(js_sys::encode_uri_component(&value.get_untracked()))
        };
        let (c, p, a, r) = (
            encoded(values.0),
            encoded(values.1),
            encoded(values.2),
            encoded(values.3),
        );
        desk.ask(
            format!("/sweep?contest={c}&point={p}&at={a}&ruling={r}"),
            move |json| {
                let found: Value = serde_json::from_str(&json).unwrap_or_default();
                let bibs = rows(&found, "entrants")
                    .iter()
                    .map(|e| text(e, "bib").to_owned())
                    .collect();
                taken.set(bibs);
            },
        );
    };
    let act = move || {
        desk.act(json!({
            "act": "sweep", "contest": values.0.get_untracked(), "point": values.1.get_untracked(),
            "at": values.2.get_untracked(), "ruling": values.3.get_untracked(),
        }));
        taken.set(Vec::new());
    };
    html("div")
        .child(with_button(
            vec![contest.piece, point.piece, at.piece, status.piece],
            move || desk.words().preview(),
            preview,
        ))
        .child(move || {
            let bibs = taken.get();
            (!bibs.is_empty()).then(|| {
                html("div")
                    .attr("class", "buttons")
                    .child(html("p").child(desk.words().swept(bibs.len() as u32, &bibs.join(", "))))
                    .child(button(move || desk.words().apply(), act))
            })
        })
}

fn notices(desk: Desk) -> Piece {
    let words = field(move || desk.words().announcement(), "text");
    let until = field(move || desk.words().until(), "text");
    let (text_value, until_value) = (words.value, until.value);
    let form = with_button(
        vec![words.piece, until.piece],
        move || desk.words().announce(),
        move || {
            let tag = homestretch_words::books::Book::tag(&*desk.words()).to_owned();
            let mut act =
                json!({ "act": "announce", "text": text_value.get_untracked(), "lang": tag });
            let until = until_value.get_untracked();
            if !until.trim().is_empty() {
                act["until"] = until.into();
            }
            text_value.set(String::new());
            desk.act(act);
        },
    );
    let standing = move || {
        let lines = rows(&desk.seen.get(), "notices").into_iter().map(|notice| {
            let entry = notice["entry"].clone();
            let texts = notice["texts"].as_object().cloned().unwrap_or_default();
            let texts: Vec<String> = texts
                .values()
                .filter_map(|t| t.as_str().map(str::to_owned))
                .collect();
            html("li")
                .attr("class", "row")
                .child(html("b").child(texts.join(" · ")))
                .child(
                    html("span")
                        .attr("class", "quiet")
                        .child(text(&notice, "until").to_owned()),
                )
                .child(button(
                    move || desk.words().undo(),
                    move || {
                        desk.act(json!({ "act": "undo", "entry": entry }));
                    },
                ))
        });
        html("ul")
            .attr("class", "rows")
            .child(lines.collect::<Vec<_>>())
    };
    html("div").child(form).child(standing)
}

fn hidden(desk: Desk) -> Piece {
    let words = desk.words();
    let lines = rows(&desk.seen.get(), "hidden").into_iter().map(|who| {
        let bib = text(&who, "bib").to_owned();
        html("li")
            .attr("class", "row")
            .child(html("b").child(format!("{bib} {}", text(&who, "name"))))
            .child(
                html("span")
                    .attr("class", "fate")
                    .child(shown(&words, text(&who, "shown"))),
            )
            .child(button(
                move || desk.words().as_entered(),
                move || {
                    desk.act(json!({ "act": "show", "bib": bib }));
                },
            ))
    });
    html("ul")
        .attr("class", "rows")
        .child(lines.collect::<Vec<_>>())
}

fn results(desk: Desk, contests: &[Value]) -> Piece {
    let buttons = contests.iter().map(|contest| {
        let (key, name) = (
            text(contest, "key").to_owned(),
            text(contest, "name").to_owned(),
        );
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
    });
    html("div")
        .attr("class", "buttons")
        .child(buttons.collect::<Vec<_>>())
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
