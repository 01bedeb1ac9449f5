//! What is known of one entrant: every version of every passing, and every ruling. Kept small, since there are
//! fifty thousand of them in a browser.

use crate::change::{Ruling, Tick, Why};
use crate::register::Register;
use crate::time::{Instant, Span};

/// One version of one passing, in 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    point: u16,
    tick: Tick,
    at_ms: i64,
    why: Why,
}

/// Stands for "withdrawn" among instants, so that a version needs no tag.
const WITHDRAWN: i64 = i64::MIN;

impl Version {
    pub fn point(&self) -> usize {
        usize::from(self.point)
    }
    pub fn tick(&self) -> Tick {
        self.tick
    }
    pub fn at(&self) -> Option<Instant> {
        (self.at_ms != WITHDRAWN).then_some(Instant(self.at_ms))
    }
    pub fn why(&self) -> Why {
        self.why
    }
}

/// A ruling of the race office with its words, and since when it is one where that was told beside it.
pub(crate) type Said = (Option<Ruling>, Option<String>, Option<Instant>);

/// Everything known of one entrant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// In order of point, then tick.
    versions: Vec<Version>,
    /// Most entrants never have one.
    rulings: Option<Box<Register<Said>>>,
}

impl Record {
    /// Takes in a version of a passing. No course has 65,536 points, so such a point is nonsense and ignored.
    pub fn pass(&mut self, tick: Tick, point: usize, at: Option<Instant>, why: Why) {
        let Ok(point) = u16::try_from(point) else {
            return;
        };
        let version = Version {
            point,
            tick,
            at_ms: at.map_or(WITHDRAWN, |at| at.0),
            why,
        };
        match self
            .versions
            .binary_search_by_key(&(point, tick), |v| (v.point, v.tick))
        {
            // Rivals within one tick break the feed's rules; the greater stays, whatever came first.
            Ok(i) => self.versions[i] = self.versions[i].max(version),
            Err(i) => {
                if self.versions.len() == self.versions.capacity() {
                    // Doubling would leave half of it empty in most records.
                    self.versions.reserve_exact(4);
                }
                self.versions.insert(i, version);
            }
        }
    }
    /// The versions that became known up to a tick, without the rulings.
    pub fn told_by(&self, tick: Tick) -> Self {
        let told = self.versions.iter().filter(|v| v.tick <= tick);
        Self {
            versions: told.copied().collect(),
            rulings: None,
        }
    }
    /// The passings as known at a tick, each as if it had been read so much earlier, up to an instant.
    pub fn read_by(&self, until: Instant, known: Tick, earlier: Span) -> Self {
        let mut read = Self::default();
        read.versions.reserve_exact(self.versions.len());
        for (version, at) in self.passings(known) {
            let at = at - earlier;
            if at <= until {
                read.pass(known, version.point(), Some(at), Why::Read);
            }
        }
        read
    }
    /// Another's versions in the place of its own.
    pub fn put_versions(&mut self, of: Self) {
        self.versions = of.versions;
    }
    /// Takes in a ruling.
    pub fn rule(&mut self, tick: Tick, ruling: Option<Ruling>, note: Option<String>) {
        self.rulings
            .get_or_insert_default()
            .insert(tick, (ruling, note, None));
    }
    /// Takes in since when the ruling that came with a tick is one.
    pub fn ruled_since(&mut self, tick: Tick, at: Instant) {
        let Some(rulings) = &mut self.rulings else {
            return;
        };
        let came = rulings.versions().iter().find(|(came, _)| *came == tick);
        if let Some((_, (ruling, note, _))) = came.cloned() {
            // Of rivals the one that says more is the greater.
            rulings.insert(tick, (ruling, note, Some(at)));
        }
    }
    /// The passings as known at a tick, in order of point; withdrawn ones are left out.
    pub fn passings(&self, known: Tick) -> impl Iterator<Item = (Version, Instant)> {
        self.versions
            .chunk_by(|a, b| a.point == b.point)
            .filter_map(move |versions| {
                let newest = versions.iter().rev().find(|v| v.tick <= known)?;
                Some((*newest, newest.at()?))
            })
    }
    /// The passing at one point as known at a tick.
    pub fn passing(&self, point: usize, known: Tick) -> Option<(Version, Instant)> {
        let key = (u16::try_from(point).ok()?, known);
        let n = self.versions.partition_point(|v| (v.point, v.tick) <= key);
        let newest = *self.versions.get(n.checked_sub(1)?)?;
        (newest.point == key.0).then_some((newest, newest.at()?))
    }
    /// The ruling and the office's words as known at a tick.
    pub fn said(&self, known: Tick) -> Option<&Said> {
        self.rulings.as_ref()?.known(known)
    }
    /// What is ruled as known at a tick, the tick at which that became known (the first of those that say the same), and
    /// since when it is said to be so.
    pub fn ruled(&self, known: Tick) -> Option<(Ruling, Tick, Option<Instant>)> {
        let until = self.rulings().partition_point(|(tick, _)| *tick <= known);
        let rulings = &self.rulings()[..until];
        let ruling = rulings.last()?.1.0;
        let same = rulings
            .iter()
            .rev()
            .take_while(|(_, said)| said.0 == ruling);
        let (tick, (.., since)) = same.last()?;
        Some((ruling?, *tick, *since))
    }
    /// Every version of every passing, in order of point, then tick.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }
    /// Every ruling, oldest first.
    pub fn rulings(&self) -> &[(Tick, Said)] {
        self.rulings.as_ref().map_or(&[], |r| r.versions())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_costs_less_than_forty_bytes() {
        let mut record = Record::default();
        for point in 0..12 {
            record.pass(Tick(point as u32), point, Some(Instant(0)), Why::Read);
        }
        let bytes = size_of::<Record>() + record.versions.capacity() * size_of::<Version>();
        assert!(bytes < 12 * 40, "{bytes} bytes for 12 passings");
    }
}
