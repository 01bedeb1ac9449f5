//! The runners whose bib or name matches what is sought: in the start list, and where that is not here, in the files of
//! first letters.

use std::sync::Arc;

use homestretch_feed::search::Index;
use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, Roster};
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal, effect};

use crate::dom::view;

use super::face;
use super::runner_row::{Row, RunnerRow};
use crate::held::Held;
use crate::live::shards;
use crate::prefs::Prefs;

/// More than fit on a screen are no help; another letter is.
const MOST: usize = 12;

/// What the files of first letters gave last: for what, whom, and whether they could be had.
#[derive(Clone, Default)]
struct Gave {
    asked: String,
    people: Option<Arc<Roster>>,
    reached: bool,
}

/// Asks for the files of first letters of what was typed, where the start list is not here.
fn ask_shards(text: RwSignal<String>, asked: Memo<String>, held: Held, gave: RwSignal<Gave>) {
    effect(move || {
        let asked = asked.get();
        let in_part = untrack(|| held.part(|_| ())).is_some();
        let event = untrack(|| held.event());
        let (Some(event), false, true) = (event, asked.is_empty(), in_part) else {
            return;
        };
        // Whom so few letters do not find, more of them do not.
        let nobody = gave.with_untracked(|gave| {
            let none = gave
                .people
                .as_ref()
                .filter(|people| people.all().is_empty());
            none.is_some() && !gave.asked.is_empty() && asked.starts_with(&gave.asked)
        });
        if nobody {
            let mut same = gave.get_untracked();
            same.asked = asked;
            gave.set(same);
            return;
        }
        leptos::task::spawn_local(async move {
            let people = shards::find(&asked, &event).await.map(Arc::new);
            // What was typed since is asked for by itself.
            let latest = text.try_get_untracked();
            if latest.is_some_and(|latest| latest.trim() == asked) {
                let reached = people.is_some();
                let _ = gave.try_set(Gave {
                    asked,
                    people,
                    reached,
                });
            }
        });
    });
}

/// The runners that match a text.
pub fn found(text: RwSignal<String>) -> AnyView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let asked = Memo::new(move |_| text.with(|text| text.trim().to_owned()));
    // Made when the first letter is typed, and again only when another list comes.
    let gave = RwSignal::new(Gave::default());
    ask_shards(text, asked, held, gave);
    let in_part = Memo::new(move |_| held.part(|_| ()).is_some());
    // Until the next ones come, those who were found before are looked through.
    let roster = Memo::new(move |_| {
        let people = gave.with(|gave| gave.people.clone());
        people.filter(|_| in_part.get()).or_else(|| held.roster())
    });
    let index =
        Memo::unlike(move || roster.with(|roster| Some(Arc::new(Index::new(roster.as_ref()?)))));
    let found = Memo::new(move |_| {
        let asked = asked.get();
        if asked.is_empty() {
            return None;
        }
        let (event, roster, index) = (held.event()?, roster.get()?, index.get()?);
        let found = index.find(&asked, MOST).indexes.into_iter();
        let found = found.filter_map(|i| roster.all().get(i));
        Some(found.map(|e| row(e, &event, prefs)).collect::<Vec<_>>())
    });
    let results = move || {
        let found = found.get()?;
        if found.is_empty() {
            let words = prefs.words();
            let asked = asked.get();
            let said = gave.with(|gave| match (in_part.get(), gave.asked == asked) {
                (true, false) => words.search_asking(),
                (true, true) if !gave.reached => words.search_unreachable(),
                _ => words.search_empty(&asked),
            });
            return Some(view! { <p class="empty">{said}</p> }.into_any());
        }
        let each = found.into_iter().map(|row| {
            let row = Memo::new(move |_| row.clone());
            view! { <li><RunnerRow row /></li> }
        });
        Some(view! { <ul class="found">{each.collect_view()}</ul> }.into_any())
    };
    view! { {results} }.into_any()
}

fn row(entrant: &Entrant, event: &Event, prefs: Prefs) -> Row {
    let contest = event.contests.get(entrant.contest);
    Row {
        face: face::of(entrant, event, prefs),
        note: contest.map_or_else(String::new, |contest| prefs.text(&contest.names)),
        ..Row::default()
    }
}
