//! Owns the set-up for tests of programs that no registry of libraries has: Chromium, its driver, a Korean font;
//! strace, which shows that reads are on the disk before they are acknowledged; nginx, which serves what is published;
//! certutil, by which a browser is told whom to trust.
//! Through apt, and only what is missing.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use crate::run::{command, find, run, say, target};
use crate::{Done, build};

/// A browser and the program that drives it.
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// chromedriver of the same major version.
    pub driver: PathBuf,
}

impl Browser {
    /// Tells a program of ours where browser, driver and server are.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("HOMESTRETCH_SERVER", build::server_program())
            .env("CHROME", &self.chromium)
            .env("CHROMEDRIVER", &self.driver)
    }

    /// Writes what wasm-bindgen's test runner hands to the driver, and says where.
    pub fn write_webdriver_json(&self) -> Done<PathBuf> {
        let file = target().join("webdriver.json");
        let args = FLAGS.map(|flag| format!("{flag:?}")).join(", ");
        let chromium = self.chromium.to_string_lossy();
        let json =
            format!(r#"{{"goog:chromeOptions": {{"binary": {chromium:?}, "args": [{args}]}}}}"#);
        fs::write(&file, json)
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
        Ok(file)
    }
}

/// No window, no sandbox (which root cannot have), and no errands of the browser's own.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Finds the browser, installing what is missing.
pub fn for_tests() -> Done<Browser> {
    let mut missing = Vec::new();
    if chromium().is_none() {
        missing.push("chromium");
    }
    if driver().is_none() {
        missing.push("chromium-driver");
    }
    if !has_korean_font() {
        missing.push("fonts-noto-cjk");
    }
    if cfg!(target_os = "linux") && find("strace").is_none() {
        missing.push("strace");
    }
    if cfg!(target_os = "linux") && find("certutil").is_none() {
        missing.push("libnss3-tools");
    }
    if cfg!(target_os = "linux") && found_nginx().is_none() {
        missing.push("nginx-light");
    }
    if !missing.is_empty() {
        install(&missing);
    }
    let by_hand = "sudo apt-get install chromium chromium-driver fonts-noto-cjk\n  \
                   (elsewhere: install Chromium or Chrome and its chromedriver, or point CHROME and CHROMEDRIVER at them)";
    match (chromium(), driver()) {
        (Some(chromium), Some(driver)) => Ok(Browser { chromium, driver }),
        (None, _) => Err(format!(
            "no Chromium to run the browser tests in.\n  By hand: {by_hand}"
        )),
        (_, None) => Err(format!(
            "no chromedriver to drive Chromium with.\n  By hand: {by_hand}"
        )),
    }
}

fn chromium() -> Option<PathBuf> {
    chosen("CHROME").or_else(|| BROWSERS.iter().find_map(|name| find(name)))
}

fn driver() -> Option<PathBuf> {
    let beside = PathBuf::from("/usr/lib/chromium/chromedriver");
    chosen("CHROMEDRIVER")
        .or_else(|| find("chromedriver"))
        .or_else(|| beside.is_file().then_some(beside))
}

fn chosen(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|file| file.is_file())
}

/// nginx, installed where it is missing.
pub fn nginx() -> Option<PathBuf> {
    if found_nginx().is_none() {
        install(&["nginx-light"]);
    }
    found_nginx()
}

/// It lies where only the system's administrator looks for programs.
fn found_nginx() -> Option<PathBuf> {
    let administrators = PathBuf::from("/usr/sbin/nginx");
    find("nginx").or_else(|| administrators.is_file().then_some(administrators))
}

/// Without one the tests still pass, but Korean pictures show boxes.
fn has_korean_font() -> bool {
    let listed = command("fc-list").arg(":lang=ko").output();
    listed.map_or_else(
        |_| fs::read_dir("/usr/share/fonts").is_err(),
        |output| !output.stdout.is_empty(),
    )
}

/// Tries apt; what did not work is said, and the caller finds out whether it mattered.
fn install(packages: &[&str]) {
    if find("apt-get").is_none() {
        eprintln!(
            "Missing: {} (and no apt-get here to install them with).",
            packages.join(", ")
        );
        return;
    }
    say(&format!(
        "Installing {} (once, a few minutes): the tests run with the real programs",
        packages.join(", ")
    ));
    let root = command("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    let apt = |args: &[&str]| {
        let mut apt = if root {
            command("apt-get")
        } else {
            let mut sudo = command("sudo");
            sudo.arg("apt-get");
            sudo
        };
        run(apt.args(args).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    // The lists of a fresh machine are often empty or old, so a first failure is an ordinary thing.
    let done = apt(&install).or_else(|_| apt(&["update"]).and_then(|()| apt(&install)));
    if let Err(problem) = done {
        eprintln!("{problem}");
    }
}
