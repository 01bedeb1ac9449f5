//! Owns `cargo xtask bench …`: measurements, as one JSON object a line with `--json`.

use std::fs;
use std::path::Path;

use crate::run::{cargo, command, root, run, say};
use crate::{Done, build, setup, setup_browser};

const NAMES: &str = "  bench dots     CPU per frame of moving dots, ours beside Leaflet, glify and a sprite overlay (numbers choose the fields)
  bench feed     bytes of a passing, in a tick and in a keyframe, ours beside what others send
  bench bundle   bytes of the app's first load, by part";

/// Measures what the first word names.
pub fn bench(words: &[String]) -> Done {
    let (name, rest) = words.split_first().map_or(("", words), |(n, r)| (n, r));
    match name {
        "dots" => dots(rest),
        "feed" => feed(rest),
        "bundle" => bundle(rest.iter().any(|word| word == "--json")),
        _ => Err(format!("which measurement?\n\n{NAMES}")),
    }
}

fn dots(words: &[String]) -> Done {
    setup::for_build()?;
    let browser = setup_browser::for_tests()?;
    say("Measuring moving dots in a real browser (some minutes)");
    let mut bench = command("sh");
    bench.arg("crates/bench-dots/run").args(words);
    run(browser.tell(&mut bench))
}

fn feed(words: &[String]) -> Done {
    let mut bench = cargo();
    bench.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "homestretch-feed",
        "--example",
        "bytes",
        "--",
    ]);
    run(bench.args(words))
}

/// The files that a phone fetches before it shows a race, as they travel: packed, where the build packs them.
fn bundle(json: bool) -> Done {
    build::everything()?;
    let dist = root().join("dist");
    let mut total = 0;
    let mut parts = Vec::new();
    for folder in [dist.clone(), dist.join("vendor")] {
        for entry in fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
            let file = entry.map_err(|e| e.to_string())?.path();
            let Some(part) = part_of(&file) else { continue };
            let packed = file.with_added_extension("br");
            let bytes = fs::metadata(&packed).or_else(|_| fs::metadata(&file));
            let bytes = bytes.map_err(|e| format!("{}: {e}", file.display()))?.len();
            total += bytes;
            parts.push((part, bytes));
        }
    }
    parts.sort_unstable();
    parts.push(("first-load".to_owned(), total));
    for (case, bytes) in parts {
        if json {
            println!(
                "{{\"bench\":\"bundle\",\"case\":\"{case}\",\"metric\":\"brotli_bytes\",\"unit\":\"byte\",\"ours\":{bytes}}}"
            );
        } else {
            println!("{bytes:>9}  {case}");
        }
    }
    Ok(())
}

/// What a file of the first load is called in the table: its name without the hash. Icons and packed twins are none.
fn part_of(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let (stem, ending) = name.rsplit_once('.')?;
    if !["wasm", "js", "css", "html", "webmanifest"].contains(&ending) {
        return None;
    }
    let is_hash = |word: &&str| word.len() >= 12 && word.chars().all(|c| c.is_ascii_hexdigit());
    let words = stem.split(['-', '_']).filter(|word| !is_hash(word));
    Some(format!("{}.{ending}", words.collect::<Vec<_>>().join("-")))
}
