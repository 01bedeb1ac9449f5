//! Owns `cargo xtask demo`: from a fresh clone to a race in the browser.

use crate::run::{command, run, say};
use crate::{Done, build};

/// Builds what is missing, then serves the demo race until interrupted.
pub fn demo(args: &[String]) -> Done {
    build::everything()?;
    say("Serving the demo race on http://127.0.0.1:8080 (stop with Ctrl+C)");
    let program = build::server_program();
    run(command(&program.to_string_lossy()).arg("demo").args(args))
}
