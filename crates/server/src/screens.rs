//! What the race office's remote has told the screens, kept beside the store so that it outlives a restart.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use homestretch_feed::{Orders, orders};
use homestretch_race::event::Text;
use sha2::{Digest as _, Sha256};

/// The orders as they are now.
#[derive(Debug)]
pub struct Screens {
    path: Option<PathBuf>,
    now: RwLock<Orders>,
}

/// The document, and what names its content.
#[derive(Clone, Debug)]
pub struct Said {
    /// As it is sent.
    pub bytes: Vec<u8>,
    /// Its entity tag, quoted.
    pub etag: String,
}

/// Why the orders cannot be read or kept.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum ScreensError {
    #[error("`{path}` cannot be read: {error}; remove it to let the screens run by themselves")]
    Read { path: String, error: std::io::Error },
    #[error("`{path}` cannot be written: {error}")]
    Write { path: String, error: std::io::Error },
}

impl Screens {
    /// What was kept beside the store, so that a name that was hidden stays hidden over a restart.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn beside(store: Option<&Path>) -> Result<Self, ScreensError> {
        Self::open(store.map(|path| path.with_extension("screens.json")))
    }

    /// What was kept at the path, or the usual; without a path nothing is kept beyond the process.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn open(path: Option<PathBuf>) -> Result<Self, ScreensError> {
        let kept = match &path {
            Some(path) => read(path)?,
            None => None,
        };
        // A file that is no longer understood leaves the screens to themselves.
        let parsed = kept.and_then(|bytes| orders::read(&bytes).ok());
        let orders = parsed.map(|parsed| parsed.value).unwrap_or_default();
        Ok(Self {
            path,
            now: RwLock::new(orders),
        })
    }

    /// The orders as they are sent, with what the race office announces.
    pub fn now(&self, notice: Text) -> Said {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        said(&Orders {
            notice,
            ..now.clone()
        })
    }

    /// Gives other orders; they are on the disk before anybody sees them.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub fn set(&self, orders: Orders) -> Result<(), ScreensError> {
        // The office's own words are not kept with the remote's, where nobody could take them back.
        let orders = Orders {
            notice: Text::default(),
            ..orders
        };
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &self.path {
            write(path, &orders::write(&orders))?;
        }
        *now = orders;
        Ok(())
    }
}

fn said(orders: &Orders) -> Said {
    let bytes = orders::write(orders);
    let digest = Sha256::digest(&bytes);
    let name = digest[..8]
        .iter()
        .fold(0, |name: u64, b| name << 8 | u64::from(*b));
    Said {
        bytes,
        etag: format!("\"{name:016x}\""),
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, ScreensError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ScreensError::Read {
            path: path.display().to_string(),
            error,
        }),
    }
}

/// Whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), ScreensError> {
    let aside = path.with_extension("tmp");
    let written = std::fs::write(&aside, bytes).and_then(|()| std::fs::rename(&aside, path));
    written.map_err(|error| ScreensError::Write {
        path: path.display().to_string(),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_outlives_a_restart_and_another_content_has_another_tag() {
        let folder =
            std::env::temp_dir().join(format!("homestretch-screens-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("race.screens.json");
        let screens = Screens::open(Some(path.clone())).expect("nothing there yet");
        let usual = screens.now(Text::default());
        let orders = Orders {
            hidden: vec!["101".to_owned()],
            ..Orders::default()
        };
        screens.set(orders).expect("it is kept");
        let said = screens.now(Text::default());
        assert_ne!(said.etag, usual.etag);
        let again = Screens::open(Some(path.clone())).expect("it is read");
        assert_eq!(again.now(Text::default()).bytes, said.bytes);
        std::fs::write(&path, "{").expect("cut short");
        let broken = Screens::open(Some(path)).expect("it starts all the same");
        assert_eq!(broken.now(Text::default()).etag, usual.etag);
        let _ = std::fs::remove_dir_all(folder);
    }
}
