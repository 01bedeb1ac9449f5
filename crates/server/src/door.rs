//! The one door that reads come in by: decoders over HTTP, the simulator and replays alike.
//! What is acknowledged here is durable; what is unknown is kept, counted and told.

use std::sync::Arc;

use crate::race_day::Lookup;
use crate::store::writer::Writer;
use crate::store::{Batch, Kept, StoreError};

/// The way in.
#[derive(Clone, Debug)]
pub struct Door {
    writer: Writer,
    lookup: Arc<Lookup>,
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
    /// A door to a store.
    pub fn new(writer: Writer, lookup: Arc<Lookup>) -> Self {
        Self { writer, lookup }
    }

    /// Brings a batch in; answers when it is durable.
    ///
    /// # Errors
    /// When the store fails; then nothing is acknowledged, and the source should bring it again.
    pub async fn submit(&self, batch: Batch) -> Result<Ack, StoreError> {
        let ack = self.ack(&batch);
        let kept = self.writer.keep(batch).await?;
        Ok(Ack { kept, ..ack })
    }

    /// The same for a caller on its own thread.
    ///
    /// # Errors
    /// When the store fails; then nothing is acknowledged, and the source should bring it again.
    pub fn submit_blocking(&self, batch: Batch) -> Result<Ack, StoreError> {
        let ack = self.ack(&batch);
        let kept = self.writer.keep_blocking(batch)?;
        Ok(Ack { kept, ..ack })
    }

    fn ack(&self, batch: &Batch) -> Ack {
        let unknown_chip = |chip: &str| self.lookup.entrant(chip).is_none();
        let unknown_mat = |mat: &str| self.lookup.mat(mat).is_none();
        let reads = &batch.reads;
        Ack {
            kept: Kept::default(),
            unknown_chips: reads.iter().filter(|r| unknown_chip(&r.chip)).count(),
            unknown_mats: reads.iter().filter(|r| unknown_mat(&r.mat)).count(),
        }
    }
}
