//! Books: the sentences that only one page of its own needs, such as the screen's, so that nobody else fetches them.
//! `locales/NAME/TAG.json` becomes the type `NameWords`, checked and built like the app's own sentences. A book may
//! be in fewer languages than the app; who reads none of them gets English.

use crate::{Words, WordsError};

/// What every book can do.
pub trait Book: Sized {
    /// The book's folder below `/words/`.
    const NAME: &'static str;
    /// Tags and locale files of all its languages.
    #[cfg(feature = "all")]
    const FILES: &'static [(&'static str, &'static str)];

    /// English, which is inside the program.
    fn english() -> Self;

    /// What the sentences are made from.
    fn words(&self) -> &Words;

    /// The same, to be translated.
    #[doc(hidden)]
    fn words_mut(&mut self) -> &mut Words;

    /// A language from its locale file; what the file lacks is English.
    ///
    /// # Errors
    /// When the file is not a JSON object of texts; says on which line.
    fn parse(tag: &str, json: &str) -> Result<Self, WordsError> {
        let mut book = Self::english();
        book.words_mut().translate(tag, json)?;
        Ok(book)
    }

    /// A language that is inside the program; English where it is not.
    #[cfg(feature = "all")]
    fn embedded(tag: &str) -> Self {
        let mut files = Self::FILES.iter();
        files
            .find(|(known, _)| known.eq_ignore_ascii_case(tag))
            .and_then(|(known, json)| Self::parse(known, json).ok())
            .unwrap_or_else(Self::english)
    }

    /// The BCP 47 tag of the language.
    fn tag(&self) -> &str {
        self.words().tag()
    }
}

include!(concat!(env!("OUT_DIR"), "/books.rs"));
