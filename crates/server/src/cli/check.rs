//! `homestretch check`: what is missing before race day.

use std::path::PathBuf;

use homestretch_server::prepare::check::{Finding, check};
use homestretch_server::wall;

use super::Failure;

/// Say what a race folder still lacks before race day.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The race folder.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
}

/// Looks, and fails where the race could not be run.
pub fn run(args: &Args) -> Result<(), Failure> {
    let found = check(&args.folder, wall::now());
    for finding in &found {
        match finding {
            Finding::Good(text) => println!("ok       {text}"),
            Finding::Mind(text) => println!("mind     {text}"),
            Finding::Missing(text) => println!("missing  {text}"),
        }
    }
    let missing = found
        .iter()
        .filter(|f| matches!(f, Finding::Missing(_)))
        .count();
    if missing > 0 {
        return Err(Failure(format!("{missing} things are missing")));
    }
    println!("Next: homestretch rehearse {}", args.folder.display());
    Ok(())
}
