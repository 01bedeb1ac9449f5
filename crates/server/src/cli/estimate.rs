//! `homestretch estimate`: the pacing model as a filter, so that anyone can score it from outside.
//!
//! One JSON object a line, in the order of time: `{"entrant":…}`, `{"read":…}`, `{"ask":…}`; each `ask` is answered
//! before the next line is read.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;

use homestretch_race::estimate::{Forecast, Seen};
use homestretch_race::expectation::telling;
use homestretch_race::mats::Mats;
use homestretch_race::pacing::{Learner, Plan, Runner};
use homestretch_race::time::Instant;
use serde::Deserialize;
use serde_json::{Value, json};

use super::layout::{self, Layout};
use super::{Failure, past_results};

/// Answer where runners are and when they arrive, from lines on standard input: the app's own estimates.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    layout: layout::Where,
    /// The model; the shipped one where absent.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Entrant {
        bib: Value,
        sex: Option<String>,
        age_group: Option<String>,
        start_ms: Option<i64>,
    },
    Read {
        bib: Value,
        point: String,
        at_ms: i64,
    },
    Ask {
        bib: Value,
        at_ms: i64,
    },
}

#[derive(Default)]
struct Entrant {
    no: u32,
    runner: Runner,
    start_ms: Option<i64>,
    /// As (index of the point, instant), in order of distance.
    reads: Vec<(usize, Instant)>,
}

struct Field {
    layout: Layout,
    plan: Plan,
    learner: Learner,
    entrants: HashMap<String, Entrant>,
    /// The first instant heard of, which the learner counts from.
    base_ms: Option<i64>,
    mats: Mats,
}

/// Reads lines until there are no more.
pub fn run(args: &Args) -> Result<(), Failure> {
    let layout = args.layout.layout()?;
    let plan = Plan::new(
        &past_results::model(args.model.as_ref())?,
        &layout.points_m(),
    );
    let mut field = Field {
        learner: Learner::new(&plan),
        mats: Mats::all_alive(layout.n_mats()),
        plan,
        layout,
        entrants: HashMap::new(),
        base_ms: None,
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&line)? {
            Line::Entrant {
                bib,
                sex,
                age_group,
                start_ms,
            } => {
                let no = field.entrants.len() as u32;
                let entrant = field.entrants.entry(key(&bib)).or_insert(Entrant {
                    no,
                    ..Entrant::default()
                });
                entrant.runner =
                    past_results::runner(&sex.unwrap_or_default(), &age_group.unwrap_or_default());
                entrant.start_ms = start_ms.or(entrant.start_ms);
            }
            Line::Read { bib, point, at_ms } => field.hear(&key(&bib), &point, at_ms),
            Line::Ask { bib, at_ms } => {
                let answer = field.answer(&bib, at_ms);
                writeln!(out, "{answer}")?;
                out.flush()?;
            }
        }
    }
    Ok(())
}

fn key(bib: &Value) -> String {
    bib.as_str().map_or_else(|| bib.to_string(), str::to_owned)
}

impl Field {
    fn since_base_s(&mut self, at_ms: i64) -> f64 {
        let base_ms = *self.base_ms.get_or_insert(at_ms);
        (at_ms - base_ms) as f64 / 1e3
    }
    fn hear(&mut self, bib: &str, point: &str, at_ms: i64) {
        let now_s = self.since_base_s(at_ms);
        let no = self.entrants.len() as u32;
        let entrant = self.entrants.entry(bib.to_owned()).or_insert(Entrant {
            no,
            ..Entrant::default()
        });
        let Some(point) = self.layout.points.iter().position(|p| p.key == point) else {
            return;
        };
        let at = Instant(at_ms);
        if point == 0 {
            entrant.start_ms = Some(at_ms);
            return;
        }
        // Without a start, the first instant heard of stands for the gun.
        let start_ms = entrant.start_ms.or(self.base_ms).unwrap_or(at_ms);
        if at_ms <= start_ms || entrant.reads.iter().any(|r| r.0 == point) {
            return;
        }
        let before = entrant.reads.last().copied();
        let before = before.unwrap_or((0, Instant(start_ms)));
        if point > before.0 {
            self.mats
                .hear(&self.layout.points, Some(before), (point, at));
        }
        entrant.reads.push((point, at));
        entrant.reads.sort_unstable_by_key(|r| r.0);
        self.learner.advance(&self.plan, now_s);
        let reads = entrant.told(&self.plan, start_ms);
        if reads.last().is_some_and(|r| r.0 == point) {
            let start_s = now_s - (at_ms - start_ms) as f64 / 1e3;
            self.learner
                .observe(&self.plan, entrant.no, &entrant.runner, &reads, start_s);
        }
    }
    fn answer(&mut self, bib: &Value, at_ms: i64) -> Value {
        let now_s = self.since_base_s(at_ms);
        self.learner.advance(&self.plan, now_s);
        let nobody = Entrant::default();
        let entrant = self.entrants.get(&key(bib)).unwrap_or(&nobody);
        let start_ms = entrant.start_ms.or(self.base_ms).unwrap_or(at_ms);
        let now = Instant(at_ms);
        let reads = entrant.told(&self.plan, start_ms);
        let way = self
            .plan
            .forecast(&entrant.runner, &reads, self.learner.today());
        let start = [(0, Instant(start_ms))];
        let forecast = Forecast::of(
            &Seen {
                points: &self.layout.points,
                passings: if entrant.reads.is_empty() {
                    &start
                } else {
                    &entrant.reads
                },
                started_at: Instant(start_ms),
                through: now,
                mats: &self.mats,
            },
            Arc::new(way),
        );
        let finished = entrant
            .reads
            .last()
            .is_some_and(|r| r.0 == self.layout.finish());
        let status = match finished {
            true => "finished",
            false if at_ms < start_ms => "not_started",
            false if forecast.overdue() => "overdue",
            false => "on_course",
        };
        let p = forecast.position(now);
        let arrivals: Vec<Value> = forecast
            .arrivals(&self.layout.points, now)
            .iter()
            .map(|a| {
                json!({
                    "point": self.layout.points[a.point].key, "p05_ms": a.p05.0, "p10_ms": a.p10.0,
                    "p50_ms": a.p50.0, "p90_ms": a.p90.0, "p95_ms": a.p95.0,
                })
            })
            .collect();
        json!({
            "bib": bib, "at_ms": at_ms, "status": status,
            "position": {"low_m": p.low_m, "mid_m": p.mid_m, "high_m": p.high_m},
            "arrivals": arrivals,
        })
    }
}

impl Entrant {
    /// The reads that tell about pace, in seconds since the own start.
    fn told(&self, plan: &Plan, start_ms: i64) -> Vec<(usize, f64)> {
        let since = |at: Instant| (at.0 - start_ms) as f64 / 1e3;
        telling(plan, self.reads.iter().map(|(p, at)| (*p, since(*at))))
    }
}
