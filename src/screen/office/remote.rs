//! The remote: what the race office tells the screens from a phone. It says the whole of its orders each time.

use gloo_net::http::Request;
use homestretch_feed::{Orders, orders};
use homestretch_race::event::Text;
use homestretch_words::books::ScreenWords;
use homestretch_words::languages;
use leptos::prelude::*;

use crate::dom::{keyed, view};
use crate::signals::{Memo, RwSignal};
use leptos::task::spawn_local;

use super::ceremony::CeremonyOf;
use super::{Say, say};
use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;
use crate::screen::listen::ADDRESS;
use crate::storage;

/// Key of the race's token on this phone.
const TOKEN: &str = "screen-token";
/// The office's page keeps its own for the tab, from which one comes here.
const TOKEN_OF_OFFICE: &str = "homestretch.office";

/// What became of the last press.
#[derive(Clone, Debug, Default, PartialEq)]
enum Outcome {
    #[default]
    None,
    Sent,
    Refused(String),
    Away,
}

/// The remote's state; copies are the same.
#[derive(Clone, Copy)]
pub struct Hand {
    /// The orders as they stand.
    pub orders: RwSignal<Orders>,
    token: RwSignal<String>,
    outcome: RwSignal<Outcome>,
}

impl Hand {
    /// Asks how things stand, for another phone may have told the screens something meanwhile.
    fn ask(self) {
        spawn_local(async move {
            let Ok(response) = Request::get(ADDRESS).send().await else {
                self.outcome.set(Outcome::Away);
                return;
            };
            if let Ok(bytes) = response.binary().await
                && let Ok(parsed) = orders::read(&bytes)
            {
                self.orders.set(parsed.value);
            }
        });
    }

    /// Changes the orders as they stand at the server, and sends them.
    pub fn tell(self, change: impl FnOnce(&mut Orders) + 'static) {
        storage::write(TOKEN, &self.token.get_untracked());
        spawn_local(async move {
            let mut wanted = self.orders.get_untracked();
            if let Ok(response) = Request::get(ADDRESS).send().await
                && let Ok(bytes) = response.binary().await
                && let Ok(parsed) = orders::read(&bytes)
            {
                wanted = parsed.value;
            }
            change(&mut wanted);
            let token = format!("Bearer {}", self.token.get_untracked().trim());
            let request = Request::post(ADDRESS).header("Authorization", &token);
            let Ok(request) = request.body(orders::write(&wanted)) else {
                return;
            };
            let outcome = match request.send().await {
                Ok(response) if response.ok() => {
                    self.orders.set(wanted);
                    Outcome::Sent
                }
                Ok(response) => Outcome::Refused(response.text().await.unwrap_or_default()),
                Err(_) => Outcome::Away,
            };
            self.outcome.set(outcome);
        });
    }
}

/// The page.
#[component]
pub fn Remote(held: Held, clock: Clock, prefs: Prefs, book: Say) -> impl IntoView {
    let hand = Hand {
        orders: RwSignal::new(Orders::default()),
        token: RwSignal::new(token()),
        outcome: RwSignal::new(Outcome::None),
    };
    hand.ask();
    let mode = move || {
        let (hold, freeze) = hand.orders.with(|o| (o.hold, o.freeze));
        book.with(|b| match (freeze, hold) {
            (true, _) => b.remote_mode_frozen(),
            (false, true) => b.remote_mode_held(),
            (false, false) => b.remote_mode_running(),
        })
    };
    let outcome = move || {
        book.with(|b| match hand.outcome.get() {
            Outcome::None => b.remote_needs_token(),
            Outcome::Sent => b.remote_sent(),
            Outcome::Refused(why) => b.remote_refused(&why),
            Outcome::Away => b.remote_away(),
        })
    };
    let pressed = move |is: fn(&Orders) -> bool| move || hand.orders.with(is).to_string();
    view! {
        <main class="office">
            <h1>{say(book, ScreenWords::remote_title)}</h1>
            <label>
                {say(book, ScreenWords::remote_token)}
                <input type="password" autocomplete="off" prop:value=move || hand.token.get()
                    on:input=move |event| hand.token.set(event_target_value(&event)) />
            </label>
            <output role="status">{outcome}</output>
            <section>
                <h2>{mode}</h2>
                <div class="row">
                    <button class="big" id="remote-next" on:click=move |_| hand.tell(|o| o.skips += 1)>
                        {say(book, ScreenWords::remote_next)}
                    </button>
                    <button class="big" id="remote-hold" aria-pressed=pressed(|o| o.hold)
                        on:click=move |_| hand.tell(|o| o.hold = !o.hold)>
                        {say(book, ScreenWords::remote_hold)}
                    </button>
                    <button class="big" id="remote-freeze" aria-pressed=pressed(|o| o.freeze)
                        on:click=move |_| hand.tell(|o| o.freeze = !o.freeze)>
                        {say(book, ScreenWords::remote_freeze)}
                    </button>
                    <button class="big" id="remote-release" on:click=move |_| hand.tell(|o| (o.hold, o.freeze) = (false, false))>
                        {say(book, ScreenWords::remote_release)}
                    </button>
                </div>
            </section>
            <Announce hand held prefs book />
            <Hide hand book />
            <CeremonyOf hand held clock prefs book />
        </main>
    }
}

/// What was last used here, else what the office's page was entered with.
fn token() -> String {
    let of_office = || {
        window()
            .session_storage()
            .ok()??
            .get_item(TOKEN_OF_OFFICE)
            .ok()?
    };
    let kept = storage::read(TOKEN).filter(|token| !token.is_empty());
    kept.or_else(of_office).unwrap_or_default()
}

/// So many languages have a field at once; the others wait behind their names.
const AT_HAND: usize = 2;

/// An announcement over everything, in the announcer's own language, those that the event has a name in, and English.
#[component]
fn Announce(hand: Hand, held: Held, prefs: Prefs, book: Say) -> impl IntoView {
    let tags = Memo::new(move |_| {
        let names = held.event().map(|event| event.names.0.clone());
        let names = names.unwrap_or_default().into_iter().map(|name| name.0);
        let mut tags = vec![prefs.tag.get()];
        for tag in names.chain(["en".to_owned()]) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    });
    let said = RwSignal::new(Vec::<(String, String)>::new());
    let field = move |_, tag: String| {
        let (own, of, put) = (tag.clone(), tag.clone(), tag.clone());
        let label = move || book.with(|b| b.remote_announcement(languages::own_name(&own)));
        let text = move || {
            said.with(|all| {
                all.iter()
                    .find(|(tag, _)| *tag == of)
                    .map(|(_, text)| text.clone())
            })
            .unwrap_or_default()
        };
        let write = move |event| {
            let text = event_target_value(&event);
            said.update(|all| {
                all.retain(|(tag, _)| *tag != put);
                all.push((put.clone(), text));
            });
        };
        view! {
            <label>
                {label}
                <input lang=tag maxlength="240" prop:value=text on:input=write />
            </label>
        }
    };
    let others = move || tags.with(|tags| tags.iter().skip(AT_HAND).cloned().collect::<Vec<_>>());
    let named = move || {
        let names = others();
        let names = names.iter().map(|tag| languages::own_name(tag));
        names.collect::<Vec<_>>().join(" · ")
    };
    let at_hand = move || tags.with(|tags| tags.iter().take(AT_HAND).cloned().collect());
    let show = move |_| {
        let all = said.get_untracked().into_iter();
        let said = Text(all.filter(|(_, text)| !text.trim().is_empty()).collect());
        hand.tell(move |o| o.announcement = said);
    };
    let away = move |_| hand.tell(|o| o.announcement = Text::default());
    view! {
        <fieldset id="remote-announce">
            <legend>{say(book, ScreenWords::remote_announce)}</legend>
            {keyed(at_hand, Clone::clone, field)}
            <details hidden=move || others().is_empty()>
                <summary>{named}</summary>
                {keyed(others, Clone::clone, field)}
            </details>
            <div class="row">
                <button on:click=show>{say(book, ScreenWords::remote_show)}</button>
                <button on:click=away>{say(book, ScreenWords::remote_clear)}</button>
            </div>
        </fieldset>
    }
}

/// Names that the screens must not show.
#[component]
fn Hide(hand: Hand, book: Say) -> impl IntoView {
    let bib = RwSignal::new(String::new());
    let hide = move |_| {
        let wanted = bib.get_untracked().trim().to_owned();
        if !wanted.is_empty() {
            bib.set(String::new());
            hand.tell(move |o| {
                if !o.hidden.contains(&wanted) {
                    o.hidden.push(wanted);
                }
            });
        }
    };
    let hidden = move || hand.orders.with(|o| o.hidden.clone());
    let row = move |_, bib: String| {
        let again = bib.clone();
        view! {
            <li class="row">
                <strong>{bib}</strong>
                <button on:click=move |_| {
                    let again = again.clone();
                    hand.tell(move |o| o.hidden.retain(|known| *known != again));
                }>{say(book, ScreenWords::remote_show_again)}</button>
            </li>
        }
    };
    view! {
        <fieldset id="remote-hide">
            <legend>{say(book, ScreenWords::remote_hide_legend)}</legend>
            <div class="row">
                <label>
                    {say(book, ScreenWords::remote_hide)}
                    <input inputmode="numeric" prop:value=move || bib.get()
                        on:input=move |event| bib.set(event_target_value(&event)) />
                </label>
                <button on:click=hide>{say(book, ScreenWords::remote_hide_it)}</button>
            </div>
            <ul aria-label=say(book, ScreenWords::remote_hidden)>{keyed(hidden, Clone::clone, row)}</ul>
        </fieldset>
    }
}
