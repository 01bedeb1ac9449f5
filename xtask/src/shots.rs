//! Owns `cargo xtask shots`: pictures of every screen, in a real browser, of the release build.

use crate::run::{cargo, run, say};
use crate::{Done, build, setup_browser};

/// Takes the pictures into `shots/`; with words, only those whose names contain one.
pub fn shots(words: &[String]) -> Done {
    build::everything()?;
    let browser = setup_browser::for_tests()?;
    say("Taking pictures of every screen into shots/ (a few minutes)");
    let mut shots = cargo();
    shots
        .args([
            "run",
            "--package",
            "homestretch-browser",
            "--bin",
            "shots",
            "--",
        ])
        .args(words);
    browser.tell(&mut shots);
    run(&mut shots)
}
