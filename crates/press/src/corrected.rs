//! A correction as one plain sentence, and why it was made.

use homestretch_race::corrections::{Corrected, Correction};
use homestretch_race::race::Race;
use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::time::Instant;
use homestretch_race::{Ruling, Tick, Why};

use crate::moment::to_the_tenth;
use crate::speech::Speech;

/// Whom it is about; none for a gun.
pub fn entrant_of(correction: &Correction) -> Option<EntrantNo> {
    match &correction.what {
        Corrected::Passing { entrant, .. } | Corrected::Status { entrant, .. } => Some(*entrant),
        Corrected::Gun { .. } => None,
    }
}

/// Her place in the contest at the instant of the correction, by what was known before it and by what is known since.
pub fn places(race: &Race, correction: &Correction) -> (Option<u32>, Option<u32>) {
    let tick = correction.corrected;
    let place = |known: Tick| {
        let index = race.roster().index(entrant_of(correction)?)?;
        let places = race.as_of(race.cut_at(tick)?, known).places(index);
        let all = places.iter().find(|p| p.group == Group::All);
        all.map(|p| p.place)
    };
    (place(Tick(tick.0.saturating_sub(1))), place(tick))
}

impl Speech<'_> {
    /// The sentence; times of day are those of the race's zone.
    pub fn correction(&self, race: &Race, correction: &Correction) -> String {
        let (press, event) = (self.press, race.event());
        let name = |no: EntrantNo| {
            let index = race.roster().index(no);
            index.map_or_else(String::new, |index| self.runner(race, index))
        };
        let time = |at: Instant| to_the_tenth(at, event.zone.offset_min);
        match &correction.what {
            Corrected::Passing {
                entrant,
                point,
                from,
                to,
                ..
            } => {
                let contest = race.roster().get(*entrant).map_or(0, |e| e.contest);
                let (name, point) = (name(*entrant), self.point(event, contest, *point));
                match (from, to) {
                    (Some(from), Some(to)) => {
                        press.fixed_moved(&name, &point, &time(*from), &time(*to))
                    }
                    (Some(from), None) => press.fixed_withdrawn(&name, &point, &time(*from)),
                    (None, Some(to)) => press.fixed_back(&name, &point, &time(*to)),
                    (None, None) => String::new(),
                }
            }
            Corrected::Status {
                entrant, from, to, ..
            } => {
                let name = name(*entrant);
                match (from, to) {
                    (Some(from), Some(to)) => {
                        press.fixed_ruling(&name, &self.ruling(*from), &self.ruling(*to))
                    }
                    (Some(from), None) => press.fixed_unruled(&name, &self.ruling(*from)),
                    (None, Some(to)) => press.fixed_ruled(&name, &self.ruling(*to)),
                    (None, None) => String::new(),
                }
            }
            Corrected::Gun {
                contest,
                wave,
                from,
                to,
            } => {
                let of = event.contests.get(*contest);
                let contest = of.map_or("", |c| c.names.get(self.words.tag()));
                let wave = of
                    .and_then(|c| c.waves.get(*wave))
                    .map_or("", |w| w.key.as_str());
                press.fixed_gun(contest, wave, &time(*from), &time(*to))
            }
        }
    }

    /// Why a passing was corrected.
    pub fn why(&self, why: Why) -> String {
        let press = self.press;
        match why {
            Why::Read => press.why_read(),
            Why::BetterRead => press.why_better_read(),
            Why::Misplaced => press.why_misplaced(),
            Why::Implausible => press.why_implausible(),
            Why::Office => press.why_office(),
            Why::ClockFixed => press.why_clock_fixed(),
        }
    }

    fn ruling(&self, ruling: Ruling) -> String {
        match ruling {
            Ruling::Dns => self.words.status_dns(),
            Ruling::Dnf => self.words.status_dnf(),
            Ruling::Dsq => self.words.status_dsq(),
            Ruling::CutOff => self.words.status_cut_off(),
        }
    }
}
