//! Results asked for from another service: politely, one request at a time, and only what is new to us. A time that was
//! corrected there is corrected here: the read that told the old one is withdrawn.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use homestretch_race::time::Instant;
use ureq::http::StatusCode;

use super::health::State;
use super::results::{Blank, Mapping, open_split_time, race_result_list};
use super::session::{DeviceRead, Out};
use super::setup::{Setup, System};
use super::sink::Sink;

/// The longest pause after answers that were none.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
const PATIENCE: Duration = Duration::from_secs(30);
const MAX_BODY_BYTES: u64 = 16 * 1024 * 1024;

/// Where to ask, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The address.
    pub url: String,
    /// How often.
    pub every: Duration,
    /// What is shown as `Authorization: Bearer …`.
    pub bearer: Option<String>,
    /// What the columns mean.
    pub mapping: Mapping,
}

/// What is remembered of the last answer, so that the next one can be short.
#[derive(Clone, Debug, Default)]
struct Known {
    etag: Option<String>,
    modified: Option<String>,
}

enum Answer {
    Body(String, Known),
    NotModified,
    /// The service wants us to wait.
    Later(String, Option<Duration>),
}

/// Asks until the task is dropped.
pub async fn pull(asking: Asking, sink: Sink) {
    let name = sink.setup.name.clone();
    let mut known = Known::default();
    let mut told = Ledger::default();
    let mut failures = 0_u32;
    loop {
        let question = (asking.clone(), known.clone());
        let answer = tokio::task::spawn_blocking(move || ask(&question.0, &question.1)).await;
        let mut pause = asking.every;
        match answer {
            Ok(Answer::NotModified) => {
                failures = 0;
                sink.healths().state(&name, State::Asking);
            }
            Ok(Answer::Body(body, now)) => {
                let (out, blank) = heard(&sink.setup, &asking, &body);
                match told.deliver(&out, &blank, &sink).await {
                    Ok(()) => {
                        failures = 0;
                        known = now;
                        sink.healths().state(&name, State::Asking);
                    }
                    Err(error) => {
                        tracing::error!(source = name, %error, "results could not be kept; asking again");
                    }
                }
            }
            Ok(Answer::Later(why, wait)) => {
                failures = failures.saturating_add(1);
                let longer = asking.every * 2_u32.saturating_pow(failures.min(8));
                pause = wait
                    .unwrap_or(longer)
                    .clamp(asking.every, LONGEST_PAUSE.max(asking.every));
                sink.healths().state(&name, State::Waiting(why));
            }
            // The runtime is shutting down.
            Err(_) => return,
        }
        tokio::time::sleep(pause).await;
    }
}

fn ask(asking: &Asking, known: &Known) -> Answer {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("homestretch/", env!("CARGO_PKG_VERSION")))
        .build();
    let mut request = ureq::Agent::from(config).get(&asking.url);
    let bearer = asking.bearer.as_ref().map(|key| format!("Bearer {key}"));
    for (header, value) in [
        ("accept", Some("application/json")),
        ("authorization", bearer.as_deref()),
        ("if-none-match", known.etag.as_deref()),
        ("if-modified-since", known.modified.as_deref()),
    ] {
        if let Some(value) = value {
            request = request.header(header, value);
        }
    }
    let mut response = match request.call() {
        Ok(response) => response,
        Err(error) => return Answer::Later(format!("no answer: {error}"), None),
    };
    let header = |name: &str| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    match response.status() {
        StatusCode::NOT_MODIFIED => Answer::NotModified,
        StatusCode::OK => {
            let now = Known {
                etag: header("etag"),
                modified: header("last-modified"),
            };
            let body = response.body_mut().with_config().limit(MAX_BODY_BYTES);
            match body.read_to_string() {
                Ok(body) => Answer::Body(body, now),
                Err(error) => Answer::Later(format!("half an answer: {error}"), None),
            }
        }
        status => {
            let wait = header("retry-after").and_then(|s| s.trim().parse().ok());
            Answer::Later(
                format!("it answers {status}"),
                wait.map(Duration::from_secs),
            )
        }
    }
}

fn heard(setup: &Setup, asking: &Asking, body: &str) -> (Out, Vec<Blank>) {
    let (mapping, reckoner) = (&asking.mapping, &setup.reckoner);
    let places: Vec<&str> = setup.points.keys().map(String::as_str).collect();
    match setup.system {
        System::OpenSplitTime => open_split_time(body, mapping, reckoner, &places),
        _ => race_result_list(body, mapping, reckoner, &places),
    }
}

/// What was told so far.
#[derive(Debug, Default)]
struct Ledger {
    /// The instant of each runner at each place, and the number of its read here.
    stands: HashMap<Blank, (Instant, u64)>,
    /// Reads that were taken back.
    withdrawn: HashSet<u64>,
}

impl Ledger {
    async fn deliver(
        &mut self,
        out: &Out,
        blank: &[Blank],
        sink: &Sink,
    ) -> Result<(), crate::store::StoreError> {
        let of = |read: &DeviceRead| Blank {
            chip: read.chip.clone(),
            place: read.place.clone(),
        };
        // Only what is new goes to the door: a list of thousands comes again with every change.
        let is_new = |read: &&DeviceRead| {
            let before = self.stands.get(&of(read));
            before.is_none_or(|(before, _)| *before != read.at)
        };
        let news = Out {
            reads: out.reads.iter().filter(is_new).cloned().collect(),
            ..out.clone()
        };
        let seqs = sink.deliver(&news).await?.kept.seqs;
        let (mut withdrawn, mut restored) = (Vec::new(), Vec::new());
        for (read, seq) in news.reads.iter().zip(seqs) {
            let before = self.stands.insert(of(read), (read.at, seq));
            withdrawn.extend(before.map(|(_, seq)| seq));
            if self.withdrawn.remove(&seq) {
                restored.push(seq);
            }
        }
        let gone = blank.iter().filter_map(|of| self.stands.remove(of));
        withdrawn.extend(gone.map(|(_, seq)| seq));
        sink.correct(&withdrawn, &restored).await?;
        self.withdrawn.extend(withdrawn);
        Ok(())
    }
}
