//! The places of one runner: in the contest, and among those of the same sex, category and country.

use homestretch_race::roster::EntrantNo;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::face;
use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;

/// The places, as figures with what each is a place in.
#[component]
pub fn Places(no: Signal<Option<EntrantNo>>) -> impl IntoView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let places = Memo::new(move |_| {
        let no = no.get()?;
        held.look(clock.now_frame(), |view| {
            let (event, index) = (view.race.event(), view.race.roster().index(no)?);
            let words = prefs.words();
            let one = |place: homestretch_race::standings::Place| {
                let tied = if place.tied {
                    words.tied()
                } else {
                    String::new()
                };
                let figure = words.number(place.place.into());
                let total = words.number(place.of.into());
                let (said, of) = (words.place_of(&figure, &total), words.out_of(&total));
                [
                    face::group(&place.group, event, prefs),
                    figure,
                    of,
                    said,
                    tied,
                ]
            };
            Some(view.places(index).into_iter().map(one).collect::<Vec<_>>())
        })
        .flatten()
    });
    move || {
        let places = places.get().filter(|places| !places.is_empty())?;
        let one = |[group, figure, of, said, tied]: [String; 5]| {
            view! {
                <div class="place">
                    <dt>{group}</dt>
                    <dd>
                        <span class="place-figure" aria-hidden="true">{figure}</span>
                        <span class="place-of" aria-hidden="true">{of}</span>
                        <span class="heard">{said}</span>
                        {(!tied.is_empty()).then(|| view! { <span class="mark">{tied}</span> })}
                    </dd>
                </div>
            }
        };
        Some(view! {
            <section aria-labelledby="places-title">
                <h3 id="places-title">{prefs.say(Words::places)}</h3>
                <dl class="places">{places.into_iter().map(one).collect_view()}</dl>
            </section>
        })
    }
}
