//! The frame around what is shown: of which race it is, how old, whether official, and where to see more.

use std::sync::Arc;

use homestretch_press::moment::date_and_time;
use homestretch_race::change::Phase;
use homestretch_race::race::Race;
use homestretch_words::books::EmbedWords;
use leptos::html::Main;
use leptos::prelude::*;

use super::asked::{Asked, Show};
use super::{height, kinds};
use crate::clock::{Clock, device_ms};
use crate::dom::{Piece, view};
use crate::held::Held;
use crate::live;
use crate::parts::face;
use crate::parts::health_bar::{HealthLine, HealthMark};
use crate::parts::text::text;
use crate::parts::waiting::OnceHeld;
use crate::prefs::Prefs;
use crate::signals::{Memo, RwSignal, effect};

/// What the pieces share; copies are the same. The page has one for as long as it lives.
#[derive(Clone, Copy)]
pub struct Parts {
    pub held: Held,
    pub clock: Clock,
    pub prefs: Prefs,
    pub book: RwSignal<Arc<EmbedWords>>,
    pub asked: &'static Asked,
    /// Index of the contest; none before there is a race, and where there is no such contest.
    pub contest: Memo<Option<usize>>,
}

impl Parts {
    fn new(held: Held, clock: Clock, prefs: Prefs) -> Self {
        let query = window().location().search().unwrap_or_default();
        let asked: &'static Asked = Box::leak(Box::new(Asked::from_query(&query)));
        let contest = Memo::new(move |_| {
            let event = held.event()?;
            let of = |key: &str| event.contests.iter().position(|c| c.key == key);
            if asked.contest.is_empty() {
                Some(0)
            } else {
                of(&asked.contest)
            }
        });
        Self {
            held,
            clock,
            prefs,
            book: prefs.book(),
            asked,
            contest,
        }
    }

    /// A sentence of this page that follows the language.
    pub fn say(self, sentence: fn(&EmbedWords) -> String) -> Box<dyn Fn() -> String + Send + Sync> {
        Box::new(move || self.book.with(|book| sentence(book)))
    }
}

/// The page.
#[component]
pub fn Embed() -> impl IntoView {
    let (held, clock, prefs) = (Held::new(), Clock::new(device_ms), Prefs::of_address());
    provide_context(held);
    provide_context(clock);
    provide_context(prefs);
    let parts = Parts::new(held, clock, prefs);
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
    effect(move || document().set_title(&name.get()));
    let place = NodeRef::<Main>::new();
    Effect::new(move |told: Option<bool>| {
        let place = place.get();
        if let (None | Some(false), Some(place)) = (told, &place) {
            height::tell(place);
        }
        place.is_some()
    });
    let known = Memo::new(move |_| held.version().get() == 0 || parts.contest.get().is_some());
    let shown = move || {
        if known.get() {
            show(&parts)
        } else {
            unknown_contest(&parts)
        }
    };
    view! {
        <main class="embed" node_ref=place data-show=kind(&parts.asked.show)>
            <header class="embed-head">
                <h1>{text(move || name.get())}</h1>
                <p>{text(move || title(&parts))}</p>
                <HealthMark />
            </header>
            <HealthLine />
            <OnceHeld>{shown}</OnceHeld>
            <Foot parts />
        </main>
    }
}

fn kind(show: &Show) -> &'static str {
    match show {
        Show::Board => "board",
        Show::List => "list",
        Show::Map => "map",
        Show::Moment => "moment",
        Show::Unknown(_) => "unknown",
    }
}

fn show(parts: &Parts) -> Piece {
    let parts = *parts;
    match &parts.asked.show {
        Show::Board => kinds::board(&parts),
        Show::List => kinds::list(&parts),
        Show::Map => kinds::map(&parts),
        Show::Moment => kinds::moment(&parts),
        Show::Unknown(word) => {
            view! { <p class="empty">{move || parts.book.with(|book| book.unknown_show(word))}</p> }
        }
    }
}

/// The contest, and which of its runners, where that is what is shown.
fn title(parts: &Parts) -> String {
    let Some((event, contest)) = parts.held.event().zip(parts.contest.get()) else {
        return String::new();
    };
    if matches!(parts.asked.show, Show::List | Show::Map) {
        return String::new();
    }
    let of = event.contests.get(contest);
    let name = of.map_or_else(String::new, |c| parts.prefs.text(&c.names));
    match parts.asked.sex {
        Some(_) if parts.asked.show == Show::Board => {
            let group = face::group(&parts.asked.group(), &event, parts.prefs);
            [name, group].join(" · ")
        }
        _ => name,
    }
}

fn unknown_contest(parts: &Parts) -> Piece {
    let parts = *parts;
    let said = move || {
        let event = parts.held.event();
        let keys = event.map_or_else(Vec::new, |event| {
            let keys = event.contests.iter().map(|c| c.key.clone());
            keys.collect::<Vec<_>>()
        });
        let known = keys.join(", ");
        parts
            .book
            .with(|book| book.unknown_contest(&parts.asked.contest, &known))
    };
    view! { <p class="empty">{said}</p> }
}

/// As of when, whether official, from where, and the way to all of it.
#[component]
fn Foot(parts: Parts) -> impl IntoView {
    let Parts { held, prefs, .. } = parts;
    let said = move || {
        let event = held.event()?;
        let stand = held.stand().get();
        let as_of = held.with_race(Race::latest).flatten();
        // Once it is over nothing is known beyond the last read.
        let as_of = match as_of {
            Some(latest) if stand.phase == Phase::Ended => latest.min(stand.through),
            _ => stand.through,
        };
        let words = prefs.words();
        let status = if stand.official {
            words.official()
        } else {
            words.provisional()
        };
        let demo = event.demo.then(|| parts.book.with(|book| book.demo()));
        let as_of = date_and_time(as_of, event.zone.offset_min);
        let as_of = parts.book.with(|book| book.as_of(&as_of, &event.zone.iana));
        let all = demo.into_iter().chain([status, as_of]);
        Some(all.collect::<Vec<_>>().join(" · "))
    };
    let more = move || {
        let event = held.event();
        let of = event.zip(parts.contest.get());
        let key = of.and_then(|(event, contest)| Some(event.contests.get(contest)?.key.clone()));
        kinds::more(parts.asked, &key.unwrap_or_default())
    };
    let host = window().location().host().unwrap_or_default();
    view! {
        <footer class="embed-foot">
            <p>{text(move || said().unwrap_or_default())}</p>
            <p><a href=text(more)>{move || parts.book.with(|book| book.more(&host))}</a></p>
        </footer>
    }
}
