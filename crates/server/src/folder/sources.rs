//! `sources.json` of a race folder: the timing systems that bring the reads. Without it reads come as JSON alone.

mod draft;
mod way;

use std::path::Path;

use homestretch_race::event::Event;
use homestretch_race::time::{Instant, Span};
use jiff::tz::TimeZone;

use draft::{Draft, File, GunDraft, HundredthsDraft, Runners, SystemDraft};

use crate::sources::csv_lines::Columns;
use crate::sources::ipico::Hundredths;
use crate::sources::moment::Reckoner;
use crate::sources::mylaps::Version;
use crate::sources::setup::{Setup, Sources, System};

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum SourcesError {
    #[error("{0}; docs/timing/README.md shows the file")]
    Json(#[from] serde_json::Error),
    #[error("source `{source_name}`: {wrong}")]
    Source { source_name: String, wrong: String },
}

/// Reads the file. Files to follow are named from the folder.
///
/// # Errors
/// When it is not JSON of that shape, or speaks of things that the event does not have.
pub fn sources_from_json(
    json: &str,
    event: &Event,
    folder: &Path,
) -> Result<Sources, SourcesError> {
    let file: File = serde_json::from_str(json)?;
    let mut sources: Vec<Setup> = Vec::with_capacity(file.sources.len());
    for draft in &file.sources {
        let of_source = |wrong: String| SourcesError::Source {
            source_name: draft.name.clone(),
            wrong,
        };
        if sources.iter().any(|s| s.name == draft.name) {
            return Err(of_source(
                "the name is given twice; each source has its own".to_owned(),
            ));
        }
        sources.push(setup(draft, event, folder).map_err(of_source)?);
    }
    Ok(Sources::new(sources))
}

fn setup(draft: &Draft, event: &Event, folder: &Path) -> Result<Setup, String> {
    let name = draft.name.trim();
    if name.is_empty() || name.len() > 100 || name.starts_with('@') || name.contains('/') {
        return Err("a name has 1 to 100 characters, no `/`, and does not begin with @".to_owned());
    }
    let zone_name = draft.zone.as_deref().unwrap_or(&event.zone.iana);
    let zone = TimeZone::get(zone_name).map_err(|_| {
        format!("zone `{zone_name}` is not known here; write an IANA name such as Asia/Pyongyang")
    })?;
    let waves = event.contests.iter().flat_map(|c| &c.waves);
    let first_gun: Instant = waves.map(|w| w.gun).min().unwrap_or(event.base);
    if !draft.offset_s.is_finite() || draft.offset_s.abs() > 172_800.0 {
        return Err("`offset_s` is a number of seconds, two days at most".to_owned());
    }
    let mat = |key: &String| {
        let found = event
            .mats
            .iter()
            .position(|m| m.key.eq_ignore_ascii_case(key));
        found.ok_or_else(|| {
            let keys: Vec<&str> = event.mats.iter().map(|m| m.key.as_str()).collect();
            format!(
                "mat `{key}` is not in the event; it has: {}",
                keys.join(", ")
            )
        })
    };
    let points = draft.points.iter();
    let points = points.map(|(place, key)| Ok((place.trim().to_lowercase(), mat(key)?)));
    let guns = draft.guns.iter();
    let guns = guns.map(|(gun, to)| Ok((gun.trim().to_lowercase(), wave(to, event)?)));
    let reckoner = Reckoner::new(zone, first_gun);
    Ok(Setup {
        name: name.to_owned(),
        system: system(draft)?,
        way: way::of(draft, folder, &reckoner, first_gun)?,
        by_bib: draft.runners == Runners::Bib,
        reckoner,
        offset: Span::from_s(draft.offset_s),
        points: points.collect::<Result<_, String>>()?,
        mat: draft.mat.as_ref().map(mat).transpose()?,
        guns: guns.collect::<Result<_, String>>()?,
        token: draft.token_sha256.as_deref().map(digest).transpose()?,
    })
}

fn system(draft: &Draft) -> Result<System, String> {
    if draft.version.is_some() && !matches!(draft.system, SystemDraft::Mylaps) {
        return Err("`version` is for system `mylaps` alone; leave it out".to_owned());
    }
    if draft.hundredths.is_some() && !matches!(draft.system, SystemDraft::Ipico) {
        return Err("`hundredths` is for system `ipico` alone; leave it out".to_owned());
    }
    let has_columns = matches!(draft.system, SystemDraft::Csv | SystemDraft::RaceResultList);
    if draft.columns.is_some() && !has_columns {
        return Err(
            "`columns` is for systems `csv` and `race-result-list` alone; leave it out".to_owned(),
        );
    }
    Ok(match draft.system {
        SystemDraft::Mylaps => System::Mylaps(match draft.version.as_deref() {
            None | Some("2.1") => Version::TwoOne,
            Some("1") => Version::One,
            Some(other) => return Err(format!("`version` {other}: give \"2.1\" or \"1\"")),
        }),
        SystemDraft::RaceResult => System::RaceResult,
        SystemDraft::Chronotrack => System::ChronoTrack,
        SystemDraft::Ipico => System::Ipico(match draft.hundredths {
            None | Some(HundredthsDraft::Hex) => Hundredths::Hex,
            Some(HundredthsDraft::Decimal) => Hundredths::Decimal,
        }),
        SystemDraft::Csv => {
            let mut columns = Columns::default();
            if let Some(given) = &draft.columns {
                given.chip.clone_into_some(&mut columns.chip);
                given.place.clone_into_some(&mut columns.place);
                given.at.clone_into_some(&mut columns.at);
            }
            System::Csv(columns)
        }
        SystemDraft::Json => System::Json,
        SystemDraft::RaceResultList => System::RaceResultList,
        SystemDraft::Opensplittime => System::OpenSplitTime,
    })
}

fn wave(draft: &GunDraft, event: &Event) -> Result<(usize, usize), String> {
    let contest = event
        .contests
        .iter()
        .position(|c| c.key.eq_ignore_ascii_case(&draft.contest));
    let contest = contest.ok_or_else(|| {
        let keys: Vec<&str> = event.contests.iter().map(|c| c.key.as_str()).collect();
        format!(
            "contest `{}` is not in the event; it has: {}",
            draft.contest,
            keys.join(", ")
        )
    })?;
    let waves = event.contests.get(contest).map_or(&[][..], |c| &c.waves);
    let wave = waves
        .iter()
        .position(|w| w.key.eq_ignore_ascii_case(&draft.wave));
    let wave = wave.ok_or_else(|| {
        let keys: Vec<&str> = waves.iter().map(|w| w.key.as_str()).collect();
        format!(
            "wave `{}` is not in contest `{}`; it has: {}",
            draft.wave,
            draft.contest,
            keys.join(", ")
        )
    })?;
    Ok((contest, wave))
}

fn digest(hex: &str) -> Result<[u8; 32], String> {
    let wrong =
        || "`token_sha256` has 64 hexadecimal digits; `homestretch token` makes one".to_owned();
    crate::token::digest_from_hex(hex).ok_or_else(wrong)
}

/// Takes what is given over what is usual.
trait CloneIntoSome {
    fn clone_into_some(&self, target: &mut String);
}

impl CloneIntoSome for Option<String> {
    fn clone_into_some(&self, target: &mut String) {
        if let Some(given) = self {
            given.clone_into(target);
        }
    }
}
