//! Finding a runner by bib or name.

use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, Roster};
use homestretch_words::Words;
use leptos::prelude::*;

use super::face;
use super::runner_row::{Row, RunnerRow};
use crate::held::Held;
use crate::prefs::Prefs;

/// More than fit on a screen are no help; another letter is.
const MOST: usize = 12;

/// A field, and the runners that match what is in it.
#[component]
pub fn Search() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let text = RwSignal::new(String::new());
    let asked = Memo::new(move |_| text.with(|text| text.trim().to_lowercase()));
    let found = Memo::new(move |_| {
        let (event, roster) = (held.event()?, held.roster()?);
        let asked = asked.get();
        (!asked.is_empty()).then(|| {
            matches(&roster, &asked)
                .map(|e| row(e, &event, prefs))
                .collect::<Vec<_>>()
        })
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
    view! {
        <search class="search" role="search">
            <input
                type="search"
                class="search-field"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=prefs.say(Words::search)
                placeholder=prefs.say(Words::search_hint)
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <div role="status">{results}</div>
        </search>
    }
}

/// Those whose bib begins with what was asked come first, then those with a name that has it.
fn matches<'a>(roster: &'a Roster, asked: &'a str) -> impl Iterator<Item = &'a Entrant> {
    let by_bib = roster
        .all()
        .iter()
        .filter(move |e| e.bib.to_lowercase().starts_with(asked));
    let named = move |e: &&Entrant| {
        let bib = e.bib.to_lowercase().starts_with(asked);
        !bib && e
            .names
            .0
            .iter()
            .any(|(_, name)| name.to_lowercase().contains(asked))
    };
    by_bib.chain(roster.all().iter().filter(named)).take(MOST)
}

fn row(entrant: &Entrant, event: &Event, prefs: Prefs) -> Row {
    let contest = event.contests.get(entrant.contest);
    Row {
        face: face::of(entrant, event, prefs),
        note: contest.map_or_else(String::new, |contest| prefs.text(&contest.names)),
        ..Row::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use homestretch_race::event::Text;
    use homestretch_race::roster::EntrantNo;

    fn entrant(no: u32, bib: &str, name: &str) -> Entrant {
        Entrant {
            no: EntrantNo(no),
            bib: bib.to_owned(),
            names: Text::of("en", name),
            ..Entrant::default()
        }
    }

    #[test]
    fn bibs_come_before_names() {
        let roster = Roster::new(vec![
            entrant(0, "7", "Grove 10"),
            entrant(1, "101", "Brook"),
            entrant(2, "10", "Maple"),
            entrant(3, "A10", "Moss"),
        ]);
        let bibs = |asked: &str| {
            matches(&roster, asked)
                .map(|e| e.bib.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(bibs("10"), ["101", "10", "7"]);
        assert_eq!(bibs("mo"), ["A10"]);
        assert_eq!(bibs("zzz"), [""; 0]);
    }
}
