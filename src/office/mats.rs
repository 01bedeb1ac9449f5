//! Places and the mats that they count on: unknown ones, and backup mats and decoders that stand in.

use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{choice, empty, field, part, with_button};
use super::said::{number, rows, text};
use crate::dom::{IntoPiece, Piece, html, keyed, nothing, view};
use crate::signals::Memo;

/// Places that are no mat, each to be put on one.
pub fn unknown(desk: Desk) -> Piece {
    let places = Memo::new(move |_| desk.seen.with(|seen| rows(seen, "unknown_places")));
    let any = Memo::new(move |_| !places.with(Vec::is_empty));
    let list = move || {
        if !any.get() {
            return nothing();
        }
        part(move || desk.words().unknown_places(), lines(desk, places))
    };
    list.piece()
}

/// All places, and one that nothing has come from yet.
pub fn all(desk: Desk) -> Piece {
    let places = Memo::new(move |_| desk.seen.with(|seen| rows(seen, "places")));
    let any = Memo::new(move |_| !places.with(Vec::is_empty));
    let list = move || {
        if any.get() {
            lines(desk, places)
        } else {
            empty(move || desk.words().no_places())
        }
    };
    let source = field(move || desk.words().source(), "labelled");
    let place = field(move || desk.words().place(), "labelled");
    let mat = choice(move || desk.words().mat(), move || mats(desk), None);
    let (source_value, place_value, mat_value) = (source.value, place.value, mat.value);
    let put = move || {
        let (source, place) = (source_value.get_untracked(), place_value.get_untracked());
        put(desk, &source, &place, &mat_value.get_untracked());
    };
    let apply = move || desk.words().apply();
    let inside = view! {
        <p class="quiet help">{move || desk.words().mats_help()}</p>
        {list}
        <div class="forms">{with_button(vec![source.piece, place.piece, mat.piece], apply, put)}</div>
    };
    part(move || desk.words().mats(), inside)
}

/// The mats, and none.
fn mats(desk: Desk) -> Vec<(String, String)> {
    let mut mats = desk.names.with(super::names::Names::mats);
    mats.push((String::new(), desk.words().not_at_all()));
    mats
}

fn put(desk: Desk, source: &str, place: &str, mat: &str) {
    let mut act = json!({ "act": "place", "source": source, "place": place });
    if !mat.is_empty() {
        act["mat"] = mat.into();
    }
    desk.act(act);
}

fn lines(desk: Desk, places: Memo<Vec<Value>>) -> Piece {
    let key = |place: &Value| {
        let of = |key| text(place, key).to_owned();
        (of("source"), of("place"), of("mat"))
    };
    let lines = keyed(
        move || places.get(),
        key,
        move |_, place| line(desk, &place, places),
    );
    html("ul").attr("class", "rows").child(lines)
}

fn line(desk: Desk, place: &Value, places: Memo<Vec<Value>>) -> Piece {
    let of = |key| text(place, key).to_owned();
    let (source, called, mat) = (of("source"), of("place"), of("mat"));
    let chosen = Some(mat.as_str()).filter(|mat| !mat.is_empty());
    let choice = choice(move || desk.words().counts_on(), move || mats(desk), chosen);
    let value = choice.value;
    let (named, quiet) = (called.clone(), source.clone());
    let (of_source, of_place) = (source.clone(), called.clone());
    let n = move || {
        let is_it =
            |p: &&Value| p["source"] == of_source.as_str() && p["place"] == of_place.as_str();
        let n = places.with(|places| places.iter().find(is_it).map(|p| number(&p["reads"])));
        desk.words().n_reads(&n.unwrap_or_default())
    };
    let put = move || put(desk, &source, &called, &value.get_untracked());
    view! {
        <li class="row asking">
            <b>{named}</b>
            <span class="quiet">{quiet}</span>
            <span class="quiet">{n}</span>
            {with_button(vec![choice.piece], move || desk.words().apply(), put)}
        </li>
    }
}
