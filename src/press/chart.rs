//! A chart of lines over the course, as plain shapes: the page draws them by its style, a file (`picture`) with its own
//! colours. Pure; both are the same picture. Less is up, for the first has the smallest gap and the fastest the lowest pace.

pub const WIDE: f64 = 360.0;
pub const HIGH: f64 = 190.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 322.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 168.0;
/// Labels nearer to each other than this could not be read.
const APART_X: f64 = 40.0;
const APART_Y: f64 = 10.0;
/// A chart has no more rulers than this.
const MOST_RULERS: f64 = 5.0;
const STEPS_S: [f64; 14] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
];

/// Told apart without colour too.
pub const DASHES: [&str; 8] = ["", "", "", "", "6 3", "6 3", "2 2", "2 2"];

/// A runner's line, in pieces where it is not known all the way: (metres, seconds).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// What stands at its end, such as the bib.
    pub label: String,
    /// Its pieces.
    pub pieces: Vec<Vec<(f64, f64)>>,
}

/// What is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// How far it goes.
    pub length_m: f64,
    /// Points of the course: metres and name.
    pub points: Vec<(f64, String)>,
    /// The lines.
    pub lines: Vec<Line>,
    /// True when the scale begins at nothing.
    pub from_zero: bool,
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A thin line of the scale.
    Rule(f64, f64, f64, f64),
    /// A label of the scale: where, which end is there, and what.
    Label(f64, f64, &'static str, String),
    /// A piece of the line of that number.
    Line(usize, String),
    /// The label at the end of the line of that number.
    Name(usize, f64, f64, String),
}

impl Chart {
    /// All of it, what lies below first.
    pub fn shapes(&self) -> Vec<Shape> {
        let (low, high, step) = self.scale();
        let x = |m: f64| LEFT + (RIGHT - LEFT) * (m / self.length_m.max(1.0)).clamp(0.0, 1.0);
        let y = |s: f64| TOP + (BOTTOM - TOP) * ((s - low) / (high - low)).clamp(0.0, 1.0);
        let mut shapes = Vec::new();
        let mut at = low;
        while at <= high + 0.001 {
            shapes.push(Shape::Rule(LEFT, y(at), RIGHT, y(at)));
            shapes.push(Shape::Label(LEFT - 4.0, y(at) + 3.5, "end", clock(at)));
            at += step;
        }
        // From the finish, so that it has its name in any case.
        let mut free = f64::MAX;
        for (m, name) in self.points.iter().rev() {
            shapes.push(Shape::Rule(x(*m), TOP, x(*m), BOTTOM));
            if free - x(*m) >= APART_X {
                shapes.push(Shape::Label(x(*m), BOTTOM + 14.0, "middle", name.clone()));
                free = x(*m);
            }
        }
        for (n, line) in self.lines.iter().enumerate() {
            for piece in &line.pieces {
                let to_text = |(m, s): &(f64, f64)| format!("{:.1},{:.1}", x(*m), y(*s));
                let points: Vec<String> = piece.iter().map(to_text).collect();
                shapes.push(Shape::Line(n, points.join(" ")));
            }
        }
        shapes.extend(self.names(&x, &y));
        shapes
    }

    /// The labels at the ends of the lines, none over another.
    fn names(&self, x: &dyn Fn(f64) -> f64, y: &dyn Fn(f64) -> f64) -> Vec<Shape> {
        let end = |(n, line): (usize, &Line)| {
            let (m, s) = line.pieces.last()?.last()?;
            Some((n, x(*m) + 4.0, y(*s) + 3.5))
        };
        let mut ends: Vec<(usize, f64, f64)> =
            self.lines.iter().enumerate().filter_map(end).collect();
        homestretch_order::sort_by(&mut ends, |a, b| a.2.total_cmp(&b.2));
        let mut free = f64::MIN;
        for (_, _, y) in &mut ends {
            *y = y.max(free);
            free = *y + APART_Y;
        }
        // Those that were pushed out below are pushed back up.
        let mut free = BOTTOM + APART_Y;
        for (_, _, y) in ends.iter_mut().rev() {
            *y = y.min(free);
            free = *y - APART_Y;
        }
        let named =
            |(n, x, y): (usize, f64, f64)| Shape::Name(n, x, y, self.lines[n].label.clone());
        ends.into_iter().map(named).collect()
    }

    /// The scale: from, to, and from one ruler to the next.
    fn scale(&self) -> (f64, f64, f64) {
        let values = || {
            self.lines
                .iter()
                .flat_map(|line| line.pieces.iter().flatten())
        };
        let low = values().fold(f64::MAX, |low, (_, s)| low.min(*s));
        let high = values().fold(f64::MIN, |high, (_, s)| high.max(*s));
        let (low, high) = if low > high { (0.0, 10.0) } else { (low, high) };
        let low = if self.from_zero { low.min(0.0) } else { low };
        let step = STEPS_S
            .into_iter()
            .find(|step| (high - low) / step <= MOST_RULERS - 1.0)
            .unwrap_or(7200.0);
        let low = (low / step).floor() * step;
        let high = ((high / step).ceil() * step).max(low + step);
        (low, high, step)
    }
}

/// Seconds as `m:ss` or `h:mm:ss`.
pub fn clock(s: f64) -> String {
    let s = s.round() as i64;
    if s < 3600 {
        format!("{}:{:02}", s / 60, s % 60)
    } else {
        format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let line = |label: &str, s: f64| Line {
            label: label.to_owned(),
            pieces: vec![vec![(0.0, 0.0), (5_000.0, s), (10_000.0, s)]],
        };
        Chart {
            length_m: 10_000.0,
            points: vec![(5_000.0, "5 km".into()), (10_000.0, "Finish".into())],
            lines: vec![line("101", 0.0), line("102", 42.0), line("<103>", 43.0)],
            from_zero: true,
        }
    }

    #[test]
    fn the_scale_has_round_rulers_and_no_label_hides_another() {
        let shapes = chart().shapes();
        let labels = |wanted: &str| {
            let of = |s: &Shape| matches!(s, Shape::Label(.., text) if text == wanted);
            shapes.iter().any(of)
        };
        assert!(
            ["0:00", "0:15", "0:45", "5 km", "Finish"]
                .iter()
                .all(|l| labels(l))
        );
        let names: Vec<f64> = shapes
            .iter()
            .filter_map(|s| {
                if let Shape::Name(_, _, y, _) = s {
                    Some(*y)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(names.len(), 3);
        let apart = |pair: &[f64]| (pair[0] - pair[1]).abs() >= APART_Y - 0.01;
        assert!(names.windows(2).all(apart), "{names:?}");
        let lowest = names.iter().copied().fold(0.0, f64::max);
        assert!(lowest <= BOTTOM + APART_Y, "{names:?}");
    }

    #[test]
    fn nobody_and_everybody_level_have_a_chart_too() {
        assert!(Chart::default().shapes().len() > 2);
        let mut level = chart();
        level.lines.truncate(1);
        let shapes = level.shapes();
        let line = shapes.iter().find(|s| matches!(s, Shape::Line(..)));
        assert_eq!(
            line,
            Some(&Shape::Line(0, "34.0,10.0 178.0,10.0 322.0,10.0".into()))
        );
    }
}
