//! Owns the commands of the house: `cargo xtask …`. One file per concern, no dependencies, so that it is there in
//! seconds on a fresh machine and can say what it is doing while the rest is fetched.

mod bench;
mod bench_estimate;
mod build;
mod demo;
mod fingerprint;
mod leaflet;
mod licences;
mod mend;
mod run;
mod setup;
mod setup_browser;
mod setup_hosts;
mod shell;
mod shots;
mod soak;
mod soak_server;
mod test;

use std::process::ExitCode;

/// What went wrong, in words for the person at the keyboard.
type Done<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask COMMAND

  build        builds the app into dist/ and the server as target/release/homestretch
  demo         builds, then serves the demo race on http://127.0.0.1:8080 (arguments go to `homestretch demo`)
  test         runs every test: format, lints, native, HTTP, wasm and browser tests; the last line is the count
  shots        takes pictures of every screen into shots/ (arguments choose by name, such as `shots runner ko`)
  soak         watches the big screen over loops of the demo (`--minutes N`, `--json`): does anything grow?
               with `--server` kills the race server under load, fills its disk and restores it, again and again
  bench NAME   measures: dots, map, estimate, feed, bundle, serve or ingest (`--json` for one object a line)
  licences     checks that every library may be passed on, by the list in deny.toml
  pick-leaflet bundles what the app uses of Leaflet (trunk calls it before each build)
  mend-dist    prepares trunk's page for a strict Content-Security-Policy (trunk calls it after each build)

Each command sets up what it needs and is not there, once, in your cache folder.";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "build" => build::everything(),
        "demo" => demo::demo(&rest),
        "test" => test::everything(),
        "shots" => shots::shots(&rest),
        "soak" if rest.iter().any(|word| word == "--server") => soak_server::soak(&rest),
        "soak" => soak::soak(&rest),
        "bench" => bench::bench(&rest),
        "licences" => licences::check(),
        "pick-leaflet" => leaflet::pick(),
        "mend-dist" => mend::after_trunk(),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no `cargo xtask {other}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
