//! The log in words: who decided what, when, about whom, and whether it stands.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use serde_json::{Value, json};

use super::ledger::Row;
use super::look::{MOST, clock, name, names, owner};
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

/// An entry: in plain text, and in parts whose names a page says in its reader's language.
pub(super) fn entry(hub: &Hub, seq: u64, row: &Row) -> Value {
    let who = row.who.strip_prefix("@office ").unwrap_or(&row.who);
    let (about, detail) = about(hub, &row.said);
    let mut says = about.clone();
    says.extend(detail.clone());
    let undoes = match &row.said {
        Said::Undo { entry } => hub.ledger().get(*entry).map(|row| act(&row.said)),
        _ => None,
    };
    json!({
        "entry": seq, "who": who, "received_ms": row.received.0, "received": clock(hub, row.received),
        "act": act(&row.said), "undoes": undoes, "about": text(&about), "detail": text(&detail), "says": says,
        "stands": hub.ledger().stands(seq),
    })
}

fn act(said: &Said) -> Value {
    let kind = serde_json::to_value(said).unwrap_or_default();
    let name = kind.as_object().and_then(|o| o.keys().next().cloned());
    name.map_or(Value::Null, Value::String)
}

/// A part of what an entry says: words as they are, or the key of something that has names.
type Part = Value;

fn words(text: impl Into<String>) -> Part {
    json!({ "words": text.into() })
}

/// The parts with keys for names.
fn text(parts: &[Part]) -> String {
    let texts = parts.iter().filter_map(|part| {
        let (kind, value) = part.as_object()?.iter().next_back()?;
        let value = value.as_str()?;
        Some(match (kind.as_str(), value) {
            ("ruling" | "shown" | "mat", "") => "–".to_owned(),
            ("ruling", "cut_off") => "cut-off".to_owned(),
            ("ruling", ruling) => ruling.to_uppercase(),
            (_, value) => value.to_owned(),
        })
    });
    texts.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Whom or what a decision is about, and what it says.
fn about(hub: &Hub, said: &Said) -> (Vec<Part>, Vec<Part>) {
    let names = Names { hub };
    let noted = |mut parts: Vec<Part>, note: &Option<String>| {
        parts.extend(note.as_ref().map(|note| words(format!("· {note}"))));
        parts
    };
    match said {
        Said::Withdraw { read } | Said::Reconsider { read } => (vec![names.read(*read)], vec![]),
        Said::Accept { read, point } => {
            let told = hub.reads().get(&hub.roll().day, *read);
            let contest = told.and_then(|t| owner(hub, &t).map(|e| e.contest));
            let point = names.point(contest.unwrap_or(0), *point);
            (vec![names.read(*read)], vec![point])
        }
        Said::Move { read, to } => (vec![names.read(*read)], vec![names.somebody(*to)]),
        Said::Retime { read, at_ms } => {
            let at = at_ms.map_or_else(|| words("–"), |at| names.time(at));
            (vec![names.read(*read)], vec![at])
        }
        Said::ByHand {
            entrant,
            point,
            at_ms,
        } => {
            let contest = hub.roll().everybody.get(EntrantNo(*entrant));
            let point = names.point(contest.map_or(0, |e| e.contest), *point);
            (vec![names.who(*entrant)], vec![point, names.time(*at_ms)])
        }
        Said::Gun {
            contest,
            wave,
            at_ms,
        } => (names.wave(*contest, *wave), vec![names.time(*at_ms)]),
        Said::Rule {
            entrant,
            ruling,
            note,
        } => (vec![names.who(*entrant)], noted(vec![ruled(*ruling)], note)),
        Said::RuleMany {
            entrants,
            ruling,
            note,
        } => (
            vec![words(entrants.len().to_string())],
            noted(vec![ruled(Some(*ruling))], note),
        ),
        Said::Phase { phase, official } => (
            vec![json!({ "phase": phase })],
            official
                .then(|| json!({ "official": "official" }))
                .into_iter()
                .collect(),
        ),
        Said::Chip { chip, entrant } => (vec![words(chip)], vec![names.somebody(*entrant)]),
        Said::SwapChips { entrants: (a, b) } | Said::SwapBibs { entrants: (a, b) } => {
            (vec![names.who(*a)], vec![names.who(*b)])
        }
        Said::Bib { entrant, bib } => (vec![names.who(*entrant)], vec![words(bib)]),
        Said::Place { source, place, mat } => {
            let event = &hub.base().event;
            let mat = mat.and_then(|mat| event.mats.get(mat));
            let mat = json!({ "mat": mat.map_or("", |m| m.key.as_str()) });
            (vec![words(format!("{source} {place}"))], vec![mat])
        }
        Said::Show { entrant, shown } => {
            let shown = serde_json::to_value(shown).unwrap_or_default();
            let shown = json!({ "shown": shown.as_str().unwrap_or_default() });
            (vec![names.who(*entrant)], vec![shown])
        }
        Said::Announce { texts, .. } => {
            let said = texts.values().next().cloned().unwrap_or_default();
            (vec![], vec![words(said)])
        }
        Said::Undo { entry } => {
            let undone = hub.ledger().get(*entry).map(|row| about(hub, &row.said));
            let (mut about, detail) = undone.unwrap_or_default();
            about.extend(detail);
            (vec![words(entry.to_string())], about)
        }
    }
}

fn ruled(ruling: Option<RulingSaid>) -> Part {
    let ruling = serde_json::to_value(ruling).unwrap_or_default();
    json!({ "ruling": ruling.as_str().unwrap_or_default() })
}

/// Says what numbers stand for.
struct Names<'a> {
    hub: &'a Hub,
}

impl Names<'_> {
    fn who(&self, no: u32) -> Part {
        let who = self.hub.roll().everybody.get(EntrantNo(no));
        let Some(who) = who else {
            return words(format!("#{no}"));
        };
        let text = format!("{} {}", who.bib, name(who));
        json!({ "bib": who.bib, "names": names(&who.names), "who": text.trim() })
    }

    fn somebody(&self, no: Option<u32>) -> Part {
        no.map_or_else(|| words("–"), |no| self.who(no))
    }

    fn time(&self, at_ms: i64) -> Part {
        words(clock(self.hub, Instant(at_ms)))
    }

    /// A point; its contest comes along, for points of several contests share keys.
    fn point(&self, contest: usize, point: usize) -> Part {
        let of = self.hub.base().event.contests.get(contest);
        let found = of.and_then(|of| Some((of, of.points.get(point)?)));
        found.map_or_else(
            || words(point.to_string()),
            |(of, p)| json!({ "in": of.key, "point": p.key }),
        )
    }

    fn wave(&self, contest: usize, wave: usize) -> Vec<Part> {
        let of = self.hub.base().event.contests.get(contest);
        let Some(of) = of else {
            return Vec::new();
        };
        let wave = of.waves.get(wave).map(|w| words(&w.key));
        [json!({ "contest": of.key })]
            .into_iter()
            .chain(wave)
            .collect()
    }

    fn read(&self, seq: u64) -> Part {
        let told = self.hub.reads().get(&self.hub.roll().day, seq);
        words(told.map_or_else(
            || format!("#{seq}"),
            |t| {
                let whose = owner(self.hub, &t).map(|e| e.bib.clone());
                let at = clock(self.hub, t.placed.at);
                format!(
                    "#{seq} {} {at}",
                    whose.unwrap_or_else(|| t.chip.to_string())
                )
            },
        ))
    }
}
