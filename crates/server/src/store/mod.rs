//! The store: everything that came in and every tick that went out, in one `SQLite` file.
//! What is acknowledged or published is on the disk first (WAL, `synchronous=FULL`).

pub mod backup;
mod entries;
pub mod meter;
mod schema;
mod ticks;
pub mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use homestretch_race::time::Instant;
use rusqlite::{Connection, OptionalExtension};

use crate::said::Said;

/// A read as its source tells it. `no` is the source's own number: the same number is the same read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRead {
    /// The source's number of the read.
    pub no: u64,
    /// The chip's code.
    pub chip: String,
    /// The mat's key, or what the source calls the place.
    pub mat: String,
    /// When the chip was on the mat, by the source's own clock.
    pub at: Instant,
    /// The line or object it came in, where that says more.
    pub raw: Option<String>,
}

/// What a source brings at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// The name of the source; its numbers are its own.
    pub source: String,
    /// When it came in, by this machine's clock.
    pub received: Instant,
    /// Reads.
    pub reads: Vec<RawRead>,
    /// Decisions, numbered like reads but apart from them.
    pub said: Vec<(u64, Said)>,
    /// The race instant up to which the source has told everything, where it says so.
    pub through: Option<Instant>,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Sequence numbers of the reads, in the batch's order; those known before have their old ones.
    pub seqs: Vec<u64>,
    /// Sequence numbers of the decisions that are new.
    pub said: Vec<u64>,
    /// How many entries are new.
    pub n_new: usize,
    /// How many were known before.
    pub n_known: usize,
    /// Numbers that the source has used before for something else: these entries are not kept.
    pub conflicts: Vec<u64>,
}

/// An entry in the order it was taken in.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A read.
    Read {
        /// The server's sequence number.
        seq: u64,
        /// The name of its source.
        source: Arc<str>,
        /// The read.
        read: RawRead,
    },
    /// A decision.
    Said {
        /// The server's sequence number.
        seq: u64,
        /// The name of its source.
        source: Arc<str>,
        /// When it came in, by this machine's clock.
        received: Instant,
        /// What was said.
        said: Said,
    },
}

impl Entry {
    /// The server's sequence number.
    pub fn seq(&self) -> u64 {
        match self {
            Self::Read { seq, .. } | Self::Said { seq, .. } => *seq,
        }
    }
}

/// A published tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickRow {
    /// Its number.
    pub n: u32,
    /// The last entry that it rests on.
    pub last_seq: u64,
    /// Up to when every known read was in.
    pub through: Instant,
    /// The file, byte for byte.
    pub body: Vec<u8>,
}

/// What the store cannot do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or is no store.
    #[error(
        "cannot open the store `{path}`: {cause}; is it a Homestretch store, and may this user write there?"
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// What the database says.
        cause: rusqlite::Error,
    },
    /// The file was written by a newer version.
    #[error(
        "the store `{path}` was written by a newer version ({found}, this one knows {known}); run that version"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Reading or writing failed.
    #[error("the store failed: {0}; is the disk full?")]
    Database(#[from] rusqlite::Error),
    /// The thread that writes has ended.
    #[error("the store is closed: the server is shutting down")]
    Closed,
}

/// The open store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    next_seq: u64,
}

impl Store {
    /// Opens a store file, or makes it.
    ///
    /// # Errors
    /// When the file cannot be opened, is something else, or is newer than this program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let opened = Connection::open(path);
        let db = opened.map_err(|cause| StoreError::Open {
            path: path.to_owned(),
            cause,
        })?;
        Self::prepare(db, path)
    }

    /// A store that ends with the process: the same code without a file.
    ///
    /// # Errors
    /// When the database cannot be made.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, Path::new(":memory:"))
    }

    fn prepare(db: Connection, path: &Path) -> Result<Self, StoreError> {
        schema::prepare(&db, path)?;
        let next_seq = entries::last_seq(&db)? + 1;
        Ok(Self { db, next_seq })
    }

    /// A remembered value.
    ///
    /// # Errors
    /// When the database fails.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(query.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Remembers a value.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            [key, value],
        )?;
        Ok(())
    }

    /// Forgets what was published, but no read and no decision: the next start begins a new history with all of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_history(&self) -> Result<(), StoreError> {
        self.db.execute_batch(
            "BEGIN; DELETE FROM ticks; DELETE FROM meta WHERE key = 'epoch'; COMMIT;",
        )?;
        Ok(())
    }

    /// Forgets all entries and ticks, but not what [`Store::meta`] remembers: a demo that starts over.
    ///
    /// # Errors
    /// When the database fails.
    pub fn clear(&mut self) -> Result<(), StoreError> {
        let transaction = self.db.transaction()?;
        transaction.execute_batch(
            "DELETE FROM reads; DELETE FROM decisions; DELETE FROM ticks; DELETE FROM sources;",
        )?;
        transaction.commit()?;
        self.next_seq = 1;
        Ok(())
    }
}
