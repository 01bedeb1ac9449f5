//! Owns the set-up for building: wasm target, trunk, the wasm-bindgen command line, npm packages.
//! Each is looked for first; what is already there in a fitting version is used as it is.

use std::fs;

use crate::run::{cargo, command, find, root, run, say, tools, version};
use crate::{Done, fingerprint};

const TRUNK: &str = "0.21.14";

/// All that a build needs.
pub fn for_build() -> Done {
    wasm_target()?;
    npm_packages()?;
    cargo_tool(
        "trunk",
        "trunk",
        TRUNK,
        true,
        "turns the app into a web page",
        4,
    )?;
    let bindgen = locked_version("wasm-bindgen")?;
    let why = "joins WebAssembly and the browser; its version must be the library's";
    cargo_tool("wasm-bindgen", "wasm-bindgen-cli", &bindgen, false, why, 2)
}

fn wasm_target() -> Done {
    let mut rustc = command("rustc");
    rustc.args([
        "--print",
        "target-libdir",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    let output = rustc.output().map_err(|error| {
        format!("rustc could not be started: {error}; install Rust with rustup")
    })?;
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some())
    {
        return Ok(());
    }
    say(
        "Fetching Rust's WebAssembly target (once, about a minute): the app runs in the browser as WebAssembly",
    );
    run(command("rustup").args(["target", "add", "wasm32-unknown-unknown"])).map_err(|problem| {
        format!("{problem}\n  By hand: rustup target add wasm32-unknown-unknown (or your distribution's package for that target)")
    })
}

/// Builds a command-line tool with cargo into the project's own tool folder, unless a fitting one is on the path.
fn cargo_tool(
    program: &str,
    package: &str,
    wanted: &str,
    locked: bool,
    why: &str,
    minutes: u32,
) -> Done {
    let fits = |text: String| text.split_whitespace().any(|word| word == wanted);
    if version(program).is_some_and(fits) {
        return Ok(());
    }
    say(&format!(
        "Building {package} {wanted}, which {why} (once, about {minutes} minutes on two cores, into {})",
        tools().display()
    ));
    let mut install = cargo();
    install
        .args(["install", package, "--version", wanted, "--root"])
        .arg(tools());
    if locked {
        install.arg("--locked");
    }
    // Left to itself, `cargo install` builds in a folder that it removes afterwards.
    install.env_remove("CARGO_TARGET_DIR");
    run(&mut install).map_err(|problem| {
        let flag = if locked { " --locked" } else { "" };
        format!("{problem}\n  By hand: cargo install {package} --version {wanted}{flag}")
    })
}

/// The version of a library as Cargo.lock has it.
fn locked_version(name: &str) -> Done<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let package = format!("name = \"{name}\"\n");
    lock.split("[[package]]")
        .find(|entry| entry.contains(&package))
        .and_then(|entry| entry.split_once("version = \"")?.1.split_once('"'))
        .map(|(version, _)| version.to_owned())
        .ok_or_else(|| format!("Cargo.lock has no package `{name}`"))
}

/// Leaflet for the app, and tools for building and testing it.
pub fn npm_packages() -> Done {
    let stamp = root().join("node_modules/.homestretch");
    let wanted = fingerprint::of(&[
        root().join("package.json"),
        root().join("package-lock.json"),
    ]);
    if fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == wanted) {
        return Ok(());
    }
    if find("npm").is_none() {
        return Err("npm is not installed, and the map library comes from it.\n  By hand: sudo apt-get install npm (or nodejs.org), then run this again".to_owned());
    }
    say(
        "Fetching npm packages (once, under a minute): Leaflet draws the map, binaryen and esbuild make the app smaller",
    );
    run(command("npm").args(["ci", "--no-audit", "--no-fund"]))
        .map_err(|problem| format!("{problem}\n  By hand: npm ci, in the project's folder"))?;
    fs::write(&stamp, wanted)
        .map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}
