//! The server that the bench page talks to, and the reading of CPU time. Linux only, for it reads `/proc`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The ways, ours first, and the most dots each is asked to move: beyond it a frame takes seconds.
const PEERS: [(&str, u32); 6] = [
    ("floor", u32::MAX),
    ("ours", u32::MAX),
    ("leaflet-canvas", u32::MAX),
    ("leaflet-svg", 20_000),
    ("glify", u32::MAX),
    ("sprite", u32::MAX),
];
const CASES: [u32; 4] = [1_000, 5_000, 20_000, 50_000];
/// What the kernel counts CPU time in; fixed for programs, whatever the kernel itself does.
const TICK_MS: f64 = 10.0;

/// Milliseconds of CPU a frame, by (dots, way): one number a stretch.
type Measured = BTreeMap<(u32, String), Vec<f64>>;

/// Runs the bench: `--page DIR` (built page), `--chrome FILE`, `--json`, and numbers of dots to run only those.
pub fn bench(args: &[String]) -> Result<(), String> {
    let after = |name: &str| {
        args.iter()
            .position(|a| a == name)
            .and_then(|i| args.get(i + 1))
    };
    let page = PathBuf::from(after("--page").ok_or("say where the built page is: `--page DIR`")?);
    let chrome = after("--chrome")
        .cloned()
        .unwrap_or_else(|| "chromium".to_owned());
    let only: Vec<u32> = args.iter().filter_map(|a| a.parse().ok()).collect();
    let listener =
        TcpListener::bind("127.0.0.1:0").map_err(|e| format!("no port to listen on: {e}"))?;
    let port = listener.local_addr().map_err(|e| e.to_string())?.port();
    let profile = std::env::temp_dir().join(format!("homestretch-bench-{}", std::process::id()));
    let mut browser = start(&chrome, &profile, port)?;
    let measured = serve(&listener, &page, browser.id(), &only);
    // It is ours, and it is told by its handle.
    let _ = browser.kill();
    let _ = browser.wait();
    let _ = fs::remove_dir_all(&profile);
    report(&measured?, args.iter().any(|a| a == "--json"));
    Ok(())
}

fn start(chrome: &str, profile: &Path, port: u16) -> Result<Child, String> {
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
            "--window-size=1920,1080",
        ])
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
    only: &[u32],
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
        let mut reply = json!({});
        match path.as_str() {
            "/plan" => reply = plan(only),
            "/begin" => begun_ms = cpu_ms(browser),
            "/end" => {
                let frames = said["frames"].as_f64().unwrap_or(1.0).max(1.0);
                let cost = (cpu_ms(browser) - begun_ms) / frames;
                eprintln!(
                    "{:>6} {:<15} {cost:8.2} ms a frame ({frames} frames)",
                    key.0, key.1
                );
                measured.entry(key).or_default().push(cost);
            }
            "/failed" => eprintln!("{} at {} dots: {}", key.1, key.0, said["problem"]),
            _ => {}
        }
        answer(
            &mut stream,
            "application/json",
            reply.to_string().as_bytes(),
        );
        if path == "/done" {
            return Ok(measured);
        }
    }
    Err("the browser went away".to_owned())
}

/// What the page is to run, in order.
fn plan(only: &[u32]) -> Value {
    let cases = CASES
        .into_iter()
        .filter(|n| only.is_empty() || only.contains(n));
    let runs = cases.flat_map(|n| {
        PEERS
            .into_iter()
            .filter(move |(_, most)| n <= *most)
            .map(move |(peer, _)| json!({"n": n, "peer": peer}))
    });
    runs.collect()
}

fn request(stream: &TcpStream) -> Option<(String, String, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(n) = header.strip_prefix("content-length:") {
            length = n.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((method, path, body))
}

fn file(stream: &mut TcpStream, page: &Path, path: &str) {
    let name = path.trim_start_matches('/');
    let name = if name.is_empty() { "index.html" } else { name };
    // One folder, no paths: nothing else can be asked for.
    let found = (!name.contains('/'))
        .then(|| fs::read(page.join(name)).ok())
        .flatten();
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    if let Some(bytes) = found {
        answer(stream, kind, &bytes);
    } else {
        let _ = stream
            .write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}

fn answer(stream: &mut TcpStream, kind: &str, bytes: &[u8]) {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    // A page that has gone away wants no answer.
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(bytes));
}

/// CPU time so far of a process and all its descendants, in milliseconds.
fn cpu_ms(root: u32) -> f64 {
    let mut all: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // The name stands in parentheses and may hold anything; the numbers come after the last of them.
        let Some((_, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |i: usize| {
            fields
                .get(i)
                .and_then(|f| f.parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        // Parent, time in the program, time in the kernel.
        all.insert(id, (number(1) as u32, (number(11) + number(12)) * TICK_MS));
    }
    let belongs = |mut id: u32| {
        for _ in 0..64 {
            if id == root {
                return true;
            }
            match all.get(&id) {
                Some((parent, _)) if *parent > 1 => id = *parent,
                _ => return false,
            }
        }
        false
    };
    all.iter()
        .filter(|(id, _)| belongs(**id))
        .map(|(_, (_, ms))| ms)
        .sum()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn report(measured: &Measured, as_json: bool) {
    let cost = |n: u32, peer: &str| {
        measured
            .get(&(n, peer.to_owned()))
            .map(|m| median(m.clone()))
    };
    for n in CASES {
        let Some(ours) = cost(n, "ours") else {
            continue;
        };
        if !as_json {
            println!("\n{n} dots: {ours:.2} ms of CPU a frame");
        }
        for (peer, theirs) in PEERS
            .iter()
            .filter_map(|(p, _)| Some((*p, cost(n, p)?)))
            .filter(|(p, _)| *p != "ours")
        {
            let ratio = theirs / ours;
            if as_json {
                println!(
                    "{}",
                    json!({"bench": "dots", "case": n.to_string(), "metric": "cpu_ms", "unit": "ms",
                        "ours": ours, "peer": peer, "theirs": theirs, "ratio": ratio})
                );
            } else {
                println!("  {peer:<15} {theirs:8.2} ms   {ratio:6.2}× ours");
            }
        }
    }
}
