//! The form of each file, one module per kind: what its reader takes and its writer gives stand side by side.
//!
//! Times are whole tenths of seconds since the event's base, distances are centimetres, places are millionths of a
//! degree: whole numbers all, so that nothing depends on how a program prints fractions.

pub(crate) mod changes;
pub(crate) mod columns;
pub(crate) mod course;
pub(crate) mod entrants;
pub(crate) mod event;
pub(crate) mod field;
pub(crate) mod head;
pub(crate) mod keyframe;
pub(crate) mod light;
pub(crate) mod pacing;
pub(crate) mod passings;
pub(crate) mod places;
pub(crate) mod shard;
pub(crate) mod tick;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use homestretch_race::event::Text;
use homestretch_race::time::{Instant, Span};

use crate::content::Learned;
use crate::fields::Fields;
use crate::json::Json;

/// The version that every file but the ticks begins with.
pub(crate) const VERSION: (Cow<'static, str>, Json<'static>) =
    (Cow::Borrowed("feed"), Json::Int(1));
/// Ticks of thirty days at one a second are far fewer.
pub(crate) const TICKS: RangeInclusive<i64> = 0..=100_000_000;
/// Entrant numbers index tables in many programs, so absurd ones are refused.
pub(crate) const ENTRANTS: RangeInclusive<i64> = 0..=9_999_999;
/// Contests, waves, points, mats, categories.
pub(crate) const INDEXES: RangeInclusive<i64> = 0..=999;
/// Tenths of seconds: no race lasts longer than thirty days.
pub(crate) const TENTHS: RangeInclusive<i64> = -25_920_000..=25_920_000;
/// Centimetres: no road race is longer than a thousand kilometres.
pub(crate) const CENTIMETRES: RangeInclusive<i64> = 0..=100_000_000;
/// Epoch milliseconds of a computer that knows the year.
pub(crate) const EPOCH_MS: RangeInclusive<i64> = 0..=9_999_999_999_999;
/// How many of something.
pub(crate) const COUNTS: RangeInclusive<i64> = 0..=100_000_000;

pub(crate) type Pairs<'a> = Vec<(Cow<'a, str>, Json<'a>)>;

/// A field of an object to be written.
pub(crate) fn field<'a>(key: &'static str, value: Json<'a>) -> (Cow<'a, str>, Json<'a>) {
    (Cow::Borrowed(key), value)
}

pub(crate) fn tenths_from_instant(at: Instant, base: Instant) -> i64 {
    (at - base).0.div_euclid(100)
}

pub(crate) fn instant_from_tenths(tenths: i64, base: Instant) -> Instant {
    base + Span(tenths.saturating_mul(100))
}

pub(crate) fn cm_from_m(m: f64) -> i64 {
    (m * 100.0).round() as i64
}

pub(crate) fn m_from_cm(cm: i64) -> f64 {
    cm as f64 / 100.0
}

pub(crate) fn texts(text: &Text) -> Json<'_> {
    let each = text.0.iter();
    Json::Object(
        each.map(|(tag, text)| (Cow::Borrowed(tag.as_str()), Json::text(text)))
            .collect(),
    )
}

/// Adds texts under a key, unless there are none.
pub(crate) fn put_texts<'a>(out: &mut Pairs<'a>, key: &'static str, text: &'a Text) {
    if !text.0.is_empty() {
        out.push(field(key, texts(text)));
    }
}

/// The number at `index` of a list, within a range.
pub(crate) fn within(value: Option<i64>, range: &RangeInclusive<i64>) -> Option<i64> {
    value.filter(|v| range.contains(v))
}

pub(crate) fn read_learned(fields: &Fields<'_, '_, '_>) -> Option<Learned> {
    let learned = fields.object("learned")?;
    let values = learned.ints("values");
    // Half of a model's state is worse than none.
    let values: Result<Vec<i32>, _> = values.iter().map(|&v| i32::try_from(v)).collect();
    let (Some(model), Ok(values)) = (learned.text("model"), values) else {
        fields.problem(
            "learned",
            "has no model name or numbers that are too large; dropped".to_owned(),
        );
        return None;
    };
    Some(Learned {
        model: model.to_owned(),
        values,
    })
}

pub(crate) fn put_learned<'a>(out: &mut Pairs<'a>, learned: Option<&'a Learned>) {
    if let Some(learned) = learned {
        let values = learned.values.iter().map(|&v| i64::from(v)).collect();
        out.push(field(
            "learned",
            Json::Object(vec![
                field("model", Json::text(&learned.model)),
                field("values", Json::Ints(values)),
            ]),
        ));
    }
}
