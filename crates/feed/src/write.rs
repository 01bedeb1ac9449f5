//! Writing files: a value in, bytes out. The same value always gives the same bytes.
//!
//! What is written is rounded to the wire's units (tenths of a second, centimetres, millionths of a degree), and
//! comes back from [`crate::read`] just so.

use homestretch_race::event::Event;
use homestretch_race::roster::Roster;
use homestretch_race::time::Instant;

use crate::content::{EventFile, Field, Head, Keyframe, Light, Pacing, Shard, TickContent};
use crate::course_file::CourseFile;
use crate::json::Json;
use crate::wire;

/// `live.json`, with as many of the newest ticks in [`Head::ticks`] as keep it around one kilobyte.
pub fn head(head: &Head) -> Vec<u8> {
    wire::head::write(head)
}

/// `event-HASH.json`.
pub fn event(file: &EventFile) -> Vec<u8> {
    wire::event::write(file).to_bytes()
}

/// `course-HASH.json`.
pub fn course(file: &CourseFile) -> Vec<u8> {
    wire::course::write(file).to_bytes()
}

/// `pacing-HASH.json`.
pub fn pacing(pacing: &Pacing) -> Vec<u8> {
    wire::pacing::write(pacing).to_bytes()
}

/// `entrants-HASH.json`.
pub fn entrants(roster: &Roster) -> Vec<u8> {
    let mut out = vec![wire::VERSION];
    wire::entrants::put(&mut out, roster);
    Json::Object(out).to_bytes()
}

/// `ticks/EPOCH-N.json`; `base` is the event's.
pub fn tick(tick: &TickContent, base: Instant) -> Vec<u8> {
    wire::tick::write(tick, base).to_bytes()
}

/// `ticks/EPOCH-FIRST-LAST.json` of ticks in order.
pub fn bundle(ticks: &[TickContent], base: Instant) -> Vec<u8> {
    let ticks = wire::field("ticks", wire::tick::write_all(ticks, base));
    Json::Object(vec![ticks]).to_bytes()
}

/// `keyframes/EPOCH-N.json`. The roster says who runs in the same contest, and so passes the same points: what is
/// typical of a contest need not be said of each runner. The file can be read without it.
pub fn keyframe(keyframe: &Keyframe, base: Instant, roster: &Roster) -> Vec<u8> {
    wire::keyframe::write(keyframe, base, roster).to_bytes()
}

/// `field.json`.
pub fn field(field: &Field, event: &Event) -> Vec<u8> {
    wire::field::write(field, event).to_bytes()
}

/// `light/BUCKET.json`.
pub fn light(light: &Light, event: &Event) -> Vec<u8> {
    wire::light::write(light, event).to_bytes()
}

/// `search/SHARD.json`.
pub fn shard(shard: &Shard) -> Vec<u8> {
    wire::shard::write(shard).to_bytes()
}
