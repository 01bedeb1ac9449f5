//! `field.json`: the field in brief.

use homestretch_race::Tick;
use homestretch_race::event::Event;
use homestretch_race::roster::EntrantNo;

use crate::content::{Field, FieldContest};
use crate::fields::Fields;
use crate::json::Json;
use crate::paths;
use crate::problem::FeedError;
use crate::wire::{
    COUNTS, ENTRANTS, TENTHS, TICKS, VERSION, changes, columns, entrants, field,
    instant_from_tenths, put_learned, read_learned, tenths_from_instant,
};

pub(crate) fn read(fields: &Fields<'_, '_, '_>, event: &Event) -> Result<Field, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "field",
        field,
    };
    let epoch = fields
        .text("epoch")
        .filter(|e| paths::is_epoch(e))
        .ok_or(missing("epoch"))?;
    let tick = Tick(fields.int("tick", TICKS).ok_or(missing("tick"))? as u32);
    let through = fields.int("through", TENTHS).ok_or(missing("through"))?;
    let roster = fields
        .object("roster")
        .map(|roster| entrants::read(&roster, event));
    let mut all = Vec::new();
    changes::read(fields, tick, event.base, &mut all);
    columns::read(fields, tick, event.base, &mut all);
    changes::keep_known(&mut all, event, fields.problems);
    let contests = fields.objects("contests");
    if contests.len() != event.contests.len() {
        let (has, are) = (contests.len(), event.contests.len());
        fields.problem(
            "contests",
            format!("has {has} contests, the event has {are}"),
        );
    }
    let mats = fields.items("mats");
    let mats = mats.iter().take(event.mats.len()).map(|mat| {
        let tenths = mat.as_int().filter(|tenths| TENTHS.contains(tenths));
        tenths.map(|tenths| instant_from_tenths(tenths, event.base))
    });
    Ok(Field {
        epoch: epoch.to_owned(),
        tick,
        through: instant_from_tenths(through, event.base),
        contests: contests
            .iter()
            .take(event.contests.len())
            .map(|(_, f)| read_contest(f))
            .collect(),
        mats: mats.collect(),
        heard: read_heard(fields, event.mats.len()),
        whole_bytes: fields.int("whole_bytes", COUNTS).unwrap_or(0) as u32,
        roster: roster.unwrap_or_default(),
        changes: all,
        learned: read_learned(fields),
    })
}

fn read_contest(fields: &Fields<'_, '_, '_>) -> FieldContest {
    let count = |key| fields.int(key, COUNTS).unwrap_or(0) as u32;
    // A count that makes no sense becomes 0, so that those behind it keep their places.
    let counts = |key| {
        let counts = fields.ints(key).iter();
        counts
            .map(|c| if COUNTS.contains(c) { *c as u32 } else { 0 })
            .collect()
    };
    let leaders = fields
        .ints("leaders")
        .iter()
        .filter(|no| ENTRANTS.contains(no));
    FieldContest {
        passed: counts("passed"),
        on_course: count("on_course"),
        finished: count("finished"),
        out: count("out"),
        stretch_m: count("stretch_m"),
        density: counts("density"),
        leaders: leaders.map(|no| EntrantNo(*no as u32)).collect(),
        middle: fields
            .items("middle")
            .iter()
            .map(|pace| {
                let pace = pace.as_int().filter(|pace| COUNTS.contains(pace));
                pace.map(|pace| pace as u32)
            })
            .collect(),
    }
}

pub(crate) fn write<'a>(content: &'a Field, event: &Event) -> Json<'a> {
    let tenths = |at| tenths_from_instant(at, event.base);
    let mut roster = Vec::new();
    entrants::put(&mut roster, &content.roster);
    let mats = content
        .mats
        .iter()
        .map(|at| at.map_or(Json::Null, |at| Json::Int(tenths(at))));
    let mut out = vec![
        VERSION,
        field("epoch", Json::text(&content.epoch)),
        field("tick", Json::Int(i64::from(content.tick.0))),
        field("through", Json::Int(tenths(content.through))),
        field(
            "contests",
            Json::List(content.contests.iter().map(write_contest).collect()),
        ),
        field("mats", Json::list(mats.collect())),
        field("roster", Json::Object(roster)),
    ];
    changes::put(&mut out, &content.changes, event.base);
    columns::put(&mut out, &content.changes, event.base, None);
    put_learned(&mut out, content.learned.as_ref());
    if !content.heard.is_empty() {
        let mats = content.heard.iter();
        let pairs = mats.flat_map(|(_, came, missed)| [i64::from(*came), i64::from(*missed)]);
        let silent = content.heard.iter().enumerate().filter(|(_, mat)| mat.0);
        out.push(field("came", Json::Ints(pairs.collect())));
        out.push(field(
            "silent",
            Json::Ints(silent.map(|(i, _)| i as i64).collect()),
        ));
    }
    if content.whole_bytes > 0 {
        let bytes = Json::Int(i64::from(content.whole_bytes));
        out.push(field("whole_bytes", bytes));
    }
    Json::Object(out)
}

/// Of each mat: `came` has how many came by and how many of them were missed, `silent` the mats that are.
fn read_heard(fields: &Fields<'_, '_, '_>, n_mats: usize) -> Vec<(bool, u32, u32)> {
    let (came, silent) = (fields.ints("came"), fields.ints("silent"));
    let mats = came.chunks_exact(2).take(n_mats).enumerate();
    let count = |n: i64| if COUNTS.contains(&n) { n as u32 } else { 0 };
    let mat =
        |(i, pair): (usize, &[i64])| (silent.contains(&(i as i64)), count(pair[0]), count(pair[1]));
    mats.map(mat).collect()
}

fn write_contest(contest: &FieldContest) -> Json<'static> {
    let counts = |counts: &[u32]| Json::Ints(counts.iter().map(|c| i64::from(*c)).collect());
    let mut out = vec![
        field("passed", counts(&contest.passed)),
        field("on_course", Json::Int(i64::from(contest.on_course))),
        field("finished", Json::Int(i64::from(contest.finished))),
        field("out", Json::Int(i64::from(contest.out))),
        field("stretch_m", Json::Int(i64::from(contest.stretch_m))),
        field("density", counts(&contest.density)),
        field(
            "leaders",
            Json::Ints(contest.leaders.iter().map(|no| i64::from(no.0)).collect()),
        ),
    ];
    if contest.middle.iter().any(Option::is_some) {
        let pace = |pace: &Option<u32>| pace.map_or(Json::Null, |pace| Json::Int(pace.into()));
        let middle = contest.middle.iter().map(pace).collect();
        out.push(field("middle", Json::list(middle)));
    }
    Json::Object(out)
}
