//! Owns the running of other programs: where the project is, which tools come first on the path, what is said.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Done;

/// The project's folder.
pub fn root() -> PathBuf {
    // Cargo tells where this package is when it runs it, which stays right after the project has been moved.
    let xtask = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = xtask.and_then(|xtask| xtask.parent().map(Path::to_owned));
    root.unwrap_or_else(|| PathBuf::from("."))
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    let set = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    set.map_or_else(|| root().join("target"), |target| root().join(target))
}

/// The project's own tools, in the user's cache.
pub fn tools() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|cache| cache.is_absolute());
    let home = || {
        env::var_os("HOME").map_or_else(
            || root().join("target"),
            |home| PathBuf::from(home).join(".cache"),
        )
    };
    cache.unwrap_or_else(home).join("homestretch").join("tools")
}

/// A command that is run in the project's folder and finds the project's tools before all others.
pub fn command(program: &str) -> Command {
    let first = [tools().join("bin"), root().join("node_modules/.bin")];
    let rest = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(first.into_iter().chain(env::split_paths(&rest))).unwrap_or(rest);
    let mut command = Command::new(resolve(program, &path));
    command.current_dir(root()).env("PATH", path);
    if program == "trunk" {
        // Many set NO_COLOR to 1, which trunk does not take for an answer.
        command.env_remove("NO_COLOR");
    }
    command
}

/// Cargo itself, the one that runs this program.
pub fn cargo() -> Command {
    let mut command = command("cargo");
    // What cargo says about this package must not look like news to the builds that it starts.
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") {
            command.env_remove(name);
        }
    }
    command
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_MANIFEST_PATH");
    if env::var_os("CI").is_some() {
        // What is built once needs nothing kept for the next time, which would be a third of the disk.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// The program's place on that path; `Command` itself would look along the path of this process.
fn resolve(program: &str, path: &OsString) -> PathBuf {
    let found = env::split_paths(path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| PathBuf::from(program))
}

/// The place of a program that a person might have installed, if it is there.
pub fn find(program: &str) -> Option<PathBuf> {
    let found = PathBuf::from(command(program).get_program());
    found.is_absolute().then_some(found)
}

/// What a program says about its version, in one line; none where it cannot be run.
pub fn version(program: &str) -> Option<String> {
    let output = command(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command to its end; its output is the user's to read.
pub fn run(command: &mut Command) -> Done {
    let shown = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` could not be started: {error}")),
    }
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let mut shown = program.to_string_lossy().into_owned();
    for arg in command.get_args() {
        shown.push(' ');
        shown.push_str(&arg.to_string_lossy());
    }
    shown
}

/// Says what is about to happen.
pub fn say(text: &str) {
    eprintln!("\x1b[1m── {text}\x1b[0m");
}
