//! Cutting a tick: kept on the disk, taken into the race, put into the files, and told by the head.

use homestretch_feed::{Head, TickContent, light, paths, read, write};
use homestretch_race::event::Event;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Tick};

use super::bench::Bench;
use super::{Hub, Keep, Told};
use crate::store::{StoreError, TickRow};

/// So many of the newest ticks are kept for the head, at the most.
const INLINE: usize = 12;
/// No head has room for a tick of more bytes.
const INLINE_BYTES: usize = 1_000;

/// What the file of a tick says.
pub(super) fn content(tick: Tick, body: &[u8], event: &Event) -> TickContent {
    match read::tick(body, event) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            // The file is served as it is all the same: published bytes never change.
            tracing::error!(tick = tick.0, %error, "a stored tick cannot be read");
            TickContent {
                tick,
                ..Default::default()
            }
        }
    }
}

impl Hub {
    pub(super) fn cut(&mut self, at: Instant, keep: &mut Keep) -> Result<(), StoreError> {
        let tick = Tick(self.tick.0 + 1);
        let pending = std::mem::take(&mut self.pending).into_values();
        let content = TickContent {
            tick,
            at,
            changes: pending.map(|what| Change { tick, what }).collect(),
            learned: self
                .teacher
                .lesson(&self.published.now().race, at, self.clock.rate),
            ruled: Vec::new(),
        };
        let body = write::tick(&content, self.day.event.base);
        let row = TickRow {
            n: tick.0,
            last_seq: self.last_seq,
            through: self.through,
            body: body.clone(),
        };
        if let Err(error) = keep(&self.epoch, row) {
            // They wait for the next tick.
            self.await_tick(content.changes.into_iter().map(|change| change.what));
            return Err(error);
        }
        self.take_in(&content);
        self.teacher.hear(&self.published.now().race, &content);
        self.put(content, body);
        self.bundle(self.tick);
        self.press.keyframe_if_due(self.tick, &self.published);
        self.report();
        Ok(())
    }

    /// Takes ticks of before into the race and puts their files.
    pub(super) fn publish_again(&mut self, rows: Vec<TickRow>) {
        for row in rows {
            let content = content(Tick(row.n), &row.body, &self.day.event);
            self.through = self.through.max(row.through);
            self.take_in(&content);
            self.teacher.note(&content);
            self.put(content, row.body);
        }
        let ticks = 1..=self.tick.0;
        for tick in ticks.clone().map(Tick) {
            self.bundle(tick);
        }
        let bodies = ticks.filter_map(|n| Some((Tick(n), self.press.tick(&self.epoch, Tick(n))?)));
        let bodies = bodies.collect();
        self.teacher.study(self.published.now().race, bodies);
    }

    /// Takes a tick into the race.
    fn take_in(&mut self, content: &TickContent) {
        self.tick = content.tick;
        self.published.add(content, self.through);
        self.standing.published(&content.changes);
    }

    /// Puts the file of the newest tick.
    fn put(&mut self, content: TickContent, body: Vec<u8>) {
        if body.len() > INLINE_BYTES {
            // The head holds an unbroken run up to the newest tick, or none.
            self.recent.clear();
        } else {
            self.recent.push_back(content);
        }
        if self.recent.len() > INLINE {
            self.recent.pop_front();
        }
        self.press.put_tick(&self.epoch, self.tick, body);
    }

    /// Puts the bundles that end with a tick.
    fn bundle(&self, tick: Tick) {
        for ticks in paths::bundles_ending_at(tick) {
            self.press.put_bundle(&self.epoch, ticks, &self.day.event);
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
        let ask_again_ms = self.pace.ask_again_ms(phase, self.clock.rate);
        let inline = self
            .recent
            .len()
            .saturating_sub(self.pace.inline(ask_again_ms));
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
            ask_again_ms,
            big: self.day.roster.all().len() >= light::BIG,
            ticks: self.recent.iter().skip(inline).cloned().collect(),
        };
        self.press.put_head(&head);
        self.told = Some(Told {
            tick: self.tick,
            through: self.through,
        });
    }
}
