//! The health of the sources: what each brings and how late, in one glance, and what looks wrong, in words.

use homestretch_words::books::OfficeWords;
use serde_json::Value;

use super::desk::Desk;
use super::fields::empty;
use super::said::{number, text};
use crate::dom::{Piece, html};

/// Reads that take longer from the mat to here are late.
const LATE_S: f64 = 60.0;

/// How a source is doing; its shape tells it without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    /// Brings reads, or is ready to.
    Good,
    /// Brings them late.
    Late,
    /// Nobody is on the line.
    Waiting,
    /// Something is to be put right.
    Wrong,
}

impl Health {
    fn of(source: &Value) -> Self {
        if !doubts(source).is_empty() || source["clock"].is_object() {
            Self::Wrong
        } else if source["line"] == "waiting" {
            Self::Waiting
        } else if source["lag_s"].as_f64().is_some_and(|lag| lag > LATE_S) {
            Self::Late
        } else {
            Self::Good
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Late => "late",
            Self::Waiting => "waiting",
            Self::Wrong => "wrong",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Good => "●",
            Self::Late => "◐",
            Self::Waiting => "○",
            Self::Wrong => "▲",
        }
    }

    fn says(self, words: &OfficeWords) -> String {
        match self {
            Self::Good => words.health_good(),
            Self::Late => words.health_late(),
            Self::Waiting => words.health_waiting(),
            Self::Wrong => words.health_wrong(),
        }
    }
}

/// The sources, one a line.
pub fn table(desk: Desk, sources: &Value) -> Piece {
    let words = desk.words();
    let sources = sources.as_array().cloned().unwrap_or_default();
    if sources.is_empty() {
        return empty(move || desk.words().no_sources());
    }
    let column = |says: String, class: &'static str| {
        html("th")
            .attr("scope", "col")
            .attr("class", class)
            .child(says)
    };
    let head = html("tr")
        .child(column(words.source(), ""))
        .child(column(words.last_read(), "figure"))
        .child(column(words.rate(), "figure"))
        .child(column(words.lag(), "figure"))
        .child(column(words.new_reads(), "figure wide"))
        .child(column(words.sent_again(), "figure wide"))
        .child(column(words.rejected(), "figure wide"));
    let lines: Vec<Piece> = sources
        .iter()
        .flat_map(|source| line(&words, source))
        .collect();
    html("table")
        .attr("class", "table sources")
        .child(html("thead").child(head))
        .child(html("tbody").child(lines))
}

fn line(words: &OfficeWords, source: &Value) -> Vec<Piece> {
    let health = Health::of(source);
    let figure = |says: String, class: &'static str| html("td").attr("class", class).child(says);
    let lag = source["lag_s"].as_f64().map(|lag| span(words, lag));
    let quiet = source["quiet_s"].as_f64().filter(|s| *s >= LATE_S);
    let last = text(source, "last_read");
    let last = last.split('.').next().unwrap_or_default();
    let state = match quiet {
        Some(quiet) if health != Health::Waiting => words.quiet_for(&span(words, quiet)),
        _ => on_the_line(words, source),
    };
    let name = html("th")
        .attr("scope", "row")
        .child(
            html("span")
                .attr("class", "sign")
                .attr("data-health", health.key())
                .attr("role", "img")
                .attr("aria-label", health.says(words))
                .child(health.sign()),
        )
        .child(html("b").child(text(source, "name").to_owned()))
        .child(html("span").attr("class", "quiet state").child(state));
    let row = html("tr")
        .attr("data-health", health.key())
        .child(name)
        .child(figure(dash(last), "figure"))
        .child(figure(number(&source["per_minute"]), "figure"))
        .child(figure(lag.unwrap_or_else(|| "–".to_owned()), "figure"))
        .child(figure(number(&source["new"]), "figure wide"))
        .child(figure(number(&source["known"]), "figure wide"))
        .child(figure(number(&source["rejected"]), "figure wide"));
    let told = told(words, source);
    let told = told.into_iter().map(|says| html("p").child(says));
    let told: Vec<Piece> = told.collect();
    if told.is_empty() {
        return vec![row];
    }
    let told = html("td").attr("colspan", "7").child(told);
    vec![row, html("tr").attr("class", "told").child(told)]
}

fn dash(text: &str) -> String {
    let text = if text.is_empty() { "–" } else { text };
    text.to_owned()
}

fn on_the_line(words: &OfficeWords, source: &Value) -> String {
    match text(source, "line") {
        "connected" => words.line_connected(),
        "following" => words.line_following(),
        "asking" => words.line_asking(),
        "waiting" => words.line_waiting(),
        _ => words.line_posted(),
    }
}

/// Seconds, minutes or hours: as rough as the reader needs.
fn span(words: &OfficeWords, s: f64) -> String {
    let s = s.abs();
    if s < 10.0 {
        words.seconds(&format!("{s:.1}"))
    } else if s < 120.0 {
        words.seconds(&format!("{s:.0}"))
    } else if s < 7_200.0 {
        words.minutes(&format!("{:.0}", s / 60.0))
    } else {
        words.hours(&format!("{}", (s / 360.0).round() / 10.0))
    }
}

/// What is to be put right beside the clock: places, guns, numbers.
fn doubts(source: &Value) -> Vec<(&'static str, String)> {
    let keys = |key: &'static str| {
        let map = source[key].as_object();
        let names = map.into_iter().flat_map(|map| map.keys());
        names.map(move |name| (key, name.clone()))
    };
    let conflicts = source["conflicts"].as_u64().filter(|n| *n > 0);
    let conflicts = conflicts.map(|n| ("conflicts", n.to_string()));
    keys("unmapped_guns").chain(conflicts).collect()
}

/// What looks wrong, and what to do; places that are no mat have a list of their own beside.
fn told(words: &OfficeWords, source: &Value) -> Vec<String> {
    let mut told = Vec::new();
    let by = source["clock"]["by_s"].as_f64().unwrap_or(0.0);
    let (by_text, ahead) = (span(words, by), by > 0.0);
    told.extend(match (text(&source["clock"], "doubt"), ahead) {
        ("shifted", true) => Some(words.clock_hours_ahead(&by_text, &format!("{}", -by))),
        ("shifted", false) => Some(words.clock_hours_behind(&by_text, &format!("{}", -by))),
        ("off", true) => Some(words.clock_ahead(&by_text)),
        ("off", false) => Some(words.clock_behind(&by_text)),
        ("drifted", true) => Some(words.clock_gained(&by_text)),
        ("drifted", false) => Some(words.clock_lost(&by_text)),
        _ => None,
    });
    told.extend(doubts(source).into_iter().map(|(what, name)| match what {
        "conflicts" => words.numbers_used_twice(&name),
        _ => words.gun_of_no_wave(&name),
    }));
    let rejected = source["rejected_for"].as_object();
    told.extend(rejected.into_iter().flatten().map(|(why, of)| {
        let count = of["count"].to_string();
        words.lines_refused(&count, why, text(of, "last"))
    }));
    told.extend(
        source["notice"]
            .as_str()
            .map(|notice| words.says_of_itself(notice)),
    );
    told
}
