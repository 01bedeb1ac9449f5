//! Phase, guns and rulings: the rare changes, written alike in ticks, keyframes and light files.

use homestretch_race::event::Event;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::{Change, Phase, Ruling, Tick, What};

use crate::fields::Fields;
use crate::json::Json;
use crate::problem::Problems;
use crate::wire::{
    ENTRANTS, INDEXES, Pairs, TENTHS, field, instant_from_tenths, tenths_from_instant, within,
};

const PHASES: [(Phase, &str); 4] = [
    (Phase::Before, "before"),
    (Phase::Live, "live"),
    (Phase::Paused, "paused"),
    (Phase::Ended, "ended"),
];

const RULINGS: [(Ruling, &str); 4] = [
    (Ruling::Dns, "dns"),
    (Ruling::Dnf, "dnf"),
    (Ruling::Dsq, "dsq"),
    (Ruling::CutOff, "cut-off"),
];

/// The word for a value, or the value for a word.
pub(crate) fn word_of<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table
        .iter()
        .find(|(v, _)| *v == value)
        .map_or("", |(_, word)| word)
}

pub(crate) fn of_word<T: Copy>(table: &[(T, &'static str)], word: &str) -> Option<T> {
    table.iter().find(|(_, w)| *w == word).map(|(v, _)| *v)
}

/// Phase and officialness, where both can be read.
pub(crate) fn read_phase(fields: &Fields<'_, '_, '_>) -> Option<(Phase, bool)> {
    let word = fields.text("phase")?;
    let Some(phase) = of_word(&PHASES, word) else {
        fields.problem(
            "phase",
            format!("is \"{word}\", which is no phase; dropped"),
        );
        return None;
    };
    Some((phase, fields.flag("official").unwrap_or(false)))
}

pub(crate) fn put_phase(out: &mut Pairs<'_>, phase: Phase, official: bool) {
    out.push(field("phase", Json::text(word_of(&PHASES, phase))));
    out.push(field("official", Json::Bool(official)));
}

/// Reads `phase`, `guns` and `status`.
pub(crate) fn read(fields: &Fields<'_, '_, '_>, tick: Tick, base: Instant, out: &mut Vec<Change>) {
    let mut add = |what| out.push(Change { tick, what });
    if let Some((phase, official)) = read_phase(fields) {
        add(What::Phase { phase, official });
    }
    for (i, row) in fields.items("guns").iter().enumerate() {
        let gun = row.items().and_then(|row| {
            Some(What::Gun {
                contest: within(row.int(0), &INDEXES)? as usize,
                wave: within(row.int(1), &INDEXES)? as usize,
                at: instant_from_tenths(within(row.int(2), &TENTHS)?, base),
            })
        });
        match gun {
            Some(gun) => add(gun),
            None => dropped(fields, "guns", i, "[contest, wave, time]"),
        }
    }
    for (i, row) in fields.items("status").iter().enumerate() {
        let status = row.items().and_then(|row| {
            let entrant = EntrantNo(within(row.int(0), &ENTRANTS)? as u32);
            let ruling = match row.get(1)?.as_ref() {
                Json::Null => None,
                word => Some(of_word(&RULINGS, word.as_text()?)?),
            };
            let note = row
                .get(2)
                .and_then(|note| note.as_text().map(str::to_owned));
            Some(What::Status {
                entrant,
                ruling,
                note,
            })
        });
        match status {
            Some(status) => add(status),
            None => dropped(fields, "status", i, "[entrant, ruling, note]"),
        }
    }
}

pub(crate) fn dropped(fields: &Fields<'_, '_, '_>, key: &str, row: usize, form: &str) {
    fields.problem(
        &format!("{key}[{row}]"),
        format!("does not make a sensible {form}; dropped"),
    );
}

/// Writes `phase`, `guns` and `status`.
pub(crate) fn put<'a>(out: &mut Pairs<'a>, changes: &'a [Change], base: Instant) {
    let mut guns = Vec::new();
    let mut status = Vec::new();
    for change in changes {
        match &change.what {
            What::Phase { phase, official } => put_phase(out, *phase, *official),
            What::Gun { contest, wave, at } => guns.push(Json::Ints(vec![
                *contest as i64,
                *wave as i64,
                tenths_from_instant(*at, base),
            ])),
            What::Status {
                entrant,
                ruling,
                note,
            } => {
                let word = ruling.map_or(Json::Null, |r| Json::text(word_of(&RULINGS, r)));
                let mut row = vec![Json::Int(i64::from(entrant.0)), word];
                row.extend(note.as_deref().map(Json::text));
                status.push(Json::List(row));
            }
            What::Passing { .. } => {}
        }
    }
    if !guns.is_empty() {
        out.push(field("guns", Json::List(guns)));
    }
    if !status.is_empty() {
        out.push(field("status", Json::List(status)));
    }
}

/// Drops what speaks of contests, waves or points that the event does not have.
pub(crate) fn keep_known(changes: &mut Vec<Change>, event: &Event, problems: &Problems) {
    let points = event
        .contests
        .iter()
        .map(|c| c.points.len())
        .max()
        .unwrap_or(0);
    changes.retain(|change| {
        let wrong = match change.what {
            What::Passing { entrant, point, .. } if point >= points => {
                format!(
                    "entrant {} passes point {point}, but no contest has more than {points} points",
                    entrant.0
                )
            }
            What::Gun { contest, wave, .. } => match event.contests.get(contest) {
                None => format!("contest {contest} is not in the event"),
                Some(c) if wave >= c.waves.len() => format!("contest {contest} has no wave {wave}"),
                Some(_) => return true,
            },
            _ => return true,
        };
        problems.add("changes".to_owned(), format!("{wrong}; dropped"));
        false
    });
}
