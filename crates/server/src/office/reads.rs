//! Every read as it came in, in few bytes each: so that a chip given to another runner, or a place to another mat,
//! counts for the reads of before as well, and the office can look at them.

use std::collections::HashMap;
use std::sync::Arc;

use homestretch_race::intake::Read;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;

use crate::race_day::RaceDay;
use crate::sources::setup::Placed;
use crate::store::RawRead;

/// All reads in the order they were taken in.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    chips: Table<Arc<str>, Option<EntrantNo>>,
    /// Source and place.
    places: Table<(Arc<str>, Arc<str>), Option<usize>>,
    rows: Vec<Row>,
}

/// What a source calls a place, and what comes from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the source.
    pub source: Arc<str>,
    /// What it calls the place.
    pub place: Arc<str>,
    /// Which mat it is, by index in the event.
    pub mat: Option<usize>,
    /// How many reads came from there.
    pub reads: u64,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    seq: u64,
    /// When, by the source's own clock.
    at: Instant,
    chip: u32,
    place: u32,
}

/// A read in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The server's sequence number.
    pub seq: u64,
    /// The chip's code.
    pub chip: Arc<str>,
    /// The name of the source.
    pub source: Arc<str>,
    /// What the source calls the place.
    pub place: Arc<str>,
    /// What it means.
    pub placed: Placed,
}

/// How often a code that nobody knows was read.
pub type Unknown = Vec<(Arc<str>, u64)>;

impl Reads {
    /// Takes in a read; tells what it means.
    pub fn take(&mut self, day: &RaceDay, seq: u64, source: &Arc<str>, read: &RawRead) -> Placed {
        let chip = self.chips.index(read.chip.as_str(), || {
            (
                Arc::from(read.chip.as_str()),
                day.lookup.entrant(&read.chip),
            )
        });
        let key = (Arc::clone(source), Arc::from(read.mat.as_str()));
        let place = self.places.index(&key, || {
            let mat = day.sources.mat(&day.lookup, source, &read.mat);
            (key.clone(), mat)
        });
        let row = Row {
            seq,
            at: read.at,
            chip,
            place,
        };
        self.chips.count(chip);
        self.places.count(place);
        self.rows.push(row);
        self.placed(day, &row)
    }

    fn placed(&self, day: &RaceDay, row: &Row) -> Placed {
        let ((source, _), mat) = &self.places.rows[row.place as usize];
        Placed {
            entrant: self.chips.rows[row.chip as usize].1,
            mat: *mat,
            at: row.at + day.sources.offset(source),
        }
    }

    fn told(&self, day: &RaceDay, row: &Row) -> Told {
        let (source, place) = &self.places.rows[row.place as usize].0;
        Told {
            seq: row.seq,
            chip: Arc::clone(&self.chips.rows[row.chip as usize].0),
            source: Arc::clone(source),
            place: Arc::clone(place),
            placed: self.placed(day, row),
        }
    }

    /// Chips or places mean something else by now: gives every read that does, as it was and as it is.
    pub fn replace(&mut self, day: &RaceDay) -> Vec<(Option<Read>, Option<Read>)> {
        let chips_before: Vec<_> = self.chips.rows.iter().map(|(_, who)| *who).collect();
        let places_before: Vec<_> = self.places.rows.iter().map(|(_, mat)| *mat).collect();
        for (chip, who) in &mut self.chips.rows {
            *who = day.lookup.entrant(chip);
        }
        for ((source, place), mat) in &mut self.places.rows {
            *mat = day.sources.mat(&day.lookup, source, place);
        }
        let mut changed = Vec::new();
        for row in &self.rows {
            let (chip, place) = (row.chip as usize, row.place as usize);
            let before = (chips_before[chip], places_before[place]);
            let now = self.placed(day, row);
            if before != (now.entrant, now.mat) {
                let read = |(entrant, mat): (Option<EntrantNo>, Option<usize>)| {
                    Some(Read {
                        seq: row.seq,
                        entrant: entrant?,
                        mat: mat?,
                        at: now.at,
                    })
                };
                changed.push((read(before), read((now.entrant, now.mat))));
            }
        }
        changed
    }

    /// A read by its number.
    pub fn get(&self, day: &RaceDay, seq: u64) -> Option<Told> {
        let at = self.rows.binary_search_by_key(&seq, |row| row.seq).ok()?;
        Some(self.told(day, self.rows.get(at)?))
    }

    /// Reads, the newest first.
    pub fn newest_first<'a>(&'a self, day: &'a RaceDay) -> impl Iterator<Item = Told> + 'a {
        self.rows.iter().rev().map(|row| self.told(day, row))
    }

    /// Chips that nobody wears, and how often each was read.
    pub fn unknown_chips(&self) -> Unknown {
        let chips = self.chips.rows.iter().zip(&self.chips.counts);
        let unknown = chips.filter(|((_, who), _)| who.is_none());
        unknown
            .map(|((chip, _), n)| (Arc::clone(chip), u64::from(*n)))
            .collect()
    }

    /// All places that reads came from, in the order of the first of each.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let places = self.places.rows.iter().zip(&self.places.counts);
        places.map(|(((source, place), mat), n)| Place {
            source: Arc::clone(source),
            place: Arc::clone(place),
            mat: *mat,
            reads: u64::from(*n),
        })
    }
}

/// What there is once, by its index.
#[derive(Clone, Debug)]
struct Table<K, V> {
    rows: Vec<(K, V)>,
    /// How often each was read.
    counts: Vec<u32>,
    index: HashMap<K, u32>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            counts: Vec::new(),
            index: HashMap::new(),
        }
    }
}

impl<K: Clone + Eq + std::hash::Hash, V> Table<K, V> {
    fn index<Q: ?Sized + Eq + std::hash::Hash>(
        &mut self,
        key: &Q,
        row: impl FnOnce() -> (K, V),
    ) -> u32
    where
        K: std::borrow::Borrow<Q>,
    {
        if let Some(at) = self.index.get(key) {
            return *at;
        }
        let (key, value) = row();
        let at = self.rows.len() as u32;
        self.index.insert(key.clone(), at);
        self.rows.push((key, value));
        self.counts.push(0);
        at
    }

    fn count(&mut self, at: u32) {
        if let Some(n) = self.counts.get_mut(at as usize) {
            *n = n.saturating_add(1);
        }
    }
}
