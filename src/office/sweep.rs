//! The sweep: one status for all of a contest who had not passed a point by then. First it is shown whom it takes.

use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{button, choice, empty, field, with_button};
use super::said::{rows, ruling, text};
use crate::dom::{IntoPiece, Piece, html, nothing, view};
use crate::signals::{Memo, RwSignal};

/// So many are named; of more only the number.
const NAMED: usize = 40;

/// The form, and what it would do.
pub fn form(desk: Desk) -> Piece {
    let contests = Memo::new(move |_| {
        desk.names.with(|names| {
            let contests = names.contests();
            let keys = contests.iter().map(|c| text(c, "key").to_owned());
            keys.map(|key| (key.clone(), names.contest(&key)))
                .collect::<Vec<_>>()
        })
    });
    let contest = choice(move || desk.words().contest(), move || contests.get(), None);
    let of = contest.value;
    let points = Memo::new(move |_| {
        let contest = of.get();
        let mut points = desk.names.with(|names| names.points(&contest));
        // Everybody passes the start; who is swept off is asked at the points after it.
        if !points.is_empty() {
            points.rotate_left(1);
        }
        points
    });
    let point = choice(move || desk.words().sweep_by(), move || points.get(), None);
    let at = field(move || desk.words().time(), "labelled");
    let statuses = move || {
        let words = desk.words();
        ["cut_off", "dnf", "dns"]
            .map(|key| (key.to_owned(), ruling(&words, key)))
            .to_vec()
    };
    let status = choice(move || desk.words().status(), statuses, None);
    let values = [contest.value, point.value, at.value, status.value];
    let taken: RwSignal<Option<Vec<Value>>> = RwSignal::new(None);
    let preview = move || {
        let [c, p, a, r] =
            values.map(|value| String::from(js_sys::encode_uri_component(&value.get_untracked())));
        let path = format!("/sweep?contest={c}&point={p}&at={a}&ruling={r}");
        desk.ask(path, move |json| {
            let found: Value = serde_json::from_str(&json).unwrap_or_default();
            let _ = taken.try_set(Some(rows(&found, "entrants")));
        });
    };
    let act = move || {
        let [contest, point, at, status] = values.map(|value| value.get_untracked());
        desk.act(json!({
            "act": "sweep", "contest": contest, "point": point, "at": at, "ruling": status,
        }));
        taken.set(None);
    };
    let fields = vec![contest.piece, point.piece, at.piece, status.piece];
    view! {
        <div class="stack">
            {with_button(fields, move || desk.words().preview(), preview)}
            {move || taken.get().map_or_else(nothing, |rows| would_take(desk, &rows, values[3], act))}
        </div>
    }
}

fn would_take(
    desk: Desk,
    who: &[Value],
    status: RwSignal<String>,
    act: impl Fn() + 'static,
) -> Piece {
    if who.is_empty() {
        return empty(move || desk.words().nobody_swept());
    }
    let names = desk.names.get();
    let named: Vec<String> = who.iter().take(NAMED).map(|who| names.who(who)).collect();
    let more = who.len().saturating_sub(NAMED);
    let n = who.len() as u32;
    let mut named = named.join(", ");
    if more > 0 {
        named = desk.words().and_more(&named, &more.to_string());
    }
    let says = move || {
        let words = desk.words();
        words.give_status(n, &ruling(&words, &status.get()))
    };
    html("div")
        .attr("class", "swept")
        .child(html("p").child(named))
        .child(button(says, act).piece())
}
