//! One file per scene: what is seen of what the pure rooms beside this one say.

pub mod board;
pub mod countdown;
pub mod field;
pub mod lead;
pub mod podium;
pub mod stadium;
pub mod strip;

use homestretch_race::standings::Group;

use crate::dom::{Piece, view};

use super::lines::both;
use super::scene::Scene;
use super::tongue::Tongue;
use super::wall::Wall;

/// The scene, with its title.
pub fn show(wall: Wall, scene: &Scene) -> Piece {
    match scene {
        Scene::Countdown => countdown::show(wall),
        Scene::Lead { contest, group } => lead::show(wall, *contest, group),
        Scene::Stadium => stadium::show(wall),
        Scene::Board {
            contest,
            group,
            page,
            n_pages,
        } => board::show(wall, *contest, group, *page, *n_pages),
        Scene::Field { contest } => field::show(wall, *contest),
        Scene::Podium { contest, group } => podium::show(wall, *contest, group),
        Scene::Thanks => thanks(wall),
    }
}

/// Title of a scene: what it is, and of which race.
pub fn title(
    wall: Wall,
    what: fn(&Tongue) -> String,
    of: Option<(usize, Group)>,
    end: Piece,
) -> Piece {
    let colour = of.as_ref().map_or(0, |(contest, _)| contest % 4);
    let race = of.map(|(contest, group)| {
        both(wall, move |tongue| {
            wall.event()
                .map_or_else(String::new, |event| tongue.race(&event, contest, &group))
        })
    });
    view! {
        <header class=format!("scene-head contest-{colour}")>
            <h2 class="scene-race">{race}</h2>
            <p class="scene-what">{both(wall, what)}</p>
            {end}
        </header>
    }
}

fn thanks(wall: Wall) -> Piece {
    view! {
        <section class="scene scene-thanks">
            <h2 class="giant-words">{both(wall, |tongue| tongue.say.title_thanks())}</h2>
            <p class="large-words">{both(wall, |tongue| tongue.say.thanks())}</p>
        </section>
    }
}
