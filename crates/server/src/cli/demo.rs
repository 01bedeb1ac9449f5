//! `homestretch demo`: a made-up race in quick motion, over and over.

use homestretch_server::demo;
use homestretch_server::driver::Again;
use homestretch_server::server::Told;

use super::Failure;
use super::listen::{self, Listen};

/// How fast the demo runs: a marathon in a quarter of an hour.
const SPEED: f64 = 20.0;

/// Serve a made-up race in quick motion; it starts over when it is done.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Another seed makes another race.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Show the race up to this time of day only, let its clock stand still for twenty seconds, and begin again at `--at`.
    #[arg(long, value_name = "HH:MM:SS", requires = "at")]
    until: Option<String>,
    #[command(flatten)]
    listen: Listen,
}

/// Serves the demo.
pub fn run(args: &Args) -> Result<(), Failure> {
    let demo = demo::demo(args.seed)?;
    let begin = demo::begin(&demo.day);
    let clock = args.listen.clock_from(&demo.day, SPEED, begin)?;
    let until = args.until.as_deref();
    let until = until.map(|until| listen::time_of_day(&demo.day, until, "--until"));
    let until = until.transpose()?;
    if until.is_some_and(|until| until <= clock.race) {
        return Err(Failure("--until: name a time after --at".to_owned()));
    }
    let told = Told {
        timeline: demo.timeline,
        again: Some(Again {
            from: until.map_or(begin, |_| clock.race),
            until,
        }),
    };
    let store = args.listen.store.clone();
    args.listen
        .serve(&demo.day, Some(told), clock, store, Vec::new())
}
