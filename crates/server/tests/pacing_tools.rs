//! `homestretch evaluate` and `estimate` on a course that is no marathon: the mats are those of `--course`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn five() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/small-race/event.json")
}

fn run(args: &[&str], course: &Path, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_homestretch"))
        .args(args)
        .arg("--course")
        .arg(course)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("its input");
    // A program that has nothing to read may end before all is written.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("its answer")
}

fn answers(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    lines.collect()
}

/// Forty runners of a 5 km race, read at the turn (half of them a little slower on the way back) and at home.
fn results(columns: &str) -> String {
    let mut text = format!("bib,sex,age_group,start_offset_s,{columns},finish,suspect\n");
    for n in 0..40 {
        let turn_s = 700 + 10 * n;
        let _ = writeln!(
            text,
            "{n},F,30-34,0,{turn_s},{},0",
            turn_s * 2 + 20 * (n % 2)
        );
    }
    text
}

#[test]
fn a_five_kilometre_race_is_evaluated_at_its_own_mats() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("results.csv");
    let file = file.to_str().expect("a name");
    std::fs::write(file, results("sturn")).expect("a file");
    let output = run(&["evaluate", "--json", "--results", file], &five(), "");
    let report = &answers(&output)[0];
    assert_eq!(report["complete"]["runners"], 40);
    let rows = report["complete"]["finish"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]["after"]), (1, &json!("turn")));
    let off_s = rows[0]["mae_s"].as_f64().expect("seconds");
    assert!(off_s > 1.0 && off_s < 120.0, "{off_s}");
    assert_eq!(report["complete"]["next_mat"][0]["to"], "finish");
    assert_eq!(report["drop_outs"]["injected"], 1);

    std::fs::write(file, results("s3k")).expect("a file");
    let output = run(&["evaluate", "--results", file], &five(), "");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains("no column for any mat of the course (sturn)"),
        "{error}"
    );
}

#[test]
fn a_five_kilometre_race_is_estimated_at_its_own_mats() {
    let line = |value: Value| format!("{value}\n");
    let mut input =
        line(json!({"entrant": {"bib": "7", "sex": "M", "age_group": "40-44", "start_ms": 0}}));
    input += &line(json!({"ask": {"bib": "7", "at_ms": 300_000}}));
    input += &line(json!({"read": {"bib": "7", "point": "turn", "at_ms": 750_000}}));
    input += &line(json!({"ask": {"bib": "7", "at_ms": 900_000}}));
    input += &line(json!({"ask": {"bib": "7", "at_ms": 9_000_000}}));
    input += &line(json!({"read": {"bib": "7", "point": "finish", "at_ms": 9_100_000}}));
    input += &line(json!({"ask": {"bib": "7", "at_ms": 9_200_000}}));
    let answers = answers(&run(&["estimate"], &five(), &input));
    let status: Vec<&Value> = answers.iter().map(|a| &a["status"]).collect();
    assert_eq!(status, ["on_course", "on_course", "overdue", "finished"]);
    let points = |a: &Value| -> Vec<String> {
        let arrivals = a["arrivals"].as_array().expect("arrivals").iter();
        arrivals
            .map(|p| p["point"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(points(&answers[0]), ["turn", "finish"]);
    assert_eq!(points(&answers[1]), ["finish"]);
    let m = |a: &Value, what: &str| a["position"][what].as_f64().expect("metres");
    let early = m(&answers[0], "mid_m");
    assert!(early > 500.0 && early < 1_600.0, "from the prior: {early}");
    let mid = m(&answers[1], "mid_m");
    assert!(
        (mid - 3_000.0).abs() < 80.0,
        "150 s after the turn at 5:00 a kilometre: {mid}"
    );
    assert!(m(&answers[1], "low_m") < mid && mid < m(&answers[1], "high_m"));
    let home_ms = answers[1]["arrivals"][0]["p50_ms"]
        .as_i64()
        .expect("an instant");
    assert!((1_480_000..1_620_000).contains(&home_ms), "{home_ms}");
}
