//! Tells a timeline through the door as the race's clock goes by, and starts it over when it is to loop: at its end, or
//! where a shorter stretch of it ends, with the clock standing still for a while before.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use homestretch_feed::RaceClock;
use homestretch_race::time::{Instant, Span};
use tokio::sync::oneshot;

use crate::door::Door;
use crate::epoch;
use crate::hub::run::Message;
use crate::said::Said;
use crate::store::{Batch, StoreError};
use crate::timeline::{Timeline, Told};
use crate::wall;

/// How often it looks what is due.
const LOOK: Duration = Duration::from_millis(250);
/// At most so many steps go in one batch.
const AT_ONCE: usize = 5_000;
/// The race is left as it is for so long of the wall clock before it starts over.
const LINGER: Span = Span(60_000);
/// At the end of a stretch the race's clock stands still for so long of the wall clock: time to look at it.
const HALT: Span = Span(20_000);

/// Tells a timeline.
#[derive(Debug)]
pub struct Driver {
    timeline: Timeline,
    door: Door,
    clock: RaceClock,
    /// How it starts over; none to stop at the end.
    again: Option<Again>,
    next: usize,
    /// Since when, of the server's clock, the race's stands still at the end of a stretch.
    halted: Option<Instant>,
}

/// How a timeline starts over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Again {
    /// Where the race's clock begins again.
    pub from: Instant,
    /// Where it stands still for a while and then begins again; none to go on to the end.
    pub until: Option<Instant>,
}

impl Again {
    /// Once all of it is told.
    pub fn at_the_end(from: Instant) -> Self {
        Self { from, until: None }
    }
}

impl Driver {
    /// A driver at the beginning of its timeline.
    pub fn new(timeline: Timeline, door: Door, clock: RaceClock, again: Option<Again>) -> Self {
        Self {
            timeline,
            door,
            clock,
            again,
            next: 0,
            halted: None,
        }
    }

    /// Tells all that is due by now, and that it has told everything up to now.
    ///
    /// # Errors
    /// When the store fails; the same is told again with the next call.
    pub fn catch_up(&mut self, server_now: Instant) -> Result<(), StoreError> {
        let race_now = self.clock.race_from_server(server_now);
        let until = self.again.and_then(|again| again.until);
        let race_now = until.map_or(race_now, |until| race_now.min(until));
        loop {
            let mut batch = Batch {
                source: self.timeline.source.clone(),
                received: server_now,
                ..Batch::default()
            };
            let mut accepted = Vec::new();
            let mut n_steps = 0;
            for told in self.timeline.due(self.next, race_now, AT_ONCE) {
                n_steps += 1;
                match told {
                    Told::Read(read, point) => {
                        accepted.extend(point.map(|point| (batch.reads.len(), read.no, point)));
                        batch.reads.push(read);
                    }
                    Told::Said(no, said) => batch.said.push((no, said)),
                }
            }
            let done = n_steps < AT_ONCE;
            batch.through = done.then_some(race_now);
            let seqs = self.tell(batch)?;
            let said = accepted.into_iter().filter_map(|(i, no, point)| {
                let read = *seqs.get(i)?;
                Some((no, Said::Accept { read, point }))
            });
            let said: Vec<_> = said.collect();
            if !said.is_empty() {
                self.tell(Batch {
                    source: self.timeline.source.clone(),
                    received: server_now,
                    said,
                    ..Batch::default()
                })?;
            }
            self.next += n_steps;
            if done {
                return Ok(());
            }
        }
    }

    fn tell(&self, batch: Batch) -> Result<Vec<u64>, StoreError> {
        let ack = self.door.submit_blocking(batch)?;
        if !ack.kept.conflicts.is_empty() {
            let n = ack.kept.conflicts.len();
            tracing::warn!(
                n,
                "the store holds other reads under the same numbers: was it made with another seed or file?"
            );
        }
        Ok(ack.kept.seqs)
    }

    /// Goes on until told to stop, or until the timeline is told and is not to start over.
    pub fn run(mut self, hub: &Sender<Message>, stop: &Receiver<()>) {
        loop {
            match stop.recv_timeout(LOOK) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
            let now = wall::now();
            if let Err(error) = self.catch_up(now) {
                tracing::error!(%error, "reads could not be kept; trying again");
                continue;
            }
            let Some(again) = self.again else { continue };
            if let Some(until) = again.until
                && self.halted.is_none()
                && self.clock.race_from_server(now) >= until
            {
                self.halted = Some(now);
                let clock = RaceClock {
                    at: now,
                    race: until,
                    rate: 0.0,
                };
                let _ = hub.send(Message::Clock(clock));
            }
            if self.is_over(now) {
                self.start_over(hub, now, again.from);
            }
        }
    }

    fn is_over(&self, now: Instant) -> bool {
        if let Some(since) = self.halted {
            return now - since >= HALT;
        }
        let linger = Span((LINGER.0 as f64 * self.clock.rate) as i64);
        let race_now = self.clock.race_from_server(now);
        self.timeline
            .last()
            .is_some_and(|last| race_now >= last + linger)
    }

    fn start_over(&mut self, hub: &Sender<Message>, now: Instant, from: Instant) {
        let clock = RaceClock {
            at: now,
            race: from,
            rate: self.clock.rate,
        };
        let (done, answered) = oneshot::channel();
        let message = Message::StartOver(epoch::name(now), clock, done);
        if hub.send(message).is_err() {
            return;
        }
        match answered.blocking_recv() {
            Ok(Ok(())) => {
                self.clock = clock;
                self.next = 0;
                self.halted = None;
                tracing::info!("the race starts over");
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the race could not start over; trying again");
            }
            Err(_) => {}
        }
    }
}
