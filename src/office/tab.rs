//! The parts of the page, each at an address of its own.

use homestretch_words::books::OfficeWords;

use crate::storage;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Contests, sources, unknown chips and places.
    Now,
    /// Reads as they come in.
    Reads,
    /// Reads set aside.
    Aside,
    /// Runners.
    People,
    /// Chips, bibs and mats.
    Chips,
    /// Guns, phase, sweep, announcements, results.
    Race,
    /// The log.
    Log,
}

impl Tab {
    /// In the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Now,
        Self::Reads,
        Self::Aside,
        Self::People,
        Self::Chips,
        Self::Race,
        Self::Log,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Reads => "reads",
            Self::Aside => "aside",
            Self::People => "runners",
            Self::Chips => "chips",
            Self::Race => "race",
            Self::Log => "log",
        }
    }

    /// The one that the address asks for.
    pub fn from_address() -> Self {
        let asked = storage::asked("tab").unwrap_or_default();
        let found = Self::ALL.into_iter().find(|tab| tab.key() == asked);
        found.unwrap_or(Self::Now)
    }

    /// Puts it into the address.
    pub fn to_address(self) {
        storage::put_in_address("tab", (self != Self::Now).then(|| self.key()));
    }

    /// What the server calls the rows of its list.
    pub fn rows(self) -> &'static str {
        match self {
            Self::People => "entrants",
            Self::Log => "log",
            _ => "reads",
        }
    }

    /// What it calls their numbers.
    pub fn number(self) -> &'static str {
        match self {
            Self::Log => "entry",
            _ => "read",
        }
    }

    /// Its name.
    pub fn name(self, words: &OfficeWords) -> String {
        match self {
            Self::Now => words.tab_now(),
            Self::Reads => words.tab_reads(),
            Self::Aside => words.tab_aside(),
            Self::People => words.tab_people(),
            Self::Chips => words.tab_chips(),
            Self::Race => words.tab_race(),
            Self::Log => words.tab_log(),
        }
    }
}
