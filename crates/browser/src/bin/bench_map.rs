//! Measures the map in the real app: frames while it is dragged and zoomed with 20,000 runners on it, what the page's main
//! thread did meanwhile, and how little happens while one runner is followed. `cargo xtask bench map [--json]`.

use std::time::Duration;

use homestretch_browser::tasks::Task;
use homestretch_browser::{Done, Server, Visitor, crowd, wait_for};
use serde_json::json;
use tokio::time::sleep;

const N_RUNNERS: u32 = 20_000;
/// No frame should take longer, and no task on the page's main thread.
const TOO_LONG_MS: f64 = 50.0;
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
    for (screen, size) in [
        ("laptop-20000", (1440, 900, 1.0)),
        ("phone-20000", (390, 844, 2.0)),
    ] {
        for kind in ["drag", "zoom", "pinch"] {
            let case = format!("{kind}-{screen}");
            if !asked(&case) {
                continue;
            }
            let (mut frames, tasks) = handle(kind, size).await?;
            frames.sort_by(f64::total_cmp);
            let at = |share: f64| frames[((frames.len() - 1) as f64 * share) as usize];
            let late = |all: &[f64]| all.iter().filter(|ms| **ms > TOO_LONG_MS).count() as f64;
            say(&case, "median_frame_ms", "ms", at(0.5));
            say(&case, "p99_frame_ms", "ms", at(0.99));
            say(&case, "worst_frame_ms", "ms", at(1.0));
            say(&case, "frames_over_50ms", "frame", late(&frames));
            say(&case, "frames", "frame", frames.len() as f64);
            let cpu: Vec<f64> = tasks.iter().map(|task| task.cpu_ms).collect();
            let worked: f64 = cpu.iter().sum();
            say(
                &case,
                "main_thread_frame_ms",
                "ms",
                worked / frames.len() as f64,
            );
            say(
                &case,
                "worst_task_ms",
                "ms",
                cpu.iter().copied().fold(0.0, f64::max),
            );
            say(&case, "tasks_over_50ms", "task", late(&cpu));
        }
    }
    if asked("following") {
        let (redraws, busy) = follow().await?;
        say("following", "redraws_per_s", "1/s", redraws);
        say("following", "main_thread_busy", "percent", busy * 100.0);
    }
    Ok(())
}

/// Milliseconds between frames, and tasks of the page's main thread, while something is done with the map.
async fn handle(
    kind: &str,
    (width, height, ratio): (u32, u32, f64),
) -> Done<(Vec<f64>, Vec<Task>)> {
    let crowd = crowd::serve(N_RUNNERS, "11:40:00", 1)?;
    let visitor = Visitor::traced("en").await?;
    visitor.on_screen(width, height, ratio).await?;
    // Everybody, though so many are not fetched unless that is asked for.
    visitor.open(&crowd.server.url("/?data=all")).await?;
    visitor.find(".runner-rows a").await?;
    until_quiet(&visitor).await?;
    let (x, y) = (f64::from(width) * 0.6, f64::from(height) * 0.25);
    let (dx, dy) = (f64::from(width) * 0.25, f64::from(height) * 0.12);
    visitor.begin_tasks().await?;
    visitor.watch(true).await?;
    match kind {
        // At the city's zoom, then nearer and nearer to where most are.
        "drag" => {
            for _ in 0..3 {
                for sign in [-1.0, 1.0] {
                    visitor.drag(x, y, dx * sign, dy * sign).await?;
                    sleep(REST).await;
                }
                visitor.click(".map-buttons button:first-of-type").await?;
                sleep(REST).await;
            }
        }
        "zoom" => {
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
        }
        _ => {
            for scale in [2.0, 0.5, 0.4, 2.5] {
                visitor.pinch(x, y, scale).await?;
                sleep(REST).await;
            }
        }
    }
    Ok((visitor.frames_ms().await?, visitor.tasks().await?))
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
/// speed and one of its runners is followed. With `HOMESTRETCH_TRACE=FILE` the browser's trace of it is kept, which costs
/// time of its own.
async fn follow() -> Done<(f64, f64)> {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:05:00"])?;
    let traced = std::env::var_os(homestretch_browser::tasks::TRACE).is_some();
    let visitor = if traced {
        Visitor::traced("en").await?
    } else {
        Visitor::new("en").await?
    };
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url("/runner/131")).await?;
    visitor
        .click("button[aria-label='Keep this runner in sight']")
        .await?;
    until_quiet(&visitor).await?;
    visitor.watch(false).await?;
    if traced {
        visitor.begin_tasks().await?;
    }
    let before_s = visitor.worked_s().await?;
    sleep(Duration::from_secs_f64(WATCH_S)).await;
    let worked_s = visitor.worked_s().await? - before_s;
    let redraws = visitor.redraws().await? as f64;
    if traced {
        visitor.tasks().await?;
    }
    Ok((redraws / WATCH_S, worked_s / WATCH_S))
}
