//! The one door that reads come in by: decoders over HTTP or their own protocols, the simulator and replays alike.
//! What is acknowledged here is durable; what is unknown is kept, counted and told.

use std::sync::Arc;

use homestretch_feed::RaceClock;

use crate::hub::published::Published;
use crate::race_day::RaceDay;
use crate::said::Said;
use crate::sources::health::{Arrival, Healths};
use crate::sources::setup::{Setup, Sources};
use crate::store::meter::Meter;
use crate::store::writer::Writer;
use crate::store::{Batch, Kept, StoreError};
use crate::wall;

/// The way in.
#[derive(Clone, Debug)]
pub struct Door {
    writer: Writer,
    published: Arc<Published>,
    sources: Arc<Sources>,
    healths: Arc<Healths>,
    clock: RaceClock,
}

/// What became of a batch: everything is durable but the conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ack {
    /// What the store says.
    pub kept: Kept,
    /// Reads of chips that nobody wears. They are kept, and count once somebody does.
    pub unknown_chips: usize,
    /// Reads of mats that the event does not have. They are kept.
    pub unknown_mats: usize,
}

impl Door {
    /// A door to a store. The race's clock tells how late reads are.
    pub fn new(writer: Writer, day: &RaceDay, published: Arc<Published>, clock: RaceClock) -> Self {
        Self {
            writer,
            published,
            sources: Arc::clone(&day.sources),
            healths: Arc::default(),
            clock,
        }
    }

    /// How the sources are doing.
    pub fn healths(&self) -> &Healths {
        &self.healths
    }

    /// What the store's transactions cost.
    pub fn meter(&self) -> &Meter {
        self.writer.meter()
    }

    /// How the race's time follows the server's.
    pub fn clock(&self) -> RaceClock {
        self.clock
    }

    /// The timing systems that are set up.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Brings a batch in; answers when it is durable.
    ///
    /// # Errors
    /// When the store fails; then nothing is acknowledged, and the source should bring it again.
    pub async fn submit(&self, batch: Batch) -> Result<Ack, StoreError> {
        let (ack, mut arrival) = self.look(&batch);
        let is_live = self.sources.get(&batch.source).is_none_or(Setup::is_live);
        arrival.race_now = is_live.then(|| self.clock.race_from_server(batch.received));
        let kept = self.writer.keep(batch).await?;
        let ack = Ack { kept, ..ack };
        self.healths.kept(&arrival, &ack);
        Ok(ack)
    }

    /// The same for a caller on its own thread, who tells a race in its own time.
    ///
    /// # Errors
    /// When the store fails; then nothing is acknowledged, and the source should bring it again.
    pub fn submit_blocking(&self, batch: Batch) -> Result<Ack, StoreError> {
        let (ack, arrival) = self.look(&batch);
        let kept = self.writer.keep_blocking(batch)?;
        let ack = Ack { kept, ..ack };
        self.healths.kept(&arrival, &ack);
        Ok(ack)
    }

    /// Keeps a decision of the office; answers with its number when it is durable.
    ///
    /// # Errors
    /// When the store fails; then it was not kept.
    pub async fn decide(&self, who: String, no: u64, said: Said) -> Result<Kept, StoreError> {
        let batch = Batch {
            source: who,
            received: wall::now(),
            said: vec![(no, said)],
            ..Batch::default()
        };
        self.writer.keep(batch).await
    }

    fn look(&self, batch: &Batch) -> (Ack, Arrival) {
        let mut ack = Ack::default();
        let mut arrival = Arrival {
            source: batch.source.clone(),
            received: batch.received,
            n_reads: batch.reads.len(),
            ..Arrival::default()
        };
        let lookup = self.published.now().lookup;
        for read in &batch.reads {
            let placed = self.sources.place(&lookup, &batch.source, read);
            ack.unknown_chips += usize::from(placed.entrant.is_none());
            if placed.mat.is_none() {
                ack.unknown_mats += 1;
                arrival.unmapped.push(read.mat.clone());
            }
            arrival.newest = arrival.newest.max(Some(placed.at));
        }
        (ack, arrival)
    }
}
