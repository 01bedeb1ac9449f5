//! Past results as the pacing tools read them: net splits by mat, sex, age group; CSV, also gzipped.
//!
//! Columns: `sex`, `age_group`, `start_offset_s`, `suspect`, and the splits `s5k` … `s40k`, `finish` in net seconds.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use homestretch_race::pacing::{Asked, Model, Runner, Sex};

use super::Failure;

/// The mats of the reference layout, and where they lie; nought is the start.
pub const POINTS: [(&str, &str, f64); 11] = [
    ("start", "", 0.0),
    ("5k", "s5k", 5_000.0),
    ("10k", "s10k", 10_000.0),
    ("15k", "s15k", 15_000.0),
    ("20k", "s20k", 20_000.0),
    ("half", "shalf", 21_097.5),
    ("25k", "s25k", 25_000.0),
    ("30k", "s30k", 30_000.0),
    ("35k", "s35k", 35_000.0),
    ("40k", "s40k", 40_000.0),
    ("finish", "finish", 42_195.0),
];

/// Certified metres of the points.
pub fn points_m() -> Vec<f64> {
    POINTS.iter().map(|p| p.2).collect()
}

/// The model in a file, else the one that is shipped.
pub fn model(path: Option<&PathBuf>) -> Result<Model, Failure> {
    let Some(path) = path else {
        return Ok(Model::default());
    };
    let named = |error: &dyn std::error::Error| Failure(format!("`{}`: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|e| named(&e))?;
    Model::from_text(&text).map_err(|e| named(&e))
}

/// The runners of a file whose finish is known and whose splits are believable.
pub fn read(path: &Path) -> Result<Vec<Asked>, Failure> {
    let named = |error: &dyn std::error::Error| Failure(format!("`{}`: {error}", path.display()));
    let file = File::open(path).map_err(|e| named(&e))?;
    let plain = path.extension().is_none_or(|e| e != "gz");
    let text: Box<dyn Read> = if plain {
        Box::new(file)
    } else {
        Box::new(MultiGzDecoder::new(file))
    };
    let mut csv = csv::Reader::from_reader(text);
    let columns: HashMap<String, usize> = csv
        .headers()
        .map_err(|e| named(&e))?
        .iter()
        .enumerate()
        .map(|(i, name)| (name.trim().to_owned(), i))
        .collect();
    if !columns.contains_key("finish") {
        return Err(Failure(format!(
            "`{}` has no column `finish`",
            path.display()
        )));
    }
    let mut runners = Vec::new();
    for row in csv.records() {
        let row = row.map_err(|e| named(&e))?;
        let cell = |name: &str| {
            columns
                .get(name)
                .and_then(|&i| row.get(i))
                .unwrap_or("")
                .trim()
        };
        let number = |name: &str| cell(name).parse::<f64>().ok().filter(|x| x.is_finite());
        if number("suspect").is_some_and(|s| s > 0.0) {
            continue;
        }
        let splits: Vec<(usize, f64)> = POINTS
            .iter()
            .enumerate()
            .skip(1)
            .filter_map(|(i, point)| Some((i, number(point.1)?)))
            .collect();
        let rising = splits.windows(2).all(|w| w[0].1 < w[1].1);
        if rising && splits.last().is_some_and(|s| s.0 == POINTS.len() - 1) {
            runners.push(Asked {
                runner: runner(cell("sex"), cell("age_group")),
                start_s: number("start_offset_s").unwrap_or(0.0),
                splits,
            });
        }
    }
    Ok(runners)
}

/// Those with every split.
pub fn complete(runners: &[Asked]) -> Vec<Asked> {
    let all = POINTS.len() - 1;
    runners
        .iter()
        .filter(|r| r.splits.len() == all)
        .cloned()
        .collect()
}

/// A runner from the words of a start list.
pub fn runner(sex: &str, age_group: &str) -> Runner {
    let digits: String = age_group.chars().take_while(char::is_ascii_digit).collect();
    let age = if age_group.contains("under") {
        Some(19.0)
    } else {
        // Groups are of five years; their middle stands for them.
        digits.parse::<f64>().ok().map(|low| low + 2.0)
    };
    let sex = match sex.chars().next().map(|c| c.to_ascii_uppercase()) {
        Some('F' | 'W') => Sex::Female,
        Some('M') => Sex::Male,
        _ => Sex::Unknown,
    };
    Runner {
        sex,
        age,
        declared_s: None,
    }
}
