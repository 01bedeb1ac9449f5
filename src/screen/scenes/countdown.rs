//! Before a gun: how long until it goes off, and for whom.

use crate::dom::{Piece, view};
use crate::signals::Memo;
use homestretch_race::time::Span;

use crate::screen::lines::{both, short};
use crate::screen::scene::next_gun;
use crate::screen::wall::Wall;

/// The scene.
pub fn show(wall: Wall) -> Piece {
    let next = Memo::new(move |_| {
        wall.look(|view| {
            let settings = wall.settings();
            let (contest, wave) = next_gun(view, &settings)?;
            let roster = view.race.roster().all().iter();
            let n = roster.filter(|e| e.contest == contest).count() as u32;
            Some((contest, view.gun(contest, wave), n))
        })
        .flatten()
    });
    let left = move || {
        let now = wall.now.get();
        next.get().map_or_else(String::new, |(_, gun, _)| {
            // Up to the last second, so that it reads 0:00 when the gun goes off.
            short(Span((gun - now).0.max(0) + 999))
        })
    };
    let name = move || {
        let contest = next.get().map(|(contest, ..)| contest);
        both(wall, move |tongue| {
            let event = wall.event();
            let known = contest.zip(event);
            known.map_or_else(String::new, |(c, event)| tongue.contest(&event, c))
        })
    };
    let field = move || {
        let n = next.get().map_or(0, |(.., n)| n);
        both(wall, move |tongue| tongue.say.entrants(n))
    };
    let contest = move || {
        format!(
            "scene scene-countdown contest-{}",
            next.get().map_or(0, |n| n.0 % 4)
        )
    };
    let place = move || {
        both(wall, move |tongue| {
            wall.event()
                .map_or_else(String::new, |event| tongue.text(&event.names).to_owned())
        })
    };
    view! {
        <section class=contest>
            <Show
                when=move || next.get().is_some()
                fallback=move || view! { <h2 class="giant-words">{place()}</h2> }
            >
                <p class="large-words quiet">{both(wall, |tongue| tongue.say.start_in())}</p>
                <h2 class="giant-words">{name}</h2>
                <p class="giant-figure">{left}</p>
                <p class="large-words quiet">{field}</p>
            </Show>
        </section>
    }
}
