//! The coefficients, and their text form: a name and its numbers on each line.

use std::fmt::Write as _;

use crate::decimal::decimal;

use super::features::{N, N_AT, N_LAST, N_SPREAD};
use super::grid::{CELLS, Cells};

/// Known cells that a correction is kept for: one to nine.
pub const STAGES: usize = CELLS - 1;
/// Quantiles that a forecast gives: 5, 10, 50, 90, 95 in a hundred, and the far tail for the overdue.
pub const QUANTILES: usize = 6;
/// Place of the far tail among them: silence beyond it is more than a slow runner explains.
pub const OVERDUE: usize = 5;
/// Place of the median among them.
pub const MEDIAN: usize = 2;

/// How wide forecasts are: log spread by features, and quantiles in that unit (the median is nought).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Coefficients of the log spread.
    pub log: [f64; N_SPREAD],
    /// The quantiles.
    pub at: [f64; QUANTILES],
}

/// What is kept for runners known up to some cell, towards the next cell's end or the finish.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// What to add to the log of the time still to run.
    pub correction: [f64; N],
    /// A robust standard deviation of the log of the time still to run.
    pub sigma: f64,
    /// How wide.
    pub spread: Spread,
    /// What a day like one standard deviation of days adds besides; see [`Model::hint`].
    pub lasting: f64,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            correction: [0.0; N],
            sigma: 0.05,
            spread: Spread::default(),
            lasting: 0.0,
        }
    }
}

/// A fitted pacing model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Mean log pace (of s/km) of each cell: constant, women, decades of age from 42, their square.
    pub mean: [Cells; 4],
    /// How much of a cell's surprise is seen again in each later cell (unit lower triangle).
    pub follow: [Cells; CELLS],
    /// Variance of each cell's surprise.
    pub variance: Cells,
    /// Towards the end of the next cell, for one to nine known cells.
    pub next: [Stage; STAGES],
    /// Towards the finish.
    pub finish: [Stage; STAGES],
    /// Means of the features of the last stretch, so that what is learned about them leaves the mean alone.
    pub usual: [[f64; N_LAST]; STAGES],
    /// How past days differed: the shift of each cell on a day that is one standard deviation from the usual. A warm
    /// day shows early, and what it does to the finish is in [`Stage::lasting`].
    pub hint: Cells,
}

/// Why a text is not a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The first line names another format.
    #[error("not a pacing model: its first line is not `{HEAD}`")]
    Head,
    /// A line is missing.
    #[error("the pacing model has no line `{0}`")]
    Missing(String),
    /// A line holds something else than so many finite numbers.
    #[error("line `{0}` of the pacing model does not hold {1} numbers")]
    Numbers(String, usize),
}

const HEAD: &str = "homestretch pacing 1";
/// The lines about how days differ.
const OF_DAYS: [&str; 2] = ["hint", "lasting"];

impl Default for Model {
    /// The model that the project ships; see ACCURACY.md for how it was fitted.
    fn default() -> Self {
        Self::from_text(include_str!("default.txt")).unwrap_or_else(|_| Self::blank())
    }
}

impl Model {
    /// A model that expects an even pace.
    pub fn blank() -> Self {
        let mut follow = [[0.0; CELLS]; CELLS];
        for (c, row) in follow.iter_mut().enumerate() {
            row[c] = 1.0;
            row[0] = 1.0;
        }
        let mut mean = [[0.0; CELLS]; 4];
        mean[0] = [super::grid::LN_USUAL; CELLS];
        let spread = Spread {
            log: [-3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            at: [-1.64, -1.28, 0.0, 1.28, 1.64, 4.0],
        };
        let stage = Stage {
            spread,
            ..Stage::default()
        };
        Self {
            mean,
            follow,
            variance: std::array::from_fn(|c| if c == 0 { 0.04 } else { 0.002 }),
            next: [stage; STAGES],
            finish: [stage; STAGES],
            usual: [[0.0; N_LAST]; STAGES],
            hint: [0.0; CELLS],
        }
    }
    /// Reads the text form.
    ///
    /// # Errors
    /// When a line is missing or does not hold its numbers.
    pub fn from_text(text: &str) -> Result<Self, ModelError> {
        if text.lines().next().map(str::trim) != Some(HEAD) {
            return Err(ModelError::Head);
        }
        let mut model = Self::blank();
        for (name, slot) in model.lines() {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(&name)?.strip_prefix(' '));
            // Models fitted before days were compared know nothing of them.
            if line.is_none() && OF_DAYS.contains(&name.as_str()) {
                continue;
            }
            let line = line.ok_or_else(|| ModelError::Missing(name.clone()))?;
            let numbers: Vec<f64> = line.split_whitespace().filter_map(decimal).collect();
            if numbers.len() != slot.len() {
                return Err(ModelError::Numbers(name, slot.len()));
            }
            for (to, from) in slot.into_iter().zip(numbers) {
                *to = from;
            }
        }
        Ok(model)
    }
    /// The text form, rounded to what matters.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (name, slot) in self.clone().lines() {
            text.push_str(&name);
            for x in slot {
                let digits = if name.starts_with("follow") || name.starts_with("mean") {
                    4
                } else {
                    3
                };
                let _ = write!(text, " {}", short(*x, digits));
            }
            text.push('\n');
        }
        text
    }
    /// Every line's name and numbers, in the order of the text.
    fn lines(&mut self) -> Vec<(String, Vec<&mut f64>)> {
        let mut lines = Vec::new();
        for (i, row) in self.mean.iter_mut().enumerate() {
            lines.push((format!("mean{i}"), row.iter_mut().collect()));
        }
        for (c, row) in self.follow.iter_mut().enumerate().skip(1) {
            lines.push((format!("follow{c}"), row[..c].iter_mut().collect()));
        }
        lines.push(("variance".into(), self.variance.iter_mut().collect()));
        for (i, row) in self.usual.iter_mut().enumerate() {
            lines.push((format!("usual{}", i + 1), row.iter_mut().collect()));
        }
        let mut lasting_of = Vec::new();
        for (kind, stages) in [("next", &mut self.next), ("finish", &mut self.finish)] {
            for (i, stage) in stages.iter_mut().enumerate() {
                let n = i + 1;
                // Before the third cell some features do not exist yet.
                let kept = N_AT[i.min(2)];
                let correction = stage.correction[..kept].iter_mut().collect();
                lines.push((format!("{kind}{n}"), correction));
                let spread = &mut stage.spread;
                let mut wide: Vec<&mut f64> = vec![&mut stage.sigma];
                wide.extend(spread.log.iter_mut());
                wide.extend(spread.at.iter_mut());
                lines.push((format!("{kind}{n}-spread"), wide));
                if kind == "finish" {
                    lasting_of.push(&mut stage.lasting);
                }
            }
        }
        let [hint, lasting] = OF_DAYS.map(str::to_owned);
        lines.push((hint, self.hint.iter_mut().collect()));
        lines.push((lasting, lasting_of));
        lines
    }
}

/// A number with so many significant digits, without an idle nought.
fn short(x: f64, digits: i32) -> String {
    if x == 0.0 || !x.is_finite() {
        return "0".into();
    }
    let places = (digits - 1 - libm::floor(libm::log10(x.abs())) as i32).clamp(0, 6) as usize;
    let text = format!("{x:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    match text {
        "" | "-" | "-0" => "0".into(),
        text => text.replacen(
            "0.",
            ".",
            usize::from(text.starts_with("0.") || text.starts_with("-0.")),
        ),
    }
}
