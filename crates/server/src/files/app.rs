//! The built app: read from its directory at start, packed in the background, so that the first answer does not wait.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::body::{Body, Cache, Effort, Kind};
use super::{Edit, Files, Found};

/// The page of the app; every address of the app is answered with it.
pub const INDEX: &str = "/index.html";

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no app there.
    #[error("no app in `{0}`: there is no index.html; build it with `cargo xtask build`")]
    NotBuilt(PathBuf),
    /// A file could not be read.
    #[error("cannot read `{path}`: {cause}; build the app again with `cargo xtask build`")]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
}

/// Reads the app from its directory into the table.
///
/// # Errors
/// When there is no built app, or a file of it cannot be read.
pub fn load(directory: &Path, files: &Files) -> Result<usize, AppError> {
    if !directory.join("index.html").is_file() {
        return Err(AppError::NotBuilt(directory.to_owned()));
    }
    let mut edit = Edit::default();
    let mut n_files = 0;
    walk(directory, "", &mut |path, bytes| {
        n_files += 1;
        let body = Body::plain(bytes, Kind::of(path), cache_of(path));
        let ready = ready_brotli(&directory.join(path.trim_start_matches('/')));
        edit.put(path, ready.into_iter().fold(body, Body::with_brotli));
    })?;
    files.change(edit);
    Ok(n_files)
}

/// Puts a page in place of the app that says how to build it.
pub fn explain(error: &AppError, files: &Files) {
    let mut edit = Edit::default();
    let page = format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Homestretch: app not built</title>\n\
         <h1>The race is served, the app is not</h1>\n<p>{}.</p>\n\
         <p>The feed is at <a href=\"/feed/v1/live.json\">/feed/v1/live.json</a>.</p>\n</html>\n",
        escaped(&error.to_string())
    );
    edit.put(
        INDEX,
        Body::plain(page.into_bytes(), Kind::Html, Cache::Revalidate),
    );
    files.change(edit);
}

/// Packs what the build has not packed. Takes seconds: call it on a thread of its own.
pub fn pack(files: &Arc<Files>) {
    // The feed packs its own files; only the app's come in plain.
    pack_those(files, |path| !path.starts_with(homestretch_feed::PREFIX));
}

/// Packs everything that is not packed, also of a feed that came in plain.
pub fn pack_all(files: &Arc<Files>) {
    pack_those(files, |_| true);
}

fn pack_those(files: &Arc<Files>, is_one: impl Fn(&str) -> bool) {
    // Without optimisation the best packing takes a minute, and a developer's browser sits on the same machine.
    let effort = if cfg!(debug_assertions) {
        Effort::Quick
    } else {
        Effort::Thorough
    };
    for path in files.paths("/") {
        if is_one(&path)
            && let Found::Here(body) = files.get(&path)
        {
            let packed = Body::clone(&body).pack(effort);
            files.repack(&path, &body, packed);
        }
    }
}

/// The brotli form that the build has put beside a file, unless the file has changed since.
fn ready_brotli(path: &Path) -> Option<Vec<u8>> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".br");
    let changed = |path: &Path| std::fs::metadata(path).and_then(|m| m.modified()).ok();
    let beside = Path::new(&beside);
    if changed(beside)? < changed(path)? {
        return None;
    }
    std::fs::read(beside).ok()
}

/// How long a file of the app may be kept: for good when the build put the content's hash into its name.
pub fn cache_of(path: &str) -> Cache {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let hashed = stem
        .split(['-', '_'])
        .any(|part| part.len() >= 12 && part.bytes().all(|b| b.is_ascii_hexdigit()));
    if hashed {
        Cache::Immutable
    } else {
        Cache::Revalidate
    }
}

fn walk(
    directory: &Path,
    prefix: &str,
    take: &mut impl FnMut(&str, Vec<u8>),
) -> Result<(), AppError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |cause| AppError::Unreadable { path, cause }
    };
    for entry in std::fs::read_dir(directory).map_err(unreadable(directory))? {
        let entry = entry.map_err(unreadable(directory))?;
        let path = entry.path();
        let name = entry.file_name();
        // A name that is not text cannot be asked for; dot files are the editor's and the system's.
        let Some(name) = name.to_str().filter(|n| !n.starts_with('.')) else {
            continue;
        };
        if path.is_dir() {
            walk(&path, &format!("{prefix}/{name}"), take)?;
        } else if path
            .extension()
            .is_none_or(|ending| ending != "br" && ending != "gz")
        {
            let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
            take(&format!("{prefix}/{name}"), bytes);
        }
    }
    Ok(())
}

/// A page with more in its head. Pages are written small, and may leave the word for the head itself out.
pub(crate) fn into_head(page: &str, elements: &str) -> String {
    let starts = [
        "<head>",
        "<meta charset=\"utf-8\">",
        "<meta charset=utf-8>",
        "<!doctype html>",
    ];
    let at = starts
        .iter()
        .find_map(|start| page.find(start).map(|at| at + start.len()));
    let (before, after) = page.split_at(at.unwrap_or(0));
    format!("{before}{elements}{after}")
}

/// Text as it may stand in a page, also inside an attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What was [`escaped`].
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
}
