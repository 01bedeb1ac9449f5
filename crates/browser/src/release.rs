//! Owns a release of the app that another takes the place of, as on the day a new version comes out.

use std::fs;
use std::path::Path;

use crate::Done;
use crate::server::app;

/// Another release of the app, as if it had been built anew; gone with this value.
pub struct Release {
    folder: tempfile::TempDir,
}

impl Release {
    /// A newer one than the built app: the programs of every page have other names, and it has nothing under the old
    /// ones.
    ///
    /// # Errors
    /// When there is no app, its files cannot be copied, or it has no programs.
    pub fn newer() -> Done<Self> {
        let folder = tempfile::tempdir()?;
        copy(&app()?, folder.path())?;
        let mut renamed = Vec::new();
        rename(folder.path(), &mut renamed)?;
        if renamed.is_empty() {
            return Err("the app has no programs to give other names".into());
        }
        renew(folder.path(), &renamed)?;
        Ok(Self { folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Copies the files of an app, without those packed beforehand, which would still be of the old one once it is changed.
///
/// # Errors
/// When they cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Done {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else if to.extension().is_none_or(|ending| ending != "br") {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Gives every program another name, and tells the old names with the new ones.
fn rename(folder: &Path, renamed: &mut Vec<(String, String)>) -> Done {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rename(&path, renamed)?;
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(stem) = name.strip_suffix(".wasm") {
            let newer = format!("{stem}-newer.wasm");
            renamed.push((name.to_string(), newer.clone()));
            fs::rename(&path, folder.join(newer))?;
        }
    }
    Ok(())
}

/// Says the new names in every page and in what the service worker keeps.
fn renew(folder: &Path, renamed: &[(String, String)]) -> Done {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            renew(&path, renamed)?;
            continue;
        }
        let ending = path.extension().unwrap_or_default();
        if ending != "html" && ending != "js" {
            continue;
        }
        let mut text = fs::read_to_string(&path)?;
        for (old, new) in renamed {
            text = text.replace(old, new);
        }
        // By this the service worker tells one release from another.
        text = text.replace("VERSION = \"", "VERSION = \"newer-");
        fs::write(&path, text)?;
    }
    Ok(())
}
