//! The moment a runner comes home, and a picture of it to send to others.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Span;
use homestretch_race::view::{Status, View};
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;
use leptos::task::spawn_local;

use super::face;
use super::finish_picture::{self, Picture};
use super::text::text;
use crate::clock::Clock;
use crate::device::save;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;

/// For so long after the finish it is a moment, in the race's own time.
const MOMENT: Span = Span(5 * 60_000);
/// Scraps of paper; their colours and ways are the style's.
const SCRAPS: usize = 24;

/// The moment and the button; nothing for whoever is not home.
pub fn finish(no: Signal<Option<EntrantNo>>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let home = Memo::new(move |_| {
        let no = no.get()?;
        held.look(clock.now_frame(), |view| home(view, no, prefs))?
    });
    let name = Memo::new(move |_| home.with(|home| Some(home.as_ref()?.0.clone())));
    let moment = Memo::new(move |_| home.with(|home| home.as_ref().is_some_and(|home| home.1)));
    let send = move |_| {
        let Some(picture) = no
            .get_untracked()
            .and_then(|no| picture(held, clock, prefs, no))
        else {
            return;
        };
        spawn_local(async move {
            if let Some(canvas) = finish_picture::draw(&picture) {
                let _ = save::picture(&canvas, "finish.png").await;
            }
        });
    };
    let block = move || {
        let name = name.get()?;
        let said = move || {
            let name = name.clone();
            moment.get().then(|| {
                let scraps = (0..SCRAPS).map(|_| view! { <i></i> }).collect_view();
                view! {
                    <p class="home">{text(move || prefs.words().home(&name))}</p>
                    <div class="confetti" aria-hidden="true">{scraps}</div>
                }
            })
        };
        Some(view! {
            <div class="finish">
                {said}
                <button class="button" on:click=send>{prefs.say(Words::picture_send)}</button>
            </div>
        })
    };
    block.into_any()
}

/// The name of whoever is home, and whether it has just happened.
fn home(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<(String, bool)> {
    let (roster, index) = (view.race.roster(), view.race.roster().index(no)?);
    view.result(index)?;
    let since = view.at - view.last_split(index)?.at;
    Some((face::name(roster.get(no)?, prefs), since < MOMENT))
}

fn picture(held: Held, clock: Clock, prefs: Prefs, no: EntrantNo) -> Option<Picture> {
    let course = held.course_file();
    let official = held.stand().get_untracked().official;
    let picture = |view: &View<'_>| {
        let (event, roster, words) = (view.race.event(), view.race.roster(), prefs.words());
        let (index, entrant) = (roster.index(no)?, roster.get(no)?);
        let contest = event.contests.get(entrant.contest)?;
        let result = view.result(index)?;
        debug_assert_eq!(view.status(index), Status::Finished);
        let face = face::of(entrant, event, prefs);
        let place = view.places(index).into_iter().next().map(|place| {
            let (figure, total) = (
                words.number(place.place.into()),
                words.number(place.of.into()),
            );
            words.place_of(&figure, &total)
        });
        let route = course
            .as_ref()
            .and_then(|course| course.route(&contest.route));
        let line = route.map(|route| route.course.line().iter());
        Some(Picture {
            event: prefs.text(&event.names),
            name: face.name,
            who: words.bib_number(&face.bib),
            contest: prefs.text(&contest.names),
            noc: face.noc,
            time: format::taken(result),
            mark: if official {
                words.official()
            } else {
                words.provisional()
            },
            place: place.unwrap_or_default(),
            note: if event.demo {
                words.demo_note()
            } else {
                String::new()
            },
            label: course
                .as_ref()
                .map_or_else(String::new, |course| prefs.text(&course.label)),
            credit: course
                .as_ref()
                .map_or_else(String::new, |course| course.attribution.clone()),
            line: line
                .into_iter()
                .flatten()
                .map(|at| (at.lat, at.lon))
                .collect(),
            rtl: homestretch_words::languages::direction(words.tag()) == "rtl",
        })
    };
    untrack(|| held.look(clock.now_frame(), picture))?
}
