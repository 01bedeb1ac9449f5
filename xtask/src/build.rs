//! Owns the release build: the app through trunk into `dist/`, its compressed copies, and the server.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{cargo, command, root, run, say, target};
use crate::{Done, fingerprint, setup, shell};

/// The app and the server.
pub fn everything() -> Done {
    setup::for_build()?;
    app()?;
    server()
}

/// The server's program.
pub fn server_program() -> PathBuf {
    target().join("release").join("homestretch")
}

fn server() -> Done {
    if !server_program().is_file() {
        say(
            "Building the server (the first time about 3 minutes on two cores, for all libraries are compiled)",
        );
    }
    run(cargo().args(["build", "--release", "--package", "homestretch-server"]))
}

/// Builds the app into `dist/`, unless what is there was built from the same sources.
fn app() -> Done {
    // The crates that are no part of the app (server, browser tests, benches) do not change it.
    let sources = [
        "src",
        "crates/course",
        "crates/dots",
        "crates/feed",
        "crates/order",
        "crates/press",
        "crates/race",
        "crates/view",
        "crates/words",
        "public",
        "index.html",
        "Trunk.toml",
        "Cargo.toml",
        "Cargo.lock",
        "package-lock.json",
        "xtask/src/leaflet.rs",
        "xtask/src/mend.rs",
        "xtask/src/shell.rs",
        "build.rs",
        "xtask/binary.mjs",
        "xtask/reach.mjs",
        "xtask/slim.mjs",
        "xtask/split.mjs",
        ".cargo/config.toml",
    ];
    let places: Vec<PathBuf> = sources.iter().map(|name| root().join(name)).collect();
    let stamp = root().join("dist/.built-from");
    let wanted = fingerprint::of(&places);
    if fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == wanted) {
        return Ok(());
    }
    say(
        "Building the app (the first time about 5 minutes on two cores, for all libraries are compiled for size)",
    );
    trunk(&[])?;
    pages()?;
    compress(&root().join("dist"))?;
    fs::write(&stamp, wanted)
        .map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

/// The pages of their own, each with its own program, so that nobody carries what only the screen or the office needs:
/// `public/pages/NAME.html` becomes `dist/NAME/`.
fn pages() -> Done {
    let names = page_names();
    for name in &names {
        say(&format!("Building the page /{name} (a few minutes)"));
        let built = format!("target/pages/{name}");
        trunk(&[
            &format!("public/pages/{name}.html"),
            "--dist",
            &built,
            "--public-url",
            &format!("/{name}/"),
        ])?;
        copy(&root().join(built), &root().join("dist").join(name))?;
    }
    shell::list_pages(&root().join("dist"), &names)
}

/// There may be no such folder, and so no page.
fn page_names() -> Vec<String> {
    let entries = fs::read_dir(root().join("public/pages"));
    let files = entries.into_iter().flatten();
    let files = files.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let names = files.filter_map(|file| Some(file.strip_suffix(".html")?.to_owned()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn trunk(args: &[&str]) -> Done {
    let release = ["build", "--release", "--cargo-profile", "web"];
    run(command("trunk").args(release).args(args))
}

/// Copies the files of one folder, which has no folders, into another.
fn copy(from: &Path, to: &Path) -> Done {
    let failed =
        |path: &Path, error| format!("{} cannot be copied into dist/: {error}", path.display());
    fs::create_dir_all(to).map_err(|error| failed(to, error))?;
    for entry in fs::read_dir(from).map_err(|error| failed(from, error))? {
        let path = entry.map_err(|error| failed(from, error))?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, to.join(name)).map_err(|error| failed(&path, error))?;
        }
    }
    Ok(())
}

/// Puts a brotli copy beside every file worth it; servers send it to browsers that read it. Done once here at the
/// highest setting, which would be far too slow while somebody waits.
fn compress(dist: &Path) -> Done {
    const SCRIPT: &str = "
        const fs = require('fs'), path = require('path'), zlib = require('zlib');
        const worth = /\\.(html|js|css|wasm|json|svg|txt|webmanifest)$/;
        for (const name of fs.readdirSync(process.argv[1], { recursive: true })) {
            const file = path.join(process.argv[1], name);
            if (!worth.test(file) || fs.statSync(file).size < 256) continue;
            const data = fs.readFileSync(file), c = zlib.constants;
            const params = { [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 22, [c.BROTLI_PARAM_SIZE_HINT]: data.length };
            fs.writeFileSync(file + '.br', zlib.brotliCompressSync(data, { params }));
        }";
    run(command("node").args(["-e", SCRIPT]).arg(dist)).map_err(|_| {
        "the app's files could not be compressed; is Node.js 18.17 or newer installed?".to_owned()
    })
}
