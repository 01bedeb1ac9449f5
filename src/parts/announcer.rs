//! Tells what changed for those the viewer follows, and not every tick: politely to screen readers, and as
//! notifications where the viewer has asked for them.

use homestretch_race::view::View;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal, effect};

use crate::dom::view;
use leptos::task::spawn_local;

use super::arriving::arriving_quietly;
use super::be_told;
use super::face;
use super::text::text;
use crate::clock::Clock;
use crate::device::notify;
use crate::favourites::Favourites;
use crate::format;
use crate::held::Held;
use crate::later::Slot;
use crate::news::told::first_time;
use crate::news::{News, Watch, What};
use crate::prefs::Prefs;

thread_local! {
    /// What is told of those whom the viewer follows.
    pub static TOLD: Slot<fn(RwSignal<String>) -> AnyView> = const { Slot::new() };
}

/// A line that is heard, not seen. Whatever says something comes later, and only for those who follow somebody.
#[component]
pub fn Announcer() -> impl IntoView {
    let favourites = expect_context::<Favourites>();
    let line = RwSignal::new(String::new());
    let some = Memo::new(move |_| !favourites.bibs().is_empty());
    view! {
        <p class="heard" aria-live="polite">{text(move || line.get())}</p>
        {move || some.get().then(|| arriving_quietly(&TOLD, line))}
    }
}

/// Says into the line what is new.
pub fn told(line: RwSignal<String>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let favourites = expect_context::<Favourites>();
    let watch = StoredValue::new(Watch::default());
    effect(move || {
        let bibs = favourites.bibs();
        // Whether a silence is one depends on how far the reads reach.
        held.stand().track();
        let said = held.look(clock.now_frame(), |view| {
            let news = watch.try_update_value(|watch| watch.look(view, &bibs));
            let event = view.race.event();
            let title = prefs.text(&event.names);
            let news = news.unwrap_or_default().into_iter();
            let said =
                news.filter_map(|news| Some((news.key(&event.key), say(view, &news, prefs)?)));
            (title, said.collect::<Vec<_>>())
        });
        let Some((title, said)) = said.filter(|(_, said)| !said.is_empty()) else {
            return;
        };
        let all: Vec<&str> = said.iter().map(|(_, sentence)| sentence.as_str()).collect();
        line.set(all.join(" "));
        for (key, sentence) in said {
            if be_told::wanted() && first_time(&key) {
                spawn_local(notify::show(title.clone(), sentence, key));
            }
        }
    });
    ().into_any()
}

/// The news in a sentence: what was read, where, and how long ago.
fn say(view: &View<'_>, news: &News, prefs: Prefs) -> Option<String> {
    let (event, words) = (view.race.event(), prefs.words());
    let entrant = view.race.roster().get(news.no)?;
    let points = &event.contests.get(entrant.contest)?.points;
    let (bib, name) = (&entrant.bib, face::name(entrant, prefs));
    let point = |i: usize| {
        points
            .get(i)
            .map_or_else(String::new, |point| prefs.text(&point.names))
    };
    let ago = |at| format::ago(view.at - at, &words);
    Some(match news.what {
        What::Passed(i, at) => words.told_passed(bib, &name, &point(i), &ago(at)),
        What::Found(i, at) => words.told_found(bib, &name, &point(i), &ago(at)),
        What::Finished(time, at) => words.told_finished(bib, &name, &format::taken(time), &ago(at)),
        What::Overdue(i, at) => {
            let time = format::time_of_day(at, event.zone.offset_min);
            words.told_overdue(bib, &name, &point(i), &words.time_race_zone(&time))
        }
    })
}
