//! A podium at the announcer's pace: whose it is, who is called next, and how the name is said.

use homestretch_feed::Ceremony;
use homestretch_race::event::{Contest, Text};
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_words::books::ScreenWords;
use leptos::prelude::*;

use crate::dom::{keyed, view};
use crate::signals::Memo;

use super::remote::Hand;
use super::{Say, contests_of, say};
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;

/// So many stand on a podium.
const PODIUM: u8 = 3;

/// Somebody on the podium.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    place: u32,
    name: String,
    said: Option<String>,
    about: String,
}

/// Begins a ceremony, and goes through it.
#[component]
pub fn CeremonyOf(hand: Hand, held: Held, clock: Clock, prefs: Prefs, book: Say) -> impl IntoView {
    let begin = move |contest: String, sex: &'static str| {
        hand.tell(move |o| {
            o.ceremony = Some(Ceremony {
                contest,
                sex: sex.to_owned(),
                called: 0,
            });
        });
    };
    let contests = contests_of(held);
    let rows = move || {
        let row = |(key, names): &(String, Text)| {
            let (women, men) = (key.clone(), key.clone());
            let name = prefs.text(names);
            let said = move |group: String, name: &str| book.with(|b| b.race_of(name, &group));
            let (of_women, of_men) = (name.clone(), name);
            view! {
                <div class="row">
                    <button on:click=move |_| begin(women.clone(), "F")>
                        {move || said(book.with(|b| b.group_women()), &of_women)}
                    </button>
                    <button on:click=move |_| begin(men.clone(), "M")>
                        {move || said(book.with(|b| b.group_men()), &of_men)}
                    </button>
                </div>
            }
        };
        contests.with(|all| all.iter().map(row).collect::<Vec<_>>())
    };
    let on = Memo::new(move |_| hand.orders.with(|o| o.ceremony.is_some()));
    let next = move |_| {
        hand.tell(|o| {
            if let Some(ceremony) = &mut o.ceremony {
                ceremony.called = (ceremony.called + 1).min(PODIUM);
            }
        });
    };
    view! {
        <fieldset id="remote-ceremony">
            <legend>{say(book, ScreenWords::remote_ceremony)}</legend>
            <Show when=move || !on.get()>{rows}</Show>
            <Show when=move || on.get()>
                <Steps hand held clock prefs book />
                <div class="row">
                    <button class="big" id="remote-call" on:click=next>{say(book, ScreenWords::remote_call)}</button>
                    <button class="big" id="remote-end" on:click=move |_| hand.tell(|o| o.ceremony = None)>
                        {say(book, ScreenWords::remote_ceremony_end)}
                    </button>
                </div>
            </Show>
        </fieldset>
    }
}

/// Who is called when, the third first; who was called is on the wall.
#[component]
fn Steps(hand: Hand, held: Held, clock: Clock, prefs: Prefs, book: Say) -> impl IntoView {
    let whose = Memo::new(move |_| hand.orders.with(|o| o.ceremony.clone()));
    let steps = Memo::new(move |_| {
        let ceremony = whose.get().unwrap_or_default();
        steps(held, clock, prefs, book, &ceremony)
    });
    let called = move || whose.get().map_or(0, |ceremony| u32::from(ceremony.called));
    let row = move |_, step: Step| {
        let place = step.place;
        let on_wall = move || called() + place > u32::from(PODIUM);
        view! {
            <li data-called=move || on_wall().to_string() data-next=move || (called() + place == u32::from(PODIUM)).to_string()>
                <strong>{place.to_string()}</strong>
                <span>
                    <b>{step.name}</b>
                    {step.said.map(|said| view! { <em class="said">{said}</em> })}
                    <small>{step.about}</small>
                </span>
            </li>
        }
    };
    view! {
        <ol class="steps">
            {keyed(move || steps.get(), |step| (step.place, step.name.clone()), row)}
        </ol>
        <Show when=move || steps.with(Vec::is_empty)>
            <p>{say(book, ScreenWords::remote_ceremony_nobody)}</p>
        </Show>
    }
}

fn steps(held: Held, clock: Clock, prefs: Prefs, book: Say, of: &Ceremony) -> Vec<Step> {
    let group = group(&of.sex);
    let found = held.look(clock.now_frame(), |view| {
        let event = view.race.event();
        let contest = event.contests.iter().position(|c| c.key == of.contest)?;
        let finish = event.contests.get(contest).map(Contest::finish);
        let lines = view.leaders(contest, &group, usize::from(PODIUM));
        let home = lines.into_iter().filter(|line| Some(line.point) == finish);
        let steps = home.filter_map(|line| {
            let entrant = view.race.roster().all().get(line.index)?;
            let name = prefs.text(&entrant.names);
            let name = if name.is_empty() {
                book.with(|b| b.nameless(&entrant.bib))
            } else {
                name
            };
            let noc = entrant.noc.clone().unwrap_or_default();
            Some(Step {
                place: line.place?,
                name,
                said: entrant.said.clone(),
                about: format!("{noc} · {}", format::taken(line.time?)),
            })
        });
        let mut steps: Vec<_> = steps.collect();
        steps.reverse();
        Some(steps)
    });
    found.flatten().unwrap_or_default()
}

/// Among whom a ceremony is.
pub fn group(sex: &str) -> Group {
    match sex {
        "F" => Group::Sex(Sex::Female),
        "M" => Group::Sex(Sex::Male),
        "X" => Group::Sex(Sex::Other),
        _ => Group::All,
    }
}
