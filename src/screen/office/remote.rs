//! The remote: what the race office tells the screens from a phone. It says the whole of its orders each time.

use gloo_net::http::Request;
use homestretch_feed::{Ceremony, Orders, orders};
use homestretch_race::event::Text;
use homestretch_words::books::ScreenWords;
use homestretch_words::languages;
use leptos::prelude::*;

use crate::signals::RwSignal;
use leptos::task::spawn_local;

use super::{Say, say};
use crate::held::Held;
use crate::prefs::Prefs;
use crate::screen::listen::ADDRESS;
use crate::storage;

/// Key of the race's token on this phone.
const TOKEN: &str = "screen-token";
/// The announcement's languages: those of the first race, and English.
const ANNOUNCED: [&str; 2] = ["ko", "en"];
/// Everybody on the podium has been called.
const ALL_CALLED: u8 = 3;

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
struct Hand {
    orders: RwSignal<Orders>,
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
    fn tell(self, change: impl FnOnce(&mut Orders) + 'static) {
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
pub fn Remote(held: Held, prefs: Prefs, book: Say) -> impl IntoView {
    let hand = Hand {
        orders: RwSignal::new(Orders::default()),
        token: RwSignal::new(storage::read(TOKEN).unwrap_or_default()),
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
                    <button class="big" aria-pressed=pressed(|o| o.hold)
                        on:click=move |_| hand.tell(|o| o.hold = !o.hold)>
                        {say(book, ScreenWords::remote_hold)}
                    </button>
                    <button class="big" aria-pressed=pressed(|o| o.freeze)
                        on:click=move |_| hand.tell(|o| o.freeze = !o.freeze)>
                        {say(book, ScreenWords::remote_freeze)}
                    </button>
                    <button class="big" on:click=move |_| hand.tell(|o| (o.hold, o.freeze) = (false, false))>
                        {say(book, ScreenWords::remote_release)}
                    </button>
                </div>
            </section>
            <Announce hand book />
            <Hide hand book />
            <CeremonyOf hand held prefs book />
        </main>
    }
}

/// An announcement over everything.
#[component]
fn Announce(hand: Hand, book: Say) -> impl IntoView {
    let texts = ANNOUNCED.map(|tag| (tag, RwSignal::new(String::new())));
    let fields = texts.map(|(tag, text)| {
        let label = move || book.with(|b| b.remote_announcement(languages::own_name(tag)));
        view! {
            <label>
                {label}
                <input maxlength="240" prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event)) />
            </label>
        }
        .into_any()
    });
    let show = move |_| {
        let said = texts.map(|(tag, text)| (tag.to_owned(), text.get_untracked()));
        let said = said.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let said = Text(said.collect());
        hand.tell(move |o| o.announcement = said);
    };
    view! {
        <fieldset>
            {fields.into_iter().collect_view()}
            <div class="row">
                <button on:click=show>{say(book, ScreenWords::remote_show)}</button>
                <button on:click=move |_| hand.tell(|o| o.announcement = Text::default())>
                    {say(book, ScreenWords::remote_clear)}
                </button>
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
    let row = move |bib: String| {
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
        <fieldset>
            <div class="row">
                <label>
                    {say(book, ScreenWords::remote_hide)}
                    <input inputmode="numeric" prop:value=move || bib.get()
                        on:input=move |event| bib.set(event_target_value(&event)) />
                </label>
                <button on:click=hide>{say(book, ScreenWords::remote_hide_it)}</button>
            </div>
            <ul aria-label=say(book, ScreenWords::remote_hidden)>
                <For each=hidden key=Clone::clone let:bib>{row(bib)}</For>
            </ul>
        </fieldset>
    }
}

/// A podium, called one by one.
#[component]
fn CeremonyOf(hand: Hand, held: Held, prefs: Prefs, book: Say) -> impl IntoView {
    let begin = move |contest: String, sex: &'static str| {
        hand.tell(move |o| {
            o.ceremony = Some(Ceremony {
                contest,
                sex: sex.to_owned(),
                called: 0,
            });
        });
    };
    let rows = move || {
        let event = held.event()?;
        let row = |contest: &homestretch_race::event::Contest| {
            let (women, men) = (contest.key.clone(), contest.key.clone());
            let name = prefs.text(&contest.names);
            let said = move |group: String, name: &str| book.with(|b| b.race_of(name, &group));
            let (of_women, of_men) = (name.clone(), name);
            view! {
                <div class="row">
                    <button on:click=move |_| begin(women.clone(), "F")>
                        {move || said(book.with(|b| b.group_women()), &of_women)}
                    </button>
                    <button on:click=move |_| begin(men.clone(), "M")>
                        {move || said(book.with(|b| b.group_men()), &of_men)}
                    </button>
                </div>
            }
        };
        Some(event.contests.iter().map(row).collect_view())
    };
    let on = move || hand.orders.with(|o| o.ceremony.is_some());
    let next = move |_| {
        hand.tell(|o| {
            if let Some(ceremony) = &mut o.ceremony {
                ceremony.called = (ceremony.called + 1).min(ALL_CALLED);
            }
        });
    };
    view! {
        <fieldset>
            <legend>{say(book, ScreenWords::remote_ceremony)}</legend>
            {rows}
            <Show when=on>
                <div class="row">
                    <button class="big" on:click=next>{say(book, ScreenWords::remote_call)}</button>
                    <button class="big" on:click=move |_| hand.tell(|o| o.ceremony = None)>
                        {say(book, ScreenWords::remote_ceremony_end)}
                    </button>
                </div>
            </Show>
        </fieldset>
    }
}
