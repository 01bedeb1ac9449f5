//! Owns `cargo xtask bench estimate`: what estimates cost, natively and as the app's own WebAssembly.

use std::fs;
use std::process::{Command, Stdio};

use crate::run::{cargo, command, run, say, shown, target};
use crate::{Done, setup};

const EXAMPLE: [&str; 4] = ["--package", "homestretch-race", "--example", "cost"];

/// Runs `crates/race/examples/cost.rs` both ways: by cargo, and in node after the steps that trunk takes with the app.
pub fn estimate(json: bool) -> Done {
    setup::for_build()?;
    say("Measuring estimates, natively and in WebAssembly");
    let native = output(cargo().args(["run", "--quiet", "--release"]).args(EXAMPLE))?;
    let wasm = [
        "--quiet",
        "--profile",
        "web",
        "--target",
        "wasm32-unknown-unknown",
    ];
    run(cargo().arg("build").args(wasm).args(EXAMPLE))?;
    let built = target().join("wasm32-unknown-unknown/web/examples/cost.wasm");
    let folder = target().join("bench-estimate");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    run(command("wasm-bindgen")
        .args(["--target", "nodejs", "--no-typescript", "--out-dir"])
        .arg(&folder)
        .arg(&built))?;
    let bound = folder.join("cost_bg.wasm");
    // As index.html asks of trunk.
    run(command("wasm-opt")
        .args(["-Oz"])
        .arg(&bound)
        .arg("-o")
        .arg(&bound))?;
    let wasm = output(command("node").arg(folder.join("cost.js")))?;
    for line in native.lines().chain(wasm.lines()) {
        if json {
            println!("{line}");
        } else {
            let of = |key| value(line, key).unwrap_or("");
            let peer = value(line, "theirs");
            let peer = peer.map_or_else(String::new, |theirs| format!(" (constant pace {theirs})"));
            println!(
                "{:>10} {:<12} {}{peer}",
                of("ours"),
                of("metric"),
                of("case")
            );
        }
    }
    Ok(())
}

/// What a command says on its standard output.
fn output(command: &mut Command) -> Done<String> {
    let shown = shown(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|e| format!("`{shown}` could not be started: {e}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("`{shown}` ended with {}", output.status))
    }
}

/// The value of a key in a line of our own JSON, which holds no quotes and no objects inside.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!("\"{key}\":"))?;
    rest.split([',', '}'])
        .next()
        .map(|word| word.trim_matches('"'))
}
