//! Every sentence in every language, as typed methods: a sentence that is missing or misspelt does not build.
//!
//! `locales/TAG.json` maps keys to texts with `{placeholders}`; plurals map form names to texts. The build script
//! checks all locales against English and makes one method per key: its arguments are the placeholders in the order
//! English has them, the number of a plural (`{n}`) first. Keys that begin with `page_` or `boot_` are for the pages
//! without the app and stay out of it. English is inside the program; other languages are
//! read at run time, so that only the chosen one is downloaded. Sentences are whole: none is glued from pieces.
//!
//! What only one page needs lies in a book of its own: `locales/NAME/TAG.json` makes `NameWords` in [`books`].

pub mod books;
mod flat_json;
mod format;
pub mod languages;
pub mod measure;
mod noc;
mod plural;

use std::fmt;

use flat_json::Value;
pub use noc::Nocs;
pub use plural::{Form, family};

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

/// The sentences of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    tag: String,
    /// In order of key, which is the order the generated methods count in.
    sentences: Vec<(String, Sentence)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Sentence {
    Text(String),
    Plural(Vec<(Form, String)>),
}

/// What is wrong with a locale file or with an event's own wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsError {
    /// The file is not a JSON object of texts.
    NotALocale {
        /// Counted from 1.
        line: usize,
        /// What should stand there.
        what: &'static str,
    },
    /// An event rewords a sentence that does not exist.
    UnknownKey(String),
    /// An event's wording has a placeholder that the sentence does not.
    UnknownPlaceholder {
        /// Key of the sentence.
        key: String,
        /// Name of the placeholder.
        name: String,
    },
}

impl fmt::Display for WordsError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NotALocale { line, what } => write!(f, "line {line}: expected {what}"),
            Self::UnknownKey(key) => {
                write!(
                    f,
                    "no sentence is called `{key}`; see crates/words/locales/en.json"
                )
            }
            Self::UnknownPlaceholder { key, name } => {
                write!(
                    f,
                    "the sentence `{key}` has nothing to put for `{{{name}}}`"
                )
            }
        }
    }
}

impl std::error::Error for WordsError {}

impl Words {
    /// English, which is inside the program.
    pub fn english() -> Self {
        Self::from_english(ENGLISH)
    }

    /// The sentences of an English locale file that the build script has checked.
    fn from_english(json: &str) -> Self {
        let sentences = flat_json::read(json).unwrap_or_default();
        Self {
            tag: "en".to_owned(),
            sentences: sentences.into_iter().map(sentence_from_value).collect(),
        }
    }

    /// A language from its locale file. A sentence that the file lacks, because it is older than the program, is
    /// English; one that the program does not know is passed over.
    ///
    /// # Errors
    /// When the file is not a JSON object of texts; says on which line.
    pub fn parse(tag: &str, json: &str) -> Result<Self, WordsError> {
        let mut words = Self::english();
        words.translate(tag, json)?;
        Ok(words)
    }

    /// Puts the sentences of another language in the place of the English ones.
    fn translate(&mut self, tag: &str, json: &str) -> Result<(), WordsError> {
        tag.clone_into(&mut self.tag);
        for pair in flat_json::read(json)? {
            let (key, sentence) = sentence_from_value(pair);
            if let Some(index) = self.index(&key) {
                self.sentences[index].1 = sentence;
            }
        }
        Ok(())
    }

    /// A language that is inside the program; English where it is not.
    #[cfg(feature = "all")]
    pub fn embedded(tag: &str) -> Self {
        languages::FILES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(tag))
            .and_then(|(known, json)| Self::parse(known, json).ok())
            .unwrap_or_else(Self::english)
    }

    /// Puts an event's own wording in place of a sentence, such as another name for the marathon.
    ///
    /// # Errors
    /// When there is no such sentence, or the wording has a placeholder that the sentence does not fill.
    pub fn reword(&mut self, key: &str, text: &str) -> Result<(), WordsError> {
        let index = self
            .index(key)
            .ok_or_else(|| WordsError::UnknownKey(key.to_owned()))?;
        let fills = |name: &str| match &self.sentences[index].1 {
            Sentence::Text(known) => placeholders(known).any(|known| known == name),
            Sentence::Plural(forms) => forms
                .iter()
                .any(|(_, known)| placeholders(known).any(|known| known == name)),
        };
        if let Some(name) = placeholders(text).find(|name| !fills(name)) {
            return Err(WordsError::UnknownPlaceholder {
                key: key.to_owned(),
                name: name.to_owned(),
            });
        }
        self.sentences[index].1 = Sentence::Text(text.to_owned());
        Ok(())
    }

    /// The BCP 47 tag of the language.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.sentences
            .binary_search_by(|(known, _)| known.as_str().cmp(key))
            .ok()
    }

    /// The sentence at `index` for the number `n`, its placeholders filled.
    fn say(&self, index: usize, n: u32, values: &[(&str, &str)]) -> String {
        let template = match self.sentences.get(index).map(|(_, sentence)| sentence) {
            Some(Sentence::Text(text)) => text,
            Some(Sentence::Plural(forms)) => {
                let form = Form::of(&self.tag, n);
                let fitting = forms.iter().find(|(known, _)| *known == form);
                fitting.or(forms.last()).map_or("", |(_, text)| text)
            }
            None => "",
        };
        let mut said = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some((before, name, after)) = next_placeholder(rest) {
            said.push_str(before);
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => said.push_str(value),
                None if name == "n" => said.push_str(&self.number(n.into())),
                None => {}
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

fn sentence_from_value((key, value): (String, Value)) -> (String, Sentence) {
    let sentence = match value {
        Value::Text(text) => Sentence::Text(text),
        Value::Forms(forms) => Sentence::Plural(
            forms
                .into_iter()
                .filter_map(|(name, text)| Some((Form::from_name(&name)?, text)))
                .collect(),
        ),
    };
    (key, sentence)
}

/// The text before the next placeholder, its name, and the text after it.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_placeholder(rest)?;
        rest = after;
        Some(name)
    })
}
