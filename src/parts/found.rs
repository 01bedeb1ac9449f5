//! The runners whose bib or name matches what is sought.

use std::sync::Arc;

use homestretch_feed::search::Index;
use homestretch_race::event::Event;
use homestretch_race::roster::Entrant;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal};

use crate::dom::view;

use super::face;
use super::runner_row::{Row, RunnerRow};
use crate::held::Held;
use crate::prefs::Prefs;

/// More than fit on a screen are no help; another letter is.
const MOST: usize = 12;

/// The runners that match a text.
pub fn found(text: RwSignal<String>) -> AnyView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let asked = Memo::new(move |_| text.with(|text| text.trim().to_owned()));
    // Made when the first letter is typed, and again only when another list comes.
    let roster = Memo::new(move |_| held.roster());
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
            let text = text.get();
            return Some(
                view! { <p class="empty">{prefs.words().search_empty(text.trim())}</p> }.into_any(),
            );
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
