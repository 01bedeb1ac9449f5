//! What is measured on which screen, in which order, and what is said of it.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::cpu::cpu_ms;
use crate::door::{answer, file, request};

/// The ways, and the most dots each is asked to move: beyond it a frame takes seconds.
const PEERS: [(&str, u32); 6] = [
    ("floor", u32::MAX),
    ("ours", u32::MAX),
    ("leaflet-canvas", u32::MAX),
    ("leaflet-svg", 20_000),
    ("glify", u32::MAX),
    ("sprite", u32::MAX),
];

/// A screen, what is added to the names of its cases, and what is measured on it.
struct Screen {
    suffix: &'static str,
    width: u32,
    height: u32,
    ratio: u32,
    fields: &'static [u32],
    /// How many of [`PEERS`], from the first.
    n_peers: usize,
}

/// The cost of a picture grows with its pixels, so fine and large screens are measured, too.
const SCREENS: [Screen; 3] = [
    Screen {
        suffix: "",
        width: 1920,
        height: 1080,
        ratio: 1,
        fields: &[1_000, 5_000, 20_000, 50_000],
        n_peers: PEERS.len(),
    },
    Screen {
        suffix: "@2x",
        width: 1920,
        height: 1080,
        ratio: 2,
        fields: &[1_000, 20_000],
        n_peers: 3,
    },
    Screen {
        suffix: "@4k",
        width: 3840,
        height: 2160,
        ratio: 1,
        fields: &[1_000, 20_000],
        n_peers: 3,
    },
];

/// Rounds in which every way has a turn; odd, for the median.
const ROUNDS: usize = 7;
const WARM_MS: u32 = 500;
const STRETCH_MS: u32 = 1_000;

/// Milliseconds of CPU a frame by (dots, way): one number a round.
type Measured = BTreeMap<(u32, String), Vec<f64>>;

/// What was asked for.
struct Asked {
    page: PathBuf,
    chrome: String,
    as_json: bool,
    /// Fields; all when none is named.
    fields: Vec<u32>,
    /// Ways; all when none is named.
    peers: Vec<String>,
}

impl Asked {
    fn of(args: &[String]) -> Result<Self, String> {
        let after = |name: &str| {
            let at = args.iter().position(|a| a == name)?;
            args.get(at + 1)
        };
        let page = after("--page").ok_or("say where the built page is: `--page DIR`")?;
        Ok(Self {
            page: page.into(),
            chrome: after("--chrome")
                .cloned()
                .unwrap_or_else(|| "chromium".to_owned()),
            as_json: args.iter().any(|a| a == "--json"),
            fields: args.iter().filter_map(|a| a.parse().ok()).collect(),
            peers: after("--peers")
                .map(|names| names.split(',').map(str::to_owned).collect())
                .unwrap_or_default(),
        })
    }

    /// The turns on a screen, round by round.
    fn turns(&self, screen: &Screen) -> Vec<(u32, &'static str)> {
        let fields = screen.fields.iter().copied();
        fields
            .filter(|n| self.fields.is_empty() || self.fields.contains(n))
            .flat_map(|n| std::iter::repeat_n(n, ROUNDS))
            .flat_map(|n| {
                PEERS
                    .into_iter()
                    .take(screen.n_peers)
                    .filter(move |(_, most)| n <= *most)
                    .map(move |(peer, _)| (n, peer))
            })
            .filter(|(_, peer)| self.peers.is_empty() || self.peers.iter().any(|p| p == peer))
            .collect()
    }
}

/// Runs the bench: `--page DIR` (built page), `--chrome FILE`, `--json`, numbers of dots to run only those, and
/// `--peers NAME,NAME` to run only those ways.
pub fn bench(args: &[String]) -> Result<(), String> {
    let asked = Asked::of(args)?;
    for screen in &SCREENS {
        let turns = asked.turns(screen);
        if !turns.is_empty() {
            report(&measure(&asked, screen, &turns)?, screen, asked.as_json);
        }
    }
    Ok(())
}

fn measure(
    asked: &Asked,
    screen: &Screen,
    turns: &[(u32, &'static str)],
) -> Result<Measured, String> {
    let listener =
        TcpListener::bind("127.0.0.1:0").map_err(|e| format!("no port to listen on: {e}"))?;
    let port = listener.local_addr().map_err(|e| e.to_string())?.port();
    let profile = std::env::temp_dir().join(format!("homestretch-bench-{}", std::process::id()));
    let mut browser = start(&asked.chrome, &profile, port, screen)?;
    let plan = json!({
        "width": screen.width, "height": screen.height, "warm_ms": WARM_MS, "stretch_ms": STRETCH_MS,
        "turns": turns.iter().map(|(n, peer)| json!({"n": n, "peer": peer})).collect::<Vec<_>>(),
    });
    let measured = serve(&listener, &asked.page, browser.id(), &plan, screen.suffix);
    // It is ours, and it is told by its handle.
    let _ = browser.kill();
    let _ = browser.wait();
    let _ = fs::remove_dir_all(&profile);
    measured
}

fn start(chrome: &str, profile: &Path, port: u16, screen: &Screen) -> Result<Child, String> {
    Command::new(chrome)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-unsafe-swiftshader",
            // Frames as fast as they can be drawn, or waiting would be measured too.
            "--disable-frame-rate-limit",
            "--disable-gpu-vsync",
            "--js-flags=--expose-gc",
        ])
        .arg(format!("--window-size={},{}", screen.width, screen.height))
        .arg(format!("--force-device-scale-factor={}", screen.ratio))
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("http://127.0.0.1:{port}/"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| {
            format!("`{chrome}` does not start ({e}); say which browser with `--chrome FILE`")
        })
}

fn serve(
    listener: &TcpListener,
    page: &Path,
    browser: u32,
    plan: &Value,
    suffix: &str,
) -> Result<Measured, String> {
    let mut measured = Measured::new();
    let mut begun_ms = 0.0;
    for stream in listener.incoming() {
        let Ok(mut stream) = stream else { continue };
        let Some((method, path, body)) = request(&stream) else {
            continue;
        };
        if method == "GET" {
            file(&mut stream, page, &path);
            continue;
        }
        let said: Value = serde_json::from_slice(&body).unwrap_or_default();
        let key = (
            said["n"].as_u64().unwrap_or_default() as u32,
            said["peer"].as_str().unwrap_or_default().to_owned(),
        );
        let mut reply = &Value::Null;
        match path.as_str() {
            "/plan" => reply = plan,
            "/begin" => begun_ms = cpu_ms(browser),
            "/end" => {
                let frames = said["frames"].as_f64().unwrap_or(1.0).max(1.0);
                let cost = (cpu_ms(browser) - begun_ms) / frames;
                let case = format!("{}{suffix}", key.0);
                eprintln!(
                    "{case:>9} {:<15} {cost:8.2} ms a frame ({frames} frames)",
                    key.1
                );
                measured.entry(key).or_default().push(cost);
            }
            "/failed" => eprintln!("{} at {} dots: {}", key.1, key.0, said["problem"]),
            _ => {}
        }
        let words = reply.to_string();
        answer(&mut stream, "application/json", words.as_bytes());
        if path == "/done" {
            return Ok(measured);
        }
    }
    Err("the browser went away".to_owned())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Says what each way costs, and how many times as much as ours: the median over the rounds of what the two cost in
/// the same round, so that a machine which is slower for a while does not tilt it.
fn report(measured: &Measured, screen: &Screen, as_json: bool) {
    for &n in screen.fields {
        let cost = |peer: &str| measured.get(&(n, peer.to_owned()));
        let Some(ours) = cost("ours") else { continue };
        let (case, ours_ms) = (format!("{n}{}", screen.suffix), median(ours.clone()));
        if !as_json {
            println!("\n{case} dots: {ours_ms:.2} ms of CPU a frame");
        }
        for (peer, _) in PEERS.into_iter().filter(|(p, _)| *p != "ours") {
            let Some(theirs) = cost(peer) else { continue };
            let ratio = median(theirs.iter().zip(ours).map(|(t, o)| t / o).collect());
            let theirs_ms = median(theirs.clone());
            if as_json {
                println!(
                    "{}",
                    json!({"bench": "dots", "case": case, "metric": "cpu_ms", "unit": "ms",
                        "ours": ours_ms, "peer": peer, "theirs": theirs_ms, "ratio": ratio})
                );
            } else if peer == "floor" {
                println!(
                    "  {peer:<15} {theirs_ms:8.2} ms   ours is {:.2}× this",
                    1.0 / ratio
                );
            } else {
                println!("  {peer:<15} {theirs_ms:8.2} ms   {ratio:6.2}× ours");
            }
        }
    }
}
