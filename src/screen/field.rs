//! Where everybody is: how dense the field lies along the course, how many have passed each mat, are home, are out
//! there, and how long the course stays open. Pure.

use homestretch_race::event::Role;
use homestretch_race::tally::Tally;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;

/// Stretches that the course is divided into.
pub const BINS: usize = 96;

/// A contest's field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Everybody {
    /// In numbers.
    pub tally: Tally,
    /// Estimated runners on each of [`BINS`] equal stretches of the course; each counts as one, spread over her band.
    pub density: Vec<f32>,
    /// Points that are shown, as (index, share of the course, how many have passed).
    pub mats: Vec<(usize, f64, u32)>,
    /// Where the first and the last are thought to be, in metres.
    pub ends_m: Option<(f64, f64)>,
    /// Until the course closes; none where it does not, or nobody is out there.
    pub limit: Option<Instant>,
}

/// Looks at a contest.
pub fn everybody(view: &View<'_>, contest: usize) -> Everybody {
    let Some(of) = view.race.event().contests.get(contest) else {
        return Everybody::default();
    };
    let tally = view.tally(contest);
    let mut density = vec![0.0; BINS];
    let mut ends_m: Option<(f64, f64)> = None;
    for (index, entrant) in view.race.roster().all().iter().enumerate() {
        if entrant.contest != contest {
            continue;
        }
        let Some(estimate) = view.estimate(index, view.through()) else {
            continue;
        };
        spread(
            &mut density,
            estimate.low_m / of.length_m,
            estimate.high_m / of.length_m,
        );
        let at_m = estimate.mid_m;
        ends_m = Some(ends_m.map_or((at_m, at_m), |(first, last)| {
            (first.max(at_m), last.min(at_m))
        }));
    }
    let shown = of
        .points
        .iter()
        .enumerate()
        .filter(|(_, point)| matches!(point.role, Role::Split | Role::Finish));
    let mats = shown.map(|(i, point)| {
        let passed = tally.passed.get(i).map_or(0, |(n, _)| *n);
        (i, (point.at_m / of.length_m).clamp(0.0, 1.0), passed)
    });
    Everybody {
        mats: mats.collect(),
        limit: view.limit_at(contest).filter(|_| tally.on_course > 0),
        tally,
        density,
        ends_m,
    }
}

/// Counts one runner, spread evenly over the stretches of her band.
fn spread(density: &mut [f32], from: f64, to: f64) {
    let bin = |share: f64| ((share * BINS as f64) as usize).min(BINS - 1);
    let (first, last) = (bin(from.max(0.0)), bin(to.max(0.0)));
    let part = 1.0 / (last.saturating_sub(first) + 1) as f32;
    for n in density.iter_mut().take(last + 1).skip(first) {
        *n += part;
    }
}

/// How long the course stays open, and so what is left to those out there.
pub fn left(limit: Option<Instant>, now: Instant) -> Option<Span> {
    limit.map(|limit| limit - now).filter(|left| left.0 > 0)
}
