//! Who runs. Names live only here; everything else speaks of entrant numbers.

use crate::event::Text;

/// An entrant's number: stable through the event, never reused, and not the bib.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntrantNo(pub u32);

/// One entrant of one contest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entrant {
    /// The entrant's number.
    pub no: EntrantNo,
    /// The number on the shirt, as printed.
    pub bib: String,
    /// The name in one or more scripts; empty when the runner is shown nameless.
    pub names: Text,
    /// National Olympic Committee, three letters, where known.
    pub noc: Option<String>,
    /// Index of the contest in the event.
    pub contest: usize,
    /// Index of the wave in the contest.
    pub wave: usize,
    /// Index of the category in the event, where there is one.
    pub category: Option<usize>,
    /// Sex as entered, where public.
    pub sex: Option<Sex>,
    /// Age group in years, inclusive, where public; open ends are 0 and 255.
    pub age: Option<(u8, u8)>,
    /// The finish time the runner expects, in seconds, where declared.
    pub declared_s: Option<u32>,
    /// False when only results are shown, not the live position: the runner's choice, and the default for minors.
    pub live: bool,
    /// How the announcer says the name, where given.
    pub said: Option<String>,
}

/// Sex as entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// F
    Female,
    /// M
    Male,
    /// X
    Other,
}

/// The start list: entrants by number. Numbers may have gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    entrants: Vec<Entrant>,
}

impl Roster {
    /// A start list; of entrants with the same number the later one stays.
    pub fn new(mut entrants: Vec<Entrant>) -> Self {
        entrants.reverse();
        homestretch_order::sort_by_key(&mut entrants, |e| e.no);
        entrants.dedup_by_key(|e| e.no);
        Self { entrants }
    }
    /// All entrants in order of number.
    pub fn all(&self) -> &[Entrant] {
        &self.entrants
    }
    /// The entrant of that number.
    pub fn get(&self, no: EntrantNo) -> Option<&Entrant> {
        self.index(no).map(|i| &self.entrants[i])
    }
    /// Position in [`Roster::all`] of the entrant of that number.
    pub fn index(&self, no: EntrantNo) -> Option<usize> {
        // Numbers are usually dense, so the first guess is nearly always right.
        let guess = no.0 as usize;
        if self.entrants.get(guess).is_some_and(|e| e.no == no) {
            return Some(guess);
        }
        self.entrants.binary_search_by_key(&no, |e| e.no).ok()
    }
    /// The entrant with that bib; bibs are compared without case.
    pub fn by_bib(&self, bib: &str) -> Option<&Entrant> {
        self.entrants
            .iter()
            .find(|e| e.bib.eq_ignore_ascii_case(bib.trim()))
    }
}
