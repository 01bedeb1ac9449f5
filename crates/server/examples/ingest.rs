//! What bringing reads in costs, with the binary itself on this machine's disk: `ingest BINARY`. Each line is one number
//! with the goal beside it; `--json` prints objects, `speed` or `size` measures that alone.
//!
//! Long because it is one story told in order: a small race for speed, then a large one for memory and start-up.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use homestretch_feed::read;
use homestretch_race::What;
use homestretch_race::event::Event;
use homestretch_server::demo;

type Fallible<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ENTRANTS: usize = 50_000;
/// Helpers between mats have no reads of their own in this measure: twelve reads a runner are left.
const SKIPPED: [&str; 2] = ["lap", "stadium"];

struct Server {
    child: Child,
    address: String,
    started: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(binary: &str, folder: &Path) -> Fallible<Self> {
        let began = Instant::now();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--app", "/nowhere"])
            .args(["--at", "09:30:00"])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no log")?).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            let (_, rest) = line.split_once("http://")?;
            Some(rest.split('/').next()?.to_owned())
        });
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.ok_or("the server did not start")?;
        let server = Self {
            child,
            address,
            started: began.elapsed(),
        };
        Ok(server)
    }

    fn line(&self) -> Fallible<Line> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        Ok(Line(BufReader::new(stream)))
    }

    /// Megabytes in memory: now, and at most so far.
    fn memory_mb(&self) -> Fallible<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
            kb.map_or(f64::NAN, |kb| kb / 1000.0)
        };
        Ok((of("VmRSS:"), of("VmHWM:")))
    }
}

/// A connection that is kept.
struct Line(BufReader<TcpStream>);

impl Line {
    fn ask(&mut self, head: &str, body: &str) -> Fallible<Vec<u8>> {
        let length = body.len();
        let text = format!(
            "{head} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(text.as_bytes())?;
        let (mut status, mut length) = (String::new(), 0);
        self.0.read_line(&mut status)?;
        loop {
            let mut header = String::new();
            self.0.read_line(&mut header)?;
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(n) = header.strip_prefix("content-length:") {
                length = n.trim().parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.0.read_exact(&mut answer)?;
        if status.contains(" 200 ") {
            Ok(answer)
        } else {
            Err(format!("{status}: {}", String::from_utf8_lossy(&answer)).into())
        }
    }

    fn bring(&mut self, source: &str, reads: &[String]) -> Fallible {
        let body = format!(
            "{{\"source\":\"{source}\",\"reads\":[{}]}}",
            reads.join(",")
        );
        self.ask("POST /api/v1/reads", &body).map(drop)
    }
}

struct Tell {
    json: bool,
}

impl Tell {
    fn say(&self, what: &str, value: f64, goal: &str) {
        if self.json {
            println!("{{\"metric\":\"{what}\",\"value\":{value:.2},\"goal\":\"{goal}\"}}");
        } else {
            println!("{what:<52} {value:>10.1}   goal {goal}");
        }
    }
}

fn main() -> Fallible {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let binary = args.first().ok_or("ingest BINARY [--json]")?;
    let tell = Tell {
        json: args.iter().any(|arg| arg == "--json"),
    };
    // Beside the binary: a temporary folder may be in memory, where a sync costs nothing.
    let disk = Path::new(binary)
        .parent()
        .ok_or("no folder")?
        .join("bench-ingest");
    let _ = std::fs::remove_dir_all(&disk);
    let syncs = syncs_per_s(&disk)?;
    tell.say("disk syncs a second", syncs, "-");
    let demo = demo::demo(1)?;
    let event = &demo.day.event;
    let alone = |word: &str| args.iter().any(|arg| arg == word);
    if !alone("size") {
        speed(binary, &disk.join("small"), event, &tell, syncs)?;
    }
    if !alone("speed") {
        size(binary, &disk.join("large"), event, &tell)?;
    }
    std::fs::remove_dir_all(&disk)?;
    Ok(())
}

/// Syncs of a page of a file that has its size already, as the store's journal mostly has.
fn syncs_per_s(disk: &Path) -> Fallible<f64> {
    std::fs::create_dir_all(disk)?;
    let path = disk.join("sync");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    file.write_all(&vec![7; 4 << 20])?;
    file.sync_all()?;
    let mut file = OpenOptions::new().write(true).open(&path)?;
    let (n, began) = (500, Instant::now());
    for _ in 0..n {
        file.write_all(&[8; 4096])?;
        file.sync_data()?;
    }
    Ok(f64::from(n) / began.elapsed().as_secs_f64())
}

/// A race folder with so many runners of the marathon.
fn folder(at: &Path, entrants: usize) -> Fallible {
    std::fs::create_dir_all(at)?;
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    for file in ["event.json", "course.json"] {
        std::fs::copy(demo.join(file), at.join(file))?;
    }
    let mut csv = BufWriter::new(File::create(at.join("entrants.csv"))?);
    writeln!(csv, "bib,noc,contest,wave,sex,age,expects,live,name:en")?;
    for n in 0..entrants {
        let (bib, sex) = (bib(n), ["F", "M"][n % 2]);
        writeln!(
            csv,
            "{bib},GER,full,A,{sex},30-34,4:00:00,yes,Runner Number {n}"
        )?;
    }
    csv.flush()?;
    Ok(())
}

fn bib(n: usize) -> usize {
    n + 1
}

fn record(no: u64, n: usize, mat: &str, at_ms: i64) -> String {
    format!(
        "{{\"no\":{no},\"chip\":\"{}\",\"mat\":\"{mat}\",\"at_ms\":{at_ms}}}",
        bib(n)
    )
}

fn speed(binary: &str, at: &Path, event: &Event, tell: &Tell, syncs: f64) -> Fallible {
    folder(at, 5_000)?;
    let server = Server::start(binary, at)?;
    let wave = &event.contests[0].waves[1];
    let (gun_ms, start) = (wave.gun.0, event.mats[0].key.clone());

    let mut line = server.line()?;
    let (n, began) = (300_u64, Instant::now());
    for no in 0..n {
        line.bring(
            "one",
            &[record(no, no as usize, "elsewhere", gun_ms + no as i64)],
        )?;
    }
    let one_by_one = n as f64 / began.elapsed().as_secs_f64();
    tell.say("acknowledged reads a second, one by one", one_by_one, "-");
    tell.say(
        "the same, of the disk's syncs",
        one_by_one / syncs,
        ">= 0.8",
    );

    let next = AtomicU64::new(0);
    let began = Instant::now();
    let until = Duration::from_secs(5);
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                let mut line = server.line().ok()?;
                while began.elapsed() < until {
                    let no = next.fetch_add(1, Relaxed);
                    let read = record(no, no as usize % 5_000, "elsewhere", gun_ms + no as i64);
                    line.bring("many", &[read]).ok()?;
                }
                Some(())
            });
        }
    });
    let per_s = next.load(Relaxed) as f64 / began.elapsed().as_secs_f64();
    tell.say("the same, one a request on 64 lines at once", per_s, "-");

    let next = AtomicU64::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut line = server.line().ok()?;
                while began.elapsed() < until {
                    let no = next.fetch_add(50, Relaxed);
                    let reads = (no..no + 50)
                        .map(|no| record(no, no as usize % 5_000, "elsewhere", gun_ms + no as i64));
                    line.bring("batches", &reads.collect::<Vec<_>>()).ok()?;
                }
                Some(())
            });
        }
    });
    let per_s = next.load(Relaxed) as f64 / began.elapsed().as_secs_f64();
    tell.say(
        "the same, pipelined: 50 a request on 8 lines",
        per_s,
        ">= 5000",
    );
    let p99 = until_published(&server, gun_ms, &start)?;
    tell.say(
        "milliseconds from acknowledged to published, p99",
        p99,
        "<= 5100",
    );
    Ok(())
}

/// Somebody starts every tenth of a second; when does the head say so?
fn until_published(server: &Server, gun_ms: i64, start: &str) -> Fallible<f64> {
    const N: usize = 300;
    let known = std::thread::scope(|scope| {
        let asking = scope.spawn(|| -> Fallible<Vec<Instant>> {
            let mut line = server.line()?;
            let mut seen: Vec<Option<Instant>> = vec![None; N];
            let began = Instant::now();
            while seen.iter().any(Option::is_none) && began.elapsed() < Duration::from_mins(1) {
                let head = line.ask("GET /feed/v1/live.json", "")?;
                let now = Instant::now();
                let head = read::head(&head)?.value;
                let ticks = &head.ticks;
                for change in ticks.iter().flat_map(|tick| &tick.changes) {
                    let What::Passing { entrant, .. } = &change.what else {
                        continue;
                    };
                    // Numbers of entrants are their places in the file.
                    if let Some(slot) = seen.get_mut(entrant.0 as usize) {
                        slot.get_or_insert(now);
                    }
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            let seen: Option<Vec<Instant>> = seen.into_iter().collect();
            Ok(seen.ok_or("not everybody was published")?)
        });
        let mut acknowledged = Vec::new();
        let mut line = server.line()?;
        for n in 0..N {
            line.bring(
                "starts",
                &[record(n as u64, n, start, gun_ms + 1000 + n as i64 * 10)],
            )?;
            acknowledged.push(Instant::now());
            std::thread::sleep(Duration::from_millis(100));
        }
        let seen = asking.join().map_err(|_| "the asking failed")?;
        let seen = seen?;
        let lags = acknowledged
            .iter()
            .zip(seen)
            .map(|(a, s)| (s - *a).as_secs_f64() * 1000.0);
        Fallible::Ok(lags.collect::<Vec<f64>>())
    });
    let mut lags = known?;
    lags.sort_by(f64::total_cmp);
    Ok(lags[lags.len() * 99 / 100])
}

fn size(binary: &str, at: &Path, event: &Event, tell: &Tell) -> Fallible {
    folder(at, ENTRANTS)?;
    let contest = &event.contests[0];
    let gun_ms = contest.waves[1].gun.0;
    let points = contest
        .points
        .iter()
        .filter(|p| !SKIPPED.contains(&p.key.as_str()));
    let mut reads: Vec<(i64, usize, usize)> = points
        .flat_map(|point| {
            (0..ENTRANTS).map(move |n| {
                let part = n as f64 / ENTRANTS as f64;
                let s = 600.0 * part + point.at_m * (0.18 + 0.22 * part);
                (gun_ms + (s * 1000.0) as i64, n, point.mat)
            })
        })
        .collect();
    reads.sort_unstable();
    let server = Server::start(binary, at)?;
    let mut line = server.line()?;
    let began = Instant::now();
    for (nth, batch) in reads.chunks(5_000).enumerate() {
        let batch = batch.iter().enumerate().map(|(i, (at_ms, n, mat))| {
            record((nth * 5_000 + i) as u64, *n, &event.mats[*mat].key, *at_ms)
        });
        line.bring("decoder", &batch.collect::<Vec<_>>())?;
    }
    tell.say(
        "reads of the large race brought in",
        reads.len() as f64,
        "-",
    );
    tell.say(
        "seconds for all of them",
        began.elapsed().as_secs_f64(),
        "-",
    );
    // Ticks, bundles and a keyframe of it all are made and packed.
    std::thread::sleep(Duration::from_secs(20));
    let (now, most) = server.memory_mb()?;
    tell.say("megabytes in memory with them", now, "<= 300");
    tell.say("at most", most, "-");
    drop((line, server));
    let server = Server::start(binary, at)?;
    tell.say(
        "seconds to start from that store",
        server.started.as_secs_f64(),
        "<= 3",
    );
    std::thread::sleep(Duration::from_secs(10));
    let (now, most) = server.memory_mb()?;
    tell.say("megabytes in memory after that start", now, "<= 300");
    tell.say("at most", most, "-");
    Ok(())
}
