//! The expected finish for the viewer's own calendar.

use homestretch_race::roster::EntrantNo;
use homestretch_race::view::View;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::face;
use crate::calendar::{Entry, ics_from_entry};
use crate::clock::Clock;
use crate::device::{address, save};
use crate::format::time_of_day;
use crate::held::Held;
use crate::prefs::Prefs;

/// The button; nothing while no finish is expected.
pub fn calendar_button(no: Signal<Option<EntrantNo>>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let at_now = move || {
        let no = no.get()?;
        held.look(clock.now_frame(), |view| entry(view, no, prefs))?
    };
    let some = Memo::new(move |_| at_now().is_some());
    let press = move |_| {
        if let Some(entry) = untrack(at_now) {
            let _ = save::text(&ics_from_entry(&entry), "finish.ics", "text/calendar");
        }
    };
    let button = move || {
        some.get()
            .then(|| view! { <button class="button" on:click=press>{prefs.say(Words::calendar_add)}</button> })
    };
    button.into_any()
}

fn entry(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<Entry> {
    let (event, roster, words) = (view.race.event(), view.race.roster(), prefs.words());
    let (index, entrant) = (roster.index(no)?, roster.get(no)?);
    let finish = event.contests.get(entrant.contest)?.finish();
    let arrivals = view.arrivals(index, view.through());
    let home = arrivals.iter().find(|arrival| arrival.point == finish)?;
    let clock = |at| time_of_day(at, event.zone.offset_min);
    let name = face::name(entrant, prefs);
    Some(Entry {
        uid: [&event.key, "-", &no.0.to_string(), "@homestretch"].concat(),
        made: view.at,
        from: home.p05,
        to: home.p95,
        title: words.calendar_title(&name),
        text: words.calendar_text(
            &clock(home.p05),
            &clock(home.p95),
            &clock(view.at),
            &address::of(&face::address(&entrant.bib)),
        ),
        place: prefs.text(&event.places),
    })
}
