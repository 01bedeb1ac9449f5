//! Published ticks, byte for byte, so that a restart serves the same files.

use homestretch_race::time::Instant;
use rusqlite::{Connection, params};

use super::{Store, StoreError, TickRow};

impl Store {
    /// Keeps a tick; on return it would survive a power cut, and may be published.
    ///
    /// # Errors
    /// When the database fails, or the epoch has a tick of that number.
    pub fn put_tick(&mut self, epoch: &str, tick: &TickRow) -> Result<(), StoreError> {
        put(&self.db, epoch, tick)
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

    /// Writes a history anew under another epoch, tick by tick, and forgets the old one, all in one transaction.
    ///
    /// # Errors
    /// When the database fails; then the old history stands.
    pub fn rewrite(
        &self,
        from: &str,
        to: &str,
        change: &dyn Fn(TickRow) -> TickRow,
    ) -> Result<Vec<TickRow>, StoreError> {
        let rows: Vec<TickRow> = self.ticks(from)?.into_iter().map(change).collect();
        let transaction = self.db.unchecked_transaction()?;
        for row in &rows {
            put(&transaction, to, row)?;
        }
        transaction.execute("DELETE FROM ticks WHERE epoch = ?1", [from])?;
        transaction.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", [to])?;
        transaction.commit()?;
        Ok(rows)
    }
}

fn put(db: &Connection, epoch: &str, tick: &TickRow) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO ticks (epoch, n, last_seq, through_ms, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        epoch,
        tick.n,
        tick.last_seq.cast_signed(),
        tick.through.0,
        tick.body
    ])?;
    Ok(())
}
