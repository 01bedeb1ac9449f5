//! The places of a contest: everybody, or those of one sex, category or country.

use homestretch_race::event::RankBy;
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal, Signal, effect};

use crate::dom::view;

use crate::held::Held;
use crate::map::Shared;
use crate::parts::contest_tabs::ContestTabs;
use crate::parts::face;
use crate::parts::standing_rows::{StandingRows, members};
use crate::parts::text::text;
use crate::parts::waiting::OnceHeld;
use crate::parts::whole::whole;
use crate::prefs::Prefs;
use crate::way::Way;

/// How many are shown at first, and how many more at each press: rows cost memory on an old phone.
const FIRST: usize = 50;
const MORE: usize = 150;

/// Where the places of a contest are.
pub fn address(contest: &str) -> String {
    format!("/leaders/{}", js_sys::encode_uri_component(contest))
}

/// The page.
#[component]
pub fn Leaders() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let way = expect_context::<Way>();
    let contest = Memo::new(move |_| {
        let key = way.word();
        held.event()
            .and_then(|event| event.contests.iter().position(|c| c.key == key))
            .unwrap_or(0)
    });
    // The strip and the map's lead are of the contest that is read here.
    let shared = expect_context::<Shared>();
    effect(move || shared.choose_contest(contest.get()));
    let group = RwSignal::new(Group::All);
    let most = RwSignal::new(FIRST);
    let on_choose = Callback::new(move |i: usize| {
        let key = held
            .event()
            .and_then(|event| Some(event.contests.get(i)?.key.clone()));
        most.set(FIRST);
        // The other contest may have nobody of this group.
        group.set(Group::All);
        // Choosing among contests is no journey: one press of "back" leaves the page.
        way.turn(&address(&key.unwrap_or_default()));
    });
    let rest = Memo::new(move |_| {
        if held.part(|_| ()).is_some() {
            return 0;
        }
        group
            .with(|group| members(held, contest.get(), group))
            .saturating_sub(most.get())
    });
    let by = move || {
        let words = prefs.words();
        let event = held.event()?;
        let by = match event.contests.get(contest.get())?.rank_by {
            RankBy::Gun => words.ranked_by_gun(),
            RankBy::Net => words.ranked_by_net(),
        };
        Some(view! { <p class="quiet small">{by}</p> })
    };
    view! {
        <OnceHeld>
            <section aria-labelledby="leaders-title">
                <h2 id="leaders-title">{prefs.say(Words::places)}</h2>
                <ContestTabs chosen=contest.into() on_choose />
                <Groups contest=contest.into() group />
                {by}
                <StandingRows contest=contest.into() group=group.into() most=most.into() />
                <Show when={move || rest.get() > 0}>
                    <button class="button wide" on:click=move |_| most.update(|most| *most += MORE)>
                        {text(move || prefs.words().more_runners(rest.get().min(MORE) as u32))}
                    </button>
                </Show>
                {whole(false)}
                <p class="small"><a href="/replay/">{prefs.say(Words::watch_again)}</a></p>
            </section>
        </OnceHeld>
    }
}

/// Which group of the contest is shown; only groups that somebody is in.
#[component]
fn Groups(contest: Signal<usize>, group: RwSignal<Group>) -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let groups = Memo::new(move |_| {
        let (Some(event), Some(roster)) = (held.event(), held.roster()) else {
            return Vec::new();
        };
        let inside = roster
            .all()
            .iter()
            .filter(|entrant| entrant.contest == contest.get());
        let (mut sexes, mut categories, mut nocs) = ([false; 3], Vec::new(), Vec::new());
        for entrant in inside {
            match entrant.sex {
                Some(Sex::Female) => sexes[0] = true,
                Some(Sex::Male) => sexes[1] = true,
                Some(Sex::Other) => sexes[2] = true,
                None => {}
            }
            categories.extend(entrant.category);
            nocs.extend(entrant.noc.as_deref());
        }
        homestretch_order::sort_by(&mut categories, Ord::cmp);
        categories.dedup();
        homestretch_order::sort_by(&mut nocs, Ord::cmp);
        nocs.dedup();
        let mut sexes: Vec<(Sex, bool)> = [Sex::Female, Sex::Male, Sex::Other]
            .into_iter()
            .zip(sexes)
            .collect();
        if held.part(|_| ()).is_some() {
            // Of these alone the leaders are told.
            sexes.truncate(2);
            categories.clear();
            nocs.clear();
        }
        let sexes = sexes.into_iter();
        let mut groups = vec![Group::All];
        groups.extend(
            sexes
                .filter(|(_, some)| *some)
                .map(|(sex, _)| Group::Sex(sex)),
        );
        groups.extend(categories.into_iter().map(Group::Category));
        let mut nocs: Vec<(String, Group)> = nocs
            .into_iter()
            .map(|code| (prefs.noc(code, &event), Group::Noc(code.to_owned())))
            .collect();
        homestretch_order::sort_by(&mut nocs, |a, b| a.0.cmp(&b.0));
        let named = groups
            .into_iter()
            .map(|group| (face::group(&group, &event, prefs), group));
        named.chain(nocs).collect::<Vec<_>>()
    });
    let options = move || {
        let option = |(i, (name, one)): (usize, (String, Group))| {
            view! { <option value=i.to_string() selected=move || group.with(|group| *group == one)>{name}</option> }
        };
        groups
            .get()
            .into_iter()
            .enumerate()
            .map(option)
            .collect_view()
    };
    let choose = move |event| {
        let chosen = event_target_value(&event)
            .parse()
            .ok()
            .and_then(|i: usize| groups.with(|g| g.get(i).cloned()));
        group.set(chosen.map_or(Group::All, |(_, group)| group));
    };
    view! {
        <label class="field">
            <span>{prefs.say(Words::group)}</span>
            <select on:change=choose>{options}</select>
        </label>
    }
}
