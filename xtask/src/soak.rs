//! Owns `cargo xtask soak`: the big screen over many loops of the demo, to see that nothing grows.

use crate::run::{cargo, run, say};
use crate::{Done, build, setup_browser};

/// Runs it; `--minutes N` and `--json` go to the measuring program.
pub fn soak(args: &[String]) -> Done {
    build::everything()?;
    let browser = setup_browser::for_tests()?;
    say("Watching the big screen over loops of the demo");
    let mut soak = cargo();
    let program = [
        "run",
        "--package",
        "homestretch-browser",
        "--bin",
        "soak",
        "--",
    ];
    soak.args(program).args(args);
    browser.tell(&mut soak);
    run(&mut soak)
}
