//! `homestretch estimate`: the pacing model as a filter, so that anyone can score it from outside.
//!
//! One JSON object a line, in the order of time: `{"entrant":…}`, `{"read":…}`, `{"ask":…}`; each `ask` is answered
//! before the next line is read.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use homestretch_race::pacing::{Learner, OVERDUE, Plan, Position, Runner};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Failure;
use super::past_results::{self, POINTS};

/// So many runners must have been read beyond a mat before it can be called silent.
const SILENT_AFTER: u32 = 5;

/// Answer where runners are and when they arrive, from lines on standard input.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The course; accepted for the sake of one interface: the points are those of a marathon every 5 km.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
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
    reads: Vec<(usize, f64)>,
}

struct Field {
    plan: Plan,
    learner: Learner,
    entrants: HashMap<String, Entrant>,
    /// The first instant heard of, which the learner counts from.
    base_ms: Option<i64>,
    /// Of each point: runners read there, and runners read beyond it only.
    read: [u32; POINTS.len()],
    missed: [u32; POINTS.len()],
}

/// Reads lines until there are no more.
pub fn run(args: &Args) -> Result<(), Failure> {
    let _ = &args.course;
    let plan = Plan::new(
        &past_results::model(args.model.as_ref())?,
        &past_results::points_m(),
    );
    let mut field = Field {
        learner: Learner::new(&plan),
        plan,
        entrants: HashMap::new(),
        base_ms: None,
        read: [0; POINTS.len()],
        missed: [0; POINTS.len()],
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
        let Some(point) = POINTS.iter().position(|p| p.0 == point) else {
            return;
        };
        if point == 0 {
            entrant.start_ms = Some(at_ms);
            return;
        }
        // Without a start, the first instant heard of stands for the gun.
        let start_ms = entrant.start_ms.or(self.base_ms).unwrap_or(at_ms);
        let s = (at_ms - start_ms) as f64 / 1e3;
        let last = entrant.reads.last().map_or(0, |r| r.0);
        if s <= 0.0 || entrant.reads.iter().any(|r| r.0 == point) {
            return;
        }
        entrant.reads.push((point, s));
        entrant.reads.sort_unstable_by_key(|r| r.0);
        self.read[point] += 1;
        for missed in last + 1..point {
            self.missed[missed] += 1;
        }
        self.learner.advance(&self.plan, now_s);
        if last < point {
            let start_s = now_s - s;
            self.learner.observe(
                &self.plan,
                entrant.no,
                &entrant.runner,
                &entrant.reads,
                start_s,
            );
        }
    }
    fn silent(&self, point: usize) -> bool {
        self.read[point] == 0 && self.missed[point] >= SILENT_AFTER
    }
    fn answer(&mut self, bib: &Value, at_ms: i64) -> Value {
        let now_s = self.since_base_s(at_ms);
        self.learner.advance(&self.plan, now_s);
        let nobody = Entrant::default();
        let entrant = self.entrants.get(&key(bib)).unwrap_or(&nobody);
        let start_ms = entrant.start_ms.or(self.base_ms).unwrap_or(at_ms);
        let elapsed_s = (at_ms - start_ms) as f64 / 1e3;
        let forecast = self
            .plan
            .forecast(&entrant.runner, &entrant.reads, self.learner.today());
        let mut living = forecast.arrivals.iter().filter(|a| !self.silent(a.point));
        let next = living.next();
        let tail_s = living.next().or(next).map(|a| a.at_s[OVERDUE]);
        let status = match (next, tail_s) {
            (None, _) => "finished",
            _ if elapsed_s < 0.0 => "not_started",
            (_, Some(tail_s)) if elapsed_s > tail_s => "overdue",
            _ => "on_course",
        };
        let p = forecast.position_at(elapsed_s);
        // Nobody is drawn beyond a living mat that has not read her.
        let edge_m = next.map_or(f64::INFINITY, |a| a.at_m);
        let p = Position {
            low_m: p.low_m.min(edge_m),
            mid_m: p.mid_m.min(edge_m),
            high_m: p.high_m.min(edge_m),
        };
        let ms = |s: f64| at_ms.max(start_ms + (s * 1e3).round() as i64);
        let arrivals: Vec<Value> = forecast
            .arrivals
            .iter()
            .map(|a| {
                let t = a.at_s.map(ms);
                json!({"point": POINTS[a.point].0, "p05_ms": t[0], "p10_ms": t[1], "p50_ms": t[2], "p90_ms": t[3], "p95_ms": t[4]})
            })
            .collect();
        json!({
            "bib": bib, "at_ms": at_ms, "status": status,
            "position": {"low_m": p.low_m, "mid_m": p.mid_m, "high_m": p.high_m},
            "arrivals": arrivals,
        })
    }
}
