//! The page: head, filters, table and sides.

use leptos::prelude::*;

use super::compare::Compare;
use super::copy::Copying;
use super::desk::{Desk, address};
use super::embed::EmbedBuilder;
use super::filters::Filters;
use super::grid::Grid;
use super::in_words;
use super::print::Paper;
use super::replay::Replay;
use super::said::SaidLine;
use super::side::{Corrections, StorySoFar};
use crate::clock::{Clock, device_ms};
use crate::dom::view;
use crate::held::Held;
use crate::live;
use crate::parts::contest_tabs::ContestTabs;
use crate::parts::health_bar::HealthLine;
use crate::parts::text::text;
use crate::parts::viewer::Viewer;
use crate::prefs::Prefs;
use crate::signals::{Memo, effect};
use homestretch_words::books::PressWords;

/// The press desk.
#[component]
pub fn Press() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::new());
    provide_context(held);
    provide_context(clock);
    provide_context(prefs);
    let desk = Desk::new(held, clock, prefs);
    provide_context(desk);
    effect(move || {
        if let Some(event) = held.event() {
            prefs.wording.set(event.wording.clone());
        }
    });
    live::start(held, clock);
    let name = Memo::new(move |_| {
        held.event()
            .map_or_else(String::new, |event| prefs.text(&event.names))
    });
    let title = move || [name.get(), desk.book.with(|book| book.title())].join(" · ");
    effect(move || document().set_title(&title()));
    let contest = Memo::new(move |_| held.event().map_or(0, |event| desk.contest(&event)));
    let on_choose = Callback::new(move |index: usize| {
        if let Some(contest) = held
            .event()
            .and_then(|e| Some(e.contests.get(index)?.key.clone()))
        {
            // Points and bibs of another contest mean something else.
            desk.ask(|asked| {
                let (at, known, columns) = (asked.at, asked.known, asked.columns);
                *asked = super::asked::Asked {
                    contest,
                    at,
                    known,
                    columns,
                    ..Default::default()
                };
            });
        }
    });
    view! {
        <div class="press">
            <header class="press-head">
                <h1>{text(move || name.get())}<span class="quiet">{desk.say(PressWords::title)}</span></h1>
                <p class="press-about">{text(move || standing(desk))}</p>
                <HealthLine />
                <Viewer class="press-viewer" />
            </header>
            <Replay />
            <div class="press-body">
                <main class="press-main">
                    <div class="press-tools">
                        <ContestTabs chosen=contest.into() on_choose />
                        <Copying />
                        <Filters />
                    </div>
                    <Grid />
                </main>
                <aside class="press-side">
                    <StorySoFar />
                    <Compare />
                    <Corrections />
                    <EmbedBuilder />
                </aside>
            </div>
            <SaidLine desk />
            <Paper />
        </div>
    }
}

/// What every export says of itself: one line.
pub fn about(desk: Desk) -> String {
    let said = about_from(desk, &address());
    [Some(said), shown_only(desk)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The same of something that has an address of its own.
pub fn about_from(desk: Desk, address: &str) -> String {
    let said = desk.look(|view, contest| {
        let official = view.race.phase(view.known).1;
        desk.speak(view.race.event(), |speech| {
            speech.about(view.race, contest, view.at, official, address)
        })
    });
    said.unwrap_or_else(|| desk.prefs.words().loading())
}

/// The same in lines, for paper and pictures: what it is of, how it stands and as of when, from where; and which
/// filters are set, where it is of the table.
pub fn about_lines(desk: Desk, filtered: bool) -> Vec<String> {
    let said = desk.look(|view, contest| {
        let official = view.race.phase(view.known).1;
        desk.speak(view.race.event(), |speech| {
            let (of, as_of) = speech.of_and_as_of(view.race, contest, view.at);
            [of, [speech.status(official), as_of].join(" · ")]
        })
    });
    let source = desk.book.with(|book| book.source(&address()));
    let mut lines: Vec<String> = said.into_iter().flatten().collect();
    lines.extend(shown_only(desk).filter(|_| filtered));
    lines.push(source);
    lines
}

/// How it stands, in a line that each page of paper has room for.
pub fn status(desk: Desk) -> String {
    about_lines(desk, false)
        .into_iter()
        .nth(1)
        .unwrap_or_default()
}

/// How it stands, and whether anybody has really run, for the head of the page.
fn standing(desk: Desk) -> String {
    let demo = desk.held.event().is_some_and(|event| event.demo);
    let demo = demo.then(|| desk.book.with(|book| book.demo()));
    let all = [Some(status(desk)), demo].into_iter().flatten();
    all.filter(|said| !said.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn shown_only(desk: Desk) -> Option<String> {
    let filters = in_words::filters(desk);
    let filters = filters.join(", ");
    (!filters.is_empty()).then(|| desk.book.with(|book| book.shown_only(&filters)))
}
