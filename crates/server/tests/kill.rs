//! The binary itself, killed in the middle of things, again and again, under load: what it has acknowledged is there
//! once when it comes back, and what it has published never changes. `HOMESTRETCH_KILLS` sets how often, and
//! `HOMESTRETCH_SEED` at which moments; `cargo xtask soak --server` does it for an hour.

mod support;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use homestretch_feed::paths;
use homestretch_race::Tick;
use support::process::{Process, example, reads};

const KILLS: u64 = 6;
const SOURCES: [&str; 3] = ["start", "turn", "finish"];
/// In one life of so many it lives on until a tick is cut under load.
const LONG_LIVES: u64 = 5;

/// Numbers of reads begin anew with each life, so far apart.
const NUMBERS: u64 = 1_000_000;

/// Numbers by source.
type Numbers = Mutex<BTreeMap<&'static str, Vec<u64>>>;

/// What the world was told, over all lives of the server.
#[derive(Default)]
struct Told {
    acknowledged: Numbers,
    sent: Numbers,
    /// Published ticks by name.
    ticks: Mutex<BTreeMap<String, Vec<u8>>>,
}

fn note(numbers: &Numbers, source: &'static str, new: impl IntoIterator<Item = u64>) {
    let mut all = numbers.lock().expect("no panic");
    all.entry(source).or_default().extend(new);
}

fn count(numbers: &Numbers) -> usize {
    numbers
        .lock()
        .expect("no panic")
        .values()
        .map(Vec::len)
        .sum()
}

fn n_entries(process: &Process) -> usize {
    let health: serde_json::Value =
        serde_json::from_slice(&process.get("/healthz").bytes).expect("JSON");
    health["entries"].as_u64().expect("a number") as usize
}

impl Told {
    /// Brings reads until the server is gone, or it is told to stop.
    fn bring(&self, url: &str, source: &'static str, from: u64, stop: &AtomicBool) {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(10)))
            .build()
            .into();
        for batch in 0.. {
            let numbers = from + batch * 20..from + batch * 20 + 20;
            let body = reads(source, numbers.clone());
            note(&self.sent, source, numbers.clone());
            let request = agent.post(url).header("content-type", "application/json");
            if request.send(&body).is_err() || stop.load(Ordering::Relaxed) {
                return;
            }
            note(&self.acknowledged, source, numbers);
        }
    }

    /// Looks at what is published until the server is gone.
    fn watch(&self, url: &str) {
        let fetch = |name: &str| -> Option<Vec<u8>> {
            let mut answer = ureq::get(format!("{url}/feed/v1/{name}")).call().ok()?;
            answer.body_mut().read_to_vec().ok()
        };
        while let Some(head) = fetch(paths::LIVE) {
            let Ok(head) = homestretch_feed::read::head(&head) else {
                panic!("no head: {}", String::from_utf8_lossy(&head));
            };
            let name = paths::tick(&head.value.epoch, head.value.tick);
            if let Some(tick) = fetch(&name) {
                self.note_tick(&name, &tick);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn note_tick(&self, name: &str, bytes: &[u8]) {
        let mut ticks = self.ticks.lock().expect("no panic");
        let before = ticks
            .entry(name.to_owned())
            .or_insert_with(|| bytes.to_vec());
        assert_eq!(*before, bytes, "{name} has changed");
    }

    /// Looks at every published tick, and that none has changed.
    fn look_at_ticks(&self, process: &Process) -> String {
        let head = process.head();
        for n in 1..=head.tick.0 {
            let name = paths::tick(&head.epoch, Tick(n));
            let file = process.get(&format!("/feed/v1/{name}"));
            assert_eq!(file.status, 200, "{name}");
            self.note_tick(&name, &file.bytes);
        }
        let known = self.ticks.lock().expect("no panic").len();
        assert_eq!(head.tick.0 as usize, known, "no published tick is gone");
        head.epoch
    }

    /// Everything that was acknowledged from a life on is known, and nothing is there that was not sent. Asking for all
    /// of it after each life would take longer with each.
    fn look_at_reads(&self, process: &Process, life: u64) {
        let n = n_entries(process);
        assert!((count(&self.acknowledged)..=count(&self.sent)).contains(&n));
        let acknowledged = self.acknowledged.lock().expect("no panic").clone();
        for (source, numbers) in acknowledged {
            let from = numbers.partition_point(|no| *no < life * NUMBERS);
            for part in numbers[from..].chunks(2_000) {
                let answer = process.post(&reads(source, part.iter().copied()));
                let known = format!(r#"{{"new":0,"known":{},"#, part.len());
                assert!(answer.text().starts_with(&known), "{}", answer.text());
            }
        }
    }

    /// Whoever got no answer sends again, and then everything is there once.
    fn send_all_again(&self, process: &Process) {
        let sent = self.sent.lock().expect("no panic").clone();
        for (source, numbers) in sent {
            for part in numbers.chunks(2_000) {
                let answer = process.post(&reads(source, part.iter().copied()));
                assert_eq!(answer.status, 200, "{}", answer.text());
            }
        }
        let patience = std::time::Instant::now();
        let all = count(&self.sent);
        while n_entries(process) != all {
            // The race takes in what is durable a moment later.
            let found = n_entries(process);
            assert!(patience.elapsed().as_secs() < 20, "{found}, not {all}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn what_was_acknowledged_is_there_once_however_often_it_is_killed() {
    let folder = example();
    let kills = from_environment("HOMESTRETCH_KILLS").unwrap_or(KILLS);
    // At no moment in particular, but the same ones in every run.
    let mut chance = fastrand::Rng::with_seed(from_environment("HOMESTRETCH_SEED").unwrap_or(1));
    let told = Told::default();
    let mut epoch = None;
    for life in 0..kills {
        let process = Process::start(folder.path());
        let now = told.look_at_ticks(&process);
        assert_eq!(
            *epoch.get_or_insert(now.clone()),
            now,
            "the history goes on"
        );
        told.look_at_reads(&process, life.saturating_sub(1));
        let url = process.url("/api/v1/reads");
        let stop = AtomicBool::new(false);
        let lasting_ms = if life % LONG_LIVES == LONG_LIVES - 1 {
            chance.u64(4_800..6_000)
        } else {
            chance.u64(20..600)
        };
        std::thread::scope(|scope| {
            for source in SOURCES {
                let (told, url, stop) = (&told, url.as_str(), &stop);
                scope.spawn(move || told.bring(url, source, life * NUMBERS, stop));
            }
            let (told, url) = (&told, process.url(""));
            scope.spawn(move || told.watch(&url));
            std::thread::sleep(Duration::from_millis(lasting_ms));
            process.kill();
            stop.store(true, Ordering::Relaxed);
        });
        // Coming back it is killed as well, in one life of two.
        if chance.bool() {
            let after = Duration::from_millis(chance.u64(0..200));
            Process::kill_while_it_starts(folder.path(), after);
        }
    }
    let n_acknowledged = count(&told.acknowledged);
    assert!(n_acknowledged > 500, "there was load: {n_acknowledged}");
    let last = Process::start(folder.path());
    told.look_at_ticks(&last);
    told.look_at_reads(&last, 0);
    told.send_all_again(&last);
    let n_ticks = told.ticks.lock().expect("no panic").len();
    println!("\nkills={kills} acknowledged={n_acknowledged} ticks={n_ticks}");
}
