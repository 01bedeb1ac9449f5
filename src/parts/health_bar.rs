//! How well the app is supplied, in words: a small mark while all is well, a line of its own when it is not.

use homestretch_race::time::Instant;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::Memo;

use crate::dom::view;

use super::text::text;
use crate::clock::Clock;
use crate::format;
use crate::health::{Health, Trouble};
use crate::held::Held;
use crate::prefs::Prefs;

/// What is said of a state: one word or two, and a sentence where the viewer should know more.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    kind: &'static str,
    label: String,
    sentence: Option<String>,
}

/// The mark beside the event's name. Screen readers hear it when it changes, not each time that an age grows.
#[component]
pub fn HealthMark() -> impl IntoView {
    let said = use_said();
    let (kind, label) = (
        Memo::new(move |_| said.with(|s| s.kind)),
        Memo::new(move |_| said.with(|s| s.label.clone())),
    );
    view! {
        <p class="health-mark" role="status" data-kind=text(move || kind.get().to_owned())>
            {text(move || label.get())}
        </p>
    }
}

/// The line below, only there when something needs saying.
#[component]
pub fn HealthLine() -> impl IntoView {
    let said = use_said();
    let sentence = Memo::new(move |_| said.with(|s| s.sentence.clone()));
    let kind = Memo::new(move |_| said.with(|s| s.kind));
    move || {
        sentence
            .get()
            .map(|sentence| view! { <p class="health-line" data-kind=text(move || kind.get().to_owned())>{sentence}</p> })
    }
}

fn use_said() -> Memo<Said> {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    Memo::new(move |_| {
        let race_now = clock.now_slow().get();
        say(
            held.health().get(),
            clock.now_server(),
            race_now,
            clock.rate(),
            &prefs.words(),
        )
    })
}

fn say(health: Health, server_now: Instant, race_now: Instant, rate: f64, words: &Words) -> Said {
    let since = |instant: Instant| format::age(server_now - instant, words);
    let (kind, label, sentence) = match health {
        Health::Starting => ("waiting", words.health_connecting(), None),
        Health::NotYet(Trouble::WebPage) => {
            ("stale", words.health_connecting(), Some(words.not_a_feed()))
        }
        Health::NotYet(_) => (
            "stale",
            words.health_connecting(),
            Some(words.cannot_reach()),
        ),
        Health::Before => ("before", words.phase_before(), None),
        Health::Fresh if (rate - 1.0).abs() > 0.01 => (
            "live",
            words.health_replay_at(&words.decimal(rate, 0)),
            None,
        ),
        Health::Fresh => ("live", words.health_live(), None),
        Health::Paused => ("paused", words.phase_paused(), Some(words.paused_note())),
        Health::RaceLinkDown { since } => {
            let age = format::age(race_now - since, words);
            (
                "quiet",
                words.health_live(),
                Some(words.health_race_link_down(&age)),
            )
        }
        Health::Stale {
            since: at,
            trouble: Trouble::WebPage,
        } => ("stale", words.ago(&since(at)), Some(words.not_a_feed())),
        Health::Stale {
            since: at,
            trouble: Trouble::Status(_),
        } => (
            "stale",
            words.ago(&since(at)),
            Some(words.health_server_trouble(&since(at))),
        ),
        Health::Stale { since: at, .. } => (
            "stale",
            words.ago(&since(at)),
            Some(words.health_stale(&since(at))),
        ),
        Health::Offline { since: at } => (
            "stale",
            words.ago(&since(at)),
            Some(words.health_offline(&since(at))),
        ),
        Health::Ended { official: true } => ("ended", words.official(), None),
        Health::Ended { official: false } => ("ended", words.provisional(), None),
    };
    Said {
        kind,
        label,
        sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(health: Health) -> (String, Option<String>) {
        let said = say(
            health,
            Instant(245_000),
            Instant(1_000_000),
            1.0,
            &Words::english(),
        );
        (said.label, said.sentence)
    }

    #[test]
    fn each_kind_of_silence_has_its_own_sentence() {
        let since = Instant(5_000);
        let sentence = |health| said(health).1.unwrap_or_default();
        assert_eq!(
            sentence(Health::Stale {
                since,
                trouble: Trouble::NoAnswer
            }),
            "Your connection is 4 minutes behind."
        );
        assert!(
            sentence(Health::RaceLinkDown {
                since: Instant(700_000)
            })
            .contains("race’s own link")
        );
        assert!(
            sentence(Health::Stale {
                since,
                trouble: Trouble::WebPage
            })
            .contains("sign-in page")
        );
        assert!(sentence(Health::Offline { since }).starts_with("You are offline"));
        assert_eq!(said(Health::Fresh), ("Live".to_owned(), None));
    }
}
