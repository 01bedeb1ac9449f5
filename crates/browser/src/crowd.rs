//! A made-up field of any size, told again from its results: what large races are tested and measured with.

use crate::server::root;
use crate::{Done, Server, made_up};

/// A big race that is served.
pub struct Crowd {
    /// The server, as the race goes on.
    pub server: Server,
    _folder: tempfile::TempDir,
}

/// Serves so many runners at a time of day.
///
/// # Errors
/// When the server does not start.
pub fn serve(n: u32, at: &str, speed: u32) -> Done<Crowd> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("results.csv");
    std::fs::write(&file, made_up::results(n))?;
    let course = root().join("crates/server/demo/course.json");
    let server = Server::start(&[
        "replay",
        "--results",
        &file.to_string_lossy(),
        "--course",
        &course.to_string_lossy(),
        "--speed",
        &speed.to_string(),
        "--at",
        at,
    ])?;
    Ok(Crowd {
        server,
        _folder: folder,
    })
}
