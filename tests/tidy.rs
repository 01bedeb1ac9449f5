//! Owns the rules of the house that a compiler does not check: floors, module docs, file sizes, the strict
//! Content-Security-Policy, and that the documents speak of the tree as it is.

#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/tree.rs"]
mod tree;

use tree::{File, code, expect_none, is, tree};

#[test]
fn every_module_says_what_it_owns() {
    let opens = |file: &File| {
        file.text
            .trim_start_matches("#!/usr/bin/env")
            .trim_start()
            .starts_with("//!")
    };
    let findings: Vec<String> = tree()
        .iter()
        .filter(|file| is(file, &[".rs"]) && !opens(file))
        .map(|file| file.path.clone())
        .collect();
    expect_none("modules open with `//!`", &findings);
}

/// Tests are lists of cases, which need no excuse for being many.
fn is_test(file: &File) -> bool {
    file.path.starts_with("tests/") || file.path.contains("/tests/") || is(file, &["tests.rs"])
}

#[test]
fn files_are_short_or_say_why_not() {
    let mut findings = Vec::new();
    for file in tree()
        .iter()
        .filter(|file| is(file, &[".rs", ".js", ".css"]))
    {
        let lines = file.text.lines().count();
        let opening = file.text.lines().take(20).collect::<Vec<_>>().join("\n");
        if lines > 500 {
            findings.push(format!("{}: {lines} lines, more than 500", file.path));
        } else if lines > 300 && !is_test(file) && !opening.contains("Long because") {
            findings.push(format!(
                "{}: {lines} lines; say `Long because …` in its opening, or split it",
                file.path
            ));
        }
    }
    expect_none("one purpose per file", &findings);
}

#[test]
fn nothing_needs_a_looser_content_security_policy() {
    // Spelt in two pieces, for this file is read as well.
    let words = [
        concat!(" style", "="),
        concat!("inner_", "html"),
        concat!("inner", "HTML"),
        concat!("set_outer_", "html"),
        concat!("onclick", "=\""),
        concat!("javascript", ":"),
    ];
    let mut findings = Vec::new();
    let shipped = |file: &&File| {
        is(file, &[".rs", ".html", "boot.js", "sw.js"])
            && !is_test(file)
            && !file.path.starts_with("crates/bench-")
    };
    for file in tree().iter().filter(shipped) {
        // `style=("--row", …)` sets a property through the object model, which the policy allows.
        let code = code(&file.text).replace(concat!(" style", "=("), "");
        for word in words.iter().filter(|word| code.contains(*word)) {
            findings.push(format!("{}: `{}`", file.path, word.trim()));
        }
        if is(file, &[".html"]) {
            let inline = file
                .text
                .split("<script")
                .skip(1)
                .any(|tag| !tag.split('>').next().unwrap_or_default().contains("src="));
            if inline || file.text.contains("<style") {
                findings.push(format!("{}: an inline script or style", file.path));
            }
        }
    }
    expect_none(
        "no inline styles, no inline scripts, names are text and never HTML",
        &findings,
    );
}

#[test]
fn styles_speak_of_start_and_end() {
    let sided = |line: &&str| {
        let line = line.trim();
        let property = line.split(':').next().unwrap_or_default();
        let one_side = property.ends_with("-left") || property.ends_with("-right");
        one_side
            || matches!(property, "left" | "right")
            || (property == "text-align" && (line.contains("left") || line.contains("right")))
    };
    let mut findings = Vec::new();
    let shipped = |file: &&File| is(file, &[".css"]) && !file.path.starts_with("crates/bench-");
    for file in tree().iter().filter(shipped) {
        for line in file.text.lines().filter(sided) {
            findings.push(format!("{}: {}", file.path, line.trim()));
        }
    }
    expect_none(
        "styles turn with the script: inline-start and inline-end, never left and right",
        &findings,
    );
}

#[test]
fn nothing_knows_the_machine_it_was_made_on() {
    let words = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("registry.npm", "js.org"),
        concat!("registry.yarn", "pkg"),
        concat!("index.crates", ".io"),
        concat!("static.crates", ".io"),
        concat!("pypi", ".org"),
    ];
    let mut findings = Vec::new();
    for file in &tree() {
        let found = words.iter().filter(|word| file.text.contains(*word));
        findings.extend(found.map(|word| format!("{}: `{word}`", file.path)));
    }
    expect_none("no paths of a machine, no registry hosts", &findings);
}

#[test]
fn tests_are_run_and_say_what_they_expect() {
    let words = [concat!("#[ig", "nore"), concat!("should_", "panic")];
    let mut findings = Vec::new();
    for file in tree().iter().filter(|file| is(file, &[".rs"])) {
        let found = words.iter().filter(|word| file.text.contains(*word));
        findings.extend(found.map(|word| format!("{}: `{word}`", file.path)));
    }
    expect_none("no test is skipped or satisfied by any panic", &findings);
}
