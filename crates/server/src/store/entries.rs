//! Reads and decisions: appended in one transaction, read back in the order they were taken in.

use std::collections::HashMap;
use std::sync::Arc;

use homestretch_race::time::Instant;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, params};

use super::{Batch, Entry, Kept, RawRead, Store, StoreError};
use crate::said::Said;

impl Store {
    /// Keeps batches, all in one transaction: on return everything kept would survive a power cut.
    /// Also gives the new entries in their order.
    ///
    /// # Errors
    /// When the database fails; then nothing of the batches is kept.
    pub fn append(&mut self, batches: &[Batch]) -> Result<(Vec<Kept>, Vec<Entry>), StoreError> {
        let transaction = self.db.transaction()?;
        let mut next_seq = self.next_seq;
        let mut entries = Vec::new();
        let mut kept = Vec::with_capacity(batches.len());
        for batch in batches {
            kept.push(append_batch(
                &transaction,
                batch,
                &mut next_seq,
                &mut entries,
            )?);
        }
        transaction.commit()?;
        self.next_seq = next_seq;
        Ok((kept, entries))
    }

    /// All entries in the order they were taken in.
    ///
    /// # Errors
    /// When the database fails.
    pub fn for_each_entry(&self, mut take: impl FnMut(Entry)) -> Result<(), StoreError> {
        let mut query = self.db.prepare(
            "SELECT seq, source_no, chip, mat, at_ms, raw, NULL, source FROM reads
             UNION ALL SELECT seq, source_no, NULL, NULL, received_ms, NULL, body, source FROM decisions ORDER BY seq",
        )?;
        let names = self.source_names()?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let seq = u64_from_db(row.get(0)?);
            let source = names.get(&row.get(7)?).cloned().unwrap_or_default();
            if let Some(body) = row.get::<_, Option<String>>(6)? {
                match serde_json::from_str(&body) {
                    Ok(said) => {
                        let received = Instant(row.get(4)?);
                        take(Entry::Said {
                            seq,
                            source,
                            received,
                            said,
                        });
                    }
                    Err(error) => {
                        tracing::warn!(seq, %error, "a decision in the store cannot be read, left out");
                    }
                }
                continue;
            }
            let read = RawRead {
                no: u64_from_db(row.get(1)?),
                chip: row.get(2)?,
                mat: row.get(3)?,
                at: Instant(row.get(4)?),
                raw: row.get(5)?,
            };
            take(Entry::Read { seq, source, read });
        }
        Ok(())
    }

    fn source_names(&self) -> Result<HashMap<i64, Arc<str>>, StoreError> {
        let mut query = self.db.prepare("SELECT id, name FROM sources")?;
        let rows = query.query_map([], |row| {
            Ok((row.get(0)?, Arc::from(row.get::<_, String>(1)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Up to which race instant each source has told everything, where it ever said so.
    ///
    /// # Errors
    /// When the database fails.
    pub fn throughs(&self) -> Result<Vec<(String, Instant)>, StoreError> {
        let mut query = self
            .db
            .prepare("SELECT name, through_ms FROM sources WHERE through_ms IS NOT NULL")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, Instant(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The newest sequence number, 0 in an empty store.
pub(super) fn last_seq(db: &Connection) -> Result<u64, StoreError> {
    let last: Option<i64> = db.query_row(
        "SELECT max(seq) FROM (SELECT max(seq) AS seq FROM reads UNION ALL SELECT max(seq) FROM decisions)",
        [],
        |row| row.get(0),
    )?;
    Ok(last.map_or(0, u64_from_db))
}

fn append_batch(
    transaction: &Transaction<'_>,
    batch: &Batch,
    next_seq: &mut u64,
    entries: &mut Vec<Entry>,
) -> Result<Kept, StoreError> {
    let source = source_id(transaction, &batch.source)?;
    let name: Arc<str> = Arc::from(batch.source.as_str());
    let mut kept = Kept::default();
    let mut insert = transaction.prepare_cached(
        "INSERT INTO reads (seq, source, source_no, received_ms, chip, mat, at_ms, raw)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (source, source_no) DO NOTHING",
    )?;
    for read in &batch.reads {
        let seq = *next_seq;
        let row = params![
            db_from_u64(seq),
            source,
            db_from_u64(read.no),
            batch.received.0,
            read.chip,
            read.mat,
            read.at.0,
            read.raw
        ];
        if insert.execute(row)? == 1 {
            *next_seq += 1;
            kept.n_new += 1;
            kept.seqs.push(seq);
            let read = read.clone();
            let source = Arc::clone(&name);
            entries.push(Entry::Read { seq, source, read });
        } else {
            known_read(transaction, source, read, &mut kept)?;
        }
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO decisions (seq, source, source_no, received_ms, body)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (source, source_no) DO NOTHING",
    )?;
    for (no, said) in &batch.said {
        append_said(
            transaction,
            &mut insert,
            (source, &name, *no, batch.received),
            said,
            next_seq,
            (&mut kept, entries),
        )?;
    }
    if let Some(through) = batch.through {
        transaction
            .prepare_cached(
                "UPDATE sources SET through_ms = max(ifnull(through_ms, ?2), ?2) WHERE id = ?1",
            )?
            .execute(params![source, through.0])?;
    }
    Ok(kept)
}

fn append_said(
    transaction: &Transaction<'_>,
    insert: &mut CachedStatement<'_>,
    (source, name, no, received): (i64, &Arc<str>, u64, Instant),
    said: &Said,
    next_seq: &mut u64,
    (kept, entries): (&mut Kept, &mut Vec<Entry>),
) -> Result<(), StoreError> {
    let seq = *next_seq;
    // A decision is numbers and short words: it always has a JSON form.
    let body = serde_json::to_string(said).unwrap_or_default();
    if insert.execute(params![
        db_from_u64(seq),
        source,
        db_from_u64(no),
        received.0,
        body
    ])? == 1
    {
        *next_seq += 1;
        kept.n_new += 1;
        kept.said.push(seq);
        let said = said.clone();
        let source = Arc::clone(name);
        entries.push(Entry::Said {
            seq,
            source,
            received,
            said,
        });
        return Ok(());
    }
    let before: String = transaction
        .prepare_cached("SELECT body FROM decisions WHERE source = ?1 AND source_no = ?2")?
        .query_row(params![source, db_from_u64(no)], |row| row.get(0))?;
    if before == body {
        kept.n_known += 1;
    } else {
        kept.conflicts.push(no);
    }
    Ok(())
}

/// A number that the source has used before: the same read again, or another one, which must not be lost in silence.
fn known_read(
    transaction: &Transaction<'_>,
    source: i64,
    read: &RawRead,
    kept: &mut Kept,
) -> Result<(), StoreError> {
    let (seq, same) = transaction
        .prepare_cached(
            "SELECT seq, chip = ?3 AND mat = ?4 AND at_ms = ?5 FROM reads WHERE source = ?1 AND source_no = ?2",
        )?
        .query_row(
            params![source, db_from_u64(read.no), read.chip, read.mat, read.at.0],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)),
        )?;
    if same {
        kept.n_known += 1;
        kept.seqs.push(u64_from_db(seq));
    } else {
        kept.conflicts.push(read.no);
    }
    Ok(())
}

fn source_id(transaction: &Transaction<'_>, name: &str) -> Result<i64, StoreError> {
    let mut query = transaction.prepare_cached("SELECT id FROM sources WHERE name = ?1")?;
    if let Some(id) = query.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    transaction
        .prepare_cached("INSERT INTO sources (name) VALUES (?1)")?
        .execute([name])?;
    Ok(transaction.last_insert_rowid())
}

/// The database's integers are signed; the bits are kept, so that every number of a source has its own row.
fn db_from_u64(number: u64) -> i64 {
    number.cast_signed()
}

fn u64_from_db(number: i64) -> u64 {
    number.cast_unsigned()
}
