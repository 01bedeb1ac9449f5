//! RACE RESULT's exporter, destination HTTP(S) Post, data "Raw Data Record JSON": an object, a list of objects, or
//! an object a line.

use serde::Deserialize;

use super::moment::Reckoner;
use super::session::{DeviceGun, DeviceRead, Out};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    #[serde(default)]
    bib: serde_json::Value,
    #[serde(default)]
    timing_point: String,
    #[serde(default)]
    invalid: bool,
    passing: Passing,
}

#[derive(Debug, Deserialize)]
struct Passing {
    #[serde(rename = "Transponder", default)]
    transponder: String,
    #[serde(rename = "UTCTime", default)]
    utc_time: String,
    #[serde(rename = "DeviceID", default)]
    device: String,
    #[serde(rename = "LoopID", default)]
    loop_id: serde_json::Value,
    #[serde(rename = "IsMarker", default)]
    is_marker: bool,
}

/// Reads a body. With `by_bib` runners are told by the bib that the software has found for the chip.
pub fn read(body: &str, reckoner: &Reckoner, by_bib: bool) -> Out {
    let mut out = Out::default();
    let values = serde_json::Deserializer::from_str(body).into_iter::<serde_json::Value>();
    for value in values {
        match value {
            Ok(serde_json::Value::Array(records)) => {
                for record in records {
                    take(record, reckoner, by_bib, &mut out);
                }
            }
            Ok(record) => take(record, reckoner, by_bib, &mut out),
            Err(error) => {
                out.reject("body that is no JSON", &error.to_string());
                break;
            }
        }
    }
    out
}

fn take(value: serde_json::Value, reckoner: &Reckoner, by_bib: bool, out: &mut Out) {
    let text = value.to_string();
    let record: Record = match serde_json::from_value(value) {
        Ok(record) => record,
        Err(_) => return out.reject("record of no known form", &text),
    };
    let passing = record.passing;
    let Some(at) = reckoner.read(&passing.utc_time) else {
        return out.reject("time that cannot be read", &text);
    };
    let place = if record.timing_point.is_empty() {
        match &passing.loop_id {
            serde_json::Value::Number(n) => format!("{}/{n}", passing.device),
            _ => passing.device.clone(),
        }
    } else {
        record.timing_point
    };
    if passing.is_marker {
        return out.guns.push(DeviceGun { name: place, at });
    }
    if record.invalid {
        return out.reject("record that the timing software has marked invalid", &text);
    }
    let bib = match &record.bib {
        serde_json::Value::Number(n) => n.to_string(),
        serde_json::Value::String(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let chip = if by_bib && !matches!(bib.as_str(), "" | "0") {
        format!("bib:{bib}")
    } else {
        passing.transponder
    };
    if chip.is_empty() {
        return out.reject("record without a chip", &text);
    }
    out.reads.push(DeviceRead {
        chip,
        place,
        at,
        raw: Some(text),
    });
}
