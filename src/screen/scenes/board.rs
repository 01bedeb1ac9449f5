//! A page of places, with what has changed since the group was last shown.

use crate::dom::{IntoPiece, Piece, view};
use crate::signals::{Memo, Signal};
use homestretch_race::standings::Group;

use super::title;
use crate::format;
use crate::screen::board::{self, Change};
use crate::screen::lines::{Line, Lines, each, face};
use crate::screen::scene::ROWS;
use crate::screen::wall::Wall;

/// The scene.
pub fn show(wall: Wall, contest: usize, group: &Group, page: usize, n_pages: usize) -> Piece {
    let of = group.clone();
    let seen = Memo::new(move |_| {
        let memory = wall.memory();
        wall.look(|view| board::page(view, contest, &of, page, &memory))
            .unwrap_or_default()
    });
    let lines = Signal::derive(move || {
        seen.with(|all| {
            let rows = all.iter().filter_map(|line| row(wall, contest, line));
            rows.collect::<Vec<_>>()
        })
    });
    let pages = (n_pages > 1)
        .then(|| format!("{} / {n_pages}", page + 1))
        .map(|pages| view! { <p class="scene-page">{pages}</p> });
    view! {
        <section class="scene scene-board">
            {title(
                wall,
                |tongue| tongue.say.title_board(),
                Some((contest, group.clone())),
                pages.piece(),
            )}
            <Lines lines room=ROWS />
        </section>
    }
}

fn row(wall: Wall, contest: usize, line: &board::Line) -> Option<Line> {
    let event = wall.event()?;
    let finish = event.contests.get(contest)?.finish();
    let standing = line.standing;
    let change = match line.change {
        Change::None => ("", String::new()),
        Change::Up(n) => ("up", format!("▲{n}")),
        Change::Down(n) => ("down", format!("▼{n}")),
        Change::New => ("new", "+".to_owned()),
    };
    let gap = standing.gap.filter(|gap| gap.0 > 0);
    Some(Line {
        face: face(wall, line.no)?,
        place: standing
            .place
            .map(|place| place.to_string())
            .unwrap_or_default(),
        doubtful: !line.confirmed,
        detail: if standing.point == finish {
            Vec::new()
        } else {
            each(wall, |tongue| tongue.point(&event, contest, standing.point))
        },
        figure: standing.time.map(format::taken).unwrap_or_default(),
        second: gap.map(format::gap).unwrap_or_default(),
        change,
        ..Line::default()
    })
}
