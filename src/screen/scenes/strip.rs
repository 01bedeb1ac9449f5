//! The front on a straight line: the leaders and the chase on the stretch of the course where they are, and where that
//! lies in the whole. For ribbons of light, and for courses of which no line is known.

use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;

use crate::dom::{Piece, keyed, view};
use crate::signals::{Memo, Signal};

use crate::screen::front::Front;
use crate::screen::lines::{each, face, live_spans};
use crate::screen::strip::{Stands, Strip, strip};
use crate::screen::wall::Wall;

/// The strip of a front.
#[component]
pub fn LeadStrip(wall: Wall, contest: usize, seen: Memo<Front>) -> impl IntoView {
    let strip = Memo::new(move |_| {
        let front = seen.get();
        wall.look(|view| strip(view, contest, &front))
            .unwrap_or_default()
    });
    let runners = Memo::new(move |_| {
        let all = strip.with(|strip| strip.runners.clone());
        let with_no = wall.held.with_race(|race| {
            let roster = race.roster().all();
            let known = all
                .iter()
                .filter_map(|one| Some((roster.get(one.index)?.no, *one)));
            known.collect::<Vec<_>>()
        });
        with_no.unwrap_or_default()
    });
    // Marks keep their elements while the stretch goes on, so that they glide with it.
    let km = keyed(
        move || strip.with(|strip| strip.km.clone()),
        |(_, km)| *km,
        move |_, (from, km)| {
            let at = Memo::new(move |before: Option<&f64>| {
                let found =
                    strip.with(|strip| strip.km.iter().find(|(_, known)| *known == km).copied());
                found.map_or_else(|| before.copied().unwrap_or(from), |(at, _)| at)
            });
            view! { <li class="strip-km" style=("--at", move || at.get().to_string())>{km.to_string()}</li> }
        },
    );
    let mats = keyed(
        move || strip.with(|strip| strip.mats.clone()),
        |(_, point)| *point,
        move |_, (from, point)| {
            let at = Memo::new(move |before: Option<&f64>| {
                let found = strip.with(|strip| {
                    strip
                        .mats
                        .iter()
                        .find(|(_, known)| *known == point)
                        .copied()
                });
                found.map_or_else(|| before.copied().unwrap_or(from), |(at, _)| at)
            });
            let name = move || {
                let event = wall.event();
                each(wall, |tongue| {
                    let event = event.as_ref();
                    event.map_or_else(String::new, |event| tongue.point(event, contest, point))
                })
            };
            view! {
                <li class="strip-mat" style=("--at", move || at.get().to_string())>
                    <span class="strip-mat-name" style=("--at", move || at.get().clamp(0.06, 0.94).to_string())>
                        {live_spans(name)}
                    </span>
                </li>
            }
        },
    );
    // In an order that stays: an element that is moved on the page could not glide to its new place.
    let keys = move || {
        let mut keys: Vec<_> = runners.with(|all| all.iter().map(|one| one.0).collect());
        homestretch_order::sort_by_key(&mut keys, |no| no.0);
        keys
    };
    // Of the whole course, so that the eye finds the stretch in it.
    let share = move |of: fn(&Strip) -> f64| {
        move || strip.with(|strip| (of(strip) / strip.length_m.max(1.0)).to_string())
    };
    view! {
        <div class=format!("lead-strip contest-{}", contest % 4)>
            <ol class="strip-marks">{km}{mats}</ol>
            <ol class="strip-runners">
                {keyed(keys, |no| *no, move |_, no| runner(wall, runners.into(), no))}
            </ol>
            <div class="strip-whole" aria-hidden="true">
                <span style=("--from", share(|s| s.from_m)) style=("--to", share(|s| s.to_m))></span>
            </div>
        </div>
    }
}

fn runner(wall: Wall, runners: Signal<Vec<(EntrantNo, Stands)>>, no: EntrantNo) -> Piece {
    // What was there stays until the element itself goes.
    let stands = Memo::new(move |before: Option<&Option<Stands>>| {
        let found = runners.with(|all| all.iter().find(|(known, _)| *known == no).map(|one| one.1));
        found.or(before.copied().flatten())
    });
    let of = move |what: fn(&Stands) -> f64| {
        move || {
            stands
                .get()
                .map_or_else(String::new, |one| what(&one).to_string())
        }
    };
    // A name that is hidden meanwhile goes from here, too.
    let name = live_spans(move || {
        let names = face(wall, no).map(|face| face.names);
        names.into_iter().flatten().take(1).collect()
    });
    let shelf = move || stands.get().and_then(|one| one.shelf);
    view! {
        <li
            class="strip-runner"
            data-read=move || stands.get().is_some_and(|one| one.read).to_string()
            data-first=move || stands.get().is_some_and(|one| one.place == 1).to_string()
            style=("--at", of(|one| one.mid))
            style=("--low", of(|one| one.low))
            style=("--high", of(|one| one.high))
            data-turned=move || stands.get().is_some_and(|one| one.turned).to_string()
            style=("--shelf", move || shelf().unwrap_or(0).to_string())
        >
            <span class="strip-band"></span>
            <span class="strip-dot">
                {move || stands.get().map_or_else(String::new, |one| one.place.to_string())}
            </span>
            <span class="strip-name" hidden=move || shelf().is_none()>{name}</span>
        </li>
    }
}
