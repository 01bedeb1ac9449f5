//! `homestretch fit`: a pacing model from past results.

use std::path::PathBuf;

use homestretch_race::pacing::{Past, fit};

use super::layout::Layout;
use super::{Failure, past_results};

/// Fit a pacing model to past results: one file per race, those runners who have every split.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Results of past races: CSV, also gzipped.
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    results: Vec<PathBuf>,
    /// Where the model goes; standard output where absent.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Fits, and says what it was fitted on.
pub fn run(args: &Args) -> Result<(), Failure> {
    let layout = Layout::marathon();
    let mut past = Vec::new();
    for path in &args.results {
        let all = past_results::read(path, &layout)?;
        let complete = past_results::complete(&all, &layout);
        eprintln!(
            "{}: {} runners, {} with every split",
            path.display(),
            all.len(),
            complete.len()
        );
        let race = past.last().map_or(0, |p: &Past| p.race + 1);
        past.extend(complete.iter().map(|r| Past {
            race,
            runner: r.runner,
            splits_s: std::array::from_fn(|c| r.splits[c].1),
        }));
    }
    if past.len() < 1_000 {
        return Err(Failure(format!(
            "{} runners with every split are too few to fit on; give at least 1000",
            past.len()
        )));
    }
    let text = fit(&past).to_text();
    eprintln!("{} bytes", text.len());
    match &args.out {
        Some(path) => std::fs::write(path, text)?,
        None => print!("{text}"),
    }
    Ok(())
}
