//! The tunnel: who comes next, in how long, give or take.

use homestretch_race::time::{Instant, Span};

use crate::dom::{Piece, nothing, view};
use crate::signals::{Memo, Signal};

use super::title;
use crate::screen::arrivals::{Coming, DUE, shown_large};
use crate::screen::lines::{Line, Lines, Sure, both, each, face, short, spans};
use crate::screen::wall::Wall;

/// Rows below the next one.
const ROOM: usize = 6;

/// The scene.
pub fn show(wall: Wall) -> Piece {
    // Who was expected and has not come is still the next; who has come is gone with the next look.
    let next = Memo::new(move |_| {
        let all = wall.coming();
        let large = shown_large(&all, wall.now.get())?;
        all.get(large).copied()
    });
    let rest = Signal::derive(move || {
        let now = wall.now.get();
        let all = wall.coming();
        let large = next.with(|next| next.map(|one| one.no));
        let rest = all.iter().filter(|one| Some(one.no) != large).take(ROOM);
        rest.filter_map(|one| line(wall, one, now)).collect()
    });
    // The card stays while only her window changes.
    let who = Memo::new(move |_| {
        next.with(|next| next.map(|one| (one.no, one.contest, one.inside.is_some(), one.place)))
    });
    let hero = move || match who.get().and(next.get_untracked()) {
        Some(one) => hero(wall, one, next),
        None => view! {
            <p class="large-words quiet">{both(wall, |tongue| tongue.say.nobody_soon())}</p>
        },
    };
    view! {
        <section class="scene scene-stadium">
            {title(wall, |tongue| tongue.say.title_stadium(), None, nothing())}
            <div class="hero">{hero}</div>
            <Lines lines=rest room=ROOM />
        </section>
    }
}

fn hero(wall: Wall, one: Coming, next: Memo<Option<Coming>>) -> Piece {
    let Some(who) = face(wall, one.no) else {
        return nothing();
    };
    let left = move || next.get().unwrap_or(one).window(wall.now.get());
    let soon = move || left().0 <= DUE;
    let noc = who.noc.clone();
    let country = both(wall, move |tongue| {
        wall.event()
            .map_or_else(String::new, |event| tongue.noc(&noc, &event))
    });
    let contest = both(wall, move |tongue| {
        wall.event()
            .map_or_else(String::new, |event| tongue.contest(&event, one.contest))
    });
    // Whose window has run out is due; how long it will take, nobody knows.
    let over = Memo::new(move |_| left().0 <= Span(0));
    let what = both(wall, move |tongue| {
        match (one.inside.is_some(), over.get()) {
            (true, false) => tongue.say.finish_in(),
            (true, true) => tongue.say.finish_due(),
            (false, false) => tongue.say.tunnel_in(),
            (false, true) => tongue.say.tunnel_due(),
        }
    });
    let place = one.place.map(|place| {
        let place = place.to_string();
        let said = both(wall, move |tongue| tongue.say.place_expected(&place));
        view! { <p class="hero-place">{said}</p> }
    });
    let figure = move || {
        let (left, _) = left();
        if left.0 <= 0 {
            due_now(wall)
        } else {
            short(left)
        }
    };
    let off = move || {
        let (left, off) = left();
        (left.0 > 0).then(|| format!("± {}", short(off)))
    };
    let class = format!("hero-card contest-{}", one.contest % 4);
    view! {
        <div class=class data-soon=move || soon().to_string() data-inside=one.inside.is_some().to_string()>
            <p class="hero-what">{what}</p>
            <p class="hero-figure" data-sure="estimate">
                <span class="hero-left">{figure}</span>
                <small>{off}</small>
            </p>
            <h3 class="hero-name">{spans(who.names)}</h3>
            <p class="hero-about">
                <span class="hero-bib">{who.bib}</span>
                <span class="hero-noc">{who.noc}</span>
                {country}
            </p>
            <p class="hero-contest">{contest}</p>
            {place}
        </div>
    }
}

fn line(wall: Wall, one: &Coming, now: Instant) -> Option<Line> {
    let (left, off) = one.window(now);
    let event = wall.event()?;
    Some(Line {
        face: face(wall, one.no)?,
        detail: each(wall, |tongue| tongue.contest(&event, one.contest)),
        figure: if left > Span(0) {
            short(left)
        } else {
            due_now(wall)
        },
        second: if left > Span(0) {
            format!("± {}", short(off))
        } else {
            String::new()
        },
        sure: Sure::Estimate,
        ..Line::default()
    })
}

/// Whose window has run out is due; when exactly, nobody knows.
fn due_now(wall: Wall) -> String {
    let said = each(wall, |tongue| tongue.say.due_now());
    said.into_iter()
        .next()
        .map_or_else(String::new, |(_, said)| said)
}
