//! The course records that an event file names.

use homestretch_race::event::CourseRecord;
use homestretch_race::roster::Sex;
use serde::Deserialize;

use super::{EventError, Words};
use crate::local_time::span_from_clock;

/// A course record: the best result so far of a sex, or of everybody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordDraft {
    sex: Option<SexDraft>,
    time: String,
    holder: Option<Words>,
    year: Option<u16>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum SexDraft {
    F,
    M,
    X,
}

/// The records of a contest.
pub(super) fn read(drafts: &[RecordDraft], contest: &str) -> Result<Vec<CourseRecord>, EventError> {
    let each = drafts.iter().map(|record| {
        let time = span_from_clock(&record.time).map_err(|wrong| EventError::Time {
            place: format!("contest `{contest}`, a time of `records`"),
            wrong,
        });
        Ok(CourseRecord {
            sex: record.sex.map(|sex| match sex {
                SexDraft::F => Sex::Female,
                SexDraft::M => Sex::Male,
                SexDraft::X => Sex::Other,
            }),
            time: time?,
            holder: record.holder.as_ref().map(Words::text).unwrap_or_default(),
            year: record.year,
        })
    });
    each.collect()
}
