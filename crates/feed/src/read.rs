//! Reading files: bytes in, a value and its problems out.
//!
//! All but the head and the event file are read against the event: its base is where their times count from, and
//! what speaks of contests or points that it does not have is dropped as a problem.

use homestretch_race::event::Event;
use homestretch_race::roster::Roster;

use crate::content::{EventFile, Field, Head, Keyframe, Light, Pacing, Shard, TickContent};
use crate::course_file::CourseFile;
use crate::fields::{Fields, parse};
use crate::problem::{FeedError, Parsed, Problems};
use crate::wire;
use crate::wire::changes::keep_known;

type Outcome<T> = Result<Parsed<T>, FeedError>;

fn file<T>(
    kind: &'static str,
    bytes: &[u8],
    read: impl FnOnce(&Fields<'_, '_, '_>) -> Result<T, FeedError>,
) -> Outcome<T> {
    let json = parse(kind, bytes)?;
    let problems = Problems::default();
    let value = read(&Fields::of_file(kind, &json, &problems)?)?;
    Ok(problems.with(value))
}

/// `live.json`. Its inline ticks are not checked against an event; see [`against`].
///
/// # Errors
/// When it cannot be read at all; so for every function here.
pub fn head(bytes: &[u8]) -> Outcome<Head> {
    file("live", bytes, wire::head::read)
}

/// `event-HASH.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn event(bytes: &[u8]) -> Outcome<EventFile> {
    file("event", bytes, wire::event::read)
}

/// `course-HASH.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn course(bytes: &[u8]) -> Outcome<CourseFile> {
    file("course", bytes, |fields| Ok(wire::course::read(fields)))
}

/// `pacing-HASH.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn pacing(bytes: &[u8]) -> Outcome<Pacing> {
    file("pacing", bytes, wire::pacing::read)
}

/// `entrants-HASH.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn entrants(bytes: &[u8], event: &Event) -> Outcome<Roster> {
    file("entrants", bytes, |fields| {
        Ok(wire::entrants::read(fields, event))
    })
}

/// `ticks/EPOCH-N.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn tick(bytes: &[u8], event: &Event) -> Outcome<TickContent> {
    file("tick", bytes, |fields| {
        let mut tick = wire::tick::read(fields, event.base)?;
        keep_known(&mut tick.changes, event, fields.problems);
        Ok(tick)
    })
}

/// `ticks/EPOCH-FIRST-LAST.json`: the ticks in order.
///
/// # Errors
/// When it cannot be read at all.
pub fn bundle(bytes: &[u8], event: &Event) -> Outcome<Vec<TickContent>> {
    file("bundle", bytes, |fields| {
        let mut ticks = wire::tick::read_all(fields, event.base);
        for tick in &mut ticks {
            keep_known(&mut tick.changes, event, fields.problems);
        }
        Ok(ticks)
    })
}

/// `keyframes/EPOCH-N.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn keyframe(bytes: &[u8], event: &Event) -> Outcome<Keyframe> {
    file("keyframe", bytes, |fields| {
        let mut keyframe = wire::keyframe::read(fields, event.base)?;
        keep_known(&mut keyframe.changes, event, fields.problems);
        Ok(keyframe)
    })
}

/// `field.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn field(bytes: &[u8], event: &Event) -> Outcome<Field> {
    file("field", bytes, |fields| wire::field::read(fields, event))
}

/// `light/BUCKET.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn light(bytes: &[u8], event: &Event) -> Outcome<Light> {
    file("light", bytes, |fields| wire::light::read(fields, event))
}

/// `search/SHARD.json`.
///
/// # Errors
/// When it cannot be read at all.
pub fn shard(bytes: &[u8], event: &Event) -> Outcome<Shard> {
    file("search", bytes, |fields| wire::shard::read(fields, event))
}

/// Checks the inline ticks of a head against the event that the head names.
pub fn against(mut ticks: Vec<TickContent>, event: &Event) -> Parsed<Vec<TickContent>> {
    let problems = Problems::default();
    for tick in &mut ticks {
        keep_known(&mut tick.changes, event, &problems);
    }
    problems.with(ticks)
}
