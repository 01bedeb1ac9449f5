//! The pages and what they share: what is held of the race, the clock, the viewer's preferences.

use leptos::prelude::*;

use crate::signals::{Signal, effect};

use crate::dom::view;

use crate::clock::{Clock, device_ms};
use crate::favourites::Favourites;
use crate::held::Held;
use crate::later::Later;
use crate::live::{self, Wishes};
use crate::parts::found::found;
use crate::parts::my_runners::my_runners;
use crate::parts::{announcer, chooser, mine, search};
use crate::prefs::Prefs;
use crate::views::about::About;
use crate::views::leaders::Leaders;
use crate::views::not_found::NotFound;
use crate::views::runner::Runner;
use crate::views::stage::{self, Stage};
use crate::way::{Page, Way};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::new());
    provide_context(held);
    provide_context(clock);
    provide_context(prefs);
    let (favourites, way) = (Favourites::new(), Way::new());
    provide_context(favourites);
    provide_context(way);
    provide_context(Later::new());
    effect(move || {
        if let Some(event) = held.event() {
            prefs.wording.set(event.wording.clone());
        }
    });
    let wishes = Wishes {
        bibs: Signal::derive(move || {
            let mut bibs = favourites.bibs();
            if way.page().get() == Page::Runner {
                bibs.push(way.word());
            }
            bibs
        }),
        thrift: Signal::derive(move || prefs.thrift()),
    };
    live::follow(held, clock, wishes);

    view! { <Stage /> }
}

/// Fills the places of what comes later. Only a program whose later part has arrived calls it.
pub fn arrive() {
    stage::RUNNER.with(|slot| slot.fill(|()| Runner().into_any()));
    stage::LEADERS.with(|slot| slot.fill(|()| Leaders().into_any()));
    stage::ABOUT.with(|slot| slot.fill(|()| About().into_any()));
    stage::NOT_FOUND.with(|slot| slot.fill(|()| NotFound().into_any()));
    search::FOUND.with(|slot| slot.fill(found));
    mine::LIST.with(|slot| slot.fill(my_runners));
    announcer::TOLD.with(|slot| slot.fill(announcer::told));
    chooser::QUESTION.with(|slot| slot.fill(chooser::question));
}
