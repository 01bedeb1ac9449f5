//! Those whom nobody may see, or not before they are home: nothing waits to be said of them, and a history that says
//! more of them than it may is written anew, as another epoch, without it.

use std::collections::BTreeMap;
use std::sync::Arc;

use homestretch_feed::{TickContent, read, write};
use homestretch_race::event::{Contest, Event};
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::{Tick, What};

use super::Hub;
use super::teacher::Teacher;
use crate::epoch;
use crate::store::writer::Rewrite;
use crate::store::{StoreError, TickRow};

/// Writes the stored history anew.
pub type Rewriting<'a> = dyn FnMut(Rewrite) -> Result<Vec<TickRow>, StoreError> + 'a;

/// What may not be told of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hidden {
    /// Anything.
    All,
    /// Where she was: only her result is shown, and she is not home yet.
    Run,
}

impl Hidden {
    fn covers(self, what: &What) -> bool {
        match what {
            What::Passing { .. } => true,
            What::Status { .. } => self == Self::All,
            What::Gun { .. } | What::Phase { .. } => false,
        }
    }
}

/// Who is hidden, and how far.
type Hiding = BTreeMap<EntrantNo, Hidden>;

fn is_hidden(hiding: &Hiding, what: &What) -> bool {
    entrant_of(what).is_some_and(|no| hiding.get(&no).is_some_and(|h| h.covers(what)))
}

fn entrant_of(what: &What) -> Option<EntrantNo> {
    match what {
        What::Passing { entrant, .. } | What::Status { entrant, .. } => Some(*entrant),
        What::Gun { .. } | What::Phase { .. } => None,
    }
}

impl Hub {
    /// Hides who is to be hidden by now: from what waits for the next tick, and, if anything of it is out, from the
    /// history as well, which is then to be written anew.
    pub(super) fn hide(&mut self) {
        let hiding = self.hiding();
        self.forget(&hiding);
        let fold = self.published.now().fold;
        let is_out = |no: &EntrantNo| {
            let (_, changes) = fold.of([*no]);
            changes
                .iter()
                .any(|change| is_hidden(&hiding, &change.what))
        };
        self.withdrawn |= hiding.keys().any(is_out);
    }

    /// Whether these changes take a time back from somebody who shows results only: she may have been home by mistake.
    pub(super) fn may_give_away(&self, changes: &[What]) -> bool {
        changes.iter().any(|what| match what {
            What::Passing {
                entrant, at: None, ..
            } => self.day.roster.get(*entrant).is_some_and(|who| !who.live),
            _ => false,
        })
    }

    fn hiding(&self) -> Hiding {
        let absent = self.roll.absent().map(|no| (no, Hidden::All));
        let fold = self.published.now().fold;
        let only_results = self.day.roster.all().iter().filter(|who| !who.live);
        let on_the_way = only_results.filter(|who| {
            let is_own = |what: &What| entrant_of(what) == Some(who.no);
            let waits = || self.pending.values().any(is_own);
            let is_out = || {
                fold.of([who.no])
                    .1
                    .iter()
                    .any(|change| is_own(&change.what))
            };
            let finish = self
                .day
                .event
                .contests
                .get(who.contest)
                .map(Contest::finish);
            let is_home = || {
                let counted = self.intake.counted(who.no);
                counted.last().map(|(point, _)| *point) == finish
            };
            (is_out() || waits()) && !is_home()
        });
        let on_the_way = on_the_way.map(|who| (who.no, Hidden::Run));
        on_the_way.chain(absent).collect()
    }

    /// Nothing that waits for the next tick speaks of them, not even to take something back.
    fn forget(&mut self, hiding: &Hiding) {
        let absent = |no: &&EntrantNo| hiding.get(*no) == Some(&Hidden::All);
        let absent: Vec<EntrantNo> = hiding.keys().filter(absent).copied().collect();
        self.intake.unpublish(&absent);
        self.pending.retain(|_, what| !is_hidden(hiding, what));
    }

    /// Writes the history anew, as another epoch, when it says of somebody what nobody may see.
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
        let hiding = self.hiding();
        let mut to = epoch::name(server_now);
        if to == self.epoch {
            to.push('b');
        }
        let event = Arc::clone(&self.base.event);
        let hidden = hiding.clone();
        let rows = rewrite(Rewrite {
            from: self.epoch.clone(),
            to: to.clone(),
            change: Box::new(move |row| without(row, &hidden, &event)),
        })?;
        self.forget(&hiding);
        self.intake.unpublish_passings(hiding.keys().copied());
        self.begin_anew(to);
        self.publish_again(rows);
        self.press.keyframe_if_due(self.tick, &self.published);
        self.withdrawn = false;
        self.report();
        tracing::info!(
            epoch = self.epoch,
            "the history was written anew, without what nobody may see any more"
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
}

/// A tick that says nothing of what is hidden.
fn without(row: TickRow, hiding: &Hiding, event: &Event) -> TickRow {
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
        .retain(|change| !is_hidden(hiding, &change.what));
    if content.changes.len() == n_changes && n_changes > 0 {
        return row;
    }
    TickRow {
        body: write::tick(&content, event.base),
        ..row
    }
}
