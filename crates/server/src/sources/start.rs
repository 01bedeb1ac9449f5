//! Starts every source's line, and tells the log how they are doing.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::runtime::Runtime;

use super::follow::follow;
use super::health::State;
use super::line;
use super::pull::pull;
use super::setup::{Sources, System, Way};
use super::sink::Sink;
use crate::door::Door;
use crate::http::serve::bind;
use crate::wall;

/// How often the log hears of the sources.
const REPORT: Duration = Duration::from_secs(10);
/// Each of so many reports says how much each source brings, even where nothing is wrong.
const FULL_REPORT: u32 = 6;

/// Why a source cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("source `{name}` in sources.json: {cause}")]
pub struct SourceError {
    name: String,
    cause: crate::http::serve::ListenError,
}

/// Starts the lines of all sources; they end with the runtime. Says where each listens.
///
/// # Errors
/// When an address cannot be listened on.
pub fn start(
    runtime: &Runtime,
    sources: &Sources,
    door: &Door,
) -> Result<Vec<(String, SocketAddr)>, SourceError> {
    let mut addresses = Vec::new();
    for setup in sources.all() {
        let sink = Sink::new(setup.clone(), door.clone());
        let (name, system) = (&setup.name, word_from_system(&setup.system));
        let healths = door.healths();
        match setup.way.clone() {
            Way::Listen(address, from) => {
                let listener = runtime
                    .block_on(bind(address))
                    .map_err(|cause| SourceError {
                        name: name.clone(),
                        cause,
                    })?;
                let address = listener.local_addr().unwrap_or(address);
                tracing::info!(source = name, system, %address, "waiting for the device");
                let waiting = format!("the device connects to {address}");
                healths.set_up(name, system, State::Waiting(waiting));
                addresses.push((name.clone(), address));
                runtime.spawn(line::listen(listener, from, sink));
            }
            Way::Connect(address) => {
                tracing::info!(source = name, system, %address, "connecting to the device");
                healths.set_up(
                    name,
                    system,
                    State::Waiting(format!("connecting to {address}")),
                );
                runtime.spawn(line::connect(address, sink));
            }
            Way::Follow(path) => {
                tracing::info!(source = name, system, path = %path.display(), "following the file");
                let waiting = format!("opening `{}`", path.display());
                healths.set_up(name, system, State::Waiting(waiting));
                runtime.spawn(follow(path, sink));
            }
            Way::Pull(asking) => {
                tracing::info!(source = name, system, "asking the service");
                healths.set_up(
                    name,
                    system,
                    State::Waiting("asking for the first time".to_owned()),
                );
                runtime.spawn(pull(asking, sink));
            }
            Way::Post => healths.set_up(name, system, State::Posted),
        }
    }
    runtime.spawn(report(door.clone()));
    Ok(addresses)
}

/// What `sources.json` calls the system.
fn word_from_system(system: &System) -> &'static str {
    match system {
        System::Mylaps(_) => "mylaps",
        System::RaceResult => "race-result",
        System::ChronoTrack => "chronotrack",
        System::Ipico(_) => "ipico",
        System::Csv(_) => "csv",
        System::Json => "json",
        System::RaceResultList => "race-result-list",
        System::OpenSplitTime => "opensplittime",
    }
}

async fn report(door: Door) {
    let mut warned = BTreeSet::new();
    let mut rejected = BTreeSet::new();
    for nth in 1.. {
        tokio::time::sleep(REPORT).await;
        for line in door.healths().all(wall::now()) {
            let source = line.name.as_str();
            for warning in line.warnings {
                if warned.insert((source.to_owned(), warning.clone())) {
                    tracing::warn!(source, "{warning}");
                }
            }
            for (why, what) in &line.rejected_for {
                if rejected.insert((source.to_owned(), *why)) {
                    // The line itself may name people: it is told to those who may bring reads, not to the log.
                    tracing::warn!(source, what.count, "not understood: {why}");
                }
            }
            let counts = line.counts;
            if u32::is_multiple_of(nth, FULL_REPORT) && line.per_minute > 0 {
                tracing::info!(
                    source,
                    line.per_minute,
                    lag_s = line.lag_s,
                    counts.new,
                    counts.known,
                    counts.unknown_chips,
                    counts.unknown_places,
                    counts.rejected,
                    "reads come in"
                );
            }
        }
    }
}
