//! Where everything a device says goes: through the one door, and onto its health line.

use std::sync::Arc;

use homestretch_race::time::Instant;
use sha2::{Digest as _, Sha256};

use super::health::Healths;
use super::session::Out;
use super::setup::Setup;
use crate::door::{Ack, Door};
use crate::said::Said;
use crate::store::{Batch, RawRead, StoreError};
use crate::wall;

/// A source's way in.
#[derive(Clone, Debug)]
pub struct Sink {
    /// How it is set up.
    pub setup: Arc<Setup>,
    door: Door,
}

impl Sink {
    /// A way in for a source.
    pub fn new(setup: Setup, door: Door) -> Self {
        Self {
            setup: Arc::new(setup),
            door,
        }
    }

    /// The health lines.
    pub fn healths(&self) -> &Healths {
        self.door.healths()
    }

    /// Keeps what came in; answers when it is durable. The reply of `out` is the caller's to send, then.
    ///
    /// # Errors
    /// When the store fails; then nothing is kept, and nothing may be acknowledged.
    pub async fn deliver(&self, out: &Out) -> Result<Ack, StoreError> {
        let name = &self.setup.name;
        if !out.rejects.is_empty() {
            self.healths().rejected(name, &out.rejects);
        }
        if let Some(notice) = &out.notice {
            self.healths().notice(name, notice.clone());
        }
        let reads = out.reads.iter().map(|read| RawRead {
            no: content_no(&read.chip, &read.place, read.at),
            chip: read.chip.clone(),
            mat: read.place.clone(),
            at: read.at,
            raw: read.raw.clone(),
        });
        let mut said = Vec::new();
        for gun in &out.guns {
            match self.setup.gun(&gun.name) {
                Some((contest, wave)) => said.push((
                    content_no("gun", &gun.name, gun.at),
                    Said::Gun {
                        contest,
                        wave,
                        at_ms: gun.at.0,
                    },
                )),
                None => self.healths().unmapped_gun(name, &gun.name),
            }
        }
        let batch = Batch {
            source: name.clone(),
            received: wall::now(),
            reads: reads.collect(),
            said,
            through: None,
        };
        if batch.reads.is_empty() && batch.said.is_empty() {
            return Ok(Ack::default());
        }
        self.door.submit(batch).await
    }

    /// Withdraws reads that the source takes back, and lets others stand again that it took back before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn correct(&self, withdrawn: &[u64], restored: &[u64]) -> Result<(), StoreError> {
        let received = wall::now();
        let withdraw = withdrawn.iter().map(|read| Said::Withdraw { read: *read });
        let stand = restored.iter().map(|read| Said::Reconsider { read: *read });
        let numbered = withdraw.chain(stand).map(|said| {
            let what = format!("{said:?}");
            (content_no("correction", &what, received), said)
        });
        let said: Vec<_> = numbered.collect();
        if said.is_empty() {
            return Ok(());
        }
        self.door
            .submit(Batch {
                source: self.setup.name.clone(),
                received,
                said,
                ..Batch::default()
            })
            .await?;
        Ok(())
    }
}

/// The number of a read that its source does not number, or numbers from the beginning again after a restart: the same
/// chip at the same place at the same instant is the same read, whenever and however often it is told.
pub fn content_no(chip: &str, place: &str, at: Instant) -> u64 {
    let mut hash = Sha256::new();
    for part in [chip.as_bytes(), place.as_bytes()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(at.0.to_le_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    digest
        .iter()
        .take(8)
        .fold(0, |no, byte| (no << 8) | u64::from(*byte))
}
