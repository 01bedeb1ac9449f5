//! Tells screen readers, politely, what changed for those the viewer follows; not every tick.

use std::collections::HashMap;

use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;

use super::face;
use super::text::text;
use crate::clock::Clock;
use crate::favourites::Favourites;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;

/// A line that is heard, not seen.
#[component]
pub fn Announcer() -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let favourites = expect_context::<Favourites>();
    let line = RwSignal::new(String::new());
    let furthest = StoredValue::new(HashMap::<EntrantNo, usize>::new());
    Effect::new(move |_| {
        let bibs = favourites.bibs();
        let news = held.look(clock.now_frame(), |view| {
            let mut news = Vec::new();
            for entrant in bibs.iter().filter_map(|bib| view.race.roster().by_bib(bib)) {
                let index = view.race.roster().index(entrant.no).unwrap_or(usize::MAX);
                let Some(split) = view.last_split(index) else {
                    continue;
                };
                let before = furthest
                    .try_update_value(|known| known.insert(entrant.no, split.point))
                    .flatten();
                // What was so when the page was opened, or the star pressed, is no news.
                if before.is_some_and(|before| before < split.point) {
                    let (name, words) = (face::name(entrant, prefs), prefs.words());
                    let contest = view.race.event().contests.get(entrant.contest);
                    let point = contest.and_then(|contest| contest.points.get(split.point));
                    news.push(match view.result(index) {
                        Some(result) => words.announce_finished(&name, &format::taken(result)),
                        None => words.announce_passed(
                            &name,
                            &point.map_or_else(String::new, |p| prefs.text(&p.names)),
                        ),
                    });
                }
            }
            news
        });
        if let Some(news) = news.filter(|news| !news.is_empty()) {
            line.set(news.join(" "));
        }
    });
    view! { <p class="heard" aria-live="polite">{text(move || line.get())}</p> }
}
