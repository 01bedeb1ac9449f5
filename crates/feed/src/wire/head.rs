//! `live.json`: the head.

use homestretch_race::time::Instant;
use homestretch_race::{Phase, Tick};

use crate::content::{Head, RaceClock, TickContent};
use crate::fields::Fields;
use crate::json::Json;
use crate::paths;
use crate::problem::FeedError;
use crate::wire::{
    EPOCH_MS, TENTHS, TICKS, VERSION, changes, field, instant_from_tenths, tenths_from_instant,
    tick,
};

/// The head stays about this long: one packet to ask, one to answer.
const INLINE_BYTES: usize = 1000;
/// Half a minute to a client that was told nothing.
const ASK_AGAIN_MS: u32 = 30_000;

pub(crate) fn read(fields: &Fields<'_, '_, '_>) -> Result<Head, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "live",
        field,
    };
    let base = Instant(fields.int("base", EPOCH_MS).ok_or(missing("base"))?);
    let tick = Tick(fields.int("tick", TICKS).ok_or(missing("tick"))? as u32);
    let event = fields
        .text("event")
        .filter(|name| paths::is_name(name))
        .ok_or(missing("event"))?;
    let epoch = fields
        .text("epoch")
        .filter(|e| paths::is_epoch(e))
        .ok_or(missing("epoch"))?;
    let (phase, official) = changes::read_phase(fields).unwrap_or((Phase::Before, false));
    let keyframe = fields.int("keyframe", TICKS).map(|k| Tick(k as u32));
    let big = fields.flag("big").unwrap_or(false);
    let through = fields.int("through", TENTHS).unwrap_or(*TENTHS.start());
    Ok(Head {
        event: event.to_owned(),
        epoch: epoch.to_owned(),
        base,
        tick,
        keyframe: keyframe.filter(|k| *k <= tick),
        clock: read_clock(fields),
        through: instant_from_tenths(through, base),
        phase,
        official,
        ask_again_ms: fields
            .int("ask_again_ms", 100..=3_600_000)
            .map_or(ASK_AGAIN_MS, |ms| ms as u32),
        big,
        ticks: newest_run(tick::read_all(fields, base), tick),
    })
}

fn read_clock(fields: &Fields<'_, '_, '_>) -> RaceClock {
    let clock = fields.object("clock").and_then(|clock| {
        Some(RaceClock {
            at: Instant(clock.int("at", EPOCH_MS)?),
            race: Instant(clock.int("race", EPOCH_MS)?),
            rate: clock.float("rate", 0.0..=100_000.0)?,
        })
    });
    clock.unwrap_or(RaceClock::REAL)
}

/// Inline ticks are of use only as an unbroken run that ends at the newest.
fn newest_run(mut ticks: Vec<TickContent>, newest: Tick) -> Vec<TickContent> {
    let run = ticks
        .iter()
        .rev()
        .zip(0..)
        .take_while(|(t, back)| newest.0.checked_sub(*back) == Some(t.tick.0));
    let run = run.count();
    ticks.drain(..ticks.len() - run);
    ticks
}

/// The head with as many of its newest ticks as fit.
pub(crate) fn write(head: &Head) -> Vec<u8> {
    let mut out = vec![
        VERSION,
        field("event", Json::text(&head.event)),
        field("epoch", Json::text(&head.epoch)),
        field("base", Json::Int(head.base.0)),
        field("tick", Json::Int(i64::from(head.tick.0))),
    ];
    if let Some(keyframe) = head.keyframe {
        out.push(field("keyframe", Json::Int(i64::from(keyframe.0))));
    }
    let clock = vec![
        field("at", Json::Int(head.clock.at.0)),
        field("race", Json::Int(head.clock.race.0)),
        field("rate", Json::Float(head.clock.rate)),
    ];
    out.push(field("clock", Json::Object(clock)));
    out.push(field(
        "through",
        Json::Int(tenths_from_instant(head.through, head.base)),
    ));
    changes::put_phase(&mut out, head.phase, head.official);
    out.push(field(
        "ask_again_ms",
        Json::Int(i64::from(head.ask_again_ms)),
    ));
    if head.big {
        // Whoever follows a few of the field has no use for everybody's news.
        out.push(field("big", Json::Bool(true)));
        return Json::Object(out).to_bytes();
    }
    let mut room = INLINE_BYTES.saturating_sub(Json::Object(out.clone()).to_bytes().len());
    let mut fitting = Vec::new();
    for content in head.ticks.iter().rev() {
        let written = tick::write(content, head.base);
        let size = written.to_bytes().len();
        if size > room {
            break;
        }
        room -= size;
        fitting.push(written);
    }
    fitting.reverse();
    if !fitting.is_empty() {
        out.push(field("ticks", Json::List(fitting)));
    }
    Json::Object(out).to_bytes()
}
