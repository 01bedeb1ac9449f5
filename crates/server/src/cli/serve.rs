//! `homestretch serve`: a race of one's own.

use std::path::PathBuf;

use homestretch_feed::RaceClock;
use homestretch_server::folder;

use super::Failure;
use super::listen::Listen;

/// Serve a race from its folder.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The race folder: event.json, course.json or course.gpx, entrants.csv or entrants.json.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    #[command(flatten)]
    listen: Listen,
}

/// Serves.
pub fn run(args: &Args) -> Result<(), Failure> {
    let day = folder::load(&args.folder)?;
    // A rehearsal begins at the first gun, unless it is told another time.
    let clock = args.listen.clock(&day, 1.0, day.first_gun())?;
    let store = args.listen.store.clone();
    let store = store.unwrap_or_else(|| args.folder.join(folder::STORE));
    args.listen.serve(
        &day,
        None,
        clock.unwrap_or(RaceClock::REAL),
        Some(store),
        folder::office::of_folder(&args.folder)?,
    )
}
