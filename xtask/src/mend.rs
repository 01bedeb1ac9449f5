//! Owns the mending of trunk's page: trunk starts the app with an inline script, which a strict
//! Content-Security-Policy forbids. Here the start is moved into `boot.js`, which is told what to start.
//!
//! Also: in a release the app is made smaller (`xtask/slim.mjs`). And the preloads lose their integrity hints: the script
//! is no longer what trunk has made, and browsers do not match such a preload of a wasm with the fetch that follows,
//! load the app twice and say so in the console.

use std::path::PathBuf;
use std::{env, fs};

use crate::run::{command, root, run, target};
use crate::{Done, shell};

/// Where `slim.mjs` says which parts come later.
const PARTS: &str = "parts.txt";

/// Mends the page that trunk has just staged (or, run by hand, the one in `dist/`).
pub fn after_trunk() -> Done {
    let folder =
        env::var_os("TRUNK_STAGING_DIR").map_or_else(|| root().join("dist"), PathBuf::from);
    let file = folder.join("index.html");
    let read = || {
        fs::read_to_string(&file)
            .map_err(|error| format!("{} cannot be read: {error}", file.display()))
    };
    if read()?.contains("data-wasm=") {
        return Ok(());
    }
    // While the app is being worked on nothing is kept, for it would be the version before.
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    if release {
        run(command("node")
            .arg(root().join("xtask/slim.mjs"))
            .arg(&folder)
            .args(linked()))?;
    }
    let parts = fs::read_to_string(folder.join(PARTS)).unwrap_or_default();
    let _ = fs::remove_file(folder.join(PARTS));
    let mended = mend(&read()?, release, &parts)?;
    fs::write(&file, mended)
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    // A page of its own has no service worker beside it: the app's keeps it too.
    if release && folder.join("sw.js").is_file() {
        shell::list(&folder)?;
    }
    Ok(())
}

/// The app as the linker has left it, which says what refers to what: the newest, whatever the profile is called.
fn linked() -> Option<PathBuf> {
    let profiles = fs::read_dir(target().join("wasm32-unknown-unknown")).ok()?;
    let built = profiles.filter_map(|entry| Some(entry.ok()?.path().join("homestretch-app.wasm")));
    let age = |path: &PathBuf| fs::metadata(path).and_then(|about| about.modified()).ok();
    built.filter(|path| age(path).is_some()).max_by_key(age)
}

/// `parts` are attributes for the script: where the parts are that come later.
fn mend(page: &str, keep: bool, parts: &str) -> Done<String> {
    let (start, script, end) = inline_start(page)
        .ok_or("trunk's start script is not where it was; see xtask/src/mend.rs")?;
    let app = quoted_after(script, "from ").ok_or("trunk's start script imports nothing")?;
    let wasm =
        quoted_after(script, "module_or_path:").ok_or("trunk's start script loads no wasm")?;
    let keep = if keep { " data-keep" } else { "" };
    let boot = format!(
        "<script type=\"module\" src=\"/boot.js\" data-app=\"{app}\" data-wasm=\"{wasm}\"{keep}{parts}></script>"
    );
    let mut page = format!("{}{boot}{}", &page[..start], &page[end..]);
    for file in [app, wasm] {
        let mut tags = page.split_inclusive('>');
        if let Some(link) = tags.find(|tag| tag.contains("<link") && tag.contains(file)) {
            let link = &link[link.find("<link").unwrap_or_default()..];
            let plain = without_attribute(link, "integrity");
            page = page.replace(link, &plain);
        }
    }
    Ok(page)
}

/// Where trunk's inline module script begins and ends, and what it says.
fn inline_start(page: &str) -> Option<(usize, &str, usize)> {
    let mut from = 0;
    while let Some(found) = page[from..].find("<script") {
        let start = from + found;
        let open = start + page[start..].find('>')? + 1;
        let close = open + page[open..].find("</script>")?;
        let end = close + "</script>".len();
        if page[open..close].contains("module_or_path") {
            return Some((start, &page[open..close], end));
        }
        from = end;
    }
    None
}

/// The first quoted text after `mark`.
fn quoted_after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let rest = &text[text.find(mark)? + mark.len()..];
    let rest = &rest[rest.find(['\'', '"'])?..];
    let quote = rest.chars().next()?;
    rest[1..].split(quote).next()
}

/// The tag without that attribute, whose value may stand in quotes or, where the page was made smaller, without.
fn without_attribute(tag: &str, name: &str) -> String {
    let mark = format!(" {name}=");
    let Some(start) = tag.find(&mark) else {
        return tag.to_owned();
    };
    let value = &tag[start + mark.len()..];
    let length = match value.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map(|end| end + 2),
        None => value.find([' ', '>']),
    };
    let rest = length.map_or("", |length| &value[length..]);
    format!("{}{rest}", &tag[..start])
}

#[cfg(test)]
mod tests {
    use super::mend;

    const PAGE: &str = r#"<!doctype html><head>
<script type="module">
import init, * as bindings from '/app-12.js';
const wasm = await init({ module_or_path: '/app-12_bg.wasm' });
window.wasmBindings = bindings;
dispatchEvent(new CustomEvent("TrunkApplicationStarted", {detail: {wasm}}));
</script><link rel="modulepreload" href="/app-12.js" crossorigin="anonymous" integrity="sha384-aa"><link rel="preload" href="/app-12_bg.wasm" crossorigin="anonymous" integrity="sha384-bb" as="fetch" type="application/wasm"></head><body><script src="/leaflet.js"></script></body>"#;

    #[test]
    fn the_inline_start_becomes_a_file_that_is_told_what_to_start() {
        let page = mend(PAGE, false, "").unwrap();
        assert!(page.contains(r#"<script type="module" src="/boot.js" data-app="/app-12.js" data-wasm="/app-12_bg.wasm"></script>"#));
        assert!(!page.contains("wasmBindings"));
        assert!(page.contains(r#"<script src="/leaflet.js"></script>"#));
    }

    #[test]
    fn the_preloads_lose_their_integrity_hints() {
        let page = mend(
            PAGE,
            true,
            " data-part-more=\"/later/more-1.wasm sha384-cc\"",
        )
        .unwrap();
        assert!(
            page.contains(" data-keep data-part-more=\"/later/more-1.wasm sha384-cc\"></script>")
        );
        assert!(!page.contains("sha384-aa") && !page.contains("sha384-bb"));
        assert!(page.contains(r#"<link rel="preload" href="/app-12_bg.wasm" crossorigin="anonymous" as="fetch" type="application/wasm">"#));
    }

    #[test]
    fn a_page_made_smaller_is_mended_too() {
        let small = PAGE.replace("integrity=\"sha384-bb\"", "integrity=sha384-bb");
        let page = mend(&small, false, "").unwrap();
        assert!(
            page.contains(r#"crossorigin="anonymous" as="fetch""#),
            "{page}"
        );
    }

    #[test]
    fn a_page_of_another_trunk_is_refused_with_the_place_to_look() {
        assert!(
            mend("<html></html>", true, "")
                .unwrap_err()
                .contains("xtask/src/mend.rs")
        );
    }
}
