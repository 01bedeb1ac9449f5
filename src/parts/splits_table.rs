//! The splits of one runner: what was taken at each mat, and what is expected at those ahead.

use homestretch_race::change::Why;
use homestretch_race::event::{Contest, RankBy, Role};
use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::view::{Split, View};
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;
use crate::zone;

/// In a larger field a place at every mat costs more than it tells; the places above the table are always there.
const MOST_PLACED: usize = 5_000;

/// One line of the table.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    point: String,
    time: String,
    pace: String,
    place: String,
    day: String,
    day_elsewhere: Option<String>,
    corrected: bool,
    expected: bool,
}

/// The table.
#[component]
pub fn SplitsTable(no: Signal<Option<EntrantNo>>) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let lines = Memo::new(move |_| {
        let no = no.get()?;
        held.look(clock.now_frame(), |view| lines(view, no, prefs))
            .flatten()
    });
    let say = move |sentence| prefs.say(sentence);
    let body = move || {
        let line = |line: Line| {
            view! {
                <tr data-expected=line.expected.to_string()>
                    <th scope="row">{line.point}</th>
                    <td>
                        {line.time}
                        {line.corrected.then(|| view! { <span class="mark">{prefs.words().corrected()}</span> })}
                    </td>
                    <td>{line.pace}</td>
                    <td>{line.place}</td>
                    <td>
                        {line.day}
                        {line.day_elsewhere.map(|day| view! { <span class="quiet elsewhere">{day}</span> })}
                    </td>
                </tr>
            }
        };
        lines
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(line)
            .collect_view()
    };
    view! {
        <section aria-labelledby="splits-title">
            <h3 id="splits-title">{say(Words::splits)}</h3>
            <div class="table-frame" tabindex="0" role="group" aria-labelledby="splits-title">
                <table class="splits">
                    <thead>
                        <tr>
                            <th scope="col">{say(Words::point)}</th>
                            <th scope="col">{say(Words::elapsed)}</th>
                            <th scope="col">{say(Words::pace)}</th>
                            <th scope="col">{say(Words::place)}</th>
                            <th scope="col">{say(Words::time_of_day)}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            <p class="quiet small">{say(Words::estimate_note)}</p>
        </section>
    }
}

fn lines(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<Vec<Line>> {
    let (event, roster) = (view.race.event(), view.race.roster());
    let (index, entrant) = (roster.index(no)?, roster.get(no)?);
    let contest = event.contests.get(entrant.contest)?;
    let (splits, arrivals) = (view.splits(index), view.arrivals(index, view.through()));
    let shown = contest
        .points
        .iter()
        .enumerate()
        .filter(|(_, point)| point.role != Role::Helper);
    let line = |(i, point): (usize, &homestretch_race::event::Point)| {
        let mut line = Line {
            point: prefs.text(&point.names),
            ..Line::default()
        };
        if let Some(split) = splits.iter().find(|split| split.point == i) {
            taken(&mut line, split, contest, prefs);
            (line.day, line.day_elsewhere) = zone::in_both(split.at, &event.zone);
            line.day = format::time_of_day_s(split.at, event.zone.offset_min);
            // Where not everybody is here, nobody can be counted before her.
            let counted = view.race.part().is_none() && roster.all().len() <= MOST_PLACED;
            if point.role != Role::Start && counted {
                let at_point = view.standings_at(entrant.contest, &Group::All, i);
                let mine = at_point.iter().find(|standing| standing.index == index);
                let place = mine.and_then(|standing| standing.place);
                line.place =
                    place.map_or_else(String::new, |place| prefs.words().number(place.into()));
            }
        } else if let Some(arrival) = arrivals.iter().find(|arrival| arrival.point == i) {
            let (from, from_viewer) = zone::in_both(arrival.p05, &event.zone);
            let (to, to_viewer) = zone::in_both(arrival.p95, &event.zone);
            line.day = prefs.words().window(&from, &to);
            line.day_elsewhere = from_viewer
                .zip(to_viewer)
                .map(|(from, to)| prefs.words().window(&from, &to));
            line.expected = true;
        }
        line
    };
    Some(shown.map(line).collect())
}

fn taken(line: &mut Line, split: &Split, contest: &Contest, prefs: Prefs) {
    let time = match contest.rank_by {
        RankBy::Gun => split.gun_time,
        RankBy::Net => split.net_time,
    };
    // Only the way to the line has passed at the start.
    line.time = if split.point > 0 {
        format::taken(time)
    } else {
        String::new()
    };
    let pace = split.pace_s_per_km.filter(|_| split.point > 0);
    line.pace = pace.map_or_else(String::new, |s| format::pace(s, prefs.units.get()));
    line.corrected = split.why != Why::Read;
}
