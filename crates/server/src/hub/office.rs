//! What the office decides: taken into the race, the start list and the files; and the history written anew without
//! those whom nobody may see.

use std::collections::BTreeSet;
use std::sync::Arc;

use homestretch_feed::{TickContent, read, write};
use homestretch_race::Tick;
use homestretch_race::What;
use homestretch_race::event::Text;
use homestretch_race::intake::{Decision, Intake, Read};
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;

use super::Hub;
use super::phase::Standing;
use super::teacher::Teacher;
use crate::epoch;
use crate::office::ledger::{Effect, Ledger, Row};
use crate::office::reads::Reads;
use crate::office::roll::Roll;
use crate::race_day::RaceDay;
use crate::said::Said;
use crate::store::writer::Rewrite;
use crate::store::{StoreError, TickRow};

/// Writes the stored history anew.
pub type Rewriting<'a> = dyn FnMut(Rewrite) -> Result<Vec<TickRow>, StoreError> + 'a;

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
        self.forget_absent();
        let fold = self.published.now().fold;
        let is_out = |no| {
            let (_, changes) = fold.of([no]);
            changes
                .iter()
                .any(|change| entrant_of(&change.what) == Some(no))
        };
        self.withdrawn |= self.roll.absent().any(is_out);
    }

    /// What the office announces at this moment of the server's clock: the newest words that are not over.
    pub fn notice(&self, server_now: Instant) -> Text {
        let now = self.clock.race_from_server(server_now);
        let mut standing = self.roll.notices.iter().rev();
        let newest = standing.find(|notice| notice.until.is_none_or(|until| now < until));
        let texts = newest.map(|notice| notice.texts.clone().into_iter().collect());
        Text(texts.unwrap_or_default())
    }

    /// Nothing that waits for the next tick speaks of those whom nobody may see, not even to take something back.
    fn forget_absent(&mut self) {
        let absent: Vec<EntrantNo> = self.roll.absent().collect();
        self.intake.unpublish(&absent);
        self.pending
            .retain(|_, what| entrant_of(what).is_none_or(|no| !absent.contains(&no)));
    }

    fn count_unknown(&self) {
        let chips = self.reads.unknown_chips();
        let places = self.reads.unknown_places();
        self.status.set(|s| {
            s.unknown_chips = chips.iter().map(|(chip, n)| (&**chip, *n)).collect();
            s.unknown_mats = places.iter().map(|(_, place, n)| (&**place, *n)).collect();
        });
    }

    /// Writes the history anew, as another epoch, when somebody is in it whom nobody may see.
    ///
    /// # Errors
    /// When the store fails; then the old history is served on, and this is to be tried again.
    pub fn withdraw(
        &mut self,
        server_now: Instant,
        rewrite: &mut Rewriting<'_>,
    ) -> Result<(), StoreError> {
        if !self.withdrawn {
            return Ok(());
        }
        let absent: BTreeSet<EntrantNo> = self.roll.absent().collect();
        let mut to = epoch::name(server_now);
        if to == self.epoch {
            to.push('b');
        }
        let event = Arc::clone(&self.base.event);
        let rows = rewrite(Rewrite {
            from: self.epoch.clone(),
            to: to.clone(),
            change: Box::new(move |row| without(row, &absent, &event)),
        })?;
        self.forget_absent();
        self.begin_anew(to);
        self.publish_again(rows);
        self.press.keyframe_if_due(self.tick, &self.published);
        self.withdrawn = false;
        self.report();
        tracing::info!(
            epoch = self.epoch,
            "the history was written anew, without those who are hidden"
        );
        Ok(())
    }

    /// An empty history of this name; what came in stays.
    fn begin_anew(&mut self, epoch: String) {
        self.epoch = epoch;
        self.published.start_over(&self.day, &self.epoch);
        self.standing.unpublish();
        self.teacher = Teacher::default();
        self.tick = Tick(0);
        self.told = None;
        self.recent.clear();
        self.press.start_over(true);
    }

    /// Whether the history is to be written anew.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn
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

fn entrant_of(what: &What) -> Option<EntrantNo> {
    match what {
        What::Passing { entrant, .. } | What::Status { entrant, .. } => Some(*entrant),
        What::Gun { .. } | What::Phase { .. } => None,
    }
}

/// A tick that says nothing of these.
fn without(
    row: TickRow,
    absent: &BTreeSet<EntrantNo>,
    event: &homestretch_race::event::Event,
) -> TickRow {
    // What cannot be read cannot be vouched for, and is emptied.
    let mut content = read::tick(&row.body, event).map_or_else(
        |_| TickContent {
            tick: Tick(row.n),
            ..TickContent::default()
        },
        |parsed| parsed.value,
    );
    let n_changes = content.changes.len();
    content
        .changes
        .retain(|change| entrant_of(&change.what).is_none_or(|no| !absent.contains(&no)));
    if content.changes.len() == n_changes && n_changes > 0 {
        return row;
    }
    TickRow {
        body: write::tick(&content, event.base),
        ..row
    }
}
