//! The log in words: who decided what, when, about whom, and whether it stands.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use serde_json::{Value, json};

use super::ledger::Row;
use super::look::{MOST, clock, name, owner};
use crate::hub::Hub;
use crate::said::{RulingSaid, Said};

/// The log, the newest first; entries of the office and what timing systems said of guns.
pub fn log(hub: &Hub, before: Option<u64>) -> Value {
    let rows = hub.ledger().newest_first();
    let rows = rows.filter(|(seq, _)| before.is_none_or(|before| *seq < before));
    let rows: Vec<Value> = rows
        .take(MOST)
        .map(|(seq, row)| entry(hub, seq, row))
        .collect();
    json!({ "log": rows })
}

fn entry(hub: &Hub, seq: u64, row: &Row) -> Value {
    let who = row.who.strip_prefix("@office ").unwrap_or(&row.who);
    let (about, detail) = about(hub, &row.said);
    let kind = serde_json::to_value(&row.said).ok();
    let kind = kind
        .as_ref()
        .and_then(|v| v.as_object())
        .and_then(|o| o.keys().next().cloned());
    json!({
        "entry": seq, "who": who, "received_ms": row.received.0, "received": clock(hub, row.received),
        "act": kind, "about": about, "detail": detail, "stands": hub.ledger().stands(seq),
    })
}

/// Whom or what a decision is about, and what it says, in data alone.
#[allow(clippy::too_many_lines, reason = "an arm for each kind of decision")]
fn about(hub: &Hub, said: &Said) -> (String, String) {
    let event = &hub.base().event;
    let who = |no: u32| {
        let who = hub.roll().everybody.get(EntrantNo(no));
        who.map_or_else(
            || format!("#{no}"),
            |e| format!("{} {}", e.bib, name(e)).trim().to_owned(),
        )
    };
    let time = |at_ms: i64| clock(hub, Instant(at_ms));
    let ruled = |ruling: Option<RulingSaid>| ruling.map_or("–", word_of_ruling);
    let with_note = |text: &str, note: &Option<String>| match note {
        Some(note) => format!("{text} · {note}"),
        None => text.to_owned(),
    };
    let point = |contest: usize, point: usize| {
        let found = event
            .contests
            .get(contest)
            .and_then(|c| c.points.get(point));
        found.map_or_else(|| point.to_string(), |p| p.key.clone())
    };
    let read = |seq: u64| {
        let told = hub.reads().get(&hub.roll().day, seq);
        told.map_or_else(
            || format!("#{seq}"),
            |t| {
                let whose = owner(hub, &t).map(|e| e.bib.clone());
                format!(
                    "#{seq} {} {}",
                    whose.unwrap_or_else(|| t.chip.to_string()),
                    time(t.placed.at.0)
                )
            },
        )
    };
    match said {
        Said::Withdraw { read: seq } | Said::Reconsider { read: seq } => {
            (read(*seq), String::new())
        }
        Said::Accept {
            read: seq,
            point: p,
        } => {
            let told = hub.reads().get(&hub.roll().day, *seq);
            let contest = told.and_then(|t| owner(hub, &t).map(|e| e.contest));
            (read(*seq), point(contest.unwrap_or(0), *p))
        }
        Said::Move { read: seq, to } => (read(*seq), to.map_or_else(|| "–".to_owned(), who)),
        Said::Retime { read: seq, at_ms } => {
            (read(*seq), at_ms.map_or_else(|| "–".to_owned(), time))
        }
        Said::ByHand {
            entrant,
            point: p,
            at_ms,
        } => {
            let contest = hub
                .roll()
                .everybody
                .get(EntrantNo(*entrant))
                .map_or(0, |e| e.contest);
            (
                who(*entrant),
                format!("{} {}", point(contest, *p), time(*at_ms)),
            )
        }
        Said::Gun {
            contest,
            wave,
            at_ms,
        } => {
            let of = event.contests.get(*contest);
            let keys = of.map(|c| {
                (
                    c.key.as_str(),
                    c.waves.get(*wave).map_or("", |w| w.key.as_str()),
                )
            });
            let (contest, wave) = keys.unwrap_or_default();
            (format!("{contest} {wave}").trim().to_owned(), time(*at_ms))
        }
        Said::Rule {
            entrant,
            ruling,
            note,
        } => (who(*entrant), with_note(ruled(*ruling), note)),
        Said::RuleMany {
            entrants,
            ruling,
            note,
        } => (
            entrants.len().to_string(),
            with_note(word_of_ruling(*ruling), note),
        ),
        Said::Phase { phase, official } => {
            let phase = serde_json::to_value(phase).ok();
            let phase = phase
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            (
                phase,
                if *official {
                    "official".to_owned()
                } else {
                    String::new()
                },
            )
        }
        Said::Chip { chip, entrant } => (chip.clone(), entrant.map_or_else(|| "–".to_owned(), who)),
        Said::SwapChips { entrants: (a, b) } | Said::SwapBibs { entrants: (a, b) } => {
            (who(*a), who(*b))
        }
        Said::Bib { entrant, bib } => (who(*entrant), bib.clone()),
        Said::Place { source, place, mat } => {
            let mat = mat
                .and_then(|mat| event.mats.get(mat))
                .map_or("–", |m| m.key.as_str());
            (format!("{source} {place}"), mat.to_owned())
        }
        Said::Show { entrant, shown } => {
            let shown = shown.and_then(|s| serde_json::to_value(s).ok());
            let shown = shown
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or("–")
                .to_owned();
            (who(*entrant), shown)
        }
        Said::Announce { texts, .. } => (
            String::new(),
            texts.values().next().cloned().unwrap_or_default(),
        ),
        Said::Undo { entry } => {
            let undone = hub.ledger().get(*entry).map(|row| about(hub, &row.said));
            let (about, detail) = undone.unwrap_or_default();
            (
                entry.to_string(),
                format!("{about} {detail}").trim().to_owned(),
            )
        }
    }
}

fn word_of_ruling(ruling: RulingSaid) -> &'static str {
    match ruling {
        RulingSaid::Dns => "DNS",
        RulingSaid::Dnf => "DNF",
        RulingSaid::Dsq => "DSQ",
        RulingSaid::CutOff => "cut-off",
    }
}
