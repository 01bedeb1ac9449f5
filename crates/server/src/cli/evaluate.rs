//! `homestretch evaluate`: how good the forecasts of a past race would have been, had they been made on the day.

use std::path::PathBuf;

use homestretch_race::pacing::{Asked, MEDIAN, Plan, rerun};
use serde_json::{Value, json};

use super::drop_outs::{self, Watch};
use super::layout::{self, Layout};
use super::{Failure, past_results};

/// Score the pacing model on past results, causally: in the order of the clock, learning as the race goes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Results of a past race: CSV, also gzipped.
    #[arg(long, value_name = "FILE")]
    results: PathBuf,
    #[command(flatten)]
    layout: layout::Where,
    /// The model; the shipped one where absent.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Print one JSON object; a table otherwise.
    #[arg(long)]
    json: bool,
}

/// Scores and prints.
pub fn run(args: &Args) -> Result<(), Failure> {
    let layout = args.layout.layout()?;
    let plan = Plan::new(
        &past_results::model(args.model.as_ref())?,
        &layout.points_m(),
    );
    let all = past_results::read(&args.results, &layout)?;
    let complete = past_results::complete(&all, &layout);
    let report = json!({
        "runners": all.len(),
        "complete": score(&plan, &layout, &complete),
        "all": score(&plan, &layout, &all),
        "drop_outs": drop_outs::score(&plan, &layout, &all),
    });
    if args.json {
        println!("{report}");
    } else {
        table(&report);
    }
    Ok(())
}

/// What one forecast was worth.
#[derive(Clone, Copy, Default)]
struct Miss {
    off_s: f64,
    off_m: f64,
    in80: bool,
    in90: bool,
    width80_s: f64,
    width80_m: f64,
    constant_s: f64,
    /// Time so far, for the quarters of the field.
    so_far_s: f64,
}

fn score(plan: &Plan, layout: &Layout, field: &[Asked]) -> Value {
    let points = &layout.points;
    let (n, finish) = (points.len(), layout.finish());
    let mut watch = Watch::new(layout);
    let mut to_finish: Vec<Vec<Miss>> = vec![Vec::new(); n];
    let mut to_next: Vec<Vec<Miss>> = vec![Vec::new(); n];
    let mut ever_overdue = vec![false; field.len()];
    rerun(plan, field, |i, known, forecast| {
        let splits = &field[i].splits;
        let (from, from_s) = splits[known - 1];
        let (next, next_s) = splits[known];
        watch.hear(field[i].start_s, &splits[..known]);
        ever_overdue[i] |= forecast.overdue(watch.living(forecast, field[i].start_s), next_s);
        let miss = |point: usize, true_s: f64| {
            let arrival = forecast.arrival(point)?;
            let m_per_s = (points[point].at_m - points[from].at_m) / (true_s - from_s);
            let at = arrival.at_s;
            let within = |low: f64, high: f64| low <= true_s && true_s <= high;
            let width80_s = at[3] - at[1];
            Some(Miss {
                off_s: at[MEDIAN] - true_s,
                off_m: (at[MEDIAN] - true_s) * m_per_s,
                in80: within(at[1], at[3]),
                in90: within(at[0], at[4]),
                width80_s,
                width80_m: width80_s * m_per_s,
                constant_s: from_s * points[point].at_m / points[from].at_m - true_s,
                so_far_s: from_s,
            })
        };
        to_finish[from].extend(splits.last().and_then(|&(p, s)| miss(p, s)));
        // A stretch with a missing split in it is not the stretch that the row is about.
        if next == from + 1 {
            to_next[from].extend(miss(next, next_s));
        }
    });
    let finish_rows: Vec<Value> = (1..finish)
        .filter(|&p| !to_finish[p].is_empty())
        .map(|p| {
            let m = &to_finish[p];
            json!({
                "after": points[p].key,
                "runners": m.len(),
                "mae_s": mean(m, |m| m.off_s.abs()),
                "median_s": quantile(m, 0.5, |m| m.off_s.abs()),
                "p90_s": quantile(m, 0.9, |m| m.off_s.abs()),
                "bias_s": mean(m, |m| m.off_s),
                "coverage80": mean(m, |m| f64::from(u8::from(m.in80))),
                "coverage90": mean(m, |m| f64::from(u8::from(m.in90))),
                "coverage80_by_quarter": by_quarter(m),
                "width80_s": mean(m, |m| m.width80_s),
                "constant_pace_mae_s": mean(m, |m| m.constant_s.abs()),
            })
        })
        .collect();
    let next_rows: Vec<Value> = (1..finish)
        .filter(|&p| !to_next[p].is_empty())
        .map(|p| {
            let m = &to_next[p];
            json!({
                "from": points[p].key,
                "to": points[p + 1].key,
                "runners": m.len(),
                "mae_s": mean(m, |m| m.off_s.abs()),
                "mae_m": mean(m, |m| m.off_m.abs()),
                "p90_m": quantile(m, 0.9, |m| m.off_m.abs()),
                "coverage80": mean(m, |m| f64::from(u8::from(m.in80))),
                "width80_m": mean(m, |m| m.width80_m),
                "constant_pace_mae_s": mean(m, |m| m.constant_s.abs()),
            })
        })
        .collect();
    let ever = ever_overdue.iter().filter(|o| **o).count();
    json!({
        "runners": field.len(),
        "finish": finish_rows,
        "next_mat": next_rows,
        "finishers_ever_overdue": round(ever as f64 / field.len().max(1) as f64),
    })
}

/// The coverage of the 80 % band in each quarter of the field by pace so far, fast to slow.
fn by_quarter(of: &[Miss]) -> Vec<f64> {
    let mut by_pace = of.to_vec();
    by_pace.sort_by(|a, b| a.so_far_s.total_cmp(&b.so_far_s));
    by_pace
        .chunks(of.len().div_ceil(4).max(1))
        .map(|quarter| mean(quarter, |m| f64::from(u8::from(m.in80))))
        .collect()
}

fn mean(of: &[Miss], what: impl Fn(&Miss) -> f64) -> f64 {
    let sum: f64 = of.iter().map(what).sum();
    round(sum / of.len().max(1) as f64)
}

/// A quantile of what is looked at; nought where there is nothing.
pub fn quantile<T>(of: &[T], at: f64, what: impl Fn(&T) -> f64) -> f64 {
    let mut values: Vec<f64> = of.iter().map(what).collect();
    values.sort_unstable_by(f64::total_cmp);
    let place = (at * values.len().saturating_sub(1) as f64).round() as usize;
    values.get(place).copied().map_or(0.0, round)
}

/// To four digits behind the point.
pub fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

fn table(report: &Value) {
    let minutes = |what: &str| report["drop_outs"][what].as_f64().unwrap_or(0.0) / 60.0;
    println!(
        "drop-outs put in: {}, noticed: {}, after {:.0} min (median), {:.0} min (nine in ten)",
        report["drop_outs"]["injected"],
        report["drop_outs"]["noticed"],
        minutes("delay_median_s"),
        minutes("delay_p90_s"),
    );
    for part in ["complete", "all"] {
        let part_of = &report[part];
        println!(
            "{part}: {} runners, ever called overdue: {}",
            part_of["runners"], part_of["finishers_ever_overdue"]
        );
        for (kind, columns) in [
            (
                "finish",
                [
                    "after",
                    "mae_s",
                    "p90_s",
                    "bias_s",
                    "coverage80",
                    "constant_pace_mae_s",
                ],
            ),
            (
                "next_mat",
                [
                    "from",
                    "mae_m",
                    "p90_m",
                    "mae_s",
                    "coverage80",
                    "constant_pace_mae_s",
                ],
            ),
        ] {
            println!("  {kind}: {}", columns.join("  "));
            for row in part_of[kind].as_array().into_iter().flatten() {
                let cells: Vec<String> = columns
                    .iter()
                    .map(|c| match row[c].as_f64() {
                        Some(x) if x.abs() < 1.0 => format!("{x:>8.3}"),
                        Some(x) => format!("{x:>8.1}"),
                        None => format!("{:>8}", row[c].as_str().unwrap_or_default()),
                    })
                    .collect();
                println!("    {}", cells.join(" "));
            }
        }
    }
}
