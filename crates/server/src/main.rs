//! The binary `homestretch`: the race server and its tools.

mod cli;
mod memory;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    memory::give_back();
    let filter =
        EnvFilter::try_from_env("HOMESTRETCH_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // The log goes to standard error: standard output belongs to the commands that print results.
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    if std::env::var("HOMESTRETCH_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cli::Failure(why)) => {
            eprintln!("homestretch: {why}");
            ExitCode::FAILURE
        }
    }
}
