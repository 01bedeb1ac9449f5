//! How many bytes a passing costs on the wire, measured on a made-up field of 30,000.
//!
//! `cargo run --release -p homestretch-feed --example bytes -- --json` prints one object a line. Entrant numbers are
//! drawn at random, as if bibs were given out in the order of the alphabet: where they follow the pace, files are a
//! tenth smaller. Peers' shapes are those that results services are seen to send, made of the same field.

#[path = "bytes/field.rs"]
mod field;
#[path = "bytes/peers.rs"]
mod peers;

use homestretch_feed::fold::Fold;
use homestretch_feed::{TickContent, read, write};
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, Tick, What, Why};

use field::{Passing, Raced};

/// The qualities that immutable files are compressed with: by a server in passing, and at leisure.
const QUALITIES: [i32; 2] = [9, 11];
/// Passings in a keyframe.
const KEYFRAME: usize = 200_000;
/// Ticks measured, and the passings in each: 20 a second for 5 s, give or take a tenth.
const TICKS: usize = 60;
const BUSY: std::ops::RangeInclusive<usize> = 90..=110;

fn main() {
    let json = std::env::args().any(|a| a == "--json");
    let race = Raced::new(30_000, 2026);
    for quality in QUALITIES {
        ticks(&race, quality, json);
        keyframe(&race, quality, json);
    }
}

fn ticks(race: &Raced, quality: i32, json: bool) {
    let runs: Vec<&[Passing]> = race
        .passings
        .chunk_by(|a, b| a.tenths / 50 == b.tenths / 50)
        .collect();
    let busy: Vec<&[Passing]> = runs
        .into_iter()
        .filter(|run| BUSY.contains(&run.len()))
        .collect();
    let step = (busy.len() / TICKS).max(1);
    let measured: Vec<&[Passing]> = busy.into_iter().step_by(step).take(TICKS).collect();
    let passings: usize = measured.iter().map(|run| run.len()).sum();
    let base = race.event.base;
    let (mut ours, mut rows, mut polls) = (0, 0, 0);
    for run in &measured {
        let number = (run[0].tenths / 50 + 1) as u32;
        let content = TickContent {
            tick: Tick(number),
            at: base + Span(i64::from(number) * 5000),
            changes: changes(run, Tick(number), base),
            learned: None,
            ruled: Vec::new(),
        };
        let written = write::tick(&content, base);
        let parsed = read::tick(&written, &race.event).map(|parsed| parsed.value.changes.len());
        assert_eq!(parsed, Ok(run.len()), "what was measured can be read");
        ours += brotli(&written, quality);
        rows += brotli(&peers::delta_of_objects(race, run), quality);
    }
    // The shapes that send everybody at each poll hardly change from tick to tick, so one is measured for all.
    if let Some(last) = measured.last().and_then(|run| run.last()) {
        polls += brotli(&peers::everybody(race, last.tenths), quality) * measured.len();
    }
    let case = format!("tick-5s q{quality}");
    say(&case, passings, ours, "delta-objects", rows, json);
    say(&case, passings, ours, "objects", polls, json);
}

fn keyframe(race: &Raced, quality: i32, json: bool) {
    let passings = &race.passings[..KEYFRAME];
    let through = passings[KEYFRAME - 1].tenths;
    let base = race.event.base;
    let mut fold = Fold::new();
    for change in &changes(passings, Tick(1), base) {
        fold.add(change);
    }
    let keyframe = fold.keyframe(Tick(2000), base + Span(through * 100));
    let written = write::keyframe(&keyframe, base, &race.roster);
    let began = std::time::Instant::now();
    let parsed = read::keyframe(&written, &race.event).map(|parsed| parsed.value.changes.len());
    eprintln!(
        "a keyframe of {} bytes is read in {:?}",
        written.len(),
        began.elapsed()
    );
    assert_eq!(parsed, Ok(KEYFRAME), "what was measured can be read");
    let ours = brotli(&written, quality);
    let case = format!("keyframe q{quality}");
    say(
        &case,
        KEYFRAME,
        ours,
        "objects",
        brotli(&peers::everybody(race, through), quality),
        json,
    );
    let classes = brotli(&peers::class_results(race, through), quality);
    say(&case, KEYFRAME, ours, "class-results", classes, json);
}

fn changes(passings: &[Passing], tick: Tick, base: Instant) -> Vec<Change> {
    let each = passings.iter().map(|p| Change {
        tick,
        what: What::Passing {
            entrant: p.entrant,
            point: p.point,
            at: Some(base + Span(p.tenths * 100)),
            why: Why::Read,
        },
    });
    each.collect()
}

fn brotli(bytes: &[u8], quality: i32) -> usize {
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &params) {
        Ok(_) => out.len(),
        Err(error) => panic!("compressing in memory failed: {error}"),
    }
}

fn say(case: &str, passings: usize, ours: usize, peer: &str, theirs: usize, json: bool) {
    let (case, quality) = case.split_once(" q").unwrap_or((case, ""));
    let per = |bytes: usize| bytes as f64 / passings as f64;
    let (ours, theirs) = (per(ours), per(theirs));
    let ratio = theirs / ours;
    if json {
        println!(
            "{{\"bench\":\"feed\",\"case\":\"{case}\",\"metric\":\"bytes_per_passing\",\"unit\":\"B\",\"brotli\":{quality},\"ours\":{ours:.3},\"peer\":\"{peer}\",\"theirs\":{theirs:.3},\"ratio\":{ratio:.2}}}"
        );
    } else {
        println!(
            "{case}, brotli {quality}: {ours:.2} bytes a passing; as {peer} {theirs:.1} ({ratio:.0} times as many)"
        );
    }
}
