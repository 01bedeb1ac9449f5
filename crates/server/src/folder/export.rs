//! The feed of a race folder, and the app, as a folder of files or one archive: for a USB stick, or for any web server.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use homestretch_feed::RaceClock;

use super::{FolderError, STORE, backup, load};
use crate::epoch::{self, EpochError};
use crate::files::{Files, app};
use crate::http::headers::Policy;
use crate::hub::{Hub, Setup, pace::Pace};
use crate::lights::Lights;
use crate::publish::address::TargetError;
use crate::publish::target::{Target, Trouble};
use crate::publish::{Job, Light, once};
use crate::store::backup::BackupError;
use crate::store::{Store, StoreError};
use crate::wall;

/// Why a feed cannot be exported or imported.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum ExportError {
    #[error(
        "`{0}` has no reads yet, so there is no feed to take along; `homestretch serve` makes one"
    )]
    NothingYet(PathBuf),
    #[error("`{0}` is there already; name a place that is not, or is empty")]
    Taken(PathBuf),
    #[error("`{0}` is no exported feed: it holds no feed/v1/live.json")]
    NoFeed(PathBuf),
    #[error("`{path}`: {cause}")]
    File {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Epoch(#[from] EpochError),
    #[error(transparent)]
    App(#[from] app::AppError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Writes feed and app of a race folder, whose server may be running: what is published by now, and nothing else.
/// A place that ends in `.tar` becomes an archive. Answers how many files there are.
///
/// # Errors
/// When the folder cannot be read or the place not be written.
pub fn export(race: &Path, app_folder: &Path, to: &Path) -> Result<u64, ExportError> {
    if !race.join(STORE).is_file() {
        return Err(ExportError::NothingYet(race.to_owned()));
    }
    must_be_empty(to)?;
    let scratch = beside(to, "export");
    let copy = scratch.join("race");
    let done = (|| {
        backup::backup(race, &copy)?;
        let (files, light) = files_of(&copy, app_folder)?;
        let archive = to.extension().is_some_and(|ending| ending == "tar");
        let folder = if archive {
            scratch.join("feed")
        } else {
            to.to_owned()
        };
        let n_files = write(files, light, &folder)?;
        if archive {
            pack(&folder, to)?;
        }
        Ok(n_files)
    })();
    let _ = std::fs::remove_dir_all(&scratch);
    done
}

/// Brings an exported feed to this machine, as a folder.
///
/// # Errors
/// When it is none, or the place cannot be written.
pub fn import(from: &Path, to: &Path) -> Result<(), ExportError> {
    must_be_empty(to)?;
    if from.is_dir() {
        has_feed(from, from)?;
        copy_all(from, to)?;
    } else {
        let failed = |cause| file(from, cause);
        let archive = File::open(from).map_err(failed)?;
        std::fs::create_dir_all(to).map_err(|cause| file(to, cause))?;
        // Nothing in an archive can name a place outside of the folder: such entries are left out.
        let mut archive = tar::Archive::new(archive);
        archive.unpack(to).map_err(failed)?;
    }
    has_feed(to, from)
}

fn files_of(copy: &Path, app_folder: &Path) -> Result<(Arc<Files>, Light), ExportError> {
    let day = load(copy)?;
    let store = Store::open(&copy.join(STORE))?;
    // The store brings its own clock, a rehearsal's as well: that too is a race to whoever looks at it.
    let any = RaceClock {
        rate: 2.0,
        ..RaceClock::REAL
    };
    let (epoch, clock) = epoch::open(&store, &day, wall::now(), any)?;
    let files = Arc::new(Files::default());
    let setup = Setup {
        day: day.clone(),
        pace: Pace::RACE,
        files: Arc::clone(&files),
        status: Arc::default(),
    };
    let (mut hub, bench) = Hub::resume(setup, &store, epoch, clock)?;
    hub.lay_out(&bench);
    app::load(app_folder, &files)?;
    let light = Light {
        lights: Arc::new(Lights::new(&day, hub.published(), Arc::clone(&files))),
        bytes_per_s: u32::MAX,
    };
    Ok((files, light))
}

fn write(files: Arc<Files>, light: Light, folder: &Path) -> Result<u64, ExportError> {
    let policy = Policy::new(None).map(|policy| policy.in_page());
    let job = Job {
        files,
        target: Target::folder(folder)?,
        policy: policy.unwrap_or_default(),
        race: "exported".to_owned(),
        light: Some(light),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| file(folder, cause))?;
    Ok(runtime.block_on(once(job))?.files)
}

fn pack(folder: &Path, to: &Path) -> Result<(), ExportError> {
    let failed = |cause| file(to, cause);
    let mut archive = tar::Builder::new(File::create(to).map_err(failed)?);
    archive.append_dir_all(".", folder).map_err(failed)?;
    let written = archive.into_inner().map_err(failed)?;
    // Sticks are pulled out early.
    written.sync_all().map_err(failed)
}

fn copy_all(from: &Path, to: &Path) -> Result<(), ExportError> {
    std::fs::create_dir_all(to).map_err(|cause| file(to, cause))?;
    for entry in std::fs::read_dir(from).map_err(|cause| file(from, cause))? {
        let path = entry.map_err(|cause| file(from, cause))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_all(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(|cause| file(&path, cause))?;
        }
    }
    Ok(())
}

fn has_feed(folder: &Path, named: &Path) -> Result<(), ExportError> {
    if folder.join("feed/v1/live.json").is_file() {
        Ok(())
    } else {
        Err(ExportError::NoFeed(named.to_owned()))
    }
}

fn must_be_empty(to: &Path) -> Result<(), ExportError> {
    let empty_folder = std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_none());
    if to.exists() && !empty_folder {
        return Err(ExportError::Taken(to.to_owned()));
    }
    Ok(())
}

/// A hidden folder on the same disk.
fn beside(to: &Path, what: &str) -> PathBuf {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    to.with_file_name(format!(".{name}.{what}-{}", std::process::id()))
}

fn file(path: &Path, cause: std::io::Error) -> ExportError {
    ExportError::File {
        path: path.to_owned(),
        cause,
    }
}
