//! Start list, chips and places as they stand: what the race folder says, and the office's decisions on top, in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use homestretch_race::event::Text;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::time::Instant;

use super::ledger::Ledger;
use crate::race_day::RaceDay;
use crate::said::{Said, ShownSaid};

/// How things stand.
#[derive(Clone, Debug)]
pub struct Roll {
    /// The race day as everybody may see it.
    pub day: RaceDay,
    /// The start list with those who are hidden, for the office alone.
    pub everybody: Arc<Roster>,
    /// What is shown of whom, where the office said so.
    pub shown: BTreeMap<EntrantNo, ShownSaid>,
    /// Announcements, the newest last.
    pub notices: Vec<Notice>,
}

/// Words for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The entry.
    pub no: u64,
    /// Since when.
    pub since: Instant,
    /// Until when; none until it is taken back.
    pub until: Option<Instant>,
    /// The words by language.
    pub texts: BTreeMap<String, String>,
}

impl Roll {
    /// As the race folder says.
    pub fn of(day: &RaceDay) -> Self {
        Self {
            day: day.clone(),
            everybody: Arc::clone(&day.roster),
            shown: BTreeMap::new(),
            notices: Vec::new(),
        }
    }

    /// With what stands of the office's decisions.
    pub fn with(base: &RaceDay, ledger: &Ledger) -> Self {
        let mut roll = Self::of(base);
        let mut entrants: Vec<Entrant> = base.roster.all().to_vec();
        let mut lookup = (*base.lookup).clone();
        for (no, row) in ledger.standing() {
            match &row.said {
                Said::Chip { chip, entrant } => lookup.give(chip, entrant.map(EntrantNo)),
                Said::SwapChips { entrants: (a, b) } => {
                    lookup.swap_chips(EntrantNo(*a), EntrantNo(*b));
                }
                Said::Bib { entrant, bib } => {
                    if let Some(who) = find(&mut entrants, *entrant) {
                        bib.clone_into(&mut who.bib);
                    }
                }
                Said::SwapBibs { entrants: (a, b) } => swap_bibs(&mut entrants, *a, *b),
                Said::Place { source, place, mat } => lookup.put_place(source, place, *mat),
                Said::Show { entrant, shown } => {
                    let no = EntrantNo(*entrant);
                    match shown {
                        Some(shown) => roll.shown.insert(no, *shown),
                        None => roll.shown.remove(&no),
                    };
                }
                Said::Announce { texts, until_ms } => roll.notices.push(Notice {
                    no,
                    since: row.received,
                    until: until_ms.map(Instant),
                    texts: texts.clone(),
                }),
                _ => {}
            }
        }
        lookup.name_bibs(entrants.iter().map(|e| (e.bib.as_str(), e.no)));
        roll.day.lookup = Arc::new(lookup);
        let everybody = Roster::new(entrants);
        if everybody != *base.roster {
            roll.everybody = Arc::new(everybody);
            roll.day.roster = Arc::clone(&roll.everybody);
        }
        if !roll.shown.is_empty() {
            let all = roll.everybody.all().iter();
            let seen = all.filter_map(|entrant| shown_as(entrant, roll.shown.get(&entrant.no)));
            roll.day.roster = Arc::new(Roster::new(seen.collect()));
        }
        roll
    }

    /// Entrants whom nobody may see.
    pub fn absent(&self) -> impl Iterator<Item = EntrantNo> {
        let absent = self.shown.iter();
        absent
            .filter(|(_, shown)| **shown == ShownSaid::Absent)
            .map(|(no, _)| *no)
    }
}

fn shown_as(entrant: &Entrant, shown: Option<&ShownSaid>) -> Option<Entrant> {
    let mut entrant = entrant.clone();
    match shown {
        None => {}
        Some(ShownSaid::Live) => entrant.live = true,
        Some(ShownSaid::Results) => entrant.live = false,
        Some(ShownSaid::Nameless) => {
            entrant.names = Text::default();
            entrant.said = None;
        }
        Some(ShownSaid::Absent) => return None,
    }
    Some(entrant)
}

fn find(entrants: &mut [Entrant], no: u32) -> Option<&mut Entrant> {
    entrants.iter_mut().find(|e| e.no.0 == no)
}

fn swap_bibs(entrants: &mut [Entrant], a: u32, b: u32) {
    let of = |entrants: &[Entrant], no: u32| entrants.iter().position(|e| e.no.0 == no);
    if let (Some(a), Some(b)) = (of(entrants, a), of(entrants, b)) {
        let bib = entrants[a].bib.clone();
        entrants[a].bib = std::mem::replace(&mut entrants[b].bib, bib);
    }
}
