//! A register: one thing that may change, with every value it had and the tick each became known at.

use crate::change::Tick;

/// All versions of one thing in order of tick. Of rivals at the same tick the greater value stays,
/// so that the order in which versions come in never matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Register<T> {
    versions: Vec<(Tick, T)>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self {
            versions: Vec::new(),
        }
    }
}

impl<T: Ord> Register<T> {
    /// Takes in one version.
    pub fn insert(&mut self, tick: Tick, value: T) {
        match self.versions.binary_search_by_key(&tick, |v| v.0) {
            Ok(i) => {
                if value > self.versions[i].1 {
                    self.versions[i].1 = value;
                }
            }
            Err(i) => self.versions.insert(i, (tick, value)),
        }
    }
    /// The value by what was known at that tick.
    pub fn known(&self, known: Tick) -> Option<&T> {
        let n = self.versions.partition_point(|v| v.0 <= known);
        n.checked_sub(1).map(|i| &self.versions[i].1)
    }
    /// Every version, oldest first.
    pub fn versions(&self) -> &[(Tick, T)] {
        &self.versions
    }
}
