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
    #[arg(value_name = "RACE_FOLDER", required_unless_present_any = ["mirror", "feed"])]
    folder: Option<PathBuf>,
    /// Serve another server's race on this machine, for the screen that is plugged into it: such as
    /// `http://192.168.1.10:8080`.
    #[arg(long, value_name = "URL", conflicts_with_all = ["folder", "secure"])]
    mirror: Option<String>,
    /// Serve a feed that stands still: a folder that was exported or published. Its app is in it.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["folder", "mirror", "secure"])]
    feed: Option<PathBuf>,
    #[command(flatten)]
    listen: Listen,
}

/// Serves.
pub fn run(args: &Args) -> Result<(), Failure> {
    if let Some(origin) = &args.mirror {
        return args.listen.mirror(origin);
    }
    if let Some(feed) = &args.feed {
        return args.listen.standing(feed);
    }
    let Some(race) = &args.folder else {
        return Err(Failure(
            "name a race folder, or a server to mirror".to_owned(),
        ));
    };
    let day = folder::load(race)?;
    // A rehearsal begins at the first gun, unless it is told another time.
    let clock = args.listen.clock(&day, 1.0, day.first_gun())?;
    let store = args.listen.store.clone();
    let store = store.unwrap_or_else(|| race.join(folder::STORE));
    args.listen.serve(
        &day,
        None,
        clock.unwrap_or(RaceClock::REAL),
        Some(store),
        folder::office::of_folder(race)?,
    )
}
