//! The screen's companions, which somebody does touch: setting a screen up, the remote, the venue's addresses.

pub mod ceremony;
pub mod remote;
pub mod setup;
pub mod venue;

use std::sync::Arc;

use homestretch_race::event::Text;
use homestretch_words::books::ScreenWords;

use crate::held::Held;
use crate::signals::{Memo, RwSignal};

/// The sentences of these pages.
pub type Say = RwSignal<Arc<ScreenWords>>;

/// A sentence that follows the language.
pub fn say(
    book: Say,
    sentence: fn(&ScreenWords) -> String,
) -> impl Fn() -> String + Copy + Send + 'static {
    move || book.with(|book| sentence(book))
}

/// Key and name of each contest; the same for as long as they are, whatever else the race brings: what is made of them
/// is pressed.
pub fn contests_of(held: Held) -> Memo<Vec<(String, Text)>> {
    Memo::new(move |_| {
        let event = held.event();
        let contests = event.iter().flat_map(|event| &event.contests);
        contests
            .map(|contest| (contest.key.clone(), contest.names.clone()))
            .collect()
    })
}
