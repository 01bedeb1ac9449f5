//! The tables of the store and how the file is opened.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::StoreError;

/// Raised with every change of the tables; a step from each older version stands in [`prepare`].
const VERSION: i64 = 1;

/// Sets the file up for writing that survives a power cut, and makes the tables when it is new.
pub fn prepare(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let open_error = |cause| StoreError::Open {
        path: path.to_owned(),
        cause,
    };
    patience(db).map_err(open_error)?;
    // WAL with FULL: every commit is synced before it is acknowledged, and readers never block the writer.
    db.pragma_update(None, "journal_mode", "WAL")
        .map_err(open_error)?;
    db.pragma_update(None, "synchronous", "FULL")
        .map_err(open_error)?;
    db.pragma_update(None, "foreign_keys", "ON")
        .map_err(open_error)?;
    let found: i64 = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(open_error)?;
    if found > VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: VERSION,
        });
    }
    if found == 0 {
        db.execute_batch(TABLES).map_err(open_error)?;
    }
    if let Err(error) = give_journal_its_size(path) {
        tracing::debug!(%error, "the journal has not its full size yet: the first reads take a little longer");
    }
    Ok(())
}

/// So long grows the journal until it begins again from its start: a thousand pages, and what one transaction may add.
const JOURNAL_BYTES: u64 = 5 << 20;

/// Fills the journal with zeros up to its usual size. A sync after writing into a file that has its size already costs
/// little more than half of one that makes it longer. What lies behind the last whole transaction is no part of the
/// journal, whatever it is.
fn give_journal_its_size(path: &Path) -> std::io::Result<()> {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-wal");
    let journal = Path::new(&journal);
    if !journal.exists() {
        // A store in memory, or one that cannot be written to.
        return Ok(());
    }
    let mut file = OpenOptions::new().append(true).open(journal)?;
    let missing = JOURNAL_BYTES.saturating_sub(file.metadata()?.len());
    std::io::copy(&mut std::io::repeat(0).take(missing), &mut file)?;
    file.sync_all()
}

/// Another process that reads the file (a backup) makes a writer wait, not fail.
pub fn patience(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(Duration::from_secs(10))
}

/// Sequence numbers are shared by reads and decisions: one order for everything that came in.
const TABLES: &str = "
BEGIN;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    through_ms INTEGER
) STRICT;
CREATE TABLE reads (
    seq INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id),
    source_no INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    chip TEXT NOT NULL,
    mat TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    raw TEXT,
    UNIQUE (source, source_no)
) STRICT;
CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id),
    source_no INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (source, source_no)
) STRICT;
CREATE TABLE ticks (
    epoch TEXT NOT NULL,
    n INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    through_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (epoch, n)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
COMMIT;
";
