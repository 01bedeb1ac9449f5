//! `office.json` of a race folder: who may act for the race office, as `{"people": {"Kim": "SHA-256 of the token"}}`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::{FolderError, text};
use crate::token::{Digest, digest_from_hex};

/// The file.
pub const NAME: &str = "office.json";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    people: BTreeMap<String, String>,
}

/// The people of the office with the hashes of their tokens; nobody where there is no such file.
///
/// # Errors
/// When the file cannot be read, or a hash is none.
pub fn of_folder(folder: &Path) -> Result<Vec<(String, Digest)>, FolderError> {
    let path = folder.join(NAME);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let wrong = |problem: String| FolderError::Problem {
        path: path.clone(),
        problem,
    };
    let draft: Draft = serde_json::from_str(&text(&path)?).map_err(|e| wrong(e.to_string()))?;
    let mut people = Vec::new();
    for (name, hash) in draft.people {
        let digest = digest_from_hex(&hash).ok_or_else(|| {
            wrong(format!(
                "the hash of `{name}` is no SHA-256; make one with `homestretch token --office {name}`"
            ))
        })?;
        people.push((name, digest));
    }
    Ok(people)
}
