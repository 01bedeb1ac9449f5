//! Chips and bibs: those that nobody knows, spare ones, swapped ones, and what stands of all that.

use homestretch_words::books::OfficeWords;
use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{bib_field, field, part, with_button};
use super::log;
use super::mats;
use super::said::{number, rows, text};
use crate::dom::{Piece, html, keyed, nothing, view};
use crate::signals::Memo;

/// The page.
pub fn page(desk: Desk) -> Piece {
    let given = Memo::new(move |_| desk.seen.with(|seen| rows(seen, "given")));
    let any = Memo::new(move |_| !given.with(Vec::is_empty));
    let standing = move || {
        if !any.get() {
            return nothing();
        }
        let lines = keyed(
            move || given.get(),
            |entry: &Value| entry["entry"].as_u64(),
            move |_, entry| log::line(desk, &entry),
        );
        part(
            move || desk.words().given(),
            html("ul").attr("class", "rows log").child(lines),
        )
    };
    view! {
        <div class="now">
            <div class="column">
                {unknown(desk)}
                {part(move || desk.words().spare_chips(), spare(desk))}
                {part(move || desk.words().swaps(), swaps(desk))}
            </div>
            <div class="column">
                {mats::all(desk)}
                {standing}
            </div>
        </div>
    }
}

/// Chips that nobody wears, each to be given to somebody.
pub fn unknown(desk: Desk) -> Piece {
    let chips = Memo::new(move |_| desk.seen.with(|seen| rows(seen, "unknown_chips")));
    let any = Memo::new(move |_| !chips.with(Vec::is_empty));
    let lines = move || {
        if !any.get() {
            return nothing();
        }
        let lines = keyed(
            move || chips.get(),
            |chip: &Value| text(chip, "chip").to_owned(),
            move |_, chip| unknown_line(desk, text(&chip, "chip").to_owned(), chips),
        );
        part(
            move || desk.words().unknown_chips(),
            html("ul").attr("class", "rows").child(lines),
        )
    };
    crate::dom::IntoPiece::piece(lines)
}

fn unknown_line(desk: Desk, code: String, chips: Memo<Vec<Value>>) -> Piece {
    let bib = bib_field(desk, move || desk.words().wears_bib());
    let (value, named, shown) = (bib.value, code.clone(), code.clone());
    let n = move || {
        let n = chips.with(|chips| {
            let found = chips.iter().find(|c| c["chip"] == code.as_str());
            found.map_or_else(String::new, |c| number(&c["reads"]))
        });
        desk.words().n_reads(&n)
    };
    let give = move || {
        desk.act(json!({ "act": "chip", "chip": named, "bib": value.get_untracked() }));
    };
    view! {
        <li class="row asking">
            <b>{shown}</b>
            <span class="quiet">{n}</span>
            {with_button(vec![bib.piece], move || desk.words().give(), give)}
        </li>
    }
}

/// A chip handed out, or taken back.
fn spare(desk: Desk) -> Piece {
    let chip = field(move || desk.words().chip(), "labelled");
    let bib = bib_field(desk, move || desk.words().wears_bib());
    let (chip_value, bib_value) = (chip.value, bib.value);
    let give = move || {
        let (chip, bib) = (chip_value.get_untracked(), bib_value.get_untracked());
        desk.act(json!({ "act": "chip", "chip": chip, "bib": bib }));
    };
    let back = field(move || desk.words().chip(), "labelled");
    let back_value = back.value;
    let take = move || desk.act(json!({ "act": "chip", "chip": back_value.get_untracked() }));
    view! {
        <div class="forms">
            {with_button(vec![chip.piece, bib.piece], move || desk.words().give(), give)}
            {with_button(vec![back.piece], move || desk.words().take_away(), take)}
        </div>
    }
}

fn swaps(desk: Desk) -> Piece {
    let swap = |act: &'static str, says: fn(&OfficeWords) -> String| {
        let one = bib_field(desk, move || desk.words().bib());
        let other = bib_field(desk, move || desk.words().other_bib());
        let (a, b) = (one.value, other.value);
        with_button(
            vec![one.piece, other.piece],
            move || says(&desk.words()),
            move || {
                let (bib, with) = (a.get_untracked(), b.get_untracked());
                desk.act(json!({ "act": act, "bib": bib, "with": with }));
            },
        )
    };
    let bib = bib_field(desk, move || desk.words().bib());
    let new = field(move || desk.words().new_bib(), "labelled");
    let (bib_value, new_value) = (bib.value, new.value);
    let rename = move || {
        let (bib, new) = (bib_value.get_untracked(), new_value.get_untracked());
        desk.act(json!({ "act": "bib", "bib": bib, "new": new }));
    };
    view! {
        <div class="forms">
            {swap("swap_chips", OfficeWords::swap_chips)}
            {swap("swap_bibs", OfficeWords::swap_bibs)}
            {with_button(vec![bib.piece, new.piece], move || desk.words().give_bib(), rename)}
        </div>
    }
}
