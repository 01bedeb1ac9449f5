//! Owns `cargo xtask soak --server`: the tests of durability with the real process, at other moments in each round: killed
//! under load, its disk filled, copied and restored.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::Done;
use crate::build::server_program;
use crate::run::{cargo, run, say, shown};

/// The long form of what `cargo xtask test` does in a few seconds.
const MINUTES: u64 = 60;
/// Kills in a round; a race of its own each.
const KILLS: &str = "30";

/// Goes on for `--minutes N`; `--json` prints one object at the end.
pub fn soak(args: &[String]) -> Done {
    let minutes = args.iter().skip_while(|word| *word != "--minutes").nth(1);
    let minutes = match minutes.map(|text| text.parse::<u64>()) {
        None => MINUTES,
        Some(Ok(minutes)) => minutes,
        Some(Err(_)) => return Err("--minutes is followed by a number".to_owned()),
    };
    run(cargo().args([
        "build",
        "--release",
        "--package",
        "homestretch-server",
        "--bins",
    ]))?;
    say(&format!(
        "Killing, filling and restoring the race server for {minutes} minutes"
    ));
    let (began, lasting) = (Instant::now(), Duration::from_secs(minutes * 60));
    let (mut rounds, mut sums) = (0_u64, [0_u64; SUMS.len()]);
    while rounds == 0 || began.elapsed() < lasting {
        // Other moments in each round and in each soak, and the same ones again for whoever sets the seed.
        let seed = std::env::var("HOMESTRETCH_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or(u64::from(std::process::id())) + rounds;
        for (sum, found) in sums.iter_mut().zip(round(seed)?) {
            *sum += found;
        }
        rounds += 1;
        let so_far: Vec<String> = SUMS
            .iter()
            .zip(sums)
            .map(|(name, sum)| format!("{sum} {name}"))
            .collect();
        say(&format!(
            "{} min, {rounds} rounds: {}; all well",
            began.elapsed().as_secs() / 60,
            so_far.join(", ")
        ));
    }
    if args.iter().any(|word| word == "--json") {
        for (name, sum) in SUMS.iter().zip(sums) {
            println!(
                "{{\"bench\":\"soak\",\"case\":\"server\",\"metric\":\"{name}\",\"unit\":\"1\",\"ours\":{sum}}}"
            );
        }
    }
    Ok(())
}

/// What the kill test says of itself: `kills=60 acknowledged=…`.
const SUMS: [&str; 3] = ["kills", "acknowledged", "ticks"];

fn round(seed: u64) -> Done<[u64; SUMS.len()]> {
    let mut tests = cargo();
    tests
        .args(["test", "--quiet", "--package", "homestretch-server"])
        .args([
            "--test",
            "kill",
            "--test",
            "durable",
            "--",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("HOMESTRETCH_BINARY", server_program())
        .env("HOMESTRETCH_KILLS", KILLS)
        .env("HOMESTRETCH_SEED", seed.to_string());
    let output = tests.stderr(Stdio::inherit()).output();
    let output =
        output.map_err(|error| format!("`{}` could not be started: {error}", shown(&tests)))?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(format!(
            "something was lost or changed; again with HOMESTRETCH_SEED={seed}\n{said}"
        ));
    }
    Ok(SUMS.map(|name| {
        let key = format!("{name}=");
        let found = said
            .split_whitespace()
            .find_map(|word| word.strip_prefix(&key));
        found.and_then(|n| n.parse().ok()).unwrap_or(0)
    }))
}
