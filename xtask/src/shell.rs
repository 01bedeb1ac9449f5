//! Owns the list of the app's files in the service worker: what the device keeps, so that the app starts without a
//! network. Languages are not in it: the one that is chosen is kept when it comes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Done, fingerprint};

const NO_LIST: &str = "const VERSION = \"dev\";\nconst SHELL = [];\n";
const NO_LATER: &str = "const LATER = [];\n";
const NO_PAGES: &str = "const PAGES = {};\n";
/// What the page in somebody else's page says of itself.
const KEEPS_NOTHING: &str = "data-keeps-nothing";

/// Writes the files of the built app in `folder` into its `sw.js`, and what they are as its version, so that any change
/// of the app is a new service worker.
pub fn list(folder: &Path) -> Done {
    let file = folder.join("sw.js");
    let script = fs::read_to_string(&file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let mut files = Vec::new();
    for inside in [folder.to_owned(), folder.join("vendor")] {
        let entries = fs::read_dir(&inside)
            .map_err(|error| format!("{} cannot be read: {error}", inside.display()))?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        files.extend(paths.filter(|path| belongs(path)));
    }
    files.sort();
    let entries = fs::read_dir(folder.join("later")).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let later: Vec<PathBuf> = paths.filter(|path| is(path, &["wasm"])).collect();
    let script = with_list(&script, folder, (&files, &later), &fingerprint::of(&files))?;
    fs::write(&file, script)
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// Writes the files of the pages of their own, in the folders of those names, into the service worker.
pub fn list_pages(folder: &Path, names: &[String]) -> Done {
    let file = folder.join("sw.js");
    let script = fs::read_to_string(&file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let mut pages = Vec::new();
    for name in names {
        let inside = folder.join(name);
        if keeps_nothing(&inside)? {
            continue;
        }
        let entries = fs::read_dir(&inside)
            .map_err(|error| format!("{} cannot be read: {error}", inside.display()))?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files: Vec<PathBuf> = paths.filter(|path| belongs(path)).collect();
        files.sort();
        pages.push((name.as_str(), files));
    }
    fs::write(&file, with_pages(&script, folder, &pages)?)
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// A page that says so is kept nowhere.
fn keeps_nothing(folder: &Path) -> Done<bool> {
    let page = folder.join("index.html");
    let text = fs::read_to_string(&page)
        .map_err(|error| format!("{} cannot be read: {error}", page.display()))?;
    Ok(text.contains(KEEPS_NOTHING))
}

fn with_pages(script: &str, folder: &Path, pages: &[(&str, Vec<PathBuf>)]) -> Done<String> {
    if !script.contains(NO_PAGES) {
        return Err("public/sw.js has no empty list of pages; see xtask/src/shell.rs".to_owned());
    }
    let pages = pages
        .iter()
        .map(|(name, files)| format!("\"{name}\": [{}]", addresses(folder, files)));
    let list = format!(
        "const PAGES = {{{}}};\n",
        pages.collect::<Vec<_>>().join(", ")
    );
    Ok(script.replace(NO_PAGES, &list))
}

/// The files as they are asked for, quoted.
fn addresses(folder: &Path, files: &[PathBuf]) -> String {
    let names = files
        .iter()
        .filter_map(|file| file.strip_prefix(folder).ok());
    let quoted: Vec<String> = names
        .map(|name| format!("\"/{}\"", name.display()))
        .collect();
    quoted.join(", ")
}

/// What the page needs to start, but for the service worker, whose file the browser keeps itself.
fn belongs(file: &Path) -> bool {
    is(file, &["html", "js", "wasm", "css", "svg", "webmanifest"])
        && file.file_name().is_some_and(|name| name != "sw.js")
}

fn is(file: &Path, endings: &[&str]) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.contains(&ending))
}

/// Those that are kept at once, and those that are kept later.
fn with_list(
    script: &str,
    folder: &Path,
    (files, later): (&[PathBuf], &[PathBuf]),
    version: &str,
) -> Done<String> {
    if !script.contains(NO_LIST) || !script.contains(NO_LATER) {
        return Err("public/sw.js has no empty list of files; see xtask/src/shell.rs".to_owned());
    }
    let list = format!(
        "const VERSION = \"{version}\";\nconst SHELL = [{}];\n",
        addresses(folder, files)
    );
    let later = format!("const LATER = [{}];\n", addresses(folder, later));
    Ok(script.replace(NO_LIST, &list).replace(NO_LATER, &later))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_worker_knows_every_file_of_the_app() {
        let script = include_str!("../../public/sw.js");
        let folder = Path::new("/dist");
        let files = [folder.join("app-1.css"), folder.join("vendor/leaflet.js")];
        let later = [folder.join("later/more-1.wasm")];
        let script = with_list(script, folder, (&files, &later), "v7").unwrap();
        assert!(script.contains("const LATER = [\"/later/more-1.wasm\"];\n"));
        assert!(script.contains(
            "const VERSION = \"v7\";\nconst SHELL = [\"/app-1.css\", \"/vendor/leaflet.js\"];\n"
        ));
        assert!(
            with_list(&script, folder, (&files, &[]), "v8")
                .unwrap_err()
                .contains("shell.rs")
        );
    }

    #[test]
    fn the_service_worker_knows_the_pages_of_their_own() {
        let folder = Path::new("/dist");
        let files = vec![
            folder.join("screen/index.html"),
            folder.join("screen/screen-1.js"),
        ];
        let script = with_pages(
            include_str!("../../public/sw.js"),
            folder,
            &[("screen", files)],
        );
        assert!(script.unwrap().contains(
            "const PAGES = {\"screen\": [\"/screen/index.html\", \"/screen/screen-1.js\"]};\n"
        ));
        assert!(
            with_pages("", folder, &[])
                .unwrap_err()
                .contains("shell.rs")
        );
    }

    #[test]
    fn itself_pictures_and_packed_twins_are_no_part_of_it() {
        for (name, wanted) in [
            ("index.html", true),
            ("app_bg.wasm", true),
            ("sw.js", false),
            ("icon.png", false),
            ("app.js.br", false),
        ] {
            assert_eq!(belongs(Path::new(name)), wanted, "{name}");
        }
    }
}
