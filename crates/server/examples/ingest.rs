//! What bringing reads in costs, with the binary itself on this machine's disk: `ingest BINARY`. Each line is one number
//! with the goal beside it; `--json` prints objects, `speed` or `size` measures that alone.
//!
//! Long because it is one story told in order: a small race for speed, then a large one for memory and start-up.

#[path = "support/mod.rs"]
mod support;

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use homestretch_feed::read;
use homestretch_race::What;
use homestretch_race::event::Event;
use homestretch_server::demo;
use support::{Fallible, Server, folder, median, record};

const ENTRANTS: usize = 50_000;
/// The head of a larger field brings no ticks, and from the head it is seen when a read is published.
const SMALL: usize = 2_000;
/// When everybody of the large race is home: no read lies in the future.
const OVER: &str = "14:00:00";
/// Helpers between mats have no reads of their own in this measure: twelve reads a runner are left.
const SKIPPED: [&str; 2] = ["lap", "stadium"];

/// The disk and reads one by one take so many turns, of so many each.
const ROUNDS: usize = 15;
const IN_ROUND: u32 = 300;

struct Tell {
    json: bool,
}

impl Tell {
    fn say(&self, what: &str, value: f64, goal: &str) {
        if self.json {
            println!(
                "{{\"bench\":\"ingest\",\"metric\":\"{what}\",\"ours\":{value:.2},\"goal\":\"{goal}\"}}"
            );
        } else {
            println!("{what:<52} {value:>10.2}   goal {goal}");
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
    let demo = demo::demo(1)?;
    let event = &demo.day.event;
    let alone = |word: &str| args.iter().any(|arg| arg == word);
    if !alone("size") {
        speed(binary, &disk, event, &tell)?;
    }
    if !alone("speed") {
        size(binary, &disk.join("large"), event, &tell)?;
    }
    std::fs::remove_dir_all(&disk)?;
    Ok(())
}

/// A file that is synced again and again, as the store's journal is.
struct Syncs {
    file: File,
    at: u64,
}

impl Syncs {
    /// What one read makes the store write: the pages of table and index, each with the journal's own words.
    const BYTES: usize = 3 * (4_096 + 24);
    /// The file has its size already, as the journal has.
    const ROOM: u64 = 4 << 20;

    fn new(disk: &Path) -> Fallible<Self> {
        std::fs::create_dir_all(disk)?;
        let mut file = File::create(disk.join("sync"))?;
        file.write_all(&vec![7; Self::ROOM as usize])?;
        file.sync_all()?;
        Ok(Self { file, at: 0 })
    }

    /// How many a second, of so many.
    fn per_s(&mut self, n: u32) -> Fallible<f64> {
        let bytes = [8; Self::BYTES];
        let began = Instant::now();
        for _ in 0..n {
            if self.at + Self::BYTES as u64 > Self::ROOM {
                self.at = 0;
            }
            self.file.seek(SeekFrom::Start(self.at))?;
            self.file.write_all(&bytes)?;
            self.file.sync_data()?;
            self.at += Self::BYTES as u64;
        }
        Ok(f64::from(n) / began.elapsed().as_secs_f64())
    }
}

fn speed(binary: &str, disk: &Path, event: &Event, tell: &Tell) -> Fallible {
    let at = disk.join("small");
    folder(&at, SMALL)?;
    let server = Server::start(binary, &at, "09:30:00")?;
    let wave = &event.contests[0].waves[1];
    let (gun_ms, start) = (wave.gun.0, event.mats[0].key.clone());

    // The disk alone and reads one by one take turns, for the machine may be busy with other things at times.
    let mut syncs = Syncs::new(disk)?;
    let mut line = server.line()?;
    let mut no = 0;
    let (mut of_disk, mut one_by_one) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        of_disk.push(syncs.per_s(IN_ROUND)?);
        let began = Instant::now();
        for _ in 0..IN_ROUND {
            let read = record(no, no as usize % SMALL, "elsewhere", gun_ms + no as i64);
            line.bring("one", &[read])?;
            no += 1;
        }
        one_by_one.push(f64::from(IN_ROUND) / began.elapsed().as_secs_f64());
    }
    let ratios = one_by_one
        .iter()
        .zip(&of_disk)
        .map(|(one, disk)| one / disk);
    let ratio = median(ratios.collect());
    tell.say("disk syncs a second", median(of_disk), "-");
    tell.say(
        "acknowledged reads a second, one by one",
        median(one_by_one),
        "-",
    );
    tell.say("the same, of the disk's syncs", ratio, ">= 0.8");

    let next = AtomicU64::new(0);
    let began = Instant::now();
    let until = Duration::from_secs(5);
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                let mut line = server.line().ok()?;
                while began.elapsed() < until {
                    let no = next.fetch_add(1, Relaxed);
                    let read = record(no, no as usize % SMALL, "elsewhere", gun_ms + no as i64);
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
                        .map(|no| record(no, no as usize % SMALL, "elsewhere", gun_ms + no as i64));
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
    let server = Server::start(binary, at, OVER)?;
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
    let server = Server::start(binary, at, OVER)?;
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
