//! Owns the processes of the browser: chromedriver on a port of its own choosing, and a fresh profile per visitor.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

use crate::Done;

/// No window, no sandbox (which root cannot have), no errands of the browser's own, the same pixels everywhere.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    // A name of this machine that no browser trusts by itself, as a laptop's on a local network.
    "--host-resolver-rules=MAP laptop.local 127.0.0.1",
];

/// A running chromedriver with one browser. The fields go in this order: the session closes the browser, then its
/// driver ends, then the profile is removed.
pub struct Chrome {
    /// The session that commands go to.
    pub driver: WebDriver,
    _process: Process,
    _profile: TempDir,
}

/// A process that does not outlive this value.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Chrome {
    /// Starts a browser that prefers these languages, best first; with a trace of these categories, and with trust in
    /// this authority, if any.
    ///
    /// # Errors
    /// When Chromium or chromedriver cannot be started; `cargo xtask test` installs them.
    pub async fn start(
        languages: &str,
        trace: Option<&str>,
        authority: Option<&Path>,
    ) -> Done<Self> {
        let program = std::env::var_os("CHROMEDRIVER")
            .map_or_else(|| PathBuf::from("chromedriver"), PathBuf::from);
        let profile = tempfile::tempdir()?;
        let mut command = Command::new(program);
        if let Some(authority) = authority {
            // Whom a browser trusts lies in its owner's home.
            trust(profile.path(), authority)?;
            command.env("HOME", profile.path());
        }
        let process = command
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                format!("chromedriver cannot be started: {error}; `cargo xtask test` sets it up")
            })?;
        let mut process = Process(process);
        let mut out = BufReader::new(
            process
                .0
                .stdout
                .take()
                .ok_or("chromedriver has no output")?,
        );
        let port = port_said(&mut out)?;
        // It talks on; unread, it would come to a halt.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));

        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        capabilities.add_arg(&format!("--accept-lang={languages}"))?;
        capabilities.add_arg(&format!(
            "--lang={}",
            languages.split(',').next().unwrap_or("en")
        ))?;
        if let Some(chromium) = std::env::var_os("CHROME") {
            capabilities.set_binary(&chromium.to_string_lossy())?;
        }
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        if let Some(categories) = trace {
            let told = json!({"traceCategories": categories});
            capabilities.add_experimental_option("perfLoggingPrefs", told)?;
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .map_err(|error| {
                format!("Chromium cannot be started: {error}; `cargo xtask test` sets it up")
            })?;
        Ok(Self {
            driver,
            _process: process,
            _profile: profile,
        })
    }
}

/// Trust as docs/SCREEN.md has it given.
fn trust(home: &Path, authority: &Path) -> Done {
    let store = home.join(".pki/nssdb");
    std::fs::create_dir_all(&store)?;
    let store = format!("sql:{}", store.display());
    let authority = authority.to_string_lossy();
    for args in [
        &["-N", "--empty-password"][..],
        &["-A", "-t", "C,,", "-n", "homestretch", "-i", &authority],
    ] {
        let mut certutil = Command::new("certutil");
        let said = certutil.args(["-d", &store]).args(args).output();
        let said = said.map_err(|error| {
            format!("certutil cannot be started: {error}; `cargo xtask test` sets it up")
        })?;
        if !said.status.success() {
            return Err(String::from_utf8_lossy(&said.stderr).into());
        }
    }
    Ok(())
}

fn port_said(out: &mut impl BufRead) -> Done<u16> {
    let mut line = String::new();
    while out.read_line(&mut line)? > 0 {
        if let Some((_, port)) = line
            .trim()
            .trim_end_matches('.')
            .split_once("started successfully on port ")
        {
            return Ok(port.parse()?);
        }
        line.clear();
    }
    Err("chromedriver ended without naming its port".into())
}
