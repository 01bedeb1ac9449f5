//! What the office decides: taken into the race, the start list and the files.

use std::sync::Arc;

use homestretch_race::event::Text;
use homestretch_race::intake::{Decision, Intake, Read};
use homestretch_race::time::Instant;

use super::Hub;
use super::phase::Standing;
use crate::office::ledger::{Effect, Ledger, Row};
use crate::office::reads::Reads;
use crate::office::roll::Roll;
use crate::race_day::RaceDay;
use crate::said::Said;

impl Hub {
    pub(super) fn take_said(&mut self, seq: u64, who: Arc<str>, received: Instant, said: Said) {
        let said = said.shifted(self.base.sources.offset(&who));
        let row = Row {
            who,
            received,
            said,
        };
        for effect in self.ledger.take(seq, row) {
            self.take_effect(seq, effect);
        }
    }

    fn take_effect(&mut self, seq: u64, effect: Effect) {
        match effect {
            Effect::Decide(decision) => self.intake.decide(seq, decision),
            Effect::GunAsScheduled { contest, wave } => {
                let contests = &self.base.event.contests;
                let wave_of = contests.get(contest).and_then(|c| c.waves.get(wave));
                if let Some(at) = wave_of.map(|w| w.gun) {
                    self.intake.decide(seq, Decision::Gun { contest, wave, at });
                }
            }
            Effect::Phase(Some((phase, official))) => self.standing.say(phase, official),
            Effect::Phase(None) => self.standing.leave_to_the_clock(),
            Effect::ByHand {
                read,
                entrant,
                point,
                at,
            } => {
                let who = self.roll.everybody.get(entrant);
                let contest = who.and_then(|who| self.base.event.contests.get(who.contest));
                if let Some(mat) = contest.and_then(|c| c.points.get(point)).map(|p| p.mat) {
                    self.intake.read(Read {
                        seq: read,
                        entrant,
                        mat,
                        at,
                    });
                    self.intake.decide(seq, Decision::Accept { read, point });
                }
            }
            Effect::Roll | Effect::Notices => self.roll_is_stale = true,
        }
    }

    /// Works out start list, chips, places and announcements anew, if anything was decided about them.
    pub(super) fn settle(&mut self) {
        if !std::mem::take(&mut self.roll_is_stale) {
            return;
        }
        let roll = Roll::with(&self.base, &self.ledger);
        self.day = roll.day.clone();
        for (before, now) in self.reads.replace(&self.day) {
            match (before, now) {
                (Some(before), now) => self.intake.replace(&before, now),
                (None, Some(now)) => self.intake.read(now),
                (None, None) => {}
            }
        }
        if roll.notices != self.roll.notices {
            self.press.put_notices(&roll.notices);
        }
        let same_roster = roll.day.roster == self.roll.day.roster;
        self.roll = roll;
        self.count_unknown();
        if !same_roster {
            self.intake.set_roster(Arc::clone(&self.day.roster));
            self.press.renew(&self.day);
            self.told = None;
        }
        self.published.renew(&self.day, !same_roster);
        self.hide();
    }

    /// What the office announces at this moment of the server's clock: the newest words that are not over.
    pub fn notice(&self, server_now: Instant) -> Text {
        let now = self.clock.race_from_server(server_now);
        let mut standing = self.roll.notices.iter().rev();
        let newest = standing.find(|notice| notice.until.is_none_or(|until| now < until));
        let texts = newest.map(|notice| notice.texts.clone().into_iter().collect());
        Text(texts.unwrap_or_default())
    }

    fn count_unknown(&self) {
        let chips = self.reads.unknown_chips();
        let places: Vec<_> = self.reads.places().filter(|p| p.mat.is_none()).collect();
        self.status.set(|s| {
            s.unknown_chips = chips.iter().map(|(chip, n)| (&**chip, *n)).collect();
            s.unknown_mats = places.iter().map(|p| (&*p.place, p.reads)).collect();
        });
    }

    /// Everything decided, for the office.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// All reads, for the office.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }

    /// What counts, for the office.
    pub fn intake(&self) -> &Intake {
        &self.intake
    }

    /// Start list, chips and places as they stand, for the office.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// The race day as its folder says.
    pub fn base(&self) -> &RaceDay {
        &self.base
    }

    /// How the race stands, as published.
    pub fn standing(&self) -> Standing {
        self.standing
    }
}
