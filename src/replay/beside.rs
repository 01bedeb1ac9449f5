//! Who runs beside whom: two fields, and how the runner and the ghost stand, in words and on a line of its own.

use std::sync::Arc;

use homestretch_feed::search::Index;
use homestretch_race::race::Race;
use homestretch_race::time::Span;
use homestretch_words::books::ReplayWords;
use leptos::prelude::*;

use super::asked::Beside as With;
use super::duel::{self, Duel, Ghost, NoDuel, Standing};
use super::told::Told;
use crate::dom::{Piece, view};
use crate::format;
use crate::map::ghosts::{self, Ghosts};
use crate::parts::face;
use crate::parts::text::text;
use crate::signals::{Memo, RwSignal, effect};

/// Less than this is level.
const LEVEL_S: f64 = 0.05;
/// So many metres fill the line on which the two are seen.
const LANE_M: f64 = 1_000.0;

/// The runner and the ghost that the address names, or why there is none.
pub fn duel(told: Told) -> Memo<Result<Duel, NoDuel>> {
    Memo::new(move |_| {
        told.news.track();
        let (runner, beside) = told.asked.with(|a| (a.runner.clone(), a.beside.clone()));
        let made = told.with_whole(|race| duel::duel(race, &runner, &beside));
        made.unwrap_or(Err(NoDuel::Nobody))
    })
}

/// Shows the ghost on the map.
pub fn haunt(told: Told, duel: Memo<Result<Duel, NoDuel>>, ghosts: &Ghosts) {
    let ghosts = StoredValue::new_local(ghosts.clone());
    effect(move || {
        let shown = duel.with(|duel| {
            let duel = duel.as_ref().ok()?;
            Some(ghosts::Ghost {
                contest: duel.contest,
                run: duel.other.clone(),
                name: ghost_name(told, duel),
            })
        });
        ghosts.with_value(|ghosts| ghosts.set(shown.into_iter().collect()));
    });
}

fn name(told: Told, index: usize) -> String {
    let found = told.held.with_race(|race| {
        let entrant = race.roster().all().get(index)?;
        Some(face::name(entrant, told.prefs))
    });
    found.flatten().unwrap_or_default()
}

fn ghost_name(told: Told, duel: &Duel) -> String {
    match duel.ghost {
        Ghost::Runner(index) => name(told, index),
        Ghost::Record { time_ms } => {
            let time = format::taken(Span(time_ms));
            told.book.with(|book| book.record_of(&time))
        }
    }
}

/// A field that finds a runner by bib or name; says who was found, or that nobody was.
fn field(
    told: Told,
    label: fn(&ReplayWords) -> String,
    name: &'static str,
    bib: Memo<String>,
    put: fn(Told, String),
) -> Piece {
    let failed = RwSignal::new(None::<String>);
    let find = move |event: web_sys::Event| {
        let asked = event_target_value(&event).trim().to_owned();
        if asked.is_empty() {
            failed.set(None);
            return put(told, String::new());
        }
        let found = told.held.with_race(|race| found(race, &asked)).flatten();
        failed.set(found.is_none().then_some(asked));
        if let Some(bib) = found {
            put(told, bib);
        }
    };
    let who = move || {
        if let Some(asked) = failed.get() {
            return told.book.with(|book| book.nobody_found(&asked));
        }
        let bib = bib.get();
        told.held.version().track();
        let found = told.held.with_race(|race| {
            let entrant = race.roster().by_bib(&bib)?;
            Some(face::name(entrant, told.prefs))
        });
        found.flatten().unwrap_or_default()
    };
    view! {
        <label class="replay-field">
            <span>{told.say(label)}</span>
            <input type="search" name=name autocomplete="off" spellcheck="false" prop:value=move || bib.get() on:change=find />
            <span class="quiet" role="status">{text(who)}</span>
        </label>
    }
}

/// The bib of whom a text means: the bib itself, else the best by name.
fn found(race: &Race, asked: &str) -> Option<String> {
    let roster: &Arc<_> = race.roster();
    if let Some(entrant) = roster.by_bib(asked) {
        return Some(entrant.bib.clone());
    }
    let first = Index::new(roster)
        .find(asked, 1)
        .indexes
        .into_iter()
        .next()?;
    Some(roster.all().get(first)?.bib.clone())
}

/// The fields and the card.
#[component]
pub fn Beside(told: Told, duel: Memo<Result<Duel, NoDuel>>) -> impl IntoView {
    let runner = Memo::new(move |_| told.asked.with(|asked| asked.runner.clone()));
    let other = Memo::new(move |_| {
        told.asked.with(|asked| match &asked.beside {
            With::Runner(bib) => bib.clone(),
            With::Nobody | With::Record => String::new(),
        })
    });
    let with_record = Memo::new(move |_| told.asked.with(|asked| asked.beside == With::Record));
    let record = move |_| {
        let on = !with_record.get_untracked();
        told.ask(|asked| asked.beside = if on { With::Record } else { With::Nobody });
    };
    let standing = Memo::new(move |_| {
        told.now.track();
        duel.with(|duel| {
            let duel = duel.as_ref().ok()?;
            let now = told.hand.now_frame();
            told.shown.look(now, |view| duel.standing(view)).flatten()
        })
    });
    let card = move || -> Piece {
        let refused = duel.with(|duel| duel.as_ref().err().copied());
        match (refused, standing.get()) {
            (Some(why), _) => {
                let said = why_not(told, why);
                view! { <p class="quiet small">{said}</p> }
            }
            (None, None) => {
                let said = why_not(told, NoDuel::NotStarted);
                view! { <p class="quiet small">{said}</p> }
            }
            (None, Some(standing)) => duel.with(|duel| match duel {
                Ok(duel) => card(told, duel, standing),
                Err(_) => crate::dom::nothing(),
            }),
        }
    };
    view! {
        <section class="replay-beside" aria-labelledby="beside-title">
            <h2 id="beside-title">{told.say(ReplayWords::beside)}</h2>
            {field(told, ReplayWords::runner_field, "runner", runner, |told, bib| told.ask(|asked| asked.runner = bib))}
            {field(told, ReplayWords::against_field, "against", other, |told, bib| {
                told.ask(|asked| asked.beside = if bib.is_empty() { With::Nobody } else { With::Runner(bib) });
            })}
            <div class="replay-beside-hands">
                <button type="button" class="button" data-do="record" on:click=record
                    aria-pressed=text(move || with_record.get().to_string())>{told.say(ReplayWords::against_record)}</button>
                <button type="button" class="button" data-do="clear" on:click=move |_| told.ask(|asked| {
                    asked.runner.clear();
                    asked.beside = With::Nobody;
                })>{told.say(ReplayWords::clear)}</button>
            </div>
            {card}
        </section>
    }
}

fn why_not(told: Told, why: NoDuel) -> String {
    let book = told.book.get();
    let (runner, other) = told.asked.with(|asked| {
        let other = match &asked.beside {
            With::Runner(bib) => bib.clone(),
            With::Nobody | With::Record => String::new(),
        };
        (asked.runner.clone(), other)
    });
    let called = |bib: &str| {
        let index = told
            .held
            .with_race(|race| race.roster().index(race.roster().by_bib(bib)?.no));
        index
            .flatten()
            .map_or_else(String::new, |index| name(told, index))
    };
    match why {
        NoDuel::Nobody => book.beside_hint(),
        NoDuel::NoRecord => book.no_record(),
        NoDuel::NotStarted => book.not_started(&called(&runner)),
        NoDuel::GhostNotStarted => book.not_started(&called(&other)),
        NoDuel::OtherContest => book.other_contest(&called(&other)),
    }
}

/// A gap in seconds and tenths below a minute, else as `m:ss`.
fn gap(told: Told, s: f64) -> String {
    let s = s.abs();
    if s < 60.0 {
        let words = told.prefs.words();
        let figure = words.decimal(s, 1);
        return told.press.with(|press| press.seconds(&figure));
    }
    format::gap(Span::from_s(s))
        .trim_start_matches('+')
        .to_owned()
}

fn card(told: Told, duel: &Duel, standing: Standing) -> Piece {
    let (book, words) = (told.book.get(), told.prefs.words());
    let (own, ghost) = (name(told, duel.index), ghost_name(told, duel));
    let sentence = standing.ahead_s.map(|s| {
        if s.abs() < LEVEL_S {
            return book.level(&own, &ghost);
        }
        let figure = gap(told, s);
        let figure = if standing.taken {
            figure
        } else {
            ["≈ ", &figure].concat()
        };
        if s > 0.0 {
            book.ahead(&own, &figure, &ghost)
        } else {
            book.behind(&own, &figure, &ghost)
        }
    });
    let apart_m = standing.own_m - standing.other_m;
    let metres = (apart_m.abs() >= 1.0).then(|| {
        let metres = words.metres(&words.number(apart_m.abs().round() as u64));
        book.about(&metres)
    });
    let last = standing.last.map(|(point, s)| {
        let point = told.held.with_race(|race| {
            let points = &race.event().contests.get(duel.contest)?.points;
            Some(told.prefs.text(&points.get(point)?.names))
        });
        let point = point.flatten().unwrap_or_default();
        match (s, gap(told, s)) {
            (s, _) if s.abs() < LEVEL_S => book.level_at(&point),
            (s, gap) if s > 0.0 => book.ahead_at(&point, &gap),
            (_, gap) => book.behind_at(&point, &gap),
        }
    });
    // The two around the middle of the line, a kilometre of it at the most.
    let place = |m: f64| {
        let middle = f64::midpoint(standing.own_m, standing.other_m);
        (50.0 + ((m - middle) / LANE_M).clamp(-0.5, 0.5) * 92.0).round()
    };
    let (own_x, ghost_x) = (place(standing.own_m), place(standing.other_m));
    view! {
        <div class="replay-duel">
            <p class="replay-duel-said">{sentence}</p>
            <p class="quiet small">{metres}{last.map(|last| [" · ", &last].concat())}</p>
            <svg class="replay-lane" viewBox="0 0 100 12" aria-hidden="true">
                <path class="replay-lane-line" d="M2 6H98" />
                <circle class="replay-lane-ghost" cx=ghost_x.to_string() cy="6" r="3.2" />
                <circle class="replay-lane-own" cx=own_x.to_string() cy="6" r="3" />
            </svg>
            <p class="quiet small">{book.lane(&own)}</p>
        </div>
    }
}
