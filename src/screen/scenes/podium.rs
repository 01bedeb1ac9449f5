//! The first three of a race; in a ceremony as far as they have been called, the third first.

use homestretch_race::event::Contest;
use homestretch_race::standings::Group;

use crate::dom::{IntoPiece, Piece, view};
use crate::signals::{Memo, Signal};

use super::title;
use crate::format;
use crate::screen::lines::{both, face, spans};
use crate::screen::wall::Wall;

/// As they stand: the second at the left, the first in the middle.
const STEPS: [u32; 3] = [2, 1, 3];

/// The scene.
pub fn show(wall: Wall, contest: usize, group: &Group) -> Piece {
    podium(wall, contest, group, Signal::stored(3))
}

/// The podium, of which so many have been called.
pub fn podium(wall: Wall, contest: usize, group: &Group, called: Signal<u8>) -> Piece {
    let of = group.clone();
    let first = Memo::new(move |_| {
        let first = wall.look(|view| {
            let finish = view.race.event().contests.get(contest).map(Contest::finish);
            let lines = view.leaders(contest, &of, STEPS.len());
            lines
                .into_iter()
                .filter(|line| Some(line.point) == finish)
                .filter_map(|line| {
                    let entrant = view.race.roster().all().get(line.index)?;
                    Some((line.place?, entrant.no, line.time?, entrant.said.clone()))
                })
                .collect::<Vec<_>>()
        });
        first.unwrap_or_default()
    });
    let step = move |i: usize, place: u32| {
        let shown = Memo::new(move |_| u32::from(called.get()) + place > 3);
        let who = move || {
            if !shown.get() {
                return None;
            }
            // Of two who share a place the roster's order says who stands where.
            let found = first.with(|all| {
                let at = place as usize - 1;
                all.get(at).cloned()
            });
            let (place, no, time, said) = found?;
            let who = face(wall, no)?;
            let noc = who.noc.clone();
            let country = both(wall, move |tongue| {
                wall.event()
                    .map_or_else(String::new, |event| tongue.noc(&noc, &event))
            });
            // How a hidden name is said would give it away.
            let said = said.filter(|_| !wall.is_hidden(no));
            let said = said.map(|said| view! { <p class="step-said">{said}</p> });
            Some(view! {
                    <div class="step-who">
                        <p class="step-name">{spans(who.names)}</p>
                        {said}
                        <p class="step-noc">{country}</p>
                        <p class="step-time">{format::taken(time)}</p>
                    </div>
                    <p class="step-place">{place.to_string()}</p>
            })
        };
        let class = format!("step step-{i}");
        view! { <li class=class data-called=move || shown.get().to_string()>{who}</li> }
    };
    let steps = STEPS
        .into_iter()
        .enumerate()
        .map(|(i, place)| step(i, place))
        .collect::<Vec<_>>()
        .piece();
    let official = both(wall, move |tongue| {
        if wall.held.stand().get().official {
            tongue.say.official()
        } else {
            tongue.say.provisional()
        }
    });
    let official = view! { <p class="scene-page">{official}</p> };
    view! {
        <section class="scene scene-podium">
            {title(wall, |tongue| tongue.say.title_podium(), Some((contest, group.clone())), official)}
            <ol class="podium">{steps}</ol>
        </section>
    }
}
