//! Owns the bundling of what comes from npm: of Leaflet only the modules that `public/leaflet.js` names, which is little
//! more than half of it, and the library that paints map files with the style of `public/map-file.js`.

use crate::run::{command, run};
use crate::{Done, setup};

/// What is bundled; `index.html` takes it from `target/vendor`.
const BUNDLES: [&str; 2] = ["leaflet.js", "map-file.js"];

/// Bundles them; some tenths of a second.
pub fn pick() -> Done {
    setup::npm_packages()?;
    for name in BUNDLES {
        let mut esbuild = command("esbuild");
        esbuild.arg(format!("public/{name}"));
        esbuild.args(["--bundle", "--minify", "--format=iife"]);
        esbuild.args([
            "--log-level=warning",
            &format!("--outfile=target/vendor/{name}"),
        ]);
        run(&mut esbuild)?;
    }
    Ok(())
}
