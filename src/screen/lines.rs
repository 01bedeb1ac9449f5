//! Rows of runners: place, name in every language, country, figure. Rows keep their element while the runner stays, and
//! glide to new places.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Span;
use leptos::prelude::*;

use crate::dom::{IntoPiece, Piece, keyed, view};
use crate::signals::{Memo, Signal};

use super::tongue::Tongue;
use super::wall::Wall;

/// How sure a figure is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sure {
    /// Taken at a mat.
    #[default]
    Taken,
    /// Counting until a mat settles it.
    Counting,
    /// An estimate.
    Estimate,
}

impl Sure {
    /// As the style knows it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Counting => "counting",
            Self::Estimate => "estimate",
        }
    }
}

/// A runner as shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Face {
    /// The entrant's number.
    pub no: EntrantNo,
    /// The name in each language; a second one only where it differs.
    pub names: Vec<(String, String)>,
    /// The number on the shirt.
    pub bib: String,
    /// Three letters, or nothing.
    pub noc: String,
    /// Index of the contest.
    pub contest: usize,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Who.
    pub face: Face,
    /// Her place, or nothing.
    pub place: String,
    /// True for a place that no mat and no office has confirmed.
    pub doubtful: bool,
    /// What is said below or beside the name, in each language.
    pub detail: Vec<(String, String)>,
    /// The figure at the end of the row.
    pub figure: String,
    /// How sure the figure is.
    pub sure: Sure,
    /// A smaller figure beside it.
    pub second: String,
    /// What has changed since the last showing: `up`, `down`, `new` or nothing, and how it is written.
    pub change: (&'static str, String),
}

/// The runner of that number.
pub fn face(wall: Wall, no: EntrantNo) -> Option<Face> {
    let entrant = wall
        .held
        .with_race(|race| race.roster().get(no).cloned())
        .flatten()?;
    Some(Face {
        no,
        names: each(wall, |tongue| wall.name(&entrant, tongue)),
        bib: entrant.bib.clone(),
        noc: entrant.noc.clone().unwrap_or_default(),
        contest: entrant.contest,
    })
}

/// What is said in each language, as (tag, sentence); the second only where it says something else.
pub fn each(wall: Wall, say: impl Fn(&Tongue) -> String) -> Vec<(String, String)> {
    wall.tongues.with(|all| {
        let mut said: Vec<(String, String)> = Vec::new();
        for tongue in all {
            let sentence = say(tongue);
            if said.iter().all(|(_, known)| *known != sentence) {
                said.push((tongue.tag.clone(), sentence));
            }
        }
        said
    })
}

/// Sentences, the large language first.
pub fn spans(said: Vec<(String, String)>) -> Piece {
    let span = |(i, (tag, sentence))| {
        let class = if i == 0 { "say" } else { "say second" };
        view! { <span class=class lang=tag>{sentence}</span> }
    };
    let spans = said.into_iter().enumerate().map(span);
    spans.collect::<Vec<_>>().piece()
}

/// Sentences that are written anew only when they say something else.
pub fn live_spans(said: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static) -> Piece {
    let said = Memo::new(move |_| said());
    (move || spans(said.get())).piece()
}

/// A sentence in every language, that follows what it is made from.
pub fn both(wall: Wall, say: impl Fn(&Tongue) -> String + Send + Sync + 'static) -> Piece {
    view! { <span class="both">{live_spans(move || each(wall, &say))}</span> }
}

/// Minutes and seconds, with hours only where there are any.
pub fn short(span: Span) -> String {
    let s = span.0.max(0) / 1000;
    if s < 3600 {
        format!("{}:{:02}", s / 60, s % 60)
    } else {
        format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

/// The rows, at most as many as `room`.
#[component]
pub fn Lines(
    /// In order.
    #[prop(into)]
    lines: Signal<Vec<Line>>,
    /// How many the scene has room for.
    room: usize,
) -> impl IntoView {
    let lines = Memo::new(move |_| lines.get());
    // In an order that stays: an element that is moved on the page could not glide to its new place.
    let keys = move || {
        let mut keys: Vec<_> = lines.with(|all| all.iter().map(|line| line.face.no).collect());
        homestretch_order::sort_by_key(&mut keys, |no| no.0);
        keys
    };
    let row = move |_, no: EntrantNo| {
        let place =
            Memo::new(move |_| lines.with(|all| all.iter().position(|line| line.face.no == no)));
        // What was there stays until the row itself goes.
        let line = Memo::new(move |before: Option<&Line>| {
            let found = lines.with(|all| all.iter().find(|line| line.face.no == no).cloned());
            found.or(before.cloned()).unwrap_or_default()
        });
        let part = move |part: fn(&Line) -> String| move || line.with(part);
        let contest = move || format!("line contest-{}", line.with(|l| l.face.contest % 4));
        view! {
            <li
                class=contest
                style=("--row", move || place.get().unwrap_or(room).to_string())
                data-doubtful=move || line.with(|l| l.doubtful.to_string())
            >
                <span class="line-place">{part(|l| l.place.clone())}</span>
                <span class="line-change" data-change=move || line.with(|l| l.change.0)>
                    {part(|l| l.change.1.clone())}
                </span>
                <span class="line-who">
                    <span class="line-name">{live_spans(move || line.with(|l| l.face.names.clone()))}</span>
                </span>
                <span class="line-detail">{live_spans(move || line.with(|l| l.detail.clone()))}</span>
                <span class="line-noc">{part(|l| l.face.noc.clone())}</span>
                <span class="line-bib">{part(|l| l.face.bib.clone())}</span>
                <span class="line-figure" data-sure=move || line.with(|l| l.sure.key())>
                    {part(|l| l.figure.clone())}
                </span>
                <span class="line-second">{part(|l| l.second.clone())}</span>
            </li>
        }
    };
    view! {
        <ol class="lines" style=("--room", move || room.to_string())>{keyed(keys, |no| *no, row)}</ol>
    }
}
