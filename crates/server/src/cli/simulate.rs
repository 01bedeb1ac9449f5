//! `homestretch simulate`: the reads of a made-up field, as lines or brought to a server as decoders would.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use homestretch_race::time::Instant;
use homestretch_server::demo;
use homestretch_server::folder::entrants::csv_from_roster;
use homestretch_server::local_time::{midnight, span_from_clock};
use homestretch_server::timeline::{Timeline, Told};
use homestretch_server::wall;
use serde_json::json;

use super::Failure;

/// Make up a field on the demo course, and tell what its mats read: as JSON lines, or to a server.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Another seed makes another race.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Write the race as a race folder (event.json, course.json, entrants.csv), ready for `homestretch serve`.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Bring the reads to this server as time goes by, such as `http://127.0.0.1:8080`.
    #[arg(long, value_name = "URL")]
    post: Option<String>,
    /// Token that the server asks for.
    #[arg(long, value_name = "FILE", requires = "post")]
    token_file: Option<PathBuf>,
    /// How many times faster than the world; the server should run as fast.
    #[arg(long, default_value_t = 1.0, value_name = "N", requires = "post")]
    speed: f64,
    /// Time of day of the race to begin at; the first gun if not given.
    #[arg(long, value_name = "HH:MM:SS", requires = "post")]
    at: Option<String>,
}

/// Simulates.
pub fn run(args: &Args) -> Result<(), Failure> {
    let demo = demo::demo(args.seed)?;
    if let Some(folder) = &args.folder {
        let entrants = csv_from_roster(&demo.day.roster, &demo.day.event);
        return write_folder(folder, &entrants);
    }
    let Some(url) = &args.post else {
        return print(&demo.timeline);
    };
    let token = args
        .token_file
        .as_deref()
        .map(std::fs::read_to_string)
        .transpose()?;
    let event = &demo.day.event;
    let from = match &args.at {
        Some(at) => midnight(&event.date, &event.zone)? + span_from_clock(at)?,
        None => demo.day.first_gun(),
    };
    let server = Server {
        url: format!("{}/api/v1/reads", url.trim_end_matches('/')),
        token: token.map(|t| format!("Bearer {}", t.trim())),
    };
    bring(&server, &demo.timeline, from, args.speed)
}

fn write_folder(folder: &Path, entrants: &str) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    let files = [
        ("event.json", demo::EVENT),
        ("course.json", demo::COURSE),
        ("entrants.csv", entrants),
    ];
    for (name, content) in files {
        let path = folder.join(name);
        if path.exists() {
            return Err(Failure(format!(
                "`{}` is there already; choose an empty folder",
                path.display()
            )));
        }
        std::fs::write(path, content)?;
    }
    Ok(())
}

/// One read a line, in the order in which they become known.
fn print(timeline: &Timeline) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (no, step) in timeline.steps.iter().enumerate() {
        for told in timeline.due(no, step.due, 1) {
            if let Told::Read(read, _) = told {
                let line = json!({
                    "known_at_ms": step.due.0, "no": read.no, "chip": read.chip, "mat": read.mat, "at_ms": read.at.0,
                });
                match writeln!(out, "{line}") {
                    // Whoever reads the lines has seen enough.
                    Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
                    written => written?,
                }
            }
        }
    }
    Ok(out.flush()?)
}

struct Server {
    url: String,
    token: Option<String>,
}

impl Server {
    fn post(&self, body: &serde_json::Value) -> Result<(), ureq::Error> {
        let mut request = ureq::post(&self.url).header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", token);
        }
        request.send(body.to_string()).map(drop)
    }
}

/// Brings everything that is due once a second, and says up to when that is all.
fn bring(server: &Server, timeline: &Timeline, from: Instant, speed: f64) -> Result<(), Failure> {
    let began = wall::now();
    let mut next = 0;
    while next < timeline.steps.len() {
        let ran_s = (wall::now() - began).as_s() * speed;
        let now = from + homestretch_race::time::Span::from_s(ran_s);
        let told: Vec<Told> = timeline.due(next, now, 2_000).collect();
        let reads = told.iter().filter_map(|told| match told {
            Told::Read(read, _) => Some(json!({
                "no": read.no, "chip": read.chip, "mat": read.mat, "at_ms": read.at.0,
            })),
            Told::Said(..) => None,
        });
        let mut body = json!({ "source": "simulator", "reads": reads.collect::<Vec<_>>() });
        let all = told.len() < 2_000;
        if all {
            body["through_ms"] = now.0.into();
        }
        match server.post(&body) {
            Ok(()) => next += told.len(),
            // A server that is away comes back: nothing is lost, since nothing was acknowledged.
            Err(error @ (ureq::Error::Io(_) | ureq::Error::ConnectionFailed)) => {
                tracing::warn!(%error, "the server cannot be reached; trying again");
            }
            Err(error) => return Err(Failure(format!("{}: {error}", server.url))),
        }
        if all {
            std::thread::sleep(Duration::from_secs(1));
        }
    }
    Ok(())
}
