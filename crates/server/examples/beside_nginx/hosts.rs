//! The two servers, each on a core of its own, with a race that is published to the folder that nginx serves.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use homestretch_feed::{Head, paths, read};
use homestretch_server::demo;

use crate::support::{Fallible, Line, Server, folder, record};

/// The core that servers run on; whoever asks runs on another.
const CORE: &str = "0";
/// With twelve points each this is a race of 200,000 passings.
const ENTRANTS: usize = 16_700;
/// Helpers between mats have no reads of their own in this measure.
const SKIPPED: [&str; 2] = ["lap", "stadium"];

/// When everybody is home: no read lies in the future.
const OVER: &str = "14:00:00";

/// nginx with the configuration of the documents.
pub struct Nginx {
    child: Child,
    pub address: String,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Nginx {
    pub fn start(program: &str, published: &Path, at: &Path) -> Fallible<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let conf = include_str!("../../../../docs/nginx/homestretch.conf");
        let conf = conf
            .replace("/var/www/race", &published.display().to_string())
            .replace("127.0.0.1:8088", &address)
            .replace(
                "worker_processes auto;",
                "worker_processes 1; master_process off;",
            );
        std::fs::create_dir_all(at)?;
        std::fs::write(at.join("nginx.conf"), conf)?;
        let child = Command::new("taskset")
            .args(["-c", CORE, program, "-g", "daemon off;"])
            .args(["-c", "nginx.conf", "-p"])
            .arg(at)
            .stderr(Stdio::inherit())
            .spawn()?;
        let nginx = Self { child, address };
        wait_for("nginx", || Line::to(&nginx.address).ok())?;
        Ok(nginx)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// Our server with a race that is nearly over, all of it published to the folder.
pub fn ours(binary: &str, race: &Path, published: &Path) -> Fallible<(Server, Head)> {
    folder(race, ENTRANTS)?;
    let script = "exec \"$0\" \"$@\" --publish \"$PUBLISHED\"";
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script, "taskset", "-c", CORE, binary])
        .env("PUBLISHED", published);
    let server = Server::start_by(shell, race, OVER)?;
    bring_race(&server)?;
    let head = wait_for("a keyframe of it all", || {
        let head = head(&server)?;
        (head.keyframe?.0 + 4 > head.tick.0).then_some(head)
    })?;
    wait_for("everything published", || {
        let page = server.line().ok()?.ask("GET /metrics", "").ok()?;
        let page = String::from_utf8_lossy(&page).into_owned();
        let waiting = page
            .lines()
            .find_map(|line| line.strip_prefix("homestretch_publish_waiting "));
        let is_there = published.join("feed/v1").join(paths::LIVE).is_file();
        (is_there && waiting?.parse::<f64>().ok()? == 0.0).then_some(())
    })?;
    Ok((server, head))
}

/// Most of the race at once, and the end of it at twenty passings a second, so that ticks and head are what they are.
fn bring_race(server: &Server) -> Fallible {
    let demo = demo::demo(1)?;
    let event = &demo.day.event;
    let contest = &event.contests[0];
    let gun_ms = contest.waves[1].gun.0;
    let points = contest.points.iter();
    let points = points.filter(|p| !SKIPPED.contains(&p.key.as_str()));
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
    let last = reads.split_off(reads.len() - 400);
    let mut line = server.line()?;
    let mut no = 0;
    let mut bring = |part: &[(i64, usize, usize)]| {
        let part = part.iter().map(|(at_ms, n, mat)| {
            no += 1;
            record(no, *n, &event.mats[*mat].key, *at_ms)
        });
        line.bring("decoder", &part.collect::<Vec<_>>())
    };
    let (first, second) = reads.split_at(reads.len() / 2);
    for half in [first, second] {
        for part in half.chunks(5_000) {
            bring(part)?;
        }
        std::thread::sleep(Duration::from_secs(6));
    }
    for part in last.chunks(20) {
        bring(part)?;
        std::thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}

pub fn head(server: &Server) -> Option<Head> {
    let head = server.line().ok()?.ask("GET /feed/v1/live.json", "").ok()?;
    Some(read::head(&head).ok()?.value)
}

fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> Fallible<T> {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return Ok(found);
        }
        if began.elapsed() > Duration::from_mins(2) {
            return Err(format!("never: {what}").into());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Seconds of the processor that a process has used so far.
pub fn cpu_s(id: u32) -> f64 {
    let stat =
        std::fs::read_to_string(PathBuf::from(format!("/proc/{id}/stat"))).unwrap_or_default();
    // After the name, which may hold anything but ends with the last parenthesis, user and system time are 12 and 13.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = rest.split_whitespace().skip(11).take(2);
    ticks.filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / 100.0
}
