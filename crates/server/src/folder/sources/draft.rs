//! The shape of `sources.json`, as people write it.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) sources: Vec<Draft>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) system: SystemDraft,
    pub(super) listen: Option<String>,
    pub(super) from: Option<FromDraft>,
    pub(super) connect: Option<String>,
    pub(super) follow: Option<String>,
    pub(super) pull: Option<String>,
    pub(super) every_s: Option<u64>,
    pub(super) bearer_file: Option<String>,
    #[serde(default)]
    pub(super) times: Times,
    pub(super) elapsed_from: Option<String>,
    pub(super) zone: Option<String>,
    #[serde(default)]
    pub(super) offset_s: f64,
    #[serde(default)]
    pub(super) runners: Runners,
    #[serde(default)]
    pub(super) points: BTreeMap<String, String>,
    pub(super) mat: Option<String>,
    #[serde(default)]
    pub(super) guns: BTreeMap<String, GunDraft>,
    pub(super) token_sha256: Option<String>,
    pub(super) hundredths: Option<HundredthsDraft>,
    pub(super) version: Option<String>,
    pub(super) columns: Option<ColumnsDraft>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SystemDraft {
    Mylaps,
    RaceResult,
    Chronotrack,
    Ipico,
    Csv,
    Json,
    RaceResultList,
    Opensplittime,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Times {
    #[default]
    Elapsed,
    Clock,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum FromDraft {
    Word(String),
    List(Vec<String>),
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Runners {
    #[default]
    Chip,
    Bib,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum HundredthsDraft {
    Hex,
    Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GunDraft {
    pub(super) contest: String,
    pub(super) wave: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnsDraft {
    pub(super) chip: Option<String>,
    pub(super) place: Option<String>,
    pub(super) at: Option<String>,
}
