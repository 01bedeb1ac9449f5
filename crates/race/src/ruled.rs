//! From when on what the race office said counts, for whoever looks back or tells the race again.

use crate::change::{Ruling, Tick};
use crate::race::Race;
use crate::roster::{Entrant, EntrantNo};
use crate::time::Instant;

impl Race {
    /// When what came with a tick became known; none where the tick does not tell: a keyframe stands for all before it.
    pub fn told_at(&self, tick: Tick) -> Option<Instant> {
        let cuts = self.cuts();
        let place = cuts.binary_search_by_key(&tick, |cut| cut.0).ok()?;
        let before = place.checked_sub(1).map_or(0, |before| cuts[before].0.0);
        (before + 1 >= tick.0).then(|| cuts[place].1)
    }

    /// What is ruled of an entrant by what is known at a tick, and from which instant on. Whoever was disqualified or did
    /// not start was in no part of the race. Who came off the course was in it until that was made known, and no shorter
    /// than to her last read; to that one where nobody told when it became known, as older feeds did not.
    pub(crate) fn ruled_from(&self, index: usize, known: Tick) -> Option<(Ruling, Instant)> {
        let record = self.record(index)?;
        let (ruling, tick, since) = record.ruled(known)?;
        let from = match ruling {
            Ruling::Dns | Ruling::Dsq => Instant(i64::MIN),
            Ruling::Dnf | Ruling::CutOff => {
                let last = record.passings(known).last().map(|read| read.1);
                let told = self.told_at(tick).or(since);
                told.max(last).unwrap_or(Instant(i64::MIN))
            }
        };
        Some((ruling, from))
    }

    /// Takes in since when the ruling on an entrant that came with a keyframe is one.
    pub fn ruled_since(&mut self, keyframe: Tick, entrant: EntrantNo, at: Instant) {
        self.record_mut(entrant).ruled_since(keyframe, at);
    }

    /// Whoever is ruled out by all that is known, and since when: what a keyframe tells beside the rulings.
    pub fn rulings_since(&self) -> Vec<(EntrantNo, Instant)> {
        let since = |(index, entrant): (usize, &Entrant)| {
            let (_, tick, since) = self.record(index)?.ruled(self.newest())?;
            Some((entrant.no, self.told_at(tick).or(since)?))
        };
        let all = self.roster().all().iter().enumerate();
        all.filter_map(since).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::change::{Change, What};
    use crate::event::Event;
    use crate::roster::Roster;

    fn race(ticks: &[(u32, Option<Ruling>)]) -> Race {
        let roster = Roster::new(vec![Entrant::default()]);
        let mut race = Race::new(Arc::new(Event::default()), Arc::new(roster));
        for (tick, ruling) in ticks {
            let (tick, at) = (Tick(*tick), Instant(i64::from(*tick) * 1_000));
            race.cut(tick, at);
            let what = What::Status {
                entrant: EntrantNo::default(),
                ruling: *ruling,
                note: None,
            };
            race.apply(&Change { tick, what });
        }
        race
    }

    #[test]
    fn a_keyframe_does_not_tell_when_what_it_brings_became_known() {
        let race = race(&[(5, Some(Ruling::Dnf)), (6, None), (9, None)]);
        let told = [5, 6, 7, 9].map(|tick| race.told_at(Tick(tick)));
        assert_eq!(told, [None, Some(Instant(6_000)), None, None]);
    }

    #[test]
    fn a_keyframe_that_says_since_when_is_believed() {
        let dnf = Some(Ruling::Dnf);
        let mut held = race(&[(5, dnf), (6, None), (9, dnf)]);
        for (keyframe, since) in [(5, 3_000), (9, 8_000)] {
            held.ruled_since(Tick(keyframe), EntrantNo::default(), Instant(since));
        }
        let from = |known| held.ruled_from(0, Tick(known)).map(|(_, from)| from.0);
        assert_eq!(
            [4, 5, 6, 9].map(from),
            [None, Some(3_000), None, Some(8_000)]
        );
        assert_eq!(
            held.rulings_since(),
            [(EntrantNo::default(), Instant(8_000))]
        );
        // Who has every tick knows it from them.
        let whole = race(&[(1, None), (2, dnf), (3, dnf)]);
        assert_eq!(
            whole.rulings_since(),
            [(EntrantNo::default(), Instant(2_000))]
        );
    }

    #[test]
    fn a_ruling_that_a_keyframe_repeats_counts_from_when_it_was_first_said() {
        let dnf = Some(Ruling::Dnf);
        let race = race(&[(1, None), (2, dnf), (3, dnf)]);
        let from = race.ruled_from(0, race.newest());
        assert_eq!(from, Some((Ruling::Dnf, Instant(2_000))));
        assert_eq!(race.ruled_from(0, Tick(1)), None);
        assert_eq!(race.corrections().len(), 1);
    }
}
