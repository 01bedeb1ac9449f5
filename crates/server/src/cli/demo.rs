//! `homestretch demo`: a made-up race in quick motion, over and over.

use homestretch_server::demo;
use homestretch_server::server::Told;

use super::Failure;
use super::listen::Listen;

/// How fast the demo runs: a marathon in a quarter of an hour.
const SPEED: f64 = 20.0;

/// Serve a made-up race in quick motion; it starts over when it is done.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Another seed makes another race.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    #[command(flatten)]
    listen: Listen,
}

/// Serves the demo.
pub fn run(args: &Args) -> Result<(), Failure> {
    let demo = demo::demo(args.seed)?;
    let begin = demo::begin(&demo.day);
    let clock = args.listen.clock_from(&demo.day, SPEED, begin)?;
    let told = Told {
        timeline: demo.timeline,
        again_from: Some(begin),
    };
    let store = args.listen.store.clone();
    args.listen
        .serve(&demo.day, Some(told), clock, store, Vec::new())
}
