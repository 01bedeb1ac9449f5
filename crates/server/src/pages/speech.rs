//! The languages that the pages speak: the sentences in the event's wording, and the names of countries.

use homestretch_race::event::Event;
use homestretch_words::languages::{self, TAGS};
use homestretch_words::{Nocs, Words};

/// One language.
#[derive(Clone, Debug)]
pub struct Speech {
    /// The sentences.
    pub words: Words,
    /// The names of countries.
    pub nocs: Nocs,
}

impl Speech {
    /// Every language on offer, in the event's wording.
    pub fn all(event: &Event) -> Vec<Self> {
        TAGS.iter().map(|tag| Self::new(tag, event)).collect()
    }

    fn new(tag: &str, event: &Event) -> Self {
        let mut words = Words::embedded(tag);
        for (key, text) in &event.wording {
            // A wording that does not fit, or is of no use to who reads this language, is passed over, as in the app.
            let said = text.own(tag);
            if let Some(Err(error)) = said.map(|said| words.reword(key, said)) {
                tracing::debug!(%error, tag, "an event's wording is passed over");
            }
        }
        Self {
            words,
            nocs: Nocs::embedded(tag),
        }
    }
}

/// The language for a reader who asks for one in the address, or else reads those of an `Accept-Language` header.
pub fn choose(asked: Option<&str>, accepted: &str) -> &'static str {
    let accepted = languages::tags_from_accept_language(accepted);
    languages::choose(asked.into_iter().chain(accepted))
}
