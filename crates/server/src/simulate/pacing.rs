//! How made-up people run: packs, quick first kilometres, fading, the wall, walking, stops, dropping out.

use homestretch_race::time::{Instant, Span};

use super::chance::Chance;
use super::people::{Kind, Person, Usual, usual};
use super::truth::{End, Truth};

/// Pace is even over so many metres.
const STEP_M: f64 = 200.0;
/// Share of those entered who do not come.
const NO_SHOWS: f64 = 0.035;

/// A runner's day from the own start on; `aid_m` are the places with water.
pub(super) fn run(
    person: &Person,
    length_m: f64,
    aid_m: &[f64],
    started_at: Instant,
    chance: &mut Chance,
) -> Truth {
    let usual = usual(length_m);
    let mut truth = Truth {
        entrant: person.entrant.no,
        contest: person.entrant.contest,
        knots: Vec::new(),
        end: End::NeverStarted,
    };
    if chance.happens(NO_SHOWS) {
        return truth;
    }
    let steps = libm::ceil(length_m / STEP_M) as usize;
    let step_s = match person.kind {
        Kind::Elite => with_the_pack(person, steps, chance),
        Kind::Runner | Kind::Walker => alone(person, &usual, steps, chance),
    };
    let stops = stops(person, &usual, length_m, aid_m, chance);
    let drop_m = drop_m(person, &usual, length_m, chance);
    let mut now = started_at;
    truth.knots.push((0.0, now));
    truth.end = End::Finished;
    for (i, step_s) in step_s.iter().enumerate() {
        let from_m = i as f64 * STEP_M;
        let to_m = (from_m + STEP_M).min(length_m);
        now = now + Span::from_s(*step_s * (to_m - from_m) / STEP_M);
        truth.knots.push((to_m, now));
        let here = |(at_m, _): &&(f64, f64)| *at_m > from_m && *at_m <= to_m && to_m < length_m;
        let stop_s: f64 = stops.iter().filter(here).map(|(_, s)| s).sum();
        if stop_s > 0.0 {
            now = now + Span::from_s(stop_s);
            truth.knots.push((to_m, now));
        }
        if drop_m.is_some_and(|m| to_m >= m && to_m < length_m) {
            truth.end = End::DroppedOut;
            break;
        }
    }
    truth
}

/// Seconds for each step of an elite runner: the pack's pace until it is too fast, then the own.
fn with_the_pack(person: &Person, steps: usize, chance: &mut Chance) -> Vec<f64> {
    let own_s = person.good_day_s / steps as f64;
    // Runners of about the same ability go together: one pack every three seconds a kilometre.
    let pack_s = libm::floor(own_s / 0.6) * 0.6 + 0.2;
    let lets_go = (steps as f64 * (1.0 - 0.4 * chance.share() * chance.share())) as usize;
    let after_s = (person.good_day_s - pack_s * lets_go as f64) / (steps - lets_go).max(1) as f64;
    let after_s = after_s.clamp(pack_s * 0.955, pack_s * 1.16);
    (0..steps)
        .map(|i| {
            let pace_s = if i < lets_go { pack_s } else { after_s };
            pace_s * (1.0 + 0.004 * chance.normal())
        })
        .collect()
}

/// Seconds for each step of everybody else.
fn alone(person: &Person, usual: &Usual, steps: usize, chance: &mut Chance) -> Vec<f64> {
    let walks = person.kind == Kind::Walker;
    let rush = 0.035 * chance.exponential().min(3.0);
    let fade = if chance.happens(0.12) {
        // Some keep their strength for the end.
        -0.03 * chance.share()
    } else {
        usual.toll * (0.02 + 0.055 * chance.exponential())
    };
    let fades_from = chance.between(0.35, 0.65);
    let mut drift = 0.0;
    let mut effort: Vec<f64> = (0..steps)
        .map(|i| {
            let share = (i as f64 + 0.5) / steps as f64;
            let late = ((share - fades_from) / (1.0 - fades_from)).max(0.0);
            drift = 0.92 * drift + 0.011 * chance.normal();
            if walks {
                return 1.0 + 0.5 * drift;
            }
            1.0 + drift - rush * libm::exp(-(i as f64) * STEP_M / 1_500.0)
                + fade * libm::pow(late, 1.3)
        })
        .collect();
    let scale_s = person.good_day_s / effort.iter().sum::<f64>();
    // The wall comes on top of the good day: nobody plans for it.
    if !walks && chance.happens(0.26 * usual.toll * usual.toll) {
        let from = (steps as f64 * chance.between(0.62, 0.84)) as usize;
        let depth = chance.between(0.08, 0.4);
        for (i, effort) in effort.iter_mut().enumerate().skip(from) {
            let grown = ((i - from) as f64 / 10.0).min(1.0);
            *effort *= 1.0 + depth * grown;
            if chance.happens(0.1) {
                *effort = effort.max(620.0 * STEP_M / 1000.0 / scale_s);
            }
        }
    }
    effort.iter().map(|e| e * scale_s).collect()
}

/// Stops on the way as (metres, seconds): at the water, and where nature calls.
fn stops(
    person: &Person,
    usual: &Usual,
    length_m: f64,
    aid_m: &[f64],
    chance: &mut Chance,
) -> Vec<(f64, f64)> {
    if person.kind == Kind::Elite {
        return Vec::new();
    }
    let mut stops = Vec::new();
    let drinks = chance.between(0.1, 0.7);
    for at_m in aid_m {
        if chance.happens(drinks) {
            stops.push((*at_m + 30.0, chance.between(4.0, 22.0)));
        }
    }
    if chance.happens(0.02 + 0.05 * usual.toll) {
        stops.push((
            length_m * chance.between(0.1, 0.8),
            chance.between(45.0, 220.0),
        ));
    }
    stops
}

/// Where the runner gives up, if so: seldom early.
fn drop_m(person: &Person, usual: &Usual, length_m: f64, chance: &mut Chance) -> Option<f64> {
    let probability = if person.kind == Kind::Elite {
        0.09
    } else {
        usual.drops_out
    };
    let latest = chance.share().max(chance.share());
    chance
        .happens(probability)
        .then_some(length_m * (0.15 + 0.8 * latest))
}
