//! Measures the map in the real app: frames while it is dragged and zoomed with 20,000 runners on it, and how little
//! happens while one runner is followed. `cargo xtask bench map [--json]`.

use std::path::Path;
use std::time::Duration;

use homestretch_browser::server::root;
use homestretch_browser::{Done, Server, Visitor, made_up, wait_for};
use serde_json::json;
use tokio::time::sleep;

const N_RUNNERS: u32 = 20_000;
/// How long a followed runner is watched.
const WATCH_S: f64 = 30.0;
/// A glide after a drag, or an animated zoom, is over by then.
const REST: Duration = Duration::from_millis(900);

#[tokio::main]
async fn main() -> Done {
    let as_json = std::env::args().any(|word| word == "--json");
    let say = |case: &str, metric: &str, unit: &str, ours: f64| {
        if as_json {
            println!(
                "{}",
                json!({"bench": "map", "case": case, "metric": metric, "unit": unit, "ours": ours})
            );
        } else {
            println!("{case:<16} {metric:<22} {ours:10.2} {unit}");
        }
    };
    let words: Vec<String> = std::env::args().skip(1).filter(|w| w != "--json").collect();
    let asked =
        |case: &str| words.is_empty() || words.iter().any(|word| case.contains(word.as_str()));
    let folder = tempfile::tempdir()?;
    let results = folder.path().join("results.csv");
    std::fs::write(&results, made_up::results(N_RUNNERS))?;
    for (case, size) in [
        ("laptop-20000", (1440, 900, 1.0)),
        ("phone-20000", (390, 844, 2.0)),
    ] {
        if !asked(case) {
            continue;
        }
        for (kind, mut frames) in handle(&results, size).await? {
            let case = format!("{kind}-{case}");
            frames.sort_by(f64::total_cmp);
            let at = |share: f64| frames[((frames.len() - 1) as f64 * share) as usize];
            let late = frames.iter().filter(|ms| **ms > 50.0).count();
            say(&case, "median_frame_ms", "ms", at(0.5));
            say(&case, "p99_frame_ms", "ms", at(0.99));
            say(&case, "worst_frame_ms", "ms", at(1.0));
            say(&case, "frames_over_50ms", "frame", late as f64);
            say(&case, "frames", "frame", frames.len() as f64);
        }
    }
    if asked("following") {
        let (redraws, busy) = follow().await?;
        say("following", "redraws_per_s", "1/s", redraws);
        say("following", "main_thread_busy", "percent", busy * 100.0);
    }
    Ok(())
}

/// Milliseconds between frames, by what was done with the map.
async fn handle(
    results: &Path,
    (width, height, ratio): (u32, u32, f64),
) -> Done<Vec<(&'static str, Vec<f64>)>> {
    let course = root().join("crates/server/demo/course.json");
    let server = Server::start(&[
        "replay",
        "--results",
        &results.to_string_lossy(),
        "--course",
        &course.to_string_lossy(),
        "--speed",
        "1",
        "--at",
        "11:40:00",
    ])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(width, height, ratio).await?;
    visitor.open(&server.url("/")).await?;
    visitor.find(".runner-rows a").await?;
    until_quiet(&visitor).await?;
    let (x, y) = (f64::from(width) * 0.6, f64::from(height) * 0.25);
    let (dx, dy) = (f64::from(width) * 0.25, f64::from(height) * 0.12);
    let mut all = Vec::new();

    visitor.watch(true).await?;
    for _ in 0..3 {
        // At the city's zoom, then nearer and nearer to where most are.
        for sign in [-1.0, 1.0] {
            visitor.drag(x, y, dx * sign, dy * sign).await?;
            sleep(REST).await;
        }
        visitor.click(".map-buttons button:first-of-type").await?;
        sleep(REST).await;
    }
    all.push(("drag", visitor.frames_ms().await?));

    visitor.watch(true).await?;
    for by in [240.0, 240.0, -240.0, -240.0] {
        visitor.wheel(x, y, by).await?;
        sleep(REST).await;
    }
    for button in ["first-of-type", "nth-of-type(2)"] {
        visitor
            .click(&format!(".map-buttons button:{button}"))
            .await?;
        sleep(REST).await;
    }
    all.push(("zoom", visitor.frames_ms().await?));

    visitor.watch(true).await?;
    for scale in [2.0, 0.5, 0.4, 2.5] {
        visitor.pinch(x, y, scale).await?;
        sleep(REST).await;
    }
    all.push(("pinch", visitor.frames_ms().await?));
    Ok(all)
}

/// Waits until the race is on the map and the first looks into it are over.
async fn until_quiet(visitor: &Visitor) -> Done {
    visitor.find(".leaflet-runners-pane canvas").await?;
    visitor.watch(false).await?;
    wait_for("dots on the map", 30.0, async || {
        Ok((visitor.redraws().await? > 2).then_some(()))
    })
    .await?;
    sleep(Duration::from_secs(3)).await;
    Ok(())
}

/// Redraws a second, and the share of the time in which the main thread works, while the demo's race runs at its own
/// speed and one of its runners is followed.
async fn follow() -> Done<(f64, f64)> {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:05:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url("/runner/131")).await?;
    visitor
        .click("button[aria-label='Keep this runner in sight']")
        .await?;
    until_quiet(&visitor).await?;
    visitor.watch(false).await?;
    let before_s = visitor.worked_s().await?;
    sleep(Duration::from_secs_f64(WATCH_S)).await;
    let worked_s = visitor.worked_s().await? - before_s;
    let redraws = visitor.redraws().await? as f64;
    Ok((redraws / WATCH_S, worked_s / WATCH_S))
}
