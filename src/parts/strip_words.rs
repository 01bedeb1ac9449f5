//! The course and its field in words: who leads, where the viewer's own are, how many have passed each mat. What a
//! screen reader finds where others see the strip; seen by all where the strip cannot be drawn.

use homestretch_race::event::Role;
use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::tally::Tally;
use homestretch_race::view::View;
use homestretch_words::Words;
use leptos::prelude::*;

use super::face;
use super::now::where_now;
use super::text::text;
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::map::Shared;
use crate::prefs::Prefs;

/// How many of the lead are told.
const LEADERS: usize = 3;

/// Somebody in words.
#[derive(Clone, Debug, Default, PartialEq)]
struct Told {
    address: String,
    name: String,
    said: String,
}

/// All of it in words.
#[derive(Clone, Debug, Default, PartialEq)]
struct InWords {
    contest: String,
    numbers: Vec<String>,
    leaders: Vec<Told>,
    followed: Vec<Told>,
    mats: Vec<String>,
}

/// The words; made anew when `beat` says so, for the contest that `tally` is of.
#[component]
pub fn StripWords(shared: Shared, beat: Signal<(bool, i64)>, tally: Signal<Tally>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let told = Memo::new(move |_| {
        beat.track();
        let (tally, followed) = (tally.get(), shared.followed.get());
        let contest = shared.contest.get_untracked();
        // In the language of now, though not at each of the race's changes.
        prefs.words();
        let told = untrack(|| {
            held.look(clock.now_frame(), |view| {
                tell(view, contest, &tally, &followed, prefs)
            })
        });
        told.flatten().unwrap_or_default()
    });
    let lines = move |of: fn(&InWords) -> &Vec<String>| {
        move || {
            let lines = told.with(|told| of(told).clone());
            lines
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect_view()
        }
    };
    let people = move |of: fn(&InWords) -> &Vec<Told>, title: fn(&Words) -> String| {
        move || {
            let people = told.with(|told| of(told).clone());
            (!people.is_empty()).then(|| {
                view! {
                    <h3>{prefs.say(title)}</h3>
                    <ul>{people.into_iter().map(one).collect_view()}</ul>
                }
            })
        }
    };
    view! {
        <div class="strip-words">
            <h2>{prefs.say(Words::strip_words)}</h2>
            <p>{text(move || told.with(|told| told.contest.clone()))}</p>
            <ul>{lines(|told| &told.numbers)}</ul>
            {people(|told| &told.leaders, Words::nav_leaders)}
            {people(|told| &told.followed, Words::following)}
            <h3>{prefs.say(Words::splits)}</h3>
            <ul>{lines(|told| &told.mats)}</ul>
        </div>
    }
    .into_any()
}

fn one(told: Told) -> impl IntoView {
    view! {
        <li>
            <a href=told.address>{told.name}</a>
            " "
            <span>{told.said}</span>
        </li>
    }
}

fn tell(
    view: &View<'_>,
    contest: usize,
    tally: &Tally,
    followed: &[EntrantNo],
    prefs: Prefs,
) -> Option<InWords> {
    let (event, roster, words) = (view.race.event(), view.race.roster(), prefs.words());
    let of = event.contests.get(contest)?;
    let name_of = |point: usize| {
        of.points
            .get(point)
            .map_or_else(String::new, |point| prefs.text(&point.names))
    };
    let told = |no: EntrantNo, said: String| {
        let entrant = roster.get(no)?;
        Some(Told {
            address: face::address(&entrant.bib),
            name: face::name(entrant, prefs),
            said,
        })
    };
    let lead = |index: usize| {
        let (no, split) = (roster.all().get(index)?.no, view.last_split(index)?);
        let at = format::time_of_day_s(split.at, event.zone.offset_min);
        told(no, words.last_seen(&name_of(split.point), &at))
    };
    let leaders = view.leaders(contest, &Group::All, LEADERS);
    let placed = leaders.iter().filter(|standing| standing.place.is_some());
    let mats = of.points.iter().enumerate().zip(&tally.passed);
    Some(InWords {
        contest: prefs.text(&of.names),
        numbers: vec![
            words.on_course(tally.on_course),
            words.finished(tally.finished),
            words.stopped_count(tally.out),
        ],
        leaders: placed.filter_map(|standing| lead(standing.index)).collect(),
        followed: followed
            .iter()
            .filter_map(|&no| told(no, where_now(view, no, prefs)?))
            .collect(),
        mats: mats
            .filter(|((_, point), _)| point.role != Role::Helper)
            .map(|((i, _), (n, _))| words.passed_point(*n, &name_of(i)))
            .collect(),
    })
}
