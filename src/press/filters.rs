//! Which rows and which columns.

use std::collections::BTreeSet;

use homestretch_race::roster::Sex;
use homestretch_race::view::Status;
use homestretch_words::Words;
use homestretch_words::books::PressWords;
use leptos::prelude::*;

use super::asked::{Asked, Columns, STATUSES};
use super::chart::clock;
use super::desk::{Desk, desk};
use super::in_words::seconds_of;
use crate::dom::{Piece, view};
use crate::parts::face;
use crate::signals::Memo;

/// One choice among some; `chosen` says which, by its number.
fn choice(
    label: Box<dyn Fn() -> String + Send + Sync>,
    options: Vec<(String, bool)>,
    choose: impl Fn(usize) + 'static,
) -> Piece {
    let options: Vec<Piece> = options
        .into_iter()
        .enumerate()
        .map(|(n, (name, chosen))| view! { <option value=n selected=chosen>{name}</option> })
        .collect();
    let change = move |event: web_sys::Event| {
        if let Ok(n) = event_target_value(&event).parse() {
            choose(n);
        }
    };
    view! { <select aria-label=label on:change=change>{options}</select> }
}

/// A choice of a value, or of none.
fn among<T: Clone + PartialEq + 'static>(
    desk: Desk,
    label: Box<dyn Fn() -> String + Send + Sync>,
    values: Vec<(T, String)>,
    all: String,
    now: &T,
    none: T,
    put: fn(&mut Asked, T),
) -> Piece {
    let mut options = vec![(all, *now == none)];
    options.extend(
        values
            .iter()
            .map(|(value, name)| (name.clone(), value == now)),
    );
    choice(label, options, move |n| {
        let value = n.checked_sub(1).and_then(|n| values.get(n));
        let value = value.map_or_else(|| none.clone(), |(value, _)| value.clone());
        desk.ask(|asked| put(asked, value));
    })
}

/// The filters.
#[component]
pub fn Filters() -> impl IntoView {
    let desk = desk();
    // Only what a filter itself depends on makes it anew, so that it keeps the focus.
    let groups = Memo::new(move |_| nocs_and_categories(desk));
    let state = Memo::new(move |_| {
        desk.asked.with(|a| {
            (
                a.sex,
                a.noc.clone(),
                a.category,
                a.status,
                a.passed,
                a.columns,
            )
        })
    });
    let selects = move || selects(desk, &groups.get(), state.get());
    let find =
        move |event: web_sys::Event| desk.ask(|asked| asked.find = event_target_value(&event));
    let to = move |event: web_sys::Event| {
        desk.ask(|asked| event_target_value(&event).trim().clone_into(&mut asked.to));
    };
    let within = move |event: web_sys::Event| {
        let within = seconds_of(&event_target_value(&event));
        desk.ask(|asked| asked.within_s = within);
    };
    view! {
        <div class="press-filters">
            {selects}
            <input type="search" aria-label=desk.say(PressWords::find) placeholder=desk.say(PressWords::find)
                prop:value=move || desk.asked.with(|a| a.find.clone()) on:input=find />
            <input class="press-to" aria-label=move || desk.book.with(|book| book.gap_to("…")) placeholder=desk.say(PressWords::gap_to_leader)
                prop:value=move || desk.asked.with(|a| a.to.clone()) on:change=to />
            <input class="press-to" data-do="within" inputmode="numeric" aria-label=desk.say(PressWords::gap_within) placeholder=desk.say(PressWords::gap_within)
                prop:value=move || desk.asked.with(|a| a.within_s.map_or_else(String::new, |s| clock(f64::from(s)))) on:change=within />
        </div>
    }
}

/// What the choices show: sex, committee, category, status, passing, columns.
type State = (
    Option<Sex>,
    String,
    Option<usize>,
    Option<Status>,
    Option<(usize, bool)>,
    Columns,
);

/// The choices, one for each filter.
fn selects(desk: Desk, groups: &Groups, state: State) -> Vec<Piece> {
    let (words, book) = (desk.prefs.words(), desk.book.get());
    let (sex, noc, category, status, passed, columns) = state;
    let (nocs, categories, points) = groups.clone();
    let sexes = vec![
        (Some(Sex::Female), words.sex_female()),
        (Some(Sex::Male), words.sex_male()),
        (Some(Sex::Other), words.sex_other()),
    ];
    let statuses = STATUSES
        .iter()
        .map(|(s, _)| (Some(*s), face::status(*s, &words)))
        .collect();
    let passings = points.iter().flat_map(|(point, name)| {
        [
            (Some((*point, true)), book.passed(name)),
            (Some((*point, false)), book.not_passed(name)),
        ]
    });
    let columns_on_offer = [
        (Columns::Elapsed, book.columns_elapsed()),
        (Columns::TimeOfDay, book.columns_time()),
        (Columns::Segment, book.columns_segment()),
        (Columns::Pace, book.columns_pace()),
    ];
    let shown = columns_on_offer
        .iter()
        .map(|(of, name)| (name.clone(), *of == columns))
        .collect();
    let prefs = desk.prefs;
    let mut pieces = vec![choice(desk.say(PressWords::columns), shown, move |n| {
        if let Some((columns, _)) = columns_on_offer.get(n) {
            desk.ask(|asked| asked.columns = *columns);
        }
    })];
    pieces.push(among(
        desk,
        desk.say(PressWords::all_sexes),
        sexes,
        book.all_sexes(),
        &sex,
        None,
        |a, v| a.sex = v,
    ));
    pieces.push(among(
        desk,
        prefs.say(Words::noc),
        nocs,
        book.all_nocs(),
        &noc,
        String::new(),
        |a, v| a.noc = v,
    ));
    if !categories.is_empty() {
        pieces.push(among(
            desk,
            prefs.say(Words::category),
            categories,
            book.all_categories(),
            &category,
            None,
            |a, v| a.category = v,
        ));
    }
    pieces.push(among(
        desk,
        prefs.say(Words::status),
        statuses,
        book.all_statuses(),
        &status,
        None,
        |a, v| a.status = v,
    ));
    pieces.push(among(
        desk,
        prefs.say(Words::point),
        passings.collect(),
        book.passed_any(),
        &passed,
        None,
        |a, v| a.passed = v,
    ));
    pieces
}

type Groups = (
    Vec<(String, String)>,
    Vec<(Option<usize>, String)>,
    Vec<(usize, String)>,
);

/// The committees and categories of the contest, and its points.
fn nocs_and_categories(desk: Desk) -> Groups {
    let (Some(event), Some(roster)) = (desk.held.event(), desk.held.roster()) else {
        return Groups::default();
    };
    let contest = desk.contest(&event);
    let (mut nocs, mut categories) = (BTreeSet::new(), BTreeSet::new());
    for entrant in roster.all().iter().filter(|e| e.contest == contest) {
        nocs.extend(entrant.noc.as_deref());
        categories.extend(entrant.category);
    }
    let mut nocs: Vec<(String, String)> = nocs
        .into_iter()
        .map(|code| {
            let name = desk.prefs.noc(code, &event);
            (code.to_owned(), name)
        })
        .collect();
    homestretch_order::sort_by(&mut nocs, |a, b| a.1.cmp(&b.1));
    let named = |category: usize| {
        Some((
            Some(category),
            desk.prefs.text(&event.categories.get(category)?.names),
        ))
    };
    let categories = categories.into_iter().filter_map(named).collect();
    let points = event.contests.get(contest).map_or_else(Vec::new, |of| {
        let shown = super::table::points_shown(of).into_iter();
        shown
            .map(|point| (point, desk.prefs.text(&of.points[point].names)))
            .collect()
    });
    (nocs, categories, points)
}
