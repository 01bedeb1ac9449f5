//! `homestretch replay`: a race of the past, told again from its results.

use std::path::PathBuf;

use homestretch_feed::CourseFile;
use homestretch_race::time::Span;
use homestretch_server::driver::Again;
use homestretch_server::folder;
use homestretch_server::results::columns::Mapping;
use homestretch_server::results::{race, rows};
use homestretch_server::server::Told;
use homestretch_server::wall;

use super::Failure;
use super::listen::Listen;

/// A race of hours is told in minutes.
const SPEED: f64 = 20.0;
/// The replay begins so long before the gun.
const BEFORE_GUN: Span = Span(60_000);

/// Serve a past race from its results.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The results: CSV with a row per runner, also gzipped.
    #[arg(long, value_name = "FILE")]
    results: PathBuf,
    /// The course: GPX, CSV, or JSON.
    #[arg(long, value_name = "FILE")]
    course: PathBuf,
    /// The event, where the results' own columns do not say enough.
    #[arg(long, value_name = "FILE")]
    event: Option<PathBuf>,
    /// Which column is what, and when and where the race was; see docs/REPLAY.md.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Start over at the end.
    #[arg(long = "loop")]
    again: bool,
    #[command(flatten)]
    listen: Listen,
}

/// Serves the replay.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mapping = args
        .mapping
        .as_deref()
        .map_or_else(|| Ok(Mapping::default()), Mapping::read)?;
    let in_results =
        |error: &dyn std::error::Error| Failure(format!("`{}`: {error}", args.results.display()));
    let rows = rows::read(&args.results, &mapping).map_err(|e| in_results(&e))?;
    let event = args.event.as_deref().map(folder::event).transpose()?;
    let course = course(args, &mapping, event.as_ref())?;
    let key = key_from_path(&args.results);
    let today = jiff::Timestamp::from_millisecond(wall::now().0)?.to_string();
    let today = today.split('T').next().unwrap_or_default();
    let past =
        race::past_race(&rows, &mapping, &key, course, event, today).map_err(|e| in_results(&e))?;
    let begin = past.day.first_gun() - BEFORE_GUN;
    let clock = args.listen.clock_from(&past.day, SPEED, begin)?;
    let told = Told {
        timeline: past.timeline,
        again: args.again.then(|| Again::at_the_end(begin)),
    };
    let store = args.listen.store.clone();
    args.listen
        .serve(&past.day, Some(told), clock, store, Vec::new())
}

fn course(
    args: &Args,
    mapping: &Mapping,
    event: Option<&homestretch_race::event::Event>,
) -> Result<CourseFile, Failure> {
    let contest = event.and_then(|e| e.contests.first());
    let route = contest.map_or("race", |c| c.route.as_str());
    let length_m = contest.map_or(mapping.length_m, |c| c.length_m);
    Ok(folder::course::of_file(&args.course, route, length_m)?)
}

/// A short name from the file's: `boston_2015.csv.gz` gives `boston-2015`.
fn key_from_path(path: &std::path::Path) -> String {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase());
    let name = name.unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    stem.chars().map(plain).collect()
}
