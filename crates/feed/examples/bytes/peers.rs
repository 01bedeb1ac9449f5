//! The shapes that other services send, made of the same field.

use serde_json::{Value, json};

use crate::field::{POINTS_M, Passing, Raced};

/// What became known, as one object per passing.
pub fn delta_of_objects(race: &Raced, run: &[Passing]) -> Vec<u8> {
    let each = run.iter().map(|p| {
        let bib = race.roster.get(p.entrant).map(|e| e.bib.as_str());
        json!({"bib": bib, "point": POINTS_M[p.point], "time": p.tenths as f64 / 10.0})
    });
    bytes(each.collect())
}

/// Everybody at every poll, with names and all splits so far.
pub fn everybody(race: &Raced, through: i64) -> Vec<u8> {
    let each = people(race, through).map(|(bib, name, noc, splits)| {
        let splits: Vec<Value> = splits
            .iter()
            .map(|(point, tenths)| json!({"point": point, "time": *tenths as f64 / 10.0}))
            .collect();
        json!({"bib": bib, "name": name, "nationality": noc, "splits": splits})
    });
    bytes(each.collect())
}

/// Results of a class with a key per split, its time, status, place and time behind, and the texts of all of them.
pub fn class_results(race: &Raced, through: i64) -> Vec<u8> {
    let each = people(race, through).enumerate().map(|(place, (_, name, noc, splits))| {
        let mut fields = serde_json::Map::new();
        for (point, tenths) in &splits {
            let code = 1000 + point;
            fields.insert(code.to_string(), json!(tenths * 10));
            fields.insert(format!("{code}_status"), json!(0));
            fields.insert(format!("{code}_place"), json!(place + 1));
            fields.insert(format!("{code}_timeplus"), json!(tenths * 10 - 36_000));
        }
        json!({"place": (place + 1).to_string(), "name": name, "club": noc, "result": "", "status": 9,
            "timeplus": "+", "progress": splits.len() * 9, "splits": fields})
    });
    bytes(each.collect())
}

type Person<'r> = (&'r str, &'r str, &'r str, Vec<(usize, i64)>);

fn people(race: &Raced, through: i64) -> impl Iterator<Item = Person<'_>> {
    let mut splits = vec![Vec::new(); race.roster.all().len()];
    for p in race.passings.iter().take_while(|p| p.tenths <= through) {
        if let Some(index) = race.roster.index(p.entrant) {
            splits[index].push((p.point, p.tenths));
        }
    }
    let all = race.roster.all().iter().zip(splits);
    all.map(|(e, splits)| {
        (
            e.bib.as_str(),
            e.names.get("en"),
            e.noc.as_deref().unwrap_or_default(),
            splits,
        )
    })
}

fn bytes(all: Vec<Value>) -> Vec<u8> {
    Value::Array(all).to_string().into_bytes()
}
