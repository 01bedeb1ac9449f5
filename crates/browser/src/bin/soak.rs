//! Watches the big screen over loops of the demo: `cargo xtask soak [--minutes N] [--json]`. At the same race instant of
//! each loop it forces a collection and counts: heap, nodes, listeners; and it says how frames came and how far the feed
//! lay behind. What grows from the second loop to the last is a leak.

use std::time::{Duration, Instant};

use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::{Value, json};

/// A loop of the demo takes about a minute at this speed.
const SPEED: &str = "300";
/// The race instant at which is counted: the half marathon is coming in, the marathon is on its way.
const AT: &str = "10:50";
/// The viewer of a wall.
const SIZE: (u32, u32) = (1920, 1080);

/// What was counted in a loop.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    heap_mb: f64,
    dom_nodes: f64,
    listeners: f64,
    frame_ms: f64,
    worst_frame_ms: f64,
    idle: f64,
    feed_lag_s: f64,
}

#[tokio::main]
async fn main() -> Done {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let json = args.iter().any(|arg| arg == "--json");
    let minutes = args.iter().position(|arg| arg == "--minutes");
    let minutes = minutes.and_then(|i| args.get(i + 1)?.parse::<f64>().ok());
    let until = Instant::now() + Duration::from_secs_f64(minutes.unwrap_or(12.0) * 60.0);

    let server = Server::start(&["demo", "--speed", SPEED, "--at", "10:20:00"])?;
    let visitor = Visitor::new("ko,en").await?;
    visitor.on_screen(SIZE.0, SIZE.1, 1.0).await?;
    // One scene, so that every loop is counted at the same one.
    let scenes = "/screen?lang=ko,en&scenes=stadium:600";
    visitor.open(&server.url(scenes)).await?;
    visitor.find(".scene").await?;
    visitor.cdp("Performance.enable", json!({})).await?;
    let mut counts = Vec::new();
    while Instant::now() < until {
        wait_for("the race comes by the instant", 600.0, async || {
            let clock = visitor.text(".foot-clock span").await?;
            Ok((clock == AT).then_some(()))
        })
        .await?;
        let count = count(&visitor).await?;
        if !json {
            println!("loop {}: {count:?}", counts.len() + 1);
        }
        counts.push(count);
        // The instant lasts less than this, a loop longer.
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    report(&counts, json)
}

/// Counts after a collection.
async fn count(visitor: &Visitor) -> Done<Count> {
    let frames = visitor
        .driver()
        .execute_async(
            "const done = arguments[0]; const all = []; let last = performance.now();
             const step = (now) => { all.push(now - last); last = now;
                all.length < 60 ? requestAnimationFrame(step) : done(all.slice(1)); };
             requestAnimationFrame(step);",
            Vec::new(),
        )
        .await?;
    let mut frames: Vec<f64> = frames
        .json()
        .as_array()
        .map(|all| all.iter().filter_map(Value::as_f64).collect())
        .unwrap_or_default();
    frames.sort_by(f64::total_cmp);
    let before = metrics(visitor).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let after = metrics(visitor).await?;
    for _ in 0..2 {
        visitor
            .cdp("HeapProfiler.collectGarbage", json!({}))
            .await?;
    }
    let settled = metrics(visitor).await?;
    let behind = visitor
        .look(
            "return fetch('/feed/v1/live.json', { cache: 'no-store' }).then((r) => r.json())
             .then(({ clock, base, through }) => {
                const race = clock.race + (Date.now() - clock.at) * clock.rate;
                return (race - base - through * 100) / clock.rate / 1000;
             })",
        )
        .await?;
    let of = |all: &Value, name: &str| {
        let mut found = all["metrics"].as_array().into_iter().flatten();
        let found = found.find(|m| m["name"] == name);
        found.and_then(|m| m["value"].as_f64()).unwrap_or_default()
    };
    let gone = of(&after, "Timestamp") - of(&before, "Timestamp");
    let busy = of(&after, "TaskDuration") - of(&before, "TaskDuration");
    Ok(Count {
        heap_mb: of(&settled, "JSHeapUsedSize") / 1e6,
        dom_nodes: of(&settled, "Nodes"),
        listeners: of(&settled, "JSEventListeners"),
        frame_ms: frames.get(frames.len() / 2).copied().unwrap_or_default(),
        worst_frame_ms: frames.last().copied().unwrap_or_default(),
        idle: 1.0 - busy / gone.max(1e-9),
        feed_lag_s: behind.as_f64().unwrap_or_default(),
    })
}

async fn metrics(visitor: &Visitor) -> Done<Value> {
    let cdp = visitor.driver().cdp();
    Ok(cdp.send_raw("Performance.getMetrics", json!({})).await?)
}

/// The second loop against the last: the first still fetches and compiles.
fn report(counts: &[Count], json: bool) -> Done {
    let (Some(second), Some(last)) = (counts.get(1), counts.last()) else {
        return Err("fewer than two loops were seen; give it more minutes".into());
    };
    let rows = [
        ("heap_mb", "MB", second.heap_mb, last.heap_mb),
        ("dom_nodes", "nodes", second.dom_nodes, last.dom_nodes),
        ("listeners", "listeners", second.listeners, last.listeners),
        ("frame_ms", "ms", second.frame_ms, last.frame_ms),
        (
            "worst_frame_ms",
            "ms",
            second.worst_frame_ms,
            last.worst_frame_ms,
        ),
        ("idle", "share", second.idle, last.idle),
        ("feed_lag_s", "s", second.feed_lag_s, last.feed_lag_s),
    ];
    for (metric, unit, from, to) in rows {
        if json {
            let row = json!({"bench": "soak", "case": format!("loop-{}", counts.len()), "metric": metric,
                "unit": unit, "ours": to, "loop_2": from, "grown": to - from});
            println!("{row}");
        } else {
            println!(
                "{metric}: {from:.3} in loop 2, {to:.3} in loop {} ({unit})",
                counts.len()
            );
        }
    }
    Ok(())
}
