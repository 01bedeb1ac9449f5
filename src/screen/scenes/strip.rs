//! The front on a straight line: the leaders and the chase on the stretch of the course where they are, and where that
//! lies in the whole. For ribbons of light, and for courses of which no line is known.

use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::screen::front::Front;
use crate::screen::lines::{each, face, spans};
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
    let km = move || {
        let all = strip.with(|strip| strip.km.clone());
        let mark = |(at, km): (f64, u32)| view! { <li class="strip-km" style:--at=at.to_string()>{km}</li> };
        all.into_iter().map(mark).collect_view()
    };
    let mats = move || {
        let Some(event) = wall.event() else {
            return Vec::new();
        };
        let all = strip.with(|strip| strip.mats.clone());
        let mark = |(at, point): (f64, usize)| {
            let name = spans(each(wall, |tongue| tongue.point(&event, contest, point)));
            view! {
                <li class="strip-mat" style:--at=at.to_string()>
                    <span class="strip-mat-name" style:--at=at.clamp(0.06, 0.94).to_string()>{name}</span>
                </li>
            }
            .into_any()
        };
        all.into_iter().map(mark).collect()
    };
    // Of the whole course, so that the eye finds the stretch in it.
    let share = move |of: fn(&Strip) -> f64| {
        move || strip.with(|strip| (of(strip) / strip.length_m.max(1.0)).to_string())
    };
    view! {
        <div class=format!("lead-strip contest-{}", contest % 4)>
            <ol class="strip-marks">{km}{mats}</ol>
            <ol class="strip-runners">
                <For each=move || runners.get() key=|(no, _)| *no let:one>
                    {runner(wall, runners.into(), one.0)}
                </For>
            </ol>
            <div class="strip-whole" aria-hidden="true">
                <span style:--from=share(|s| s.from_m) style:--to=share(|s| s.to_m)></span>
            </div>
        </div>
    }
}

fn runner(wall: Wall, runners: Signal<Vec<(EntrantNo, Stands)>>, no: EntrantNo) -> impl IntoView {
    // What was there stays until the element itself goes.
    let stands = Memo::new(move |before: Option<&Option<Stands>>| {
        let found = runners.with(|all| all.iter().find(|(known, _)| *known == no).map(|one| one.1));
        found.or(before.copied().flatten())
    });
    let of = move |what: fn(&Stands) -> f64| move || stands.get().map(|one| what(&one).to_string());
    let name = move || {
        // A name that is hidden meanwhile goes from here, too.
        wall.orders.track();
        face(wall, no).and_then(|face| face.names.into_iter().next())
    };
    let shelf = move || stands.get().and_then(|one| one.shelf);
    view! {
        <li
            class="strip-runner"
            data-read=move || stands.get().is_some_and(|one| one.read).to_string()
            data-first=move || stands.get().is_some_and(|one| one.place == 1).to_string()
            style:--at=of(|one| one.mid)
            style:--low=of(|one| one.low)
            style:--high=of(|one| one.high)
            data-turned=move || stands.get().is_some_and(|one| one.turned).to_string()
            style:--shelf=move || shelf().unwrap_or(0).to_string()
        >
            <span class="strip-band"></span>
            <span class="strip-dot">{move || stands.get().map(|one| one.place)}</span>
            <span class="strip-name" hidden=move || shelf().is_none()>
                {move || name().map(|(tag, name)| view! { <span lang=tag>{name}</span> })}
            </span>
        </li>
    }
}
