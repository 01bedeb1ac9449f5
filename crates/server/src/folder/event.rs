//! `event.json` of a race folder, as people write it: local times, keys instead of indexes, one object per thing.

mod records;

use std::collections::BTreeMap;

use homestretch_race::event::{
    Category, Contest, Event, Mat, Pick, Point, RankBy, Role, Text, Wave,
};
use homestretch_race::time::Instant;
use serde::Deserialize;

use crate::local_time::{TimeError, midnight, span_from_clock, zone_on};

/// Texts by language tag; a plain string is in English.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    Plain(String),
    Tagged(BTreeMap<String, String>),
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventDraft {
    key: String,
    names: Words,
    places: Option<Words>,
    date: String,
    zone: String,
    mats: Vec<Named>,
    contests: Vec<ContestDraft>,
    #[serde(default)]
    categories: Vec<Named>,
    #[serde(default)]
    noc_names: BTreeMap<String, Words>,
    sweep: Option<Words>,
    #[serde(default)]
    wording: BTreeMap<String, Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    key: String,
    names: Option<Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContestDraft {
    key: String,
    names: Words,
    length_m: f64,
    route: Option<String>,
    #[serde(default)]
    rank_by: RankDraft,
    limit: Option<String>,
    waves: Vec<WaveDraft>,
    points: Vec<PointDraft>,
    #[serde(default)]
    records: Vec<records::RecordDraft>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RankDraft {
    #[default]
    Gun,
    Net,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WaveDraft {
    key: String,
    gun: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PointDraft {
    key: String,
    names: Option<Words>,
    at_m: f64,
    mat: String,
    read: Option<PickDraft>,
    /// True for a point that helps the estimate and is not shown.
    #[serde(default)]
    helper: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PickDraft {
    First,
    Last,
}

/// What is wrong with the event file.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum EventError {
    #[error("{0}; see the example in `examples/small-race/event.json`")]
    Json(#[from] serde_json::Error),
    #[error("{place}: {wrong}")]
    Time { place: String, wrong: TimeError },
    #[error("contest `{0}` needs a wave and at least two points: the start and the finish")]
    TooShort(String),
    #[error("contest `{contest}`: point `{point}` is on mat `{mat}`, which is not in `mats`")]
    NoMat {
        contest: String,
        point: String,
        mat: String,
    },
    #[error(
        "contest `{contest}`: point `{point}` at {at_m} m does not lie beyond the point before it, or beyond the length of {length_m} m"
    )]
    Order {
        contest: String,
        point: String,
        at_m: f64,
        length_m: f64,
    },
    #[error("`{0}` is given twice; keys must be unique")]
    Twice(String),
}

/// Reads the file.
///
/// # Errors
/// When it is not JSON of that shape, or speaks of things that it does not name.
pub fn event_from_json(json: &str) -> Result<Event, EventError> {
    let draft: EventDraft = serde_json::from_str(json)?;
    let at = |place: &str| {
        let place = place.to_owned();
        |wrong| EventError::Time { place, wrong }
    };
    let zone = zone_on(&draft.zone, &draft.date).map_err(at("`date` and `zone`"))?;
    let base = midnight(&draft.date, &zone).map_err(at("`date`"))?;
    unique(draft.mats.iter().map(|m| &m.key))?;
    unique(draft.contests.iter().map(|c| &c.key))?;
    unique(draft.categories.iter().map(|c| &c.key))?;
    let contests = draft.contests.iter().map(|c| contest(c, &draft.mats, base));
    let contests = contests.collect::<Result<_, _>>()?;
    let named = |named: &Named| (named.key.clone(), names(named.names.as_ref(), &named.key));
    Ok(Event {
        key: draft.key,
        names: draft.names.text(),
        places: draft.places.map(|w| w.text()).unwrap_or_default(),
        date: draft.date,
        zone,
        base,
        demo: false,
        contests,
        mats: draft
            .mats
            .iter()
            .map(named)
            .map(|(key, names)| Mat { key, names })
            .collect(),
        categories: draft
            .categories
            .iter()
            .map(named)
            .map(|(key, names)| Category { key, names })
            .collect(),
        noc_names: draft
            .noc_names
            .into_iter()
            .map(|(noc, w)| (noc, w.text()))
            .collect(),
        sweep: draft.sweep.map(|w| w.text()).unwrap_or_default(),
        wording: draft
            .wording
            .into_iter()
            .map(|(key, w)| (key, w.text()))
            .collect(),
        // A file of its own beside this one.
        pacing: None,
    })
}

impl Words {
    fn text(&self) -> Text {
        match self {
            Self::Plain(text) => Text::of("en", text),
            Self::Tagged(texts) => {
                // English first where there is any, because the first is the fallback.
                let mut texts: Vec<_> = texts.clone().into_iter().collect();
                texts.sort_by_key(|(tag, _)| tag != "en");
                Text(texts)
            }
        }
    }
}

fn names(words: Option<&Words>, key: &str) -> Text {
    words.map_or_else(|| Text::of("en", key), Words::text)
}

fn unique<'a>(keys: impl Iterator<Item = &'a String>) -> Result<(), EventError> {
    let mut seen = std::collections::HashSet::new();
    for key in keys {
        if !seen.insert(key.to_ascii_lowercase()) {
            return Err(EventError::Twice(key.clone()));
        }
    }
    Ok(())
}

fn contest(draft: &ContestDraft, mats: &[Named], base: Instant) -> Result<Contest, EventError> {
    let time = |place: String, text: &str| {
        span_from_clock(text).map_err(|wrong| EventError::Time { place, wrong })
    };
    if draft.waves.is_empty() || draft.points.len() < 2 {
        return Err(EventError::TooShort(draft.key.clone()));
    }
    unique(draft.waves.iter().map(|w| &w.key))?;
    unique(draft.points.iter().map(|p| &p.key))?;
    let waves = draft.waves.iter().map(|wave| {
        let place = format!("contest `{}`, wave `{}`", draft.key, wave.key);
        Ok::<_, EventError>(Wave {
            key: wave.key.clone(),
            gun: base + time(place, &wave.gun)?,
        })
    });
    let limit = draft.limit.as_ref().map(|limit| {
        let place = format!("contest `{}`, limit", draft.key);
        time(place, limit)
    });
    let mut points: Vec<Point> = Vec::with_capacity(draft.points.len());
    for (i, point) in draft.points.iter().enumerate() {
        let beyond = points.last().is_none_or(|before| point.at_m > before.at_m);
        if !beyond || point.at_m < 0.0 || point.at_m > draft.length_m {
            return Err(EventError::Order {
                contest: draft.key.clone(),
                point: point.key.clone(),
                at_m: point.at_m,
                length_m: draft.length_m,
            });
        }
        let role = match (i, point.helper) {
            (0, _) => Role::Start,
            (i, _) if i + 1 == draft.points.len() => Role::Finish,
            (_, true) => Role::Helper,
            _ => Role::Split,
        };
        // People wait on the start mat, so there the last read counts.
        let usual = if role == Role::Start {
            PickDraft::Last
        } else {
            PickDraft::First
        };
        points.push(Point {
            key: point.key.clone(),
            names: names(point.names.as_ref(), &point.key),
            at_m: point.at_m,
            mat: mats
                .iter()
                .position(|m| m.key.eq_ignore_ascii_case(&point.mat))
                .ok_or_else(|| EventError::NoMat {
                    contest: draft.key.clone(),
                    point: point.key.clone(),
                    mat: point.mat.clone(),
                })?,
            pick: match point.read.unwrap_or(usual) {
                PickDraft::First => Pick::First,
                PickDraft::Last => Pick::Last,
            },
            role,
        });
    }
    Ok(Contest {
        key: draft.key.clone(),
        names: draft.names.text(),
        length_m: draft.length_m,
        route: draft.route.clone().unwrap_or_else(|| draft.key.clone()),
        points,
        waves: waves.collect::<Result<_, _>>()?,
        rank_by: match draft.rank_by {
            RankDraft::Gun => RankBy::Gun,
            RankDraft::Net => RankBy::Net,
        },
        limit: limit.transpose()?,
        records: records::read(&draft.records, &draft.key)?,
    })
}
