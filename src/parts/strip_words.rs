//! The course and its field in words: who leads, where the viewer's own are, how many have passed each mat. What a
//! screen reader finds where others see the strip; seen by all where the strip cannot be drawn.

use homestretch_race::event::Role;
use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::tally::Tally;
use homestretch_race::view::View;
use leptos::prelude::*;

use crate::signals::Signal;

use crate::dom::view;

use super::face;
use super::now_said::where_now;
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::map::Shared;
use crate::prefs::Prefs;

/// How many of the lead are told.
const LEADERS: usize = 3;
/// How many of the viewer's own; the list of them has the others.
const MOST_FOLLOWED: usize = 30;

/// A line of the words.
enum Line {
    Title(String),
    Said(String),
    /// Somebody, with the address of her page.
    Runner {
        address: String,
        name: String,
        said: String,
    },
}

/// The words; made anew when `beat` says so, for the contest that `tally` is of.
#[component]
pub fn StripWords(shared: Shared, beat: Signal<i64>, tally: Signal<Tally>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let lines = move || {
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
        let lines = told.flatten().unwrap_or_default();
        lines.into_iter().map(one).collect::<Vec<AnyView>>()
    };
    view! { <div class="strip-words">{lines}</div> }.into_any()
}

fn one(line: Line) -> AnyView {
    match line {
        Line::Title(title) => view! { <h2>{title}</h2> }.into_any(),
        Line::Said(said) => view! { <p>{said}</p> }.into_any(),
        Line::Runner {
            address,
            name,
            said,
        } => view! { <p><a href=address>{name}</a>" "{said}</p> }.into_any(),
    }
}

fn tell(
    view: &View<'_>,
    contest: usize,
    tally: &Tally,
    followed: &[EntrantNo],
    prefs: Prefs,
) -> Option<Vec<Line>> {
    let (event, roster, words) = (view.race.event(), view.race.roster(), prefs.words());
    let of = event.contests.get(contest)?;
    let name_of = |point: usize| {
        of.points
            .get(point)
            .map_or_else(String::new, |point| prefs.text(&point.names))
    };
    let told = |no: EntrantNo, said: String| {
        let entrant = roster.get(no)?;
        Some(Line::Runner {
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
    let mut lines = vec![
        Line::Title(words.strip_words()),
        Line::Said(prefs.text(&of.names)),
        Line::Said(words.on_course(tally.on_course)),
        Line::Said(words.finished(tally.finished)),
        Line::Said(words.stopped_count(tally.out)),
    ];
    let mut part = |title: String, found: Vec<Line>| {
        if !found.is_empty() {
            lines.push(Line::Title(title));
            lines.extend(found);
        }
    };
    part(
        words.nav_leaders(),
        placed.filter_map(|standing| lead(standing.index)).collect(),
    );
    let mine = followed.iter().take(MOST_FOLLOWED);
    part(
        words.following(),
        mine.filter_map(|&no| told(no, where_now(view, no, prefs)?))
            .collect(),
    );
    let mats = of.points.iter().enumerate().zip(&tally.passed);
    part(
        words.splits(),
        mats.filter(|((_, point), _)| point.role != Role::Helper)
            .map(|((i, _), (n, _))| Line::Said(words.passed_point(*n, &name_of(i))))
            .collect(),
    );
    Some(lines)
}
