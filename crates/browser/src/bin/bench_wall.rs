//! Measures the big screen at 4K without a GPU: `cargo xtask bench wall [--json] [SCENE…]`. Frames a second while rows
//! glide and figures count, and how busy the main thread is when nobody asks it for frames.
//!
//! From 9:18 of the demo, which runs twenty times faster than life as usual, all 1,100 runners are out for ten minutes,
//! and the first of the 5 km are about to come through the tunnel.

use std::time::Duration;

use homestretch_browser::wall_clock::{Busy, frames_ms};
use homestretch_browser::{Done, Server, Visitor};
use serde_json::json;
use tokio::time::sleep;

/// Scenes with the time of day, for which all are out or most is on the screen, and what there must be.
const SCENES: &[(&str, &str, &str)] = &[
    ("stadium", "09:16:00", ".scene-stadium .line"),
    ("lead", "09:16:00", ".scene-lead .line"),
    ("field", "09:16:00", ".scene-field .mat"),
    ("boards", "09:30:00", ".scene-board .line"),
];
const SIZE: (u32, u32) = (3840, 2160);
/// Five seconds at sixty frames a second.
const FRAMES: usize = 300;
const WATCH: Duration = Duration::from_secs(20);

#[tokio::main]
async fn main() -> Done {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let as_json = args.iter().any(|arg| arg == "--json");
    let wanted: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    for (scene, at, ready) in SCENES {
        if !wanted.is_empty() && !wanted.iter().any(|word| word.as_str() == *scene) {
            continue;
        }
        let server = Server::start(&["demo", "--speed", "20", "--at", at])?;
        let visitor = Visitor::new("ko,en").await?;
        visitor.on_screen(SIZE.0, SIZE.1, 1.0).await?;
        let page = format!("/screen?lang=ko,en&scenes={scene}:600");
        visitor.open(&server.url(&page)).await?;
        visitor.find(ready).await?;
        visitor.cdp("Performance.enable", json!({})).await?;
        // Languages come, the scene has come in.
        sleep(Duration::from_secs(8)).await;
        let busy = Busy::over(&visitor, WATCH).await?;
        let frames = frames_ms(&visitor, FRAMES).await?;
        let whole_ms: f64 = frames.iter().sum();
        let at_share = |share: f64| frames[((frames.len() - 1) as f64 * share) as usize];
        let case = format!("{scene}-4k");
        for (metric, unit, ours) in [
            (
                "frames_per_s",
                "1/s",
                frames.len() as f64 * 1000.0 / whole_ms,
            ),
            ("median_frame_ms", "ms", at_share(0.5)),
            ("p95_frame_ms", "ms", at_share(0.95)),
            ("worst_frame_ms", "ms", at_share(1.0)),
            ("main_thread_idle", "share", 1.0 - busy.task),
            ("main_thread_cpu", "share", busy.cpu),
        ] {
            if as_json {
                let row = json!({"bench": "wall", "case": case, "metric": metric, "unit": unit, "ours": ours});
                println!("{row}");
            } else {
                println!("{case:<12} {metric:<18} {ours:9.3} {unit}");
            }
        }
    }
    Ok(())
}
