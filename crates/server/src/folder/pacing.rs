//! The pacing model of a race folder: `pacing.txt` as `homestretch fit` writes it, or `pacing.json` as the feed has it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use homestretch_feed::{paths, read};
use homestretch_race::event::OwnModel;

use super::{FolderError, bytes, feed_error, text};

/// Reads the model of a folder; none where the shipped one is to be used.
///
/// # Errors
/// When the file is no model.
pub fn of_folder(folder: &Path) -> Result<Option<Arc<OwnModel>>, FolderError> {
    let is_there = |path: &PathBuf| path.is_file();
    let own = if let Some(path) = Some(folder.join("pacing.txt")).filter(is_there) {
        let text = text(&path)?;
        // Its name says what is in it: lessons of one model are never taken for another's.
        let name = paths::by_content("own", text.as_bytes());
        model(&path, name.trim_end_matches(".json"), &text)?
    } else if let Some(path) = Some(folder.join("pacing.json")).filter(is_there) {
        let file = read::pacing(&bytes(&path)?).map_err(feed_error(&path))?;
        model(&path, &file.value.name, &file.value.model)?
    } else {
        return Ok(None);
    };
    Ok(Some(Arc::new(own)))
}

fn model(path: &Path, name: &str, text: &str) -> Result<OwnModel, FolderError> {
    OwnModel::new(name, text).map_err(|cause| FolderError::Pacing {
        path: path.to_owned(),
        cause,
    })
}
