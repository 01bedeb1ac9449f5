//! Those the viewer follows: how it stands with each, in an order of the viewer's own, and what was last done to
//! the list, which can be undone.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal};

use crate::dom::view;
use wasm_bindgen::JsCast;

use super::be_told::be_told;
use super::face;
use super::runner_row::RunnerRows;
use super::share_list::share_list;
use super::standing_rows::followed_row;
use crate::clock::Clock;
use crate::favourites::{Done, Favourites};
use crate::held::Held;
use crate::prefs::Prefs;

const UP: &str = "M12 19V5M6 11l6-6 6 6";
const DOWN: &str = "M12 5v14M6 13l6 6 6-6";
const OUT: &str = "M6 6l12 12M18 6L6 18";

/// The list, with its heading.
pub fn my_runners((): ()) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let favourites = expect_context::<Favourites>();
    let editing = RwSignal::new(false);
    let rows = Memo::new(move |_| {
        let bibs = favourites.bibs();
        // Expectations move with the clock, and it is a short list.
        let at = clock.now_slow().get();
        let rows = held.look(at, |view| {
            let roster = view.race.roster();
            let known = bibs.iter().filter_map(|bib| roster.by_bib(bib));
            known
                .filter_map(|entrant| followed_row(view, entrant.no, prefs))
                .collect::<Vec<_>>()
        });
        rows.unwrap_or_default()
    });
    let some = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let edit = move || {
        let name = if editing.get() {
            Words::list_done
        } else {
            Words::list_edit
        };
        some.get().then(|| {
            view! {
                <button class="more plain" on:click=move |_| editing.update(|editing| *editing = !*editing)>
                    {prefs.say(name)}
                </button>
            }
        })
    };
    let list = move || {
        if !some.get() {
            editing.set(false);
            return view! { <p class="empty">{prefs.say(Words::my_runners_empty)}</p> }.into_any();
        }
        if editing.get() {
            edit_list(held, favourites, prefs)
        } else {
            view! { <RunnerRows rows /> }.into_any()
        }
    };
    view! {
        <section aria-labelledby="mine-title">
            <div class="section-head">
                <h2 id="mine-title">{prefs.say(Words::my_runners)}</h2>
                {edit}
            </div>
            {undo_line(held, favourites, prefs)}
            {list}
            {move || some.get().then(|| (share_list(held, favourites, prefs), be_told(prefs)))}
        </section>
    }
    .into_any()
}

/// What was last done to the list, and the way back.
fn undo_line(held: Held, favourites: Favourites, prefs: Prefs) -> AnyView {
    let said = move || {
        let (roster, words) = (held.roster()?, prefs.words());
        Some(match favourites.done()? {
            Done::Removed(bib) => {
                let name = roster.by_bib(&bib).map(|one| face::name(one, prefs));
                (words.list_removed(&name.unwrap_or(bib)), true)
            }
            // A link may come from another race: only those who run here are spoken of.
            Done::Added(bibs) => {
                let n = bibs.iter().filter(|b| roster.by_bib(b).is_some()).count();
                match n {
                    0 if bibs.is_empty() => (words.list_known(), false),
                    0 => return None,
                    n => (words.list_added(n as u32), true),
                }
            }
        })
    };
    let said = Memo::new(move |_| said());
    let line = move || {
        let (said, back) = said.get()?;
        let undo = move || {
            let words = prefs.words();
            let press = move |_| {
                favourites.undo();
                focus_soon("mine-list".to_owned());
            };
            view! { <button class="button" id="list-undo" on:click=press>{words.undo()}</button> }
        };
        Some(view! { <p class="list-done"><span>{said}</span>{back.then(undo)}</p> })
    };
    view! { <div role="status" id="mine-list" tabindex="-1">{line}</div> }.into_any()
}

/// The list with what changes it. It is short and rarely open, so that it is made anew at each change.
fn edit_list(held: Held, favourites: Favourites, prefs: Prefs) -> AnyView {
    // Whom this race does not know stays in the list unseen: it may be another race's runner.
    let known = Memo::new(move |_| {
        let Some(roster) = held.roster() else {
            return Vec::new();
        };
        let bibs = favourites.bibs().into_iter();
        let known = bibs.filter_map(|bib| {
            let name = face::name(roster.by_bib(&bib)?, prefs);
            Some((bib, name))
        });
        known.collect::<Vec<(String, String)>>()
    });
    let lines = move || {
        let known = known.get();
        let (n, words) = (known.len(), prefs.words());
        let bibs: Vec<String> = known.iter().map(|(bib, _)| bib.clone()).collect();
        let line = |(i, (bib, name)): (usize, (String, String))| {
            // With the one before, with the one after; at either end with itself, where the button is off.
            let pair = |j: usize| (bib.clone(), bibs.get(j).unwrap_or(&bib).clone());
            let (up, down, out) = (pair(i.saturating_sub(1)), pair(i + 1), bib.clone());
            let buttons = [
                button("up", i, words.list_up(&name), UP, i == 0, move || {
                    favourites.swap(&up.0, &up.1);
                    // At the top there is no further up.
                    focus_soon(id(if i > 1 { "up" } else { "down" }, i.saturating_sub(1)));
                }),
                button(
                    "down",
                    i,
                    words.list_down(&name),
                    DOWN,
                    i + 1 == n,
                    move || {
                        favourites.swap(&down.0, &down.1);
                        focus_soon(id(if i + 2 < n { "down" } else { "up" }, i + 1));
                    },
                ),
                button("out", i, words.list_remove(&name), OUT, false, move || {
                    favourites.remove(&out);
                    focus_soon("list-undo".to_owned());
                }),
            ];
            view! {
                <li class="list-line">
                    <span class="list-name">{name}" "<span class="quiet small">{bib}</span></span>
                    {buttons.into_iter().collect_view()}
                </li>
            }
            .into_any()
        };
        known.into_iter().enumerate().map(line).collect::<Vec<_>>()
    };
    view! { <ol class="list-edit">{lines}</ol> }.into_any()
}

fn id(what: &str, i: usize) -> String {
    what.to_owned() + "-" + &i.to_string()
}

fn button(
    what: &str,
    i: usize,
    label: String,
    icon: &'static str,
    off: bool,
    act: impl Fn() + 'static,
) -> AnyView {
    let act: Box<dyn Fn()> = Box::new(act);
    view! {
        <button class="list-button" id=id(what, i) aria-label=label disabled=off on:click=move |_| act()>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=icon /></svg>
        </button>
    }
    .into_any()
}

/// Gives the focus to an element once the page shows what has just changed.
fn focus_soon(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
