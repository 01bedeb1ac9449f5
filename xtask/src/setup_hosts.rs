//! Owns the set-up of what the tests publish to: a server of the S3 protocol, from Python's registry. nginx comes with
//! the other programs in `setup_browser.rs`.

use std::path::PathBuf;

use crate::Done;
use crate::run::{command, run, say, tools};

const MOTO: &str = "moto[server]==5.2.1";

/// A Python that has the S3 server; none where it cannot be had, which the test then says.
pub fn python_with_s3() -> Option<PathBuf> {
    let has = |python: &PathBuf| {
        let mut probe = command(&python.to_string_lossy());
        let probe = probe.args(["-c", "import moto.server"]).output();
        probe.is_ok_and(|probe| probe.status.success())
    };
    let folder = tools().join("s3-server");
    let own = folder.join("bin/python");
    let known = [PathBuf::from("python3"), own.clone()];
    if let Some(python) = known.into_iter().find(has) {
        return Some(python);
    }
    say("Fetching a server of the S3 protocol (once, under a minute): the tests publish to it");
    let made: Done = (|| {
        run(command("python3").args(["-m", "venv"]).arg(&folder))?;
        let mut pip = command(&own.to_string_lossy());
        run(pip.args(["-m", "pip", "install", "--quiet", MOTO]))
    })();
    if let Err(problem) = made {
        eprintln!("{problem}\n  By hand: pip install '{MOTO}'");
    }
    has(&own).then_some(own)
}
