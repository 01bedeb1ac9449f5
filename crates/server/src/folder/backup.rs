//! A whole race folder as one copy: its files, and the store as it is at one moment. The copy is a race folder itself.

use std::path::{Path, PathBuf};

use super::STORE;
use crate::store::backup::{BackupError, begin_anew, check, copy, sync};

/// Copies a race folder; its server may be running.
///
/// # Errors
/// When something cannot be read, or the target is there already.
pub fn backup(folder: &Path, to: &Path) -> Result<(), BackupError> {
    let files = files_of(folder)?;
    make(to)?;
    for file in files {
        copy_file(&file, to)?;
    }
    let store = folder.join(STORE);
    if store.is_file() {
        copy(&store, &to.join(STORE))?;
    }
    Ok(())
}

/// Puts a copy back as a race folder. Unless `same_history` is promised, clients begin anew: what was published after
/// the copy was made is lost.
///
/// # Errors
/// When the copy is damaged, or the target is there already.
pub fn restore(copy_of: &Path, to: &Path, same_history: bool) -> Result<(), BackupError> {
    let store = copy_of.join(STORE);
    if store.is_file() {
        check(&store)?;
    }
    backup(copy_of, to)?;
    if store.is_file() && !same_history {
        begin_anew(&to.join(STORE))?;
    }
    Ok(())
}

/// The files that people have put there; the store and its journals are copied in their own way.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let of_folder = |cause| BackupError::File {
        path: folder.to_owned(),
        cause,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(of_folder)? {
        let entry = entry.map_err(of_folder)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.path().is_file() && !name.starts_with(STORE) && !name.starts_with('.') {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn make(folder: &Path) -> Result<(), BackupError> {
    let is_empty = std::fs::read_dir(folder).map(|mut entries| entries.next().is_none());
    if is_empty.is_ok_and(|is_empty| !is_empty) {
        return Err(BackupError::Taken(folder.to_owned()));
    }
    std::fs::create_dir_all(folder).map_err(|cause| BackupError::File {
        path: folder.to_owned(),
        cause,
    })
}

fn copy_file(file: &Path, to: &Path) -> Result<(), BackupError> {
    let target = to.join(file.file_name().unwrap_or_default());
    std::fs::copy(file, &target).map_err(|cause| BackupError::File {
        path: file.to_owned(),
        cause,
    })?;
    sync(&target)
}
