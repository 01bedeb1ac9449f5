//! The page: bar, map, strip, places, one beside another, and what has happened.

use homestretch_race::event::Event;
use homestretch_race::retell::Manner;
use homestretch_race::roster::{EntrantNo, Sex};
use homestretch_race::standings::Group;
use homestretch_words::Words;
use homestretch_words::books::ReplayWords;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::bar::Bar;
use super::beside::{self, Beside};
use super::keys;
use super::moments::{self, Moments};
use super::told::Told;
use crate::clock::{Clock, device_ms};
use crate::dom::{Piece, view};
use crate::held::Held;
use crate::live;
use crate::map::camera::Camera;
use crate::map::ghosts::Ghosts;
use crate::map::{CourseMap, CourseStrip, Shared};
use crate::parts::contest_tabs::ContestTabs;
use crate::parts::face;
use crate::parts::health_bar::HealthLine;
use crate::parts::standing_rows::StandingRows;
use crate::parts::strip_words::StripWords;
use crate::parts::text::text;
use crate::parts::viewer::Viewer;
use crate::parts::waiting::OnceHeld;
use crate::prefs::Prefs;
use crate::signals::{Memo, RwSignal, Signal, effect};

/// So many places are listed.
const PLACES: usize = 6;
/// The strip in words follows this slowly, in seconds: a screen reader must not be talked over.
const WORDS_EVERY_S: i64 = 5;

/// The race again.
#[component]
pub fn Replay() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::new());
    let told = Told::new(held, clock, prefs);
    // Whatever shows a race shows the one that is told, at its own now.
    provide_context(told.shown);
    provide_context(told.hand);
    provide_context(prefs);
    effect(move || {
        if let Some(event) = held.event() {
            prefs.wording.set(event.wording.clone());
        }
    });
    live::start(held, clock);
    let name = Memo::new(move |_| {
        held.event()
            .map_or_else(String::new, |event| prefs.text(&event.names))
    });
    let title = move || [name.get(), told.book.with(|book| book.title())].join(" · ");
    effect(move || document().set_title(&title()));
    let moments = moments::moments(told);
    keys::listen(told, moments);
    let duel = beside::duel(told);
    let ghosts = Ghosts::default();
    beside::haunt(told, duel, &ghosts);
    let contest = Memo::new(move |_| {
        held.version().track();
        told.contest()
    });
    view! {
        <div class="replay">
            <header class="replay-head">
                <h1>{text(move || name.get())}<span class="quiet">{told.say(ReplayWords::title)}</span></h1>
                <HealthLine />
                <Viewer class="replay-viewer" />
            </header>
            <Bar told moments />
            <div class="replay-body">
                <Picture told contest duel ghosts />
                <main class="replay-side">
                    <OnceHeld>
                        <Places told contest />
                        <Beside told duel />
                        <Moments told moments />
                        <Keys told />
                    </OnceHeld>
                </main>
            </div>
        </div>
    }
}

/// The map, and the strip below it.
#[component]
fn Picture(
    told: Told,
    contest: Memo<usize>,
    duel: Memo<Result<super::duel::Duel, super::duel::NoDuel>>,
    ghosts: Ghosts,
) -> impl IntoView {
    let prefs = told.prefs;
    let selected = Memo::new(move |_| {
        let bib = told.asked.with(|asked| asked.runner.clone());
        told.held.version().track();
        let no = told
            .held
            .with_race(|race| race.roster().by_bib(&bib).map(|entrant| entrant.no));
        no.flatten()
    });
    // Told anew for another ghost and another moment as well, so that the map draws them at once: while the clock is
    // held it looks by itself only every few seconds.
    let followed = Memo::unlike(move || {
        duel.track();
        told.shown.version().track();
        selected.get().into_iter().collect::<Vec<EntrantNo>>()
    });
    let camera = RwSignal::new(Camera::Course);
    let shared = Shared::new(RwSignal::new(None), followed.into(), camera);
    effect(move || shared.choose_contest(contest.get()));
    let choose = Callback::new(move |chosen: Vec<EntrantNo>| {
        let bib = chosen.first().and_then(|no| {
            let of =
                |race: &homestretch_race::race::Race| Some(race.roster().get(*no)?.bib.clone());
            told.held.with_race(of).flatten()
        });
        if let Some(bib) = bib {
            told.ask(|asked| asked.runner = bib);
        }
    });
    let (place, drawn) = (RwSignal::new(None), RwSignal::new(true));
    let tally = Memo::new(move |_| {
        told.shown.version().track();
        let (now, contest) = (told.now.get(), contest.get());
        told.shown
            .look(now, |view| view.tally(contest))
            .unwrap_or_default()
    });
    let beat = Memo::new(move |_| {
        let playing = told.playing.get();
        let now = told.now.get();
        // A jump is said at once, playing every few seconds.
        if playing {
            told.hand.now_server().epoch_s() / WORDS_EVERY_S
        } else {
            now.0
        }
    });
    let numbers = move || -> Vec<Piece> {
        let (tally, words) = (tally.get(), prefs.words());
        let numbers = [
            (tally.on_course, words.on_course(tally.on_course)),
            (tally.finished, words.finished(tally.finished)),
            (tally.out, words.stopped_count(tally.out)),
        ];
        let shown = numbers.into_iter().filter(|(n, _)| *n > 0);
        shown
            .map(|(_, said)| view! { <span>{said}</span> })
            .collect()
    };
    view! {
        <div class="replay-picture">
            <section class="replay-map" aria-label=prefs.say(Words::map_label)>
                <CourseMap shared on_choose=choose over=ghosts.overlay() />
            </section>
            <section class="strip" aria-label=prefs.say(Words::strip_label)>
                <p class="heard" id="strip-help">{prefs.say(Words::strip_help)}</p>
                <p class="strip-numbers">{numbers}</p>
                <CourseStrip shared place compact=false on_choose=choose drawn described_by="strip-help" over=ghosts.veil() />
                <StripWords shared beat=beat.into() tally=tally.into() />
            </section>
        </div>
    }
}

/// The first of the contest, of everybody or of a sex.
#[component]
fn Places(told: Told, contest: Memo<usize>) -> impl IntoView {
    let group = RwSignal::new(Group::All);
    let on_choose = Callback::new(move |index: usize| {
        let key = told
            .held
            .event()
            .and_then(|event| Some(event.contests.get(index)?.key.clone()));
        told.ask(|asked| asked.contest = key.unwrap_or_default());
        told.news.update(|n| *n += 1);
    });
    let groups = [Group::All, Group::Sex(Sex::Female), Group::Sex(Sex::Male)];
    let options = move || -> Vec<Piece> {
        let Some(event) = told.held.event() else {
            return Vec::new();
        };
        let option = |(i, one): (usize, &Group)| {
            let name = named(one, &event, told.prefs);
            view! { <option value=i.to_string()>{name}</option> }
        };
        [Group::All, Group::Sex(Sex::Female), Group::Sex(Sex::Male)]
            .iter()
            .enumerate()
            .map(option)
            .collect()
    };
    let choose = move |event: web_sys::Event| {
        let chosen = event_target_value(&event).parse::<usize>();
        let chosen = chosen.ok().and_then(|i| groups.get(i));
        group.set(chosen.cloned().unwrap_or(Group::All));
    };
    // The rows lead to the runners' pages; here a press looks at the runner in this race.
    let look_at = move |event: web_sys::MouseEvent| {
        let target = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let row = target.and_then(|t| t.closest("a.runner-row").ok().flatten());
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        let bib = row.filter(|_| plain).and_then(|row| {
            let bib = row.query_selector(".bib").ok().flatten()?;
            bib.text_content()
        });
        if let Some(bib) = bib {
            event.prevent_default();
            told.ask(|asked| asked.runner = bib);
        }
    };
    view! {
        <section class="replay-places" aria-labelledby="places-title">
            <div class="replay-places-head">
                <h2 id="places-title">{told.say(ReplayWords::board)}</h2>
                <select aria-label=told.prefs.say(Words::group) on:change=choose>{options}</select>
            </div>
            <ContestTabs chosen=contest.into() on_choose />
            <div on:click=look_at>
                <StandingRows contest=contest.into() group=group.into() most=Signal::stored(PLACES) />
            </div>
            <p class="small"><a href=move || table(told)>{told.say(ReplayWords::table)}</a></p>
        </section>
    }
}

fn named(group: &Group, event: &Event, prefs: Prefs) -> String {
    face::group(group, event, prefs)
}

/// The press desk at the same instant. A mass start has no table of its own.
fn table(told: Told) -> String {
    told.now.track();
    let asked = told.asked.get();
    let pairs = asked.pairs();
    let kept = pairs
        .iter()
        .filter(|(key, _)| matches!(*key, "at" | "known" | "contest"));
    let kept: Vec<String> = kept
        .filter_map(|(key, value)| Some([*key, value.as_deref()?].join("=")))
        .collect();
    if kept.is_empty() || asked.manner == Manner::Together {
        return "/press/".to_owned();
    }
    ["/press/?", &kept.join("&")].concat()
}

/// What the keys do.
#[component]
fn Keys(told: Told) -> impl IntoView {
    type Line = (&'static [&'static str], fn(&ReplayWords) -> String);
    let keys: [Line; 6] = [
        (&["Space"], ReplayWords::key_play),
        (&["←", "→"], ReplayWords::key_seconds),
        (&["Shift ←", "Shift →"], ReplayWords::key_minutes),
        (&["Page ↑", "Page ↓"], ReplayWords::key_moments),
        (&["↑", "↓"], ReplayWords::key_speed),
        (&["Home", "End"], ReplayWords::key_ends),
    ];
    let lines = keys.map(|(keys, say)| {
        let keys: Vec<Piece> = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect();
        view! { <li>{keys}<span>{told.say(say)}</span></li> }
    });
    view! {
        <section class="replay-keys" aria-labelledby="keys-title">
            <h2 id="keys-title">{told.say(ReplayWords::keys)}</h2>
            <ul>{Vec::from(lines)}</ul>
        </section>
    }
}
