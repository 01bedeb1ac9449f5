//! What silence would have said in a past race: who of the finishers would ever have been called overdue, and how long
//! after dropping out a runner is. By the rule of the app, and causally: mats and their misses as known by then.

use homestretch_race::mats::Mats;
use homestretch_race::pacing::{Asked, Forecast, Living, MEDIAN, Plan, Today, rerun};
use homestretch_race::time::Instant;
use serde_json::{Value, json};

use super::evaluate::{quantile, round};
use super::layout::Layout;

/// One in so many runners is made to drop out.
const ONE_IN: usize = 40;
/// Fractions of the golden ratio spread the places of dropping out evenly over the course.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// The mats of a race, as they are learned while it is told again.
pub struct Watch<'a> {
    layout: &'a Layout,
    mats: Mats,
}

impl<'a> Watch<'a> {
    /// Before the race.
    pub fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            mats: Mats::all_alive(layout.n_mats()),
        }
    }
    /// The newest of these splits was read.
    pub fn hear(&mut self, start_s: f64, splits: &[(usize, f64)]) {
        let at = |s: f64| Instant(((start_s + s) * 1e3) as i64);
        if let Some((&(point, s), before)) = splits.split_last() {
            let (last, since_s) = before.last().copied().unwrap_or((0, 0.0));
            let before = Some((last, at(since_s)));
            self.mats.hear(&self.layout.points, before, (point, at(s)));
        }
    }
    /// The living mats ahead of a runner.
    pub fn living<'b>(
        &'b self,
        forecast: &'b Forecast,
        start_s: f64,
    ) -> impl Iterator<Item = Living> + 'b {
        let finish = self.layout.finish();
        forecast.arrivals.iter().filter_map(move |arrival| {
            let point = arrival.point;
            let mat = self.layout.points[point].mat;
            let at = Instant(((start_s + arrival.at_s[MEDIAN]) * 1e3) as i64);
            let miss = if point == finish {
                0.0
            } else {
                self.mats.miss(mat, at)
            };
            self.mats.alive(mat).then_some(Living { point, miss })
        })
    }
    /// Seconds after the own start at which silence makes a runner overdue.
    pub fn overdue_from_s(&self, forecast: &Forecast, start_s: f64) -> Option<f64> {
        let last = forecast.arrivals.last()?;
        let (mut early, mut late) = (forecast.from_s, last.at_s[last.at_s.len() - 1] * 4.0);
        let overdue = |s: f64| forecast.overdue(self.living(forecast, start_s), s);
        if !overdue(late) {
            return None;
        }
        while late - early > 1.0 {
            let middle = f64::midpoint(early, late);
            *(if overdue(middle) {
                &mut late
            } else {
                &mut early
            }) = middle;
        }
        Some(late)
    }
}

/// Makes some runners of a field stop somewhere, tells the race again, and says how long that goes unnoticed.
pub fn score(plan: &Plan, layout: &Layout, field: &[Asked]) -> Value {
    let mut field = field.to_vec();
    let length_m = layout.points[layout.finish()].at_m;
    let mut stopped_s = vec![None; field.len()];
    for (n, i) in (0..field.len()).step_by(ONE_IN).enumerate() {
        let stop_m = length_m * ((n as f64 + 1.0) * GOLDEN).fract();
        let (mut from_m, mut from_s) = (0.0, 0.0);
        let runner = &mut field[i];
        let Some(next) = runner.splits.iter().position(|&(p, s)| {
            let at_m = layout.points[p].at_m;
            let beyond = at_m > stop_m;
            if beyond {
                stopped_s[i] = Some(from_s + (s - from_s) * (stop_m - from_m) / (at_m - from_m));
            } else {
                (from_m, from_s) = (at_m, s);
            }
            beyond
        }) else {
            continue;
        };
        runner.splits.truncate(next);
    }
    let mut watch = Watch::new(layout);
    let mut noticed_s: Vec<Option<f64>> = vec![None; field.len()];
    for (i, runner) in field.iter().enumerate() {
        if stopped_s[i].is_some() && runner.splits.is_empty() {
            let forecast = plan.forecast(&runner.runner, &[], &Today::new());
            noticed_s[i] = watch.overdue_from_s(&forecast, runner.start_s);
        }
    }
    rerun(plan, &field, |i, known, forecast| {
        let runner = &field[i];
        watch.hear(runner.start_s, &runner.splits[..known]);
        if stopped_s[i].is_some() && known == runner.splits.len() {
            noticed_s[i] = watch.overdue_from_s(forecast, runner.start_s);
        }
    });
    let injected = stopped_s.iter().flatten().count();
    let delays_s: Vec<f64> = stopped_s
        .iter()
        .zip(&noticed_s)
        .filter_map(|(stopped, noticed)| Some((*noticed)? - (*stopped)?))
        .collect();
    json!({
        "injected": injected,
        "noticed": delays_s.len(),
        "delay_median_s": round(quantile(&delays_s, 0.5, |s| *s)),
        "delay_p90_s": round(quantile(&delays_s, 0.9, |s| *s)),
    })
}
