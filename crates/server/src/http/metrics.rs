//! `GET /metrics`: what is measured, in the text form of Prometheus. Names of sources are told, people's never.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::gate::Admitted;
use crate::publish::meter::Counts;
use crate::sources::health::Told;
use crate::wall;

/// Answers with everything that is measured.
pub async fn get(_: Admitted, State(shared): State<Shared>) -> Response {
    let head = [
        (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
    ];
    (head, page(&shared)).into_response()
}

fn page(shared: &Shared) -> String {
    let mut page = Page::default();
    let standing = shared.status.now();
    let store = shared.door.meter().now();
    let trouble = u64::from(standing.trouble.is_some());
    page.one(
        "tick",
        "gauge",
        "The newest published tick.",
        f64::from(standing.tick),
    );
    page.one(
        "entries_total",
        "counter",
        "Reads and decisions taken in.",
        standing.entries as f64,
    );
    page.one(
        "trouble",
        "gauge",
        "1 while ticks cannot be published.",
        trouble as f64,
    );
    page.one(
        "store_commits_total",
        "counter",
        "Transactions on the disk.",
        store.commits as f64,
    );
    page.one(
        "store_commit_seconds_total",
        "counter",
        "Time that they took.",
        store.seconds,
    );
    page.one(
        "store_failures_total",
        "counter",
        "Transactions that failed.",
        store.failures as f64,
    );
    page.family(
        "http_answers_total",
        "counter",
        "Answers by kind of status.",
    );
    for (kind, n) in shared.answers.all() {
        page.sample(
            "http_answers_total",
            &[("status", &format!("{kind}xx"))],
            n as f64,
        );
    }
    if let Some(meter) = &shared.published {
        published(&mut page, &meter.now());
    }
    sources(&mut page, &shared.door.healths().all(wall::now()));
    page.0
}

fn published(page: &mut Page, counts: &Counts) {
    let all = [
        (
            "files_total",
            "counter",
            "Files written to where the world fetches them.",
            counts.files as f64,
        ),
        (
            "bytes_total",
            "counter",
            "Bytes that went out with them.",
            counts.bytes as f64,
        ),
        (
            "withdrawn_total",
            "counter",
            "Files taken away there.",
            counts.withdrawn as f64,
        ),
        (
            "failures_total",
            "counter",
            "Tries that failed.",
            counts.failures as f64,
        ),
        (
            "waiting",
            "gauge",
            "Files still to be written, beside those that cannot wait.",
            counts.waiting as f64,
        ),
        (
            "head_seconds",
            "gauge",
            "When the head was last written there, since 1970.",
            counts.head_at_ms as f64 / 1000.0,
        ),
        (
            "trouble",
            "gauge",
            "1 while nothing can be written there.",
            f64::from(counts.trouble.is_some()),
        ),
    ];
    for (name, kind, help, value) in all {
        page.one(&format!("publish_{name}"), kind, help, value);
    }
}

fn sources(page: &mut Page, lines: &[Told]) {
    page.family(
        "source_reads_total",
        "counter",
        "Reads by source and what became of them.",
    );
    for line in lines {
        let counts = line.counts;
        for (outcome, n) in [
            ("new", counts.new),
            ("known", counts.known),
            ("conflict", counts.conflicts),
            ("rejected", counts.rejected),
        ] {
            let labels = [("source", line.name.as_str()), ("outcome", outcome)];
            page.sample("source_reads_total", &labels, n as f64);
        }
    }
    let mut family = |name: &str, help: &str, value: &dyn Fn(&Told) -> Option<f64>| {
        page.family(name, "gauge", help);
        for line in lines {
            if let Some(value) = value(line) {
                page.sample(name, &[("source", &line.name)], value);
            }
        }
    };
    family(
        "source_lag_seconds",
        "The middle lag from mat to here.",
        &|l| l.lag_s,
    );
    family(
        "source_last_arrival_seconds",
        "When it last brought something, since 1970.",
        &|l| l.last_arrived_ms.map(|ms| ms as f64 / 1000.0),
    );
    family("source_warnings", "How many things look wrong.", &|l| {
        Some(l.warnings.len() as f64)
    });
    family(
        "source_unknown_chip_reads",
        "Reads of chips that nobody wears.",
        &|l| Some(l.counts.unknown_chips as f64),
    );
}

/// The page as it grows. Writing to memory does not fail.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(
            self.0,
            "# HELP homestretch_{name} {help}\n# TYPE homestretch_{name} {kind}"
        );
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: f64) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
            .collect();
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", labels.join(","))
        };
        let _ = writeln!(self.0, "homestretch_{name}{labels} {value}");
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
