//! A copy of the store while the server writes to it, and the way back.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::schema;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum BackupError {
    #[error("`{}`: {cause}; is it a Homestretch store?", path.display())]
    Database {
        path: PathBuf,
        cause: rusqlite::Error,
    },
    #[error("`{}` is damaged: {found}; take an older backup", path.display())]
    Damaged { path: PathBuf, found: String },
    #[error("`{}`: {cause}", path.display())]
    File {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("`{}` is there already; choose another place, or move it away", .0.display())]
    Taken(PathBuf),
    #[error("`{}`: {cause}", path.display())]
    Store {
        path: PathBuf,
        cause: super::StoreError,
    },
}

/// Copies the store as it is at one moment; the server may go on writing. On return the copy is on the disk.
///
/// # Errors
/// When the store cannot be read, or the copy cannot be written or is there already.
pub fn copy(store: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Taken(to.to_owned()));
    }
    let of_store = database(store);
    let db = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let db = db.map_err(&of_store)?;
    schema::patience(&db).map_err(&of_store)?;
    db.execute("VACUUM INTO ?1", [to.to_string_lossy()])
        .map_err(&of_store)?;
    sync(to)?;
    check(to)
}

/// Makes sure that a store is whole.
///
/// # Errors
/// When it cannot be read or is damaged.
pub fn check(store: &Path) -> Result<(), BackupError> {
    let of_store = database(store);
    let db = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let db = db.map_err(&of_store)?;
    let found: String = db
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .map_err(&of_store)?;
    // That it is a store, and not just any database.
    db.query_row("SELECT count(*) FROM reads", [], |_| Ok(()))
        .map_err(&of_store)?;
    if found == "ok" {
        Ok(())
    } else {
        Err(BackupError::Damaged {
            path: store.to_owned(),
            found,
        })
    }
}

/// Begins a new history in a store that was put back: ticks that were published after the copy was made are lost, so
/// clients must not take new ones for their continuation.
///
/// # Errors
/// When the store cannot be written.
pub fn begin_anew(store: &Path) -> Result<(), BackupError> {
    let opened = super::Store::open(store);
    let forgotten = opened.and_then(|store| store.forget_history());
    forgotten.map_err(|cause| BackupError::Store {
        path: store.to_owned(),
        cause,
    })
}

/// Makes a file, and that it is there, survive a power cut.
///
/// # Errors
/// When the disk fails.
pub fn sync(path: &Path) -> Result<(), BackupError> {
    let of_path = |cause| BackupError::File {
        path: path.to_owned(),
        cause,
    };
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(of_path)?;
    match path.parent().filter(|_| cfg!(unix)) {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(of_path),
        _ => Ok(()),
    }
}

fn database(path: &Path) -> impl Fn(rusqlite::Error) -> BackupError {
    let path = path.to_owned();
    move |cause| BackupError::Database {
        path: path.clone(),
        cause,
    }
}
