//! The first page: whom I follow, who leads, and before the start, when it begins.

use homestretch_race::change::Phase;
use homestretch_race::standings::Group;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use crate::clock::Clock;
use crate::held::Held;
use crate::map::Shared;
use crate::parts::contest_tabs::ContestTabs;
use crate::parts::mine::Mine;
use crate::parts::search::Search;
use crate::parts::standing_rows::StandingRows;
use crate::parts::text::text;
use crate::parts::waiting::OnceHeld;
use crate::parts::whole::whole;
use crate::prefs::Prefs;
use crate::views::leaders;
use crate::zone;

/// How many leaders are shown here; the leaders' own page has the rest.
const LEADERS: usize = 8;

/// The page.
#[component]
pub fn Follow() -> impl IntoView {
    view! {
        <OnceHeld>
            <Search />
            <BeforeTheStart />
            <Mine />
            <Leading />
            {whole(false)}
        </OnceHeld>
    }
}

/// When it begins, and what will be seen then.
#[component]
fn BeforeTheStart() -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let before = Memo::new(move |_| held.stand().get().phase == Phase::Before);
    let guns = Memo::new(move |_| {
        let event = held.event()?;
        held.look(clock.now_frame(), |view| {
            let gun = |(i, contest): (usize, &homestretch_race::event::Contest)| {
                let (race, viewer) = zone::in_both(view.gun(i, 0), &event.zone);
                (i, prefs.text(&contest.names), race, viewer)
            };
            event
                .contests
                .iter()
                .enumerate()
                .map(gun)
                .collect::<Vec<_>>()
        })
    });
    let list = move || {
        let words = prefs.words();
        let one = move |(i, name, race, viewer): (usize, String, String, Option<String>)| {
            view! {
                <li class="gun" data-contest=i % 4>
                    <span class="contest-tag">{name}</span>
                    <span class="gun-time">{words.time_race_zone(&race)}</span>
                    {viewer.map(|time| view! { <span class="quiet">{words.time_your_zone(&time)}</span> })}
                </li>
            }
        };
        guns.get()
            .unwrap_or_default()
            .into_iter()
            .map(one)
            .collect_view()
    };
    view! {
        <Show when=move || before.get()>
            <section class="before" aria-labelledby="before-title">
                <h2 id="before-title">{prefs.say(Words::phase_before)}</h2>
                <ul class="guns">{list}</ul>
                <p class="quiet">{prefs.say(Words::before_text)}</p>
            </section>
        </Show>
    }
}

/// The first of a contest.
#[component]
fn Leading() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let shared = expect_context::<Shared>();
    let contest = shared.contest;
    let address = move || {
        let key = held
            .event()
            .and_then(|event| Some(event.contests.get(contest.get())?.key.clone()));
        leaders::address(&key.unwrap_or_default())
    };
    view! {
        <section aria-labelledby="leading-title">
            <div class="section-head">
                <h2 id="leading-title">{prefs.say(Words::nav_leaders)}</h2>
                <a class="more" href=text(address)>{prefs.say(Words::all_places)}</a>
            </div>
            <ContestTabs chosen=contest.into() on_choose=Callback::new(move |i| shared.choose_contest(i)) />
            <StandingRows
                contest=contest.into()
                group=Signal::stored(Group::All)
                most=Signal::stored(LEADERS)
            />
        </section>
    }
}
