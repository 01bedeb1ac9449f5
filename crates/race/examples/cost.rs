//! What estimates cost: run by `cargo xtask bench estimate`, natively and as WebAssembly in node, with the app's own
//! build settings. Beside each figure stands what constant pace since the last mat costs, which needs no model.

use std::hint::black_box;
use std::sync::Arc;

use homestretch_race::estimate::{Forecast, Seen};
use homestretch_race::event::Point;
use homestretch_race::mats::Mats;
use homestretch_race::pacing::{Learner, Model, Plan, Runner, Today};
use homestretch_race::time::{Instant, Span};

/// A marathon with a mat every 5 km and half-way.
const POINTS_M: [f64; 11] = [
    0.0, 5_000.0, 10_000.0, 15_000.0, 20_000.0, 21_097.5, 25_000.0, 30_000.0, 35_000.0, 40_000.0,
    42_195.0,
];
const GUN: Instant = Instant(1_775_347_200_000);
const FIELD: usize = 50_000;
/// The best of so many rounds: others use the machine as well.
const ROUNDS: usize = 7;

#[cfg(target_arch = "wasm32")]
mod host {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        pub fn now_ms() -> f64;
        #[wasm_bindgen(js_namespace = console, js_name = log)]
        pub fn say(text: &str);
    }
    pub const NAME: &str = "wasm";
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    pub fn now_ms() -> f64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0.0, |since| since.as_secs_f64() * 1e3)
    }
    pub fn say(text: &str) {
        println!("{text}");
    }
    pub const NAME: &str = "native";
}

/// Best time of a round, in milliseconds.
fn best_ms(mut round: impl FnMut()) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let began = host::now_ms();
        round();
        host::now_ms() - began
    });
    times.fold(f64::INFINITY, f64::min)
}

fn tell(case: &str, unit: &str, ours: f64, theirs: f64) {
    let (name, ratio) = (host::NAME, theirs / ours);
    host::say(&format!(
        "{{\"bench\":\"estimate\",\"case\":\"{case}\",\"metric\":\"{name}_{unit}\",\"unit\":\"{unit}\",\"ours\":{ours:.4},\"peer\":\"constant-pace\",\"theirs\":{theirs:.4},\"ratio\":{ratio:.3}}}"
    ));
}

/// A runner of the field: reads at one to nine mats, slowing a little.
fn reads(n: usize) -> Vec<(usize, f64)> {
    let pace_s = 200.0 + (n % 500) as f64 * 0.6;
    let s = |at_m: f64| at_m / 1_000.0 * pace_s * (1.0 + at_m / 800_000.0);
    (1..=1 + n % 9).map(|p| (p, s(POINTS_M[p]))).collect()
}

fn learned(plan: &Plan) -> Today {
    let mut learner = Learner::new(plan);
    for n in 0..2_000 {
        let told = reads(n);
        for known in 2..=told.len() {
            learner.observe(plan, n as u32, &Runner::default(), &told[..known], 0.0);
        }
    }
    learner.advance(plan, 1e9);
    learner.today().clone()
}

fn main() {
    let plan = Plan::new(&Model::default(), &POINTS_M);
    let today = learned(&plan);
    let points = POINTS_M.iter().enumerate();
    let points: Vec<Point> = points
        .map(|(mat, at_m)| Point {
            at_m: *at_m,
            mat,
            ..Point::default()
        })
        .collect();
    let mats = Mats::all_alive(POINTS_M.len());
    let field: Vec<Vec<(usize, f64)>> = (0..FIELD).map(reads).collect();
    let forecast = |reads: &[(usize, f64)]| {
        let way = Arc::new(plan.forecast(&Runner::default(), reads, &today));
        let passings: Vec<(usize, Instant)> = reads
            .iter()
            .map(|(p, s)| (*p, GUN + Span::from_s(*s)))
            .collect();
        let through = passings.last().map_or(GUN, |p| p.1 + Span(60_000));
        let seen = Seen {
            points: &points,
            passings: &passings,
            started_at: GUN,
            through,
            mats: &mats,
        };
        Forecast::of(&seen, way)
    };
    let some = &field[..2_000];
    let ours = best_ms(|| {
        for reads in some {
            black_box(forecast(black_box(reads)));
        }
    });
    let theirs = best_ms(|| {
        for reads in some {
            let (last, s) = reads[reads.len() - 1];
            let pace = s / POINTS_M[last];
            let ahead: Vec<f64> = POINTS_M[last + 1..].iter().map(|m| m * pace).collect();
            black_box(ahead);
        }
    });
    let per_runner = 1e3 / some.len() as f64;
    tell("forecast", "us", ours * per_runner, theirs * per_runner);

    let stored: Vec<Forecast> = field.iter().map(|reads| forecast(reads)).collect();
    let pace: Vec<(f64, f64)> = field
        .iter()
        .map(|reads| {
            let (last, s) = reads[reads.len() - 1];
            (s, POINTS_M[last] / s)
        })
        .collect();
    let mut now = GUN + Span(7_200_000);
    let frame = best_ms(|| {
        now = now + Span(16);
        let mut sum_m = 0.0;
        for forecast in &stored {
            sum_m += black_box(forecast).position(now).mid_m;
        }
        black_box(sum_m);
    });
    let their_frame = best_ms(|| {
        now = now + Span(16);
        let now_s = (now - GUN).as_s();
        let mut sum_m = 0.0;
        for (s, m_per_s) in &pace {
            sum_m += (black_box(now_s) - s) * m_per_s;
        }
        black_box(sum_m);
    });
    let per_dot = 1e3 / FIELD as f64;
    tell("position", "us", frame * per_dot, their_frame * per_dot);
    tell("frame-50000", "ms", frame, their_frame);
    if cfg!(not(target_arch = "wasm32")) {
        let bytes = Model::default().to_text().len();
        host::say(&format!(
            "{{\"bench\":\"estimate\",\"case\":\"model\",\"metric\":\"bytes\",\"unit\":\"byte\",\"ours\":{bytes}}}"
        ));
    }
}
