//! A server with a race office: Kim's.

use homestretch_feed::{light, paths, read as feed};
use homestretch_race::What;
use homestretch_server::http::gate::Gate;
use homestretch_server::token::digest;
use serde_json::{Value, json};

use super::served::{Served, serve};
use super::{GUN, small_race};

pub const TOKEN: (&str, &str) = ("authorization", "Bearer the token of Kim");

pub fn office() -> Served {
    let served = serve(&small_race(), |options| {
        let kim = ("Kim".to_owned(), digest("the token of Kim"));
        options.gate = Gate::default().with_office(vec![kim]);
    });
    bring(&served, "decoder", &[]);
    served
}

/// Chip, mat and seconds after the gun, numbered from the first on.
pub fn bring(served: &Served, source: &str, reads: &[(u64, &str, &str, i64)]) {
    let reads: Vec<Value> = reads
        .iter()
        .map(|(no, chip, mat, s)| {
            json!({ "no": no, "chip": chip, "mat": mat, "at_ms": GUN.0 + s * 1000 })
        })
        .collect();
    let body = json!({ "source": source, "reads": reads }).to_string();
    let answer = served.post("/api/v1/reads", &[], &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    served.running.publish();
}

pub fn seen(served: &Served, path: &str) -> Value {
    let answer = served.get_with(&format!("/api/v1/office{path}"), &[TOKEN]);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    serde_json::from_slice(&answer.bytes).expect("JSON")
}

pub fn act(served: &Served, act: &Value) {
    let answer = served.post("/api/v1/office/act", &[TOKEN], &act.to_string());
    assert_eq!(answer.status, 200, "{act}: {}", answer.text());
}

pub fn refused(served: &Served, act: &Value) -> String {
    let answer = served.post("/api/v1/office/act", &[TOKEN], &act.to_string());
    assert_eq!(answer.status, 422, "{act}: {}", answer.text());
    answer.text()
}

/// Undoes the newest entry that is not an undoing.
pub fn undo(served: &Served) {
    let log = seen(served, "/log");
    let rows = log["log"].as_array().expect("a list").iter();
    let row = rows
        .into_iter()
        .find(|row| row["act"] != "undo" && row["stands"] == true)
        .expect("an entry");
    act(served, &json!({ "act": "undo", "entry": row["entry"] }));
}

/// Points that a runner passed, with the time of day.
pub fn passed(served: &Served, bib: &str) -> Vec<(String, String)> {
    let found = seen(served, &format!("/entrants?q={bib}"));
    let rows = found["entrants"][0]["passed"].as_array().cloned();
    let rows = rows.unwrap_or_default().into_iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    rows.map(|row| (text(&row["point"]), text(&row["at"])))
        .collect()
}

/// The number of the read of a chip on a mat.
pub fn read_of(served: &Served, chip: &str, mat: &str) -> u64 {
    let reads = seen(served, "/reads");
    let rows = reads["reads"].as_array().expect("a list");
    let row = rows.iter().find(|r| r["chip"] == chip && r["mat"] == mat);
    row.expect("the read")["read"].as_u64().expect("a number")
}

/// What everybody knows of a runner: the rows of the light file.
pub fn row_of(served: &Served, bib: &str) -> Option<(String, usize)> {
    let bucket = light::bucket_of(bib, light::buckets_for(20));
    let file = served.get(&format!("/feed/v1/{}", paths::light(bucket)));
    let event = small_race().event;
    let file = feed::light(&file.bytes, &event)
        .expect("a light file")
        .value;
    let who = file.roster.by_bib(bib)?;
    let own = file.changes.iter().filter(|change| match &change.what {
        What::Passing { entrant, .. } | What::Status { entrant, .. } => *entrant == who.no,
        _ => false,
    });
    Some((who.names.get("en").to_owned(), own.count()))
}
