//! Past results as the pacing tools read them: net splits by mat, sex, age group; CSV, also gzipped.
//!
//! Columns: `sex`, `age_group`, `start_offset_s`, `suspect`, `finish`, and the splits in net seconds, called by the
//! layout's mats with or without an `s` before: `s5k` … `s40k`.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use homestretch_race::pacing::{Asked, Model, Runner, Sex};

use super::Failure;
use super::layout::Layout;

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
pub fn read(path: &Path, layout: &Layout) -> Result<Vec<Asked>, Failure> {
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
    let finish = layout.finish();
    let column = |key: &str| {
        let own = columns.get(&format!("s{key}"));
        own.or_else(|| columns.get(key)).copied()
    };
    let mut points: Vec<(usize, usize)> = (1..finish)
        .filter_map(|p| Some((p, column(&layout.points[p].key)?)))
        .collect();
    let Some(&last) = columns.get("finish") else {
        return Err(named_text(path, "has no column `finish`"));
    };
    if points.is_empty() && finish > 1 {
        let keys: Vec<String> = layout.points[1..finish]
            .iter()
            .map(|p| format!("s{}", p.key))
            .collect();
        let what = format!(
            "has no column for any mat of the course ({}); `--course` says where the mats lie",
            keys.join(", ")
        );
        return Err(named_text(path, &what));
    }
    points.push((finish, last));
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
        let splits: Vec<(usize, f64)> = points
            .iter()
            .filter_map(|&(p, at)| {
                let s: f64 = row.get(at)?.trim().parse().ok()?;
                s.is_finite().then_some((p, s))
            })
            .collect();
        let rising = splits.windows(2).all(|w| w[0].1 < w[1].1);
        if rising && splits.last().is_some_and(|s| s.0 == finish) {
            runners.push(Asked {
                runner: runner(cell("sex"), cell("age_group")),
                start_s: number("start_offset_s").unwrap_or(0.0),
                splits,
            });
        }
    }
    Ok(runners)
}

fn named_text(path: &Path, what: &str) -> Failure {
    Failure(format!("`{}` {what}", path.display()))
}

/// Those with every split.
pub fn complete(runners: &[Asked], layout: &Layout) -> Vec<Asked> {
    let all = layout.finish();
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
