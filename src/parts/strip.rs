//! The course strip with what is said about it: the contest, who or what is pointed at, the field in numbers, and the
//! whole of it in words for those who cannot see it, or whose browser cannot draw it.

use homestretch_race::roster::EntrantNo;
use homestretch_race::tally::Tally;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal};

use crate::dom::view;

use super::contest_tabs::ContestTabs;
use super::face;
use super::now_said::where_now;
use super::strip_words::StripWords;
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::map::{CourseStrip, Place, PlaceKind, Shared};
use crate::prefs::Prefs;

/// The words follow the race this slowly, in seconds of the viewer: they are read, and a screen reader must not be
/// talked over.
const WORDS_EVERY_S: i64 = 5;

/// The strip, in its low form on a phone.
#[component]
pub fn Strip(shared: Shared, compact: bool, on_choose: Callback<Vec<EntrantNo>>) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let place = RwSignal::new(None::<Place>);
    let drawn = RwSignal::new(true);
    let contest = shared.contest;
    // Goes on every few seconds, and at once when the first of the race has come; below zero until then.
    let beat = Memo::new(move |_| {
        clock.now_slow().track();
        let here = held.version().get() > 0;
        let now = clock.now_server().epoch_s() / WORDS_EVERY_S;
        if here { now } else { -1 }
    });
    let tally = Memo::new(move |_| {
        beat.track();
        let contest = contest.get();
        untrack(|| held.look(clock.now_frame(), |view| view.tally(contest))).unwrap_or_default()
    });
    let said = move || {
        let said = match (place.get(), shared.pointed.get()) {
            (Some(place), _) => Some(say_place(&place, &tally.get(), prefs)),
            (None, Some(no)) => held
                .look(clock.now_slow().get(), |view| {
                    let entrant = view.race.roster().get(no)?;
                    Some((face::name(entrant, prefs), where_now(view, no, prefs)?))
                })
                .flatten(),
            (None, None) => None,
        };
        let (name, said) = said?;
        Some(view! { <strong>{name}</strong>" "{said} })
    };
    let told = move |class: &'static str| view! { <p class=class role="status">{said}</p> };
    let numbers = move || {
        let (tally, words) = (tally.get(), prefs.words());
        let numbers = [
            (tally.on_course, words.on_course(tally.on_course)),
            (tally.finished, words.finished(tally.finished)),
            (tally.out, words.stopped_count(tally.out)),
        ];
        let shown = numbers.into_iter().filter(|(n, _)| *n > 0);
        shown
            .map(|(_, said)| view! { <span>{said}</span> }.into_any())
            .collect::<Vec<AnyView>>()
    };
    let head = if compact {
        told("heard").into_any()
    } else {
        let choose = Callback::new(move |i: usize| shared.choose_contest(i));
        view! {
            <div class="strip-head">
                <ContestTabs chosen=contest.into() on_choose=choose />
                {told("strip-said")}
                <p class="strip-numbers">{numbers}</p>
            </div>
        }
        .into_any()
    };
    let class = move || {
        if drawn.get() {
            "strip"
        } else {
            "strip strip-undrawn"
        }
    };
    view! {
        <section class=class aria-label=prefs.say(Words::strip_label)>
            {head}
            <p class="heard" id="strip-help">{prefs.say(Words::strip_help)}</p>
            <CourseStrip shared place compact on_choose drawn described_by="strip-help" />
            <StripWords shared beat=beat.into() tally=tally.into() />
        </section>
    }
}

/// A place by its name, with how many have come by a mat, or else how far along it is.
fn say_place(place: &Place, tally: &Tally, prefs: Prefs) -> (String, String) {
    let words = prefs.words();
    let name = match place.kind {
        PlaceKind::Aid => words.aid_station(),
        PlaceKind::Mat(_) | PlaceKind::Landmark(_) => prefs.text(&place.names),
    };
    let detail = match place.kind {
        PlaceKind::Mat(point) => {
            let passed = tally.passed.get(point).map_or(0, |(n, _)| *n);
            words.passed_count(passed)
        }
        PlaceKind::Aid | PlaceKind::Landmark(_) => {
            format::distance(place.at_m, prefs.units.get(), &words)
        }
    };
    (name, detail)
}
