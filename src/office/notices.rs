//! Announcements: said in the event's languages, on screens and in the feed until they are over or taken back.

use homestretch_words::languages;
use serde_json::{Map, Value, json};

use super::desk::Desk;
use super::fields::{button, field, with_button};
use super::said::{rows, text};
use crate::dom::{Piece, html, keyed, view};
use crate::signals::{Memo, RwSignal};

/// The form, and what stands.
pub fn form(desk: Desk) -> Piece {
    let tags = Memo::new(move |_| {
        let names = desk.seen.with(|seen| seen["names"].clone());
        let tags = names.as_object().into_iter().flatten();
        let mut tags: Vec<String> = tags.map(|(tag, _)| tag.clone()).collect();
        if !tags.iter().any(|tag| tag == "en") {
            tags.push("en".to_owned());
        }
        tags
    });
    view! {
        <div class="stack">
            {move || new(desk, &tags.get())}
            {standing(desk)}
        </div>
    }
}

fn new(desk: Desk, tags: &[String]) -> Piece {
    let (mut fields, mut said): (Vec<Piece>, Vec<(String, RwSignal<String>)>) = Default::default();
    for tag in tags {
        let called = languages::own_name(tag).to_owned();
        let words = field(move || called.clone(), "labelled wide");
        fields.push(words.piece.attr("lang", tag.clone()));
        said.push((tag.clone(), words.value));
    }
    let until = field(move || desk.words().until(), "labelled");
    let until_value = until.value;
    fields.push(until.piece);
    let act = move || {
        let texts = said.iter().map(|(tag, value)| (tag, value.get_untracked()));
        let texts = texts.filter(|(_, text)| !text.trim().is_empty());
        let mut texts: Map<String, Value> = texts
            .map(|(tag, text)| (tag.clone(), text.into()))
            .collect();
        let first = texts.keys().next().cloned().unwrap_or_default();
        let text = texts.remove(&first).unwrap_or_default();
        let text = text.as_str().unwrap_or_default().to_owned();
        let mut act = json!({ "act": "announce", "text": text, "lang": first, "more": texts });
        let until = until_value.get_untracked();
        if !until.trim().is_empty() {
            act["until"] = until.into();
        }
        for (_, value) in &said {
            value.set(String::new());
        }
        desk.act(act);
    };
    with_button(fields, move || desk.words().announce(), act)
}

fn standing(desk: Desk) -> Piece {
    let notices = Memo::new(move |_| desk.seen.with(|seen| rows(seen, "notices")));
    let lines = keyed(
        move || notices.get(),
        |notice: &Value| notice["entry"].as_u64(),
        move |_, notice| line(desk, &notice),
    );
    html("ul").attr("class", "rows").child(lines)
}

fn line(desk: Desk, notice: &Value) -> Piece {
    let entry = notice["entry"].clone();
    let texts = notice["texts"].as_object().cloned().unwrap_or_default();
    let texts: Vec<String> = texts
        .values()
        .filter_map(|t| t.as_str().map(str::to_owned))
        .collect();
    let until = text(notice, "until");
    let until = until.split('.').next().unwrap_or_default().to_owned();
    let until = move || match until.as_str() {
        "" => desk.words().until_taken_back(),
        until => desk.words().until_named(until),
    };
    let undo = button(move || desk.words().undo(), move || desk.undo(&entry));
    view! {
        <li class="row">
            <b>{texts.join(" · ")}</b>
            <span class="quiet">{until}</span>
            <span class="end">{undo}</span>
        </li>
    }
}
