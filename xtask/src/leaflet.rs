//! Owns the bundling of Leaflet: only the modules that `public/leaflet.js` names, which is little more than half of it.

use crate::run::{command, run};
use crate::{Done, setup};

/// Where the bundle is put; `index.html` takes it from there.
const BUNDLE: &str = "target/vendor/leaflet.js";

/// Bundles Leaflet; a tenth of a second.
pub fn pick() -> Done {
    setup::npm_packages()?;
    let mut esbuild = command("esbuild");
    esbuild.args(["public/leaflet.js", "--bundle", "--minify", "--format=iife"]);
    esbuild.args(["--log-level=warning", &format!("--outfile={BUNDLE}")]);
    run(&mut esbuild)
}
