//! "How do you know?": where an estimate comes from, in two sentences with this race's own numbers.

use homestretch_race::estimate::{Basis, Estimate};
use homestretch_race::event::Contest;
use homestretch_race::view::View;

use crate::format;
use crate::prefs::Prefs;

/// What an estimate between two mats rests on; none where nothing is guessed, or nothing was read yet.
/// `point` and `time` say in words where and when the runner was last read.
pub fn how(
    view: &View<'_>,
    index: usize,
    contest: &Contest,
    estimate: Estimate,
    (point, time): (&str, &str),
    prefs: Prefs,
) -> Option<String> {
    if matches!(estimate.basis, Basis::Confirmed { .. }) {
        return None;
    }
    let (words, units) = (prefs.words(), prefs.units.get());
    let last = view.last_split(index)?;
    let entrant = view.race.roster().all().get(index)?;
    // The field teaches about the road ahead by being read at the next mat.
    let next = last.point + 1;
    let n_ahead = if view.race.part().is_some() {
        let tally = view.tally(entrant.contest);
        tally.passed.get(next).map_or(0, |(n, _)| *n)
    } else {
        let ahead = view.race.roster().all().iter().enumerate();
        let ahead = ahead.filter(|(_, other)| other.contest == entrant.contest);
        let there = next < contest.points.len();
        let ahead = ahead.filter(|(i, _)| there && view.passed_at(*i, next).is_some());
        ahead.count() as u32
    };
    let low = format::distance(estimate.low_m, units, &words);
    let high = format::distance(estimate.high_m, units, &words);
    // Whoever waits for a read at a mat is nowhere else: there is no stretch to speak of.
    if low == high {
        return None;
    }
    Some(match n_ahead {
        0 => words.how_by_past(point, time, &low, &high),
        n => words.how_by_today(n, point, time, &low, &high),
    })
}
