//! What can be decided about a runner: status, what is shown of her, chips, bib, times by hand.

use homestretch_words::books::OfficeWords;
use serde_json::{Value, json};

use super::desk::Desk;
use super::fields::{Field, bib_field, button, choice, field, with_button};
use super::panel::Panel;
use super::said::{fate, rows, ruling, shown, text};
use crate::dom::{IntoPiece, Piece, html, nothing, view};
use crate::signals::{Memo, RwSignal};

/// The panel of a runner. What it tells is as it is by now; what is typed stays.
pub fn decide(desk: Desk, who: &Value) -> Panel {
    let start = who.clone();
    let who_now = Memo::new(move |_| desk.picked.get().unwrap_or_else(|| start.clone()));
    let bib = text(who, "bib").to_owned();
    let title = move || who_now.with(|who| desk.names.with(|names| names.who(who)));
    Panel {
        title: title.piece(),
        inside: Piece::of([
            facts(desk, who_now),
            statuses(desk, &bib, who_now),
            levels(desk, &bib, who_now),
            wearing(desk, &bib),
            by_hand(desk, &bib, text(who, "contest").to_owned()),
            reads(desk, bib),
        ]),
    }
}

/// Contest, chips, and where she was when.
fn facts(desk: Desk, who: Memo<Value>) -> Piece {
    let about = move || {
        let (who, names, words) = (who.get(), desk.names.get(), desk.words());
        let wave = text(&who, "wave");
        let chips: Vec<String> = rows(&who, "chips")
            .iter()
            .filter_map(|c| c.as_str().map(str::to_owned))
            .collect();
        let parts = [
            names.contest(text(&who, "contest")),
            names.of(&who["category"]),
            text(&who, "noc").to_owned(),
            if wave.is_empty() {
                String::new()
            } else {
                words.wave_named(wave)
            },
            words.chip_named(&chips.join(", ")),
        ];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    };
    let passed = move || {
        let (who, names) = (who.get(), desk.names.get());
        let contest = text(&who, "contest");
        let lines = rows(&who, "passed");
        let lines = lines.iter().map(|passed| {
            let point = names.point(contest, text(passed, "point"));
            let read = passed["read"].clone();
            let withdraw = button(
                move || desk.words().withdraw(),
                move || desk.act(json!({ "act": "withdraw", "read": read })),
            );
            html("li")
                .child(html("span").child(point))
                .child(
                    html("span")
                        .attr("class", "at")
                        .child(text(passed, "at").to_owned()),
                )
                .child(withdraw)
        });
        html("ul")
            .attr("class", "passed")
            .child(lines.collect::<Vec<_>>())
    };
    view! {
        <p class="quiet">{about}</p>
        {passed}
    }
}

/// One of several, the one that stands pressed.
fn choices(
    keys: &[&'static str],
    stands: impl Fn() -> String + Copy + 'static,
    says: impl Fn(&str) -> String + Copy + 'static,
    act: impl Fn(&'static str) + Copy + 'static,
) -> Piece {
    let buttons = keys.iter().map(|&key| {
        button(move || says(key), move || act(key)).attr("aria-pressed", move || {
            if stands() == key { "true" } else { "false" }
        })
    });
    html("div")
        .attr("class", "buttons")
        .child(Piece::of(buttons))
}

fn group(title: impl Fn() -> String + 'static, inside: impl IntoPiece) -> Piece {
    view! {
        <fieldset>
            <legend>{title}</legend>
            {inside}
        </fieldset>
    }
}

fn statuses(desk: Desk, bib: &str, who: Memo<Value>) -> Piece {
    let note = field(move || desk.words().note(), "labelled wide");
    let (note_value, bib) = (note.value, RwSignal::new(bib.to_owned()));
    let act = move |key: &'static str| {
        let mut act = json!({ "act": "rule", "bib": bib.get_untracked() });
        if !key.is_empty() {
            act["ruling"] = key.into();
        }
        let note = note_value.get_untracked();
        if !note.trim().is_empty() {
            act["note"] = note.into();
        }
        desk.act(act);
    };
    let buttons = choices(
        &["", "dns", "dnf", "dsq", "cut_off"],
        move || who.with(|who| text(who, "ruling").to_owned()),
        move |key| ruling(&desk.words(), key),
        act,
    );
    group(move || desk.words().status(), (note.piece, buttons))
}

fn levels(desk: Desk, bib: &str, who: Memo<Value>) -> Piece {
    let bib = RwSignal::new(bib.to_owned());
    let act = move |key: &'static str| {
        let mut act = json!({ "act": "show", "bib": bib.get_untracked() });
        if !key.is_empty() {
            act["shown"] = key.into();
        }
        desk.act(act);
    };
    let buttons = choices(
        &["", "live", "results", "nameless", "absent"],
        move || who.with(|who| text(who, "shown").to_owned()),
        move |key| shown(&desk.words(), key),
        act,
    );
    let help = html("p")
        .attr("class", "quiet help")
        .child(move || desk.words().shown_help());
    group(move || desk.words().what_is_shown(), (buttons, help))
}

/// Chips and bib.
fn wearing(desk: Desk, bib: &str) -> Piece {
    let bib = bib.to_owned();
    let form =
        |field: Field, act: &'static str, key: &'static str, says: fn(&OfficeWords) -> String| {
            let (value, own) = (field.value, bib.clone());
            with_button(
                vec![field.piece],
                move || says(&desk.words()),
                move || {
                    let mut act = json!({ "act": act, "bib": own });
                    act[key] = value.get_untracked().into();
                    desk.act(act);
                },
            )
        };
    let chip = field(move || desk.words().spare(), "labelled");
    let new = field(move || desk.words().wears_bib(), "labelled");
    let chips_of = bib_field(desk, move || desk.words().chips_with());
    let bib_of = bib_field(desk, move || desk.words().bib_with());
    let forms = Piece::of([
        form(chip, "chip", "chip", OfficeWords::give),
        form(chips_of, "swap_chips", "with", OfficeWords::swap),
        form(new, "bib", "new", OfficeWords::apply),
        form(bib_of, "swap_bibs", "with", OfficeWords::swap),
    ]);
    group(move || desk.words().chip_and_bib(), forms)
}

fn by_hand(desk: Desk, bib: &str, contest: String) -> Piece {
    let points = Memo::new(move |_| {
        let mut points = desk.names.with(|names| names.points(&contest));
        // The finish is what is timed by hand most.
        points.reverse();
        points
    });
    let point = choice(move || desk.words().point(), move || points.get(), None);
    let at = field(move || desk.words().time(), "labelled");
    let (point_value, at_value, bib) = (point.value, at.value, bib.to_owned());
    let form = with_button(
        vec![point.piece, at.piece],
        move || desk.words().apply(),
        move || {
            let (point, at) = (point_value.get_untracked(), at_value.get_untracked());
            desk.act(json!({ "act": "by_hand", "bib": bib, "point": point, "at": at }));
        },
    );
    group(move || desk.words().time_by_hand(), form)
}

/// All reads of hers, asked for when somebody wants to see them.
fn reads(desk: Desk, bib: String) -> Piece {
    let came: RwSignal<Option<Vec<Value>>> = RwSignal::new(None);
    let ask = move || {
        let q = String::from(js_sys::encode_uri_component(&bib));
        desk.ask(format!("/reads?bib={q}"), move |json| {
            let _ = came.try_set(Some(super::reads::rows_of(&json)));
        });
    };
    let list = move || {
        let Some(rows) = came.get() else {
            return nothing();
        };
        let (words, names) = (desk.words(), desk.names.get());
        let lines = rows.iter().map(|read| {
            let says = match text(read, "point") {
                "" => fate(&words, text(read, "fate")),
                point => names.point(text(read, "contest"), point),
            };
            let place = names.mat(text(read, "mat"));
            html("li")
                .child(
                    html("span")
                        .attr("class", "at")
                        .child(text(read, "at").to_owned()),
                )
                .child(
                    html("span")
                        .attr("class", "quiet")
                        .child(format!("{place} · {}", text(read, "source"))),
                )
                .child(html("span").attr("class", "fate").child(says))
        });
        html("ul")
            .attr("class", "passed")
            .child(lines.collect::<Vec<_>>())
    };
    view! {
        <div class="buttons">{button(move || desk.words().her_reads(), ask)}</div>
        {list}
    }
}
