//! `homestretch rehearse`: a race folder with a made-up race, at once or to be watched.

use std::path::PathBuf;

use homestretch_server::demo;
use homestretch_server::driver::Again;
use homestretch_server::folder;
use homestretch_server::prepare::rehearse::{at_once, timeline};
use homestretch_server::server::Told;

use super::Failure;
use super::listen::Listen;

/// How fast it runs for those who watch.
const SPEED: f64 = 20.0;

/// Run a race folder with made-up reads of its own start list: the whole day at once, and what came of it; with --watch,
/// as spectators would see it. The folder's own reads are not touched.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The race folder.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// Serve it in quick motion, over and over.
    #[arg(long)]
    watch: bool,
    /// Another seed makes another race.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    #[command(flatten)]
    listen: Listen,
}

/// Runs it.
pub fn run(args: &Args) -> Result<(), Failure> {
    let day = folder::load(&args.folder)?;
    if args.watch {
        let begin = demo::begin(&day);
        let clock = args.listen.clock_from(&day, SPEED, begin)?;
        let told = Told {
            timeline: timeline(&day, args.seed),
            again: Some(Again::at_the_end(begin)),
        };
        let office = folder::office::of_folder(&args.folder)?;
        let store = args.listen.store.clone();
        return args.listen.serve(&day, Some(told), clock, store, office);
    }
    let report = at_once(&day, args.seed)?;
    println!("{} reads, {} ticks.", report.reads, report.ticks);
    for (mat, n) in &report.by_mat {
        println!("  mat {mat}: {n} reads");
    }
    for (contest, entered, finished, open) in &report.contests {
        println!(
            "  contest {contest}: {entered} entered, {finished} finished, {open} still open at the end"
        );
    }
    let silent = report.by_mat.iter().filter(|(_, n)| *n == 0).count();
    if report.unknown > 0 || silent > 0 {
        return Err(Failure(format!(
            "{} reads were of unknown chips or places, and {silent} mats read nobody; look at the points of event.json",
            report.unknown
        )));
    }
    println!(
        "To watch it: homestretch rehearse {} --watch",
        args.folder.display()
    );
    Ok(())
}
