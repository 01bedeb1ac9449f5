//! The binary itself, killed in the middle of things, again and again, under load: what it has acknowledged is there
//! once when it comes back, and what it has published never changes. `HOMESTRETCH_KILLS` sets how often.

mod support;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use homestretch_feed::paths;
use homestretch_race::Tick;
use support::process::{Process, example, reads};

const KILLS: u64 = 6;
const SOURCES: [&str; 3] = ["start", "turn", "finish"];

/// What the world was told, over all lives of the server.
#[derive(Default)]
struct Told {
    /// Acknowledged numbers by source.
    acknowledged: Mutex<BTreeMap<&'static str, Vec<u64>>>,
    sent: AtomicU64,
    /// Published ticks by name.
    ticks: Mutex<BTreeMap<String, Vec<u8>>>,
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
            self.sent.fetch_add(20, Ordering::Relaxed);
            let request = agent.post(url).header("content-type", "application/json");
            if request.send(&body).is_err() || stop.load(Ordering::Relaxed) {
                return;
            }
            let mut all = self.acknowledged.lock().expect("no panic");
            all.entry(source).or_default().extend(numbers);
        }
    }

    /// Looks at every published tick, and that none has changed.
    fn look_at_ticks(&self, process: &Process) -> String {
        let head = process.head();
        for n in 1..=head.tick.0 {
            let name = paths::tick(&head.epoch, Tick(n));
            let file = process.get(&format!("/feed/v1/{name}"));
            assert_eq!(file.status, 200, "{name}");
            let mut ticks = self.ticks.lock().expect("no panic");
            let before = ticks
                .entry(name.clone())
                .or_insert_with(|| file.bytes.clone());
            assert_eq!(*before, file.bytes, "{name} has changed");
        }
        head.epoch
    }

    /// Everything that was acknowledged is known, and nothing is there that was not sent.
    fn look_at_reads(&self, process: &Process) {
        let acknowledged = self.acknowledged.lock().expect("no panic").clone();
        let health: serde_json::Value =
            serde_json::from_slice(&process.get("/healthz").bytes).expect("JSON");
        let n_entries = health["entries"].as_u64().expect("a number");
        let n_acknowledged: usize = acknowledged.values().map(Vec::len).sum();
        assert!(n_entries >= n_acknowledged as u64);
        assert!(n_entries <= self.sent.load(Ordering::Relaxed));
        for (source, numbers) in acknowledged {
            for part in numbers.chunks(2_000) {
                let answer = process.post(&reads(source, part.iter().copied()));
                let known = format!(r#"{{"new":0,"known":{},"#, part.len());
                assert!(answer.text().starts_with(&known), "{}", answer.text());
            }
        }
    }
}

#[test]
fn what_was_acknowledged_is_there_once_however_often_it_is_killed() {
    let folder = example();
    let kills = std::env::var("HOMESTRETCH_KILLS").ok();
    let kills = kills.and_then(|n| n.parse().ok()).unwrap_or(KILLS);
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
        told.look_at_reads(&process);
        let url = process.url("/api/v1/reads");
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for source in SOURCES {
                let (told, url, stop) = (&told, url.as_str(), &stop);
                scope.spawn(move || told.bring(url, source, life * 1_000_000, stop));
            }
            // At no moment in particular, but the same ones in every run.
            std::thread::sleep(Duration::from_millis(100 + life * 6_367 % 500));
            process.kill();
            stop.store(true, Ordering::Relaxed);
        });
    }
    let n_acknowledged: usize = {
        let all = told.acknowledged.lock().expect("no panic");
        all.values().map(Vec::len).sum()
    };
    assert!(n_acknowledged > 500, "there was load: {n_acknowledged}");
    let last = Process::start(folder.path());
    told.look_at_ticks(&last);
    told.look_at_reads(&last);
}
