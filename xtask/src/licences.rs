//! Owns the check of what we build upon: every library's licence must be one of those in `deny.toml`. The rest of
//! it, known holes among them, is left to `cargo deny`.

use std::fs;

use crate::run::{cargo, command, root, run};
use crate::{Done, setup_hosts};

/// Checks all libraries of all our packages, also those for tests and for other systems.
pub fn check() -> Done {
    let rules = root().join("deny.toml");
    let rules = fs::read_to_string(&rules).map_err(|e| format!("{}: {e}", rules.display()))?;
    let allowed = allowed(&rules);
    let mut tree = cargo();
    tree.args([
        "tree",
        "--workspace",
        "--target",
        "all",
        "--edges",
        "normal,build,dev",
    ]);
    tree.args(["--prefix", "none", "--format", "{p}|{l}"]);
    let output = tree.output().map_err(|e| format!("cargo tree: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // What has been shown already is marked.
    let lines = text.lines().map(|line| line.trim_end_matches(" (*)"));
    let mut lines: Vec<&str> = lines.filter(|line| line.contains('|')).collect();
    lines.sort_unstable();
    lines.dedup();
    let refused = lines.iter().filter(|line| {
        let (_, licence) = line.split_once('|').unwrap_or_default();
        !is_allowed(licence, &allowed)
    });
    let refused: Vec<String> = refused.map(|line| line.replace('|', ": ")).collect();
    if lines.len() < 100 || !refused.is_empty() {
        let n = lines.len();
        let refused = refused.join("\n  ");
        return Err(format!(
            "of {n} libraries these have no licence that deny.toml allows:\n  {refused}"
        ));
    }
    deny()
}

/// Everything else that deny.toml says. The list of known holes comes from GitHub alone: where it cannot be had, that is
/// said, and the rest is checked all the same.
fn deny() -> Done {
    let Some(program) = setup_hosts::cargo_deny() else {
        eprintln!("not checked: known holes of libraries; `cargo install cargo-deny` for that");
        return Ok(());
    };
    let deny = |words: &[&str]| run(command(&program.to_string_lossy()).args(words));
    // Not every licence that is allowed need occur.
    let check = ["check", "--allow", "license-not-encountered"];
    if deny(&["fetch", "db"]).is_ok() {
        return deny(&check);
    }
    eprintln!(
        "not checked: known holes of libraries; their list cannot be fetched from github.com"
    );
    deny(&[&["--offline"], &check[..], &["bans", "licenses", "sources"]].concat())
}

/// The quoted words of the list `allow` under `[licenses]`.
fn allowed(rules: &str) -> Vec<String> {
    let section = rules.split("[licenses]").nth(1).unwrap_or_default();
    let list = section.split("allow = [").nth(1).unwrap_or_default();
    let list = list.split(']').next().unwrap_or_default();
    let words = list.split('"').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` leaves a choice among the allowed ones.
/// Older packages write a slash for OR.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace('/', " OR ");
    let expression = expression.split_whitespace().collect::<Vec<_>>().join(" ");
    any_of(&expression, allowed)
}

fn any_of(expression: &str, allowed: &[String]) -> bool {
    let mut choices = parts(expression, " OR ").into_iter();
    choices.any(|choice| {
        parts(choice, " AND ").into_iter().all(|one| {
            let inner = one.strip_prefix('(').and_then(|one| one.strip_suffix(')'));
            inner.map_or_else(
                || allowed.iter().any(|allowed| allowed == one),
                |inner| any_of(inner, allowed),
            )
        })
    })
}

/// The parts between a word, outside of parentheses.
fn parts<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && at >= from && text[at..].starts_with(word) => {
                parts.push(text[from..at].trim());
                from = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(text[from..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::{allowed, is_allowed};

    #[test]
    fn an_expression_must_leave_a_choice_that_is_allowed() {
        let list = allowed("[licenses]\nallow = [\n \"MIT\",\n \"Unicode-3.0\",\n]\n[bans]\n");
        assert_eq!(list, ["MIT", "Unicode-3.0"]);
        for (expression, is) in [
            ("MIT", true),
            ("GPL-3.0 OR MIT", true),
            ("Apache-2.0/MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("(MIT AND GPL-3.0) OR Zlib", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression, &list), is, "{expression}");
        }
    }
}
