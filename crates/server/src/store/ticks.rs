//! Published ticks, byte for byte, so that a restart serves the same files.

use homestretch_race::time::Instant;
use rusqlite::params;

use super::{Store, StoreError, TickRow};

impl Store {
    /// Keeps a tick; on return it would survive a power cut, and may be published.
    ///
    /// # Errors
    /// When the database fails, or the epoch has a tick of that number.
    pub fn put_tick(&mut self, epoch: &str, tick: &TickRow) -> Result<(), StoreError> {
        self.db
            .prepare_cached("INSERT INTO ticks (epoch, n, last_seq, through_ms, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                epoch,
                tick.n,
                tick.last_seq.cast_signed(),
                tick.through.0,
                tick.body
            ])?;
        Ok(())
    }

    /// The ticks of an epoch in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ticks(&self, epoch: &str) -> Result<Vec<TickRow>, StoreError> {
        let mut query = self.db.prepare(
            "SELECT n, last_seq, through_ms, body FROM ticks WHERE epoch = ?1 ORDER BY n",
        )?;
        let rows = query.query_map([epoch], |row| {
            Ok(TickRow {
                n: row.get(0)?,
                last_seq: row.get::<_, i64>(1)?.cast_unsigned(),
                through: Instant(row.get(2)?),
                body: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
