//! The screen's companions, which somebody does touch: setting a screen up, the remote, the venue's addresses.

pub mod remote;
pub mod setup;
pub mod venue;

use std::sync::Arc;

use homestretch_words::books::ScreenWords;

use crate::signals::RwSignal;

/// The sentences of these pages.
pub type Say = RwSignal<Arc<ScreenWords>>;

/// A sentence that follows the language.
pub fn say(
    book: Say,
    sentence: fn(&ScreenWords) -> String,
) -> impl Fn() -> String + Copy + Send + 'static {
    move || book.with(|book| sentence(book))
}
