//! What the viewer prefers: language, units, colours. From the address, else from this device, else from the browser.

mod language;

use std::sync::Arc;

use crate::signals::{Memo, RwSignal, effect};
use homestretch_race::event::Text;
use homestretch_words::books::Book;
use homestretch_words::{Nocs, Words, languages};

use crate::device;
use crate::format::Units;
use crate::storage;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// As it is written in the address, in storage and in the page.
    pub fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
    /// The theme of that key; whatever else stands there is as the device has it.
    pub fn from_key(key: &str) -> Self {
        match key {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

impl Units {
    /// As it is written in the address and in storage.
    pub fn key(self) -> &'static str {
        match self {
            Self::Km => "km",
            Self::Miles => "mi",
        }
    }
    /// The units of that key; kilometres for whatever else stands there.
    pub fn from_key(key: &str) -> Self {
        if key == "mi" { Self::Miles } else { Self::Km }
    }
}

/// How much of a field is fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Data {
    /// All of it, unless it is large or the device asks to save data.
    #[default]
    Auto,
    /// A few of it.
    Save,
    /// All of it.
    All,
}

impl Data {
    /// As it is written in storage.
    pub fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Save => "save",
            Self::All => "all",
        }
    }
    /// The choice of that key; whatever else stands there leaves it to the field.
    pub fn from_key(key: &str) -> Self {
        match key {
            "save" => Self::Save,
            "all" => Self::All,
            _ => Self::Auto,
        }
    }
}

/// The preferences that the whole app shares; copies are the same.
#[derive(Clone, Copy)]
pub struct Prefs {
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Kilometres or miles.
    pub units: RwSignal<Units>,
    /// How much of a field is fetched.
    pub data: RwSignal<Data>,
    /// Everyone was asked for, for as long as the app is open.
    pub everyone: RwSignal<bool>,
    /// Tag of the language.
    pub tag: RwSignal<String>,
    /// Sentences that the event wants in other words.
    pub wording: RwSignal<Vec<(String, Text)>>,
    words: Memo<Arc<Words>>,
    nocs: RwSignal<Arc<Nocs>>,
    /// Whether the viewer has chosen the language, so that the address carries it on.
    chosen: RwSignal<bool>,
}

impl Prefs {
    /// The preferences of this viewer, kept from now on as they change.
    pub fn new() -> Self {
        Self::by(|key| storage::asked(key).or_else(|| storage::read(key)))
    }

    /// The preferences that the address says, for a page that reads nothing from the device and keeps nothing on it.
    pub fn of_address() -> Self {
        Self::by(storage::asked)
    }

    fn by(asked: fn(&str) -> Option<String>) -> Self {
        let theme = RwSignal::new(Theme::from_key(&asked("theme").unwrap_or_default()));
        let units = RwSignal::new(Units::from_key(&asked("units").unwrap_or_default()));
        let data = RwSignal::new(Data::from_key(&asked("data").unwrap_or_default()));
        let tag = RwSignal::new(language::choose(asked("lang").as_deref()));
        let chosen = RwSignal::new(storage::asked("lang").is_some());
        let loaded = RwSignal::new(Arc::new(Words::english()));
        let nocs = RwSignal::new(Arc::new(Nocs::default()));
        let wording = RwSignal::new(Vec::<(String, Text)>::new());
        let words = Memo::new(move |_| {
            let mut words = loaded.get();
            wording.with(|wording| {
                for (key, text) in wording {
                    // An event's wording that does not fit is passed over: the app's own is always right.
                    // In a language that the event has no words in, the app's own are better than English.
                    if let Some(said) = text.own(words.tag()) {
                        let _ = Arc::make_mut(&mut words).reword(key, said);
                    }
                }
            });
            words
        });
        effect(move || storage::set_on_page("data-theme", theme.get().key()));
        effect(move || language::load(tag, loaded, nocs));
        effect(move || {
            let words = words.get();
            storage::set_on_page("lang", words.tag());
            storage::set_on_page("dir", languages::direction(words.tag()));
        });
        Self {
            theme,
            units,
            data,
            everyone: RwSignal::new(false),
            tag,
            wording,
            words,
            nocs,
            chosen,
        }
    }

    /// Sets the theme and keeps it on this device.
    pub fn set_theme(&self, theme: Theme) {
        storage::write("theme", theme.key());
        self.theme.set(theme);
    }

    /// Sets the units and keeps them on this device.
    pub fn set_units(&self, units: Units) {
        storage::write("units", units.key());
        self.units.set(units);
    }

    /// Sets how much of a field is fetched and keeps it on this device.
    pub fn set_data(&self, data: Data) {
        storage::write("data", data.key());
        self.everyone.set(false);
        self.data.set(data);
    }

    /// Whether a few of the field shall do, or all of it is wanted; none where that is left to the field.
    pub fn thrift(&self) -> Option<bool> {
        match self.data.get() {
            _ if self.everyone.get() => Some(false),
            Data::Save => Some(true),
            Data::All => Some(false),
            Data::Auto => device::saves_data().then_some(true),
        }
    }

    /// Sets the language, keeps it on this device and puts it into the address.
    pub fn set_language(&self, tag: &str) {
        storage::write("lang", tag);
        self.tag.set(tag.to_owned());
        self.chosen.set(true);
        self.carry_language();
    }

    /// Puts a language that was chosen into the address of the page, so that a copied link speaks it too.
    pub fn carry_language(&self) {
        if self.chosen.get_untracked() {
            self.tag
                .with_untracked(|tag| storage::put_in_address("lang", Some(tag)));
        }
    }

    /// The sentences of the chosen language, in the event's wording; English until they have come.
    pub fn words(&self) -> Arc<Words> {
        self.words.get()
    }

    /// A sentence that follows the language. One type for all, so that views share the code that shows it.
    pub fn say(&self, sentence: fn(&Words) -> String) -> Box<dyn Fn() -> String + Send + Sync> {
        let words = self.words;
        Box::new(move || words.with(|words| sentence(words)))
    }

    /// The sentences of a page of its own, in the chosen language.
    pub fn book<B: Book + Send + Sync + 'static>(&self) -> RwSignal<Arc<B>> {
        let (tag, book) = (self.tag, RwSignal::new(Arc::new(B::english())));
        effect(move || language::load_book(tag, book));
        book
    }

    /// A text of the event in the chosen language.
    pub fn text(&self, text: &Text) -> String {
        self.words.with(|words| text.get(words.tag()).to_owned())
    }

    /// What a country's committee is called: as the event says, else as the language has it, else its code.
    pub fn noc(&self, code: &str, event: &homestretch_race::event::Event) -> String {
        let own = event
            .noc_names
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(code));
        match own {
            Some((_, text)) => self.text(text),
            None => self.nocs.with(|nocs| nocs.name(code).to_owned()),
        }
    }
}

impl Default for Prefs {
    fn default() -> Self {
        Self::new()
    }
}
