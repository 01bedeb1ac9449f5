//! Which column of a results file is what. Without a mapping file, the columns are those of the shared Boston files.

use std::path::Path;

use serde::Deserialize;

use super::ResultsError;

/// A mapping: JSON, every field optional.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Name of the race.
    pub name: Option<String>,
    /// Its date, `2015-04-20`; today where unknown.
    pub date: Option<String>,
    /// Its zone, an IANA name.
    pub zone: String,
    /// Time of day of the gun.
    pub gun: String,
    /// Whether the splits count from the runner's own start or from the gun.
    pub splits_are: From,
    /// Certified length in metres.
    pub length_m: f64,
    /// Names of the columns that describe the runner.
    pub columns: Columns,
    /// The splits from near to far; the last is the finish.
    pub splits: Vec<SplitColumn>,
}

/// Where splits count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The runner's own start.
    Net,
    /// The gun.
    Gun,
}

/// Names of columns; those that the file lacks are left out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The bib: the one column that must be there.
    pub bib: String,
    /// The name.
    pub name: String,
    /// F, M or X.
    pub sex: String,
    /// Age group.
    pub age: String,
    /// Three-letter code.
    pub noc: String,
    /// Start wave.
    pub wave: String,
    /// Own start minus gun.
    pub start_offset: String,
    /// DNS, DNF or DSQ, where a runner has no finish.
    pub status: String,
}

/// A column of splits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitColumn {
    /// Key of the timing point.
    pub key: String,
    /// Certified metres from the start.
    pub at_m: f64,
    /// Name of the column.
    pub column: String,
}

impl Default for Columns {
    fn default() -> Self {
        let column = str::to_owned;
        Self {
            bib: column("bib"),
            name: column("name"),
            sex: column("sex"),
            age: column("age_group"),
            noc: column("country"),
            wave: column("wave"),
            start_offset: column("start_offset_s"),
            status: column("status"),
        }
    }
}

impl Default for Mapping {
    fn default() -> Self {
        const SPLITS: [(&str, f64, &str); 10] = [
            ("5k", 5_000.0, "s5k"),
            ("10k", 10_000.0, "s10k"),
            ("15k", 15_000.0, "s15k"),
            ("20k", 20_000.0, "s20k"),
            ("half", 21_097.5, "shalf"),
            ("25k", 25_000.0, "s25k"),
            ("30k", 30_000.0, "s30k"),
            ("35k", 35_000.0, "s35k"),
            ("40k", 40_000.0, "s40k"),
            ("finish", 42_195.0, "finish"),
        ];
        let split = |(key, at_m, column): (&str, f64, &str)| SplitColumn {
            key: key.to_owned(),
            at_m,
            column: column.to_owned(),
        };
        Self {
            name: None,
            date: None,
            zone: "UTC".to_owned(),
            gun: "10:00:00".to_owned(),
            splits_are: From::Net,
            length_m: 42_195.0,
            columns: Columns::default(),
            splits: SPLITS.map(split).into(),
        }
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it is no mapping, or its splits are out of order.
    pub fn read(path: &Path) -> Result<Self, ResultsError> {
        let text = std::fs::read_to_string(path).map_err(|cause| ResultsError::Unreadable {
            path: path.to_owned(),
            cause,
        })?;
        let mapping: Self = serde_json::from_str(&text).map_err(|cause| ResultsError::Mapping {
            path: path.to_owned(),
            cause,
        })?;
        mapping.in_order()?;
        Ok(mapping)
    }

    fn in_order(&self) -> Result<(), ResultsError> {
        let mut before_m = 0.0;
        let last = self.splits.len().saturating_sub(1);
        for (i, split) in self.splits.iter().enumerate() {
            let is_end = (split.at_m - self.length_m).abs() < 0.5;
            if split.at_m <= before_m || is_end != (i == last) {
                return Err(ResultsError::Order {
                    key: split.key.clone(),
                    at_m: split.at_m,
                    length_m: self.length_m,
                });
            }
            before_m = split.at_m;
        }
        Ok(())
    }
}
