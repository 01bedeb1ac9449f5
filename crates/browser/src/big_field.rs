//! Owns a race of many thousands on the demo's course, made up: for pictures and measurements.

use tempfile::TempDir;

use crate::server::root;
use crate::{Done, Server, made_up};

/// A server that replays so many runners at their own speed, most of them out on the course. The folder holds their
/// results and must outlive it.
///
/// # Errors
/// When the server cannot be started.
pub fn start(runners: u32) -> Done<(Server, TempDir)> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("results.csv");
    std::fs::write(&file, made_up::results(runners))?;
    let course = root().join("crates/server/demo/course.json");
    let (file, course) = (file.to_string_lossy(), course.to_string_lossy());
    let mut args = vec!["replay", "--results", &file, "--course", &course];
    args.extend(["--speed", "1", "--at", "11:40:00"]);
    Ok((Server::start(&args)?, folder))
}
