//! Results of another service, read as reads: a row per runner, a time per place. Pure: what came over the network is
//! an argument.

use homestretch_race::time::{Instant, Span};
use serde_json::Value;

use super::moment::{Reckoner, plausible};
use super::session::{DeviceRead, Out};

/// What the columns of a list mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The column with the bib.
    pub bib: String,
    /// Where times taken count from; none where the list tells times of day.
    pub from: Option<Instant>,
}

/// A time that was blank in a row that is there: what was told of it before does not stand any more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Blank {
    /// `bib:101`
    pub chip: String,
    /// The place.
    pub place: String,
}

/// Reads a list of RACE RESULT's simple API: `[{"Bib": 1, "5K": "0:21:05"}, …]`, or `{"columns": […], "data": …}` with
/// rows in groups. Columns that are no place are passed over.
pub fn race_result_list(
    body: &str,
    mapping: &Mapping,
    reckoner: &Reckoner,
    places: &[&str],
) -> (Out, Vec<Blank>) {
    let mut taking = Taking::new(mapping, reckoner);
    match serde_json::from_str(body) {
        Ok(Value::Array(rows)) if rows.iter().all(Value::is_object) => {
            for row in &rows {
                let cell = |name: &str| cell(row, name);
                taking.row(cell, places);
            }
        }
        Ok(Value::Object(table)) => {
            let columns = table.get("columns").or_else(|| table.get("DataFields"));
            let columns = columns.and_then(Value::as_array);
            let names: Vec<String> = columns.into_iter().flatten().map(column_name).collect();
            if names.is_empty() {
                taking.out.reject("list of no known form", body);
            }
            let mut rows = Vec::new();
            rows_of(table.get("data").unwrap_or(&Value::Null), &mut rows, 0);
            for row in rows {
                let cell = |name: &str| {
                    let column = names.iter().position(|n| n.eq_ignore_ascii_case(name))?;
                    row.get(column)
                };
                taking.row(cell, places);
            }
        }
        Ok(_) => taking.out.reject("list of no known form", body),
        Err(error) => taking
            .out
            .reject("body that is no JSON", &error.to_string()),
    }
    (taking.out, taking.blank)
}

/// Reads the spread of `OpenSplitTime` with elapsed times. Places are the splits, by number from 0.
pub fn open_split_time(
    body: &str,
    mapping: &Mapping,
    reckoner: &Reckoner,
    places: &[&str],
) -> (Out, Vec<Blank>) {
    let mut taking = Taking::new(mapping, reckoner);
    let spread: Value = match serde_json::from_str(body) {
        Ok(spread) => spread,
        Err(error) => {
            taking
                .out
                .reject("body that is no JSON", &error.to_string());
            return (taking.out, taking.blank);
        }
    };
    let attributes = spread.get("data").and_then(|data| data.get("attributes"));
    let start = attributes
        .and_then(|a| a.get("eventStartTime"))
        .and_then(Value::as_str);
    if let Some(start) = start.and_then(|text| reckoner.read(text)) {
        taking.from = Some(start);
    }
    let rows = spread.get("included").and_then(Value::as_array);
    for row in rows.into_iter().flatten() {
        if row.get("type").and_then(Value::as_str) != Some("effortTimesRows") {
            continue;
        }
        let Some(attributes) = row.get("attributes") else {
            continue;
        };
        let times = attributes.get("elapsedTimes").and_then(Value::as_array);
        let cell = |name: &str| {
            // In and out of an aid station: in is what counts.
            times?.get(name.parse::<usize>().ok()?)?.get(0)
        };
        for place in places {
            let bib = attributes.get("bibNumber");
            taking.time(bib, place, Some(cell(place).unwrap_or(&Value::Null)));
        }
    }
    (taking.out, taking.blank)
}

struct Taking<'a> {
    bib: &'a str,
    from: Option<Instant>,
    reckoner: &'a Reckoner,
    out: Out,
    blank: Vec<Blank>,
}

impl<'a> Taking<'a> {
    fn new(mapping: &'a Mapping, reckoner: &'a Reckoner) -> Self {
        Self {
            bib: &mapping.bib,
            from: mapping.from,
            reckoner,
            out: Out::default(),
            blank: Vec::new(),
        }
    }

    fn row<'r>(&mut self, cell: impl Fn(&str) -> Option<&'r Value>, places: &[&str]) {
        let bib = cell(self.bib);
        for place in places {
            self.time(bib, place, cell(place));
        }
    }

    fn time(&mut self, bib: Option<&Value>, place: &str, value: Option<&Value>) {
        let Some(bib) = bib
            .map(text)
            .filter(|bib| !matches!(bib.as_str(), "" | "0"))
        else {
            return self.out.reject("row without a bib", place);
        };
        let Some(value) = value else {
            return self.out.reject("row without a column of that name", place);
        };
        let (chip, place) = (format!("bib:{bib}"), place.to_owned());
        let time = text(value);
        if matches!(time.as_str(), "" | "-" | "--" | "–") {
            return self.blank.push(Blank { chip, place });
        }
        let at = match self.from {
            Some(from) => taken(&time).and_then(|taken| plausible(from + taken)),
            None => self.reckoner.read(&time),
        };
        match at {
            Some(at) => self.out.reads.push(DeviceRead {
                chip,
                place,
                at,
                raw: None,
            }),
            None => self
                .out
                .reject("time that cannot be read", &format!("{place}: {time}")),
        }
    }
}

/// `1:02:03.4`, `62:03`, `3723.4` seconds; with a comma too.
fn taken(text: &str) -> Option<Span> {
    let text = text.replace(',', ".");
    let plain =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let mut seconds = 0.0;
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 || !parts.iter().all(|part| plain(part)) {
        return None;
    }
    for (nth, part) in parts.iter().enumerate() {
        let value: f64 = part.parse().ok()?;
        if nth > 0 && value >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + value;
    }
    (seconds < 1e6).then(|| Span::from_s(seconds))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn cell<'a>(row: &'a Value, name: &str) -> Option<&'a Value> {
    let mut cells = row.as_object()?.iter();
    cells
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn column_name(column: &Value) -> String {
    let named = || {
        cell(column, "name")
            .or_else(|| cell(column, "label"))
            .map(text)
    };
    column
        .as_str()
        .map(str::to_owned)
        .or_else(named)
        .unwrap_or_default()
}

/// Rows lie in a list, or in groups of groups.
fn rows_of<'a>(data: &'a Value, rows: &mut Vec<&'a Vec<Value>>, depth: usize) {
    match data {
        Value::Array(list) if list.iter().all(Value::is_array) && depth < 8 => {
            for row in list {
                rows_of(row, rows, depth + 1);
            }
        }
        Value::Array(row) => rows.push(row),
        Value::Object(groups) if depth < 8 => {
            for group in groups.values() {
                rows_of(group, rows, depth + 1);
            }
        }
        _ => {}
    }
}
