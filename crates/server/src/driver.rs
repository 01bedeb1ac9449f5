//! Tells a timeline through the door as the race's clock goes by, and starts it over when it is to loop.

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

/// Tells a timeline.
#[derive(Debug)]
pub struct Driver {
    timeline: Timeline,
    door: Door,
    clock: RaceClock,
    /// Where the race's clock begins when it starts over; none to stop at the end.
    again_from: Option<Instant>,
    next: usize,
}

impl Driver {
    /// A driver at the beginning of its timeline.
    pub fn new(
        timeline: Timeline,
        door: Door,
        clock: RaceClock,
        again_from: Option<Instant>,
    ) -> Self {
        Self {
            timeline,
            door,
            clock,
            again_from,
            next: 0,
        }
    }

    /// Tells all that is due by now, and that it has told everything up to now.
    ///
    /// # Errors
    /// When the store fails; the same is told again with the next call.
    pub fn catch_up(&mut self, server_now: Instant) -> Result<(), StoreError> {
        let race_now = self.clock.race_from_server(server_now);
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
            if self.is_over(now)
                && let Some(from) = self.again_from
            {
                self.start_over(hub, now, from);
            }
        }
    }

    fn is_over(&self, now: Instant) -> bool {
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
                tracing::info!("the race starts over");
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the race could not start over; trying again");
            }
            Err(_) => {}
        }
    }
}
