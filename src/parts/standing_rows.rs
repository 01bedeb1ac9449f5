//! The first of a contest, or of a group of it, as rows.

use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::{Group, Standing};
use homestretch_race::view::{Status, View};
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::face;
use super::runner_row::{Row, RunnerRows};
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;

/// The first `most` of the group, live. Only these are made into rows, however large the field is.
#[component]
pub fn StandingRows(
    contest: Signal<usize>,
    group: Signal<Group>,
    most: Signal<usize>,
) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let rows = Memo::new(move |_| {
        let (contest, group) = (contest.get(), group.get());
        let rows = held.look(clock.now_frame(), |view| {
            // Where not everybody is here, only so many lead without a gap.
            let told = view.race.part().map_or(usize::MAX, |part| part.leaders);
            let standings = view.leaders(contest, &group, most.get().min(told));
            let placed = standings.iter().filter(|standing| standing.place.is_some());
            placed
                .map(|standing| row(view, standing, prefs))
                .collect::<Vec<_>>()
        });
        rows.unwrap_or_default()
    });
    view! {
        <Show
            when=move || rows.with(|rows| !rows.is_empty())
            fallback=move || view! { <p class="empty">{prefs.say(Words::leaders_empty)}</p> }
        >
            <RunnerRows rows />
        </Show>
    }
}

/// How many have a place in the group, or could have one.
pub fn members(held: Held, contest: usize, group: &Group) -> usize {
    let Some(roster) = held.roster() else {
        return 0;
    };
    roster
        .all()
        .iter()
        .filter(|entrant| entrant.contest == contest && group.has(entrant))
        .count()
}

/// The entrant of a number as a row of those the viewer follows: where last seen, or when expected home.
pub fn followed_row(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<Row> {
    let (event, roster) = (view.race.event(), view.race.roster());
    let index = roster.index(no)?;
    let entrant = roster.get(no)?;
    let contest = event.contests.get(entrant.contest)?;
    let words = prefs.words();
    let status = view.status(index);
    let finish = contest.finish();
    let arrivals = view.arrivals(index, view.through());
    let home = arrivals.iter().find(|arrival| arrival.point == finish);
    let clock_time = |at| format::time_of_day(at, event.zone.offset_min);
    let (figure, note, guessed) = match (view.result(index), home) {
        (Some(result), _) => (format::taken(result), face::status(status, &words), false),
        (None, Some(home)) => {
            let window = words.window(&clock_time(home.p05), &clock_time(home.p95));
            (
                window,
                contest
                    .points
                    .get(finish)
                    .map_or_else(String::new, |p| prefs.text(&p.names)),
                true,
            )
        }
        (None, None) if status == Status::NotStarted && face::is_silent(view, entrant) => {
            (String::new(), words.status_results_only(), false)
        }
        (None, None) => (String::new(), face::status(status, &words), false),
    };
    let place = String::new();
    Some(Row {
        face: face::of(entrant, event, prefs),
        place,
        figure,
        note,
        guessed,
    })
}

fn row(view: &View<'_>, standing: &Standing, prefs: Prefs) -> Row {
    let (event, words) = (view.race.event(), prefs.words());
    let entrant = view.race.roster().all().get(standing.index);
    let face = entrant
        .map(|entrant| face::of(entrant, event, prefs))
        .unwrap_or_default();
    let place = standing.place.map_or_else(String::new, |place| {
        // The sign that timing lists use for a shared place.
        format!("{}{place}", if standing.tied { "=" } else { "" })
    });
    let point = event
        .contests
        .get(face.contest)
        .and_then(|c| c.points.get(standing.point));
    let home = view.status(standing.index) == Status::Finished;
    let behind = standing.gap.filter(|gap| gap.0 > 0).map(format::gap);
    let note = match (home, behind) {
        (_, Some(gap)) if home => gap,
        (true, _) => words.finish(),
        (false, behind) => {
            let name = point.map_or_else(String::new, |point| prefs.text(&point.names));
            behind.map_or(name.clone(), |gap| format!("{name} {gap}"))
        }
    };
    let figure = standing.time.map_or_else(String::new, format::taken);
    Row {
        face,
        place,
        figure,
        note,
        guessed: false,
    }
}
