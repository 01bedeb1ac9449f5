//! The scales of the pace chart: metres and paces to whole units of its picture, and where its marks stand.

use crate::format::{self, MILE_M, Units};

/// The picture is 320 wide and 132 high; this part of it is the chart.
const LEFT: f64 = 38.0;
const RIGHT: f64 = 312.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 110.0;

/// Scales that show these paces on a course of that length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    length_m: f64,
    /// Seconds per kilometre at the top and at the bottom: quicker is higher.
    quick_s: f64,
    slow_s: f64,
    /// Metres of the viewer's unit.
    unit_m: f64,
}

impl Scale {
    /// Scales in which all these steps (from and to in metres, seconds per kilometre) have room.
    pub fn of<'a>(
        length_m: f64,
        steps: impl Iterator<Item = &'a (f64, f64, f64)>,
        units: Units,
    ) -> Self {
        let paces = steps.map(|step| step.2).filter(|pace| pace.is_finite());
        let (quick, slow) = paces.fold((f64::MAX, 0.0_f64), |(q, s), p| (q.min(p), s.max(p)));
        // A level pace is a level line in the middle, not a mountain of two seconds.
        let room = ((40.0 - (slow - quick)) / 2.0).max((slow - quick) * 0.1);
        Self {
            length_m: length_m.max(1.0),
            quick_s: quick - room,
            slow_s: slow + room,
            unit_m: match units {
                Units::Km => 1000.0,
                Units::Miles => MILE_M,
            },
        }
    }

    /// Across, from metres.
    pub fn x(&self, m: f64) -> i32 {
        (LEFT + (RIGHT - LEFT) * (m / self.length_m).clamp(0.0, 1.0)).round() as i32
    }

    /// Down, from seconds per kilometre.
    pub fn y(&self, s: f64) -> i32 {
        let part = (s - self.quick_s) / (self.slow_s - self.quick_s).max(1.0);
        (TOP + (BOTTOM - TOP) * part.clamp(0.0, 1.0)).round() as i32
    }

    /// Two to five round paces in seconds per kilometre, round in the viewer's unit.
    pub fn paces(&self) -> Vec<f64> {
        let per_unit = self.unit_m / 1000.0;
        let (quick, slow) = (self.quick_s * per_unit, self.slow_s * per_unit);
        let fits = |step: &&f64| (slow - quick) / **step <= 4.5;
        let step = [10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0]
            .iter()
            .find(fits)
            .copied()
            .unwrap_or(1800.0);
        let first = (quick / step).ceil() as i64;
        let last = (slow / step).floor() as i64;
        // Whoever rests for an hour has a pace as well, but not a hundred lines.
        let round = (first..=last).take(5);
        round.map(|n| n as f64 * step / per_unit).collect()
    }

    /// Round distances as (metres, number in the viewer's unit), the start included.
    pub fn distances(&self) -> Vec<(f64, u64)> {
        let units = self.length_m / self.unit_m;
        let fits = |step: &&u64| units / **step as f64 <= 5.5;
        let step = [1, 2, 5, 10, 20, 50].iter().find(fits).copied();
        let step = step.unwrap_or(100);
        let n = (units / step as f64) as u64;
        (0..=n.min(6))
            .map(|i| ((i * step) as f64 * self.unit_m, i * step))
            .collect()
    }
}

/// A pace as the chart's margin shows it.
pub fn figure_of_pace(s_per_km: f64, units: Units) -> String {
    format::pace(s_per_km, units)
}

/// The path of a line that is level on each step and goes straight up or down between two that meet.
pub fn steps(steps: &[(f64, f64, f64)], scale: &Scale) -> String {
    let mut path = String::new();
    let mut end_m = None;
    for (from, to, pace) in steps {
        let (x, y, far) = (scale.x(*from), scale.y(*pace), scale.x(*to));
        if end_m == Some(*from) {
            path.push('V');
        } else {
            path.push('M');
            path.push_str(&x.to_string());
            path.push(' ');
        }
        path.push_str(&y.to_string());
        path.push('H');
        path.push_str(&far.to_string());
        end_m = Some(*to);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{Scale, steps};
    use crate::format::Units;

    const RUN: &[(f64, f64, f64)] = &[
        (0.0, 5_000.0, 300.0),
        (5_000.0, 10_000.0, 320.0),
        (15_000.0, 20_000.0, 310.0),
    ];

    #[test]
    fn quicker_is_higher_and_a_gap_in_the_reads_is_a_gap_in_the_line() {
        let scale = Scale::of(20_000.0, RUN.iter(), Units::Km);
        assert!(scale.y(300.0) < scale.y(310.0) && scale.y(310.0) < scale.y(320.0));
        assert_eq!((scale.x(0.0), scale.x(20_000.0)), (38, 312));
        assert_eq!(steps(RUN, &scale), "M38 35H107V85H175M244 60H312");
        assert_eq!(steps(&[], &scale), "");
    }

    #[test]
    fn marks_are_round_and_few_in_either_unit() {
        let km = Scale::of(42_195.0, RUN.iter(), Units::Km);
        let n = |scale: &Scale| {
            let marks = scale.distances().into_iter();
            marks.map(|(_, n)| n).collect::<Vec<_>>()
        };
        assert_eq!(n(&km), [0, 10, 20, 30, 40]);
        assert_eq!(km.paces(), [290.0, 300.0, 310.0, 320.0, 330.0]);
        let miles = Scale::of(42_195.0, RUN.iter(), Units::Miles);
        assert_eq!(n(&miles), [0, 5, 10, 15, 20, 25]);
        for pace in miles.paces() {
            let per_mile = pace * 1.609_344;
            assert!((per_mile / 15.0 - (per_mile / 15.0).round()).abs() < 1e-6);
        }
        assert_eq!(
            n(&Scale::of(5_000.0, RUN.iter(), Units::Km)),
            [0, 1, 2, 3, 4, 5]
        );
    }

    #[test]
    fn nonsense_stays_inside_the_picture() {
        let wild = [(0.0, 1.0, 0.0), (1.0, 2.0, 1e9), (2.0, 3.0, f64::NAN)];
        let scale = Scale::of(0.0, wild.iter(), Units::Km);
        assert!(scale.paces().len() <= 5 && scale.distances().len() <= 7);
        for pace in [0.0, 1e9, f64::NAN, -5.0] {
            assert!((0..=132).contains(&scale.y(pace)), "{pace}");
        }
        let level = Scale::of(10_000.0, [(0.0, 5_000.0, 300.0)].iter(), Units::Km);
        assert_eq!(level.y(300.0), 60);
    }
}
