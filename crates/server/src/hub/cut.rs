//! Cutting a tick: kept on the disk, taken into the race, put into the files, and told by the head.

use homestretch_feed::{Head, TickContent, paths, read, write};
use homestretch_race::event::Event;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick};

use super::bench::Bench;
use super::{Hub, Keep, Told};
use crate::store::{StoreError, TickRow};

/// The longest bundle: so many ticks are at hand for making one.
const RECENT: usize = 256;
/// So many of the newest ticks are offered to the head, which takes those that fit.
const INLINE: usize = 12;

/// What a stored tick says.
pub(super) fn content(row: &TickRow, event: &Event) -> TickContent {
    match read::tick(&row.body, event) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            // The file is served as it is all the same: published bytes never change.
            tracing::error!(tick = row.n, %error, "a stored tick cannot be read");
            TickContent {
                tick: Tick(row.n),
                ..Default::default()
            }
        }
    }
}

impl Hub {
    pub(super) fn cut(&mut self, at: Instant, keep: &mut Keep) -> Result<(), StoreError> {
        let tick = Tick(self.tick.0 + 1);
        let what = self.pending.values().cloned();
        let content = TickContent {
            tick,
            at,
            changes: what.map(|what| Change { tick, what }).collect(),
            learned: self
                .teacher
                .lesson(&self.published.now().race, at, self.clock.rate),
        };
        let body = write::tick(&content, self.day.event.base);
        let row = TickRow {
            n: tick.0,
            last_seq: self.last_seq,
            through: self.through,
            body: body.clone(),
        };
        keep(&self.epoch, row)?;
        self.pending.clear();
        self.publish(content, body);
        self.press.keyframe_if_due(self.tick, &self.published);
        self.report();
        Ok(())
    }

    /// Takes a durable tick into the race and puts its files.
    pub(super) fn publish(&mut self, content: TickContent, body: Vec<u8>) {
        self.tick = content.tick;
        self.published.add(&content, self.through);
        self.standing.published(&content.changes);
        self.teacher.hear(&self.published.now().race, &content);
        self.press.put_tick(&self.epoch, self.tick, body);
        self.recent.push_back(content);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        for (first, last) in paths::bundles_ending_at(self.tick) {
            let n_ticks = (last.0 - first.0 + 1) as usize;
            let recent = self.recent.make_contiguous();
            if let Some(from) = recent.len().checked_sub(n_ticks) {
                self.press.put_bundle(&self.epoch, &recent[from..]);
            }
        }
    }

    /// Puts a keyframe, where there is enough for one, and a head of what is published by now: for a feed that is taken
    /// elsewhere. Cuts nothing, so that no tick is told in two ways.
    pub fn lay_out(&mut self, bench: &Bench) {
        self.press.keyframe_if_due(self.tick, &self.published);
        bench.run_ordered();
        self.put_head();
    }

    pub(super) fn put_head(&mut self) {
        self.published.set_through(self.through);
        let (phase, official) = self.standing.now();
        let inline = self.recent.len().saturating_sub(INLINE);
        let head = Head {
            event: self.press.event_name().to_owned(),
            epoch: self.epoch.clone(),
            base: self.day.event.base,
            tick: self.tick,
            keyframe: self.press.newest_keyframe(&self.epoch),
            clock: self.clock,
            through: self.through,
            phase,
            official,
            ask_again_ms: self.pace.ask_again_ms(phase, self.clock.rate),
            ticks: self.recent.iter().skip(inline).cloned().collect(),
        };
        self.press.put_head(&head);
        self.told = Some(Told {
            tick: self.tick,
            through: self.through,
        });
    }
}
