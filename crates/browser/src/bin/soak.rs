//! Watches the big screen over loops of the demo: `cargo xtask soak [--minutes N] [--loops N] [--json]`. What grows from
//! the second loop to the last is a leak.
//!
//! A loop is an hour of the demo's race in half a minute, through every kind of scene that there is. At its end the race's
//! clock stands still for twenty seconds: then a podium that has long been decided is put on the screen, so that in each
//! loop there is the same on it, a collection is forced, and it is counted what is left.

use std::time::{Duration, Instant};

use homestretch_browser::wall_clock::{Busy, frames_ms, metric, metrics};
use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::{Value, json};
use tokio::time::sleep;

const SPEED: &str = "120";
/// The stretch: the half marathon comes in, the marathon is on its way, the 5 km is over.
const FROM: &str = "10:00:00";
const UNTIL: &str = "11:00:00";
/// The same as the screen's foot says it.
const AT: &str = "11:00";
/// Scenes go by as fast as they can.
const SCREEN: &str =
    "/screen?lang=ko,en&scenes=lead:5,stadium:5,boards:5,field:5,podium:5,countdown:5,thanks:5";
/// What is on the screen while it is counted: nothing in it is estimated.
const CEREMONY: &str = r#"{"ceremony": {"contest": "5k", "sex": "F", "called": 3}}"#;
/// All three are on it, rows and scene have come in, and no banner lies over it.
const SETTLED: &str = "return document.querySelectorAll('.podium .step-name').length === 3
    && !document.querySelector('.banner') && !document.getAnimations().length";
const SELDOM: Duration = Duration::from_secs(2);
/// The viewer of a wall.
const SIZE: (u32, u32) = (1920, 1080);

/// What was counted in a loop.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    heap_mb: f64,
    wasm_mb: f64,
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
    let number = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1)?.parse::<f64>().ok()
    };
    let loops = number("--loops").map_or(usize::MAX, |n| n as usize);
    let minutes = number("--minutes").unwrap_or(if loops == usize::MAX { 12.0 } else { 600.0 });
    let until = Instant::now() + Duration::from_secs_f64(minutes * 60.0);

    let demo = ["demo", "--speed", SPEED, "--at", FROM, "--until", UNTIL];
    let server = Server::start(&demo)?;
    let visitor = Visitor::new("ko,en").await?;
    visitor.on_screen(SIZE.0, SIZE.1, 1.0).await?;
    visitor.open(&server.url(SCREEN)).await?;
    visitor.find(".scene").await?;
    visitor.cdp("Performance.enable", json!({})).await?;
    let mut counts = Vec::new();
    while Instant::now() < until && counts.len() < loops {
        let count = one_loop(&server, &visitor).await?;
        if !json {
            println!("loop {}: {count:?}", counts.len() + 1);
        }
        counts.push(count);
    }
    report(&counts, json)
}

/// Sees one loop through, and counts at its end.
async fn one_loop(server: &Server, visitor: &Visitor) -> Done<Count> {
    clock_says(visitor, "another loop begins", |clock| clock != AT).await?;
    let frames = frames_ms(visitor, 60).await?;
    let busy = Busy::over(visitor, Duration::from_secs(3)).await?;
    let feed_lag_s = feed_lag_s(visitor).await?;
    clock_says(visitor, "the race comes by the instant", |clock| {
        clock == AT
    })
    .await?;
    server.post("/api/v1/screen", CEREMONY)?;
    let left = loop {
        wait_for("the podium, and nothing else", 16.0, async || {
            sleep(SELDOM / 4).await;
            Ok((visitor.look(SETTLED).await? == true).then_some(()))
        })
        .await?;
        for _ in 0..3 {
            visitor
                .cdp("HeapProfiler.collectGarbage", json!({}))
                .await?;
        }
        let left = metrics(visitor).await?;
        // Had a banner come meanwhile, it would have been counted with the rest.
        if visitor.look(SETTLED).await? == true {
            break left;
        }
    };
    let count = Count {
        heap_mb: metric(&left, "JSHeapUsedSize") / 1e6,
        wasm_mb: visitor.look(WASM).await?.as_f64().unwrap_or_default() / 1e6,
        dom_nodes: metric(&left, "Nodes"),
        listeners: metric(&left, "JSEventListeners"),
        frame_ms: frames.get(frames.len() / 2).copied().unwrap_or_default(),
        worst_frame_ms: frames.last().copied().unwrap_or_default(),
        idle: 1.0 - busy.task,
        feed_lag_s,
    };
    server.post("/api/v1/screen", "{}")?;
    Ok(count)
}

/// Bytes of the program's own memory: its script gives the instance that runs to whoever asks again.
const WASM: &str = "return import(document.querySelector('script[data-app]').dataset.app)
    .then((app) => app.default()).then((wasm) => wasm.memory.buffer.byteLength)";

/// Looks seldom: each look leaves some of its own in the page.
async fn clock_says(visitor: &Visitor, what: &str, pleases: impl Fn(&str) -> bool) -> Done {
    wait_for(what, 600.0, async || {
        sleep(SELDOM).await;
        let clock = visitor.text(".foot-clock span").await?;
        Ok(pleases(&clock).then_some(()))
    })
    .await
}

/// Seconds of the wall clock from the race's now to what is known.
async fn feed_lag_s(visitor: &Visitor) -> Done<f64> {
    let behind = visitor
        .look(
            "return fetch('/feed/v1/live.json', { cache: 'no-store' }).then((r) => r.json())
             .then(({ clock, base, through }) => {
                const race = clock.race + (Date.now() - clock.at) * clock.rate;
                return (race - base - through * 100) / clock.rate / 1000;
             })",
        )
        .await?;
    Ok(behind.as_f64().unwrap_or_default())
}

/// What is said of a loop: name, unit, figure.
type Row = (&'static str, &'static str, fn(&Count) -> f64);

/// The second loop against the last: the first still fetches and compiles.
fn report(counts: &[Count], json: bool) -> Done {
    let (Some(second), Some(last)) = (counts.get(1), counts.last()) else {
        return Err("fewer than two loops were seen; give it more minutes".into());
    };
    let rows: [Row; 8] = [
        ("heap_mb", "MB", |c| c.heap_mb),
        ("wasm_mb", "MB", |c| c.wasm_mb),
        ("dom_nodes", "nodes", |c| c.dom_nodes),
        ("listeners", "listeners", |c| c.listeners),
        ("frame_ms", "ms", |c| c.frame_ms),
        ("worst_frame_ms", "ms", |c| c.worst_frame_ms),
        ("idle", "share", |c| c.idle),
        ("feed_lag_s", "s", |c| c.feed_lag_s),
    ];
    for (metric, unit, of) in rows {
        let (from, to) = (of(second), of(last));
        if json {
            let row: Value = json!({"bench": "soak", "case": format!("loop-{}", counts.len()), "metric": metric,
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
