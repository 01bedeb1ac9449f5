//! Where everybody is: the course as one line with the field on it, the mats with how many have passed, and the sums.

use std::fmt::Write as _;

use homestretch_race::standings::Group;

use crate::dom::{Piece, nothing, view};
use crate::signals::Memo;

use super::title;
use crate::screen::field::{BINS, Everybody, everybody, left};
use crate::screen::lines::{both, each, live_spans, short};
use crate::screen::wall::Wall;

/// The drawing's own units: as wide as high times ten.
const WIDTH: f32 = 1_000.0;
const HEIGHT: f32 = 100.0;
/// Mats whose names find room, in shares of the course from one to the next.
const APART: f64 = 0.085;

/// The scene.
pub fn show(wall: Wall, contest: usize) -> Piece {
    let seen = Memo::new(move |_| {
        wall.look(|view| everybody(view, contest))
            .unwrap_or_default()
    });
    let hill = move || seen.with(hill);
    let passed = Memo::new(move |_| seen.with(|all| all.mats.clone()));
    let mats = move || {
        let mut last = -1.0;
        let all = passed.get();
        let mut roomy: Vec<_> = Vec::new();
        // From the finish, so that it has its name in any case.
        for (point, share, n) in all.into_iter().rev() {
            let named = last < 0.0 || last - share >= APART;
            if named {
                last = share;
            }
            roomy.push((point, share, n, named));
        }
        roomy
            .into_iter()
            .filter(|(.., named)| *named)
            .map(|(point, share, n, _)| {
                let name = move || {
                    let event = wall.event();
                    each(wall, |tongue| {
                        let event = event.as_ref();
                        event.map_or_else(String::new, |event| tongue.point(event, contest, point))
                    })
                };
                view! {
                    <li class="mat" style=("--at", move || share.to_string())>
                        <span class="mat-n">{n.to_string()}</span>
                        <span class="mat-name">{live_spans(name)}</span>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let number = move |n: fn(&Everybody) -> u32| move || seen.with(n).to_string();
    let open = move || {
        let now = wall.now.get();
        left(seen.with(|all| all.limit), now).map_or_else(|| "–".to_owned(), short)
    };
    let class = format!("field-strip contest-{}", contest % 4);
    view! {
        <section class="scene scene-field">
            {title(wall, |tongue| tongue.say.title_field(), Some((contest, Group::All)), nothing())}
            <div class=class>
                <svg class="field-hill" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
                    <path d=hill />
                </svg>
                <p class="mat-key">{both(wall, |tongue| tongue.say.passed_here())}</p>
                <ol class="mats">{mats}</ol>
            </div>
            <dl class="sums">
                <div>
                    <dt>{both(wall, |tongue| tongue.say.out_there())}</dt>
                    <dd>{number(|all| all.tally.on_course)}</dd>
                </div>
                <div>
                    <dt>{both(wall, |tongue| tongue.say.home())}</dt>
                    <dd>{number(|all| all.tally.finished)}</dd>
                </div>
                <div>
                    <dt>{both(wall, |tongue| tongue.say.stopped())}</dt>
                    <dd>{number(|all| all.tally.out)}</dd>
                </div>
                <div>
                    <dt>{both(wall, |tongue| tongue.say.limit_left())}</dt>
                    <dd>{open}</dd>
                </div>
            </dl>
        </section>
    }
}

/// The field as a hill over the course: the thicker, the higher.
fn hill(all: &Everybody) -> String {
    let most = all.density.iter().copied().fold(4.0_f32, f32::max);
    let mut path = format!("M0 {HEIGHT}");
    let step = WIDTH / BINS as f32;
    // Softened a little: a band ends nowhere in particular.
    let soft = |i: usize| {
        let at = |i: usize| all.density.get(i).copied().unwrap_or(0.0);
        (at(i.wrapping_sub(1)) + 2.0 * at(i) + at(i + 1)) / 4.0
    };
    for i in 0..BINS {
        let y = HEIGHT - soft(i) / most * HEIGHT;
        let _ = write!(path, " L{:.1} {y:.1}", (i as f32 + 0.5) * step);
    }
    let _ = write!(path, " L{WIDTH} {HEIGHT} Z");
    path
}
