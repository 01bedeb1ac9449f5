//! Owns the rule of the floors: a file imports only from lower ones. The table in ARCHITECTURE.md is the rule.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{code, expect_none, is, read, root, tree};

/// Floor of each room (a crate's folder, or a module of the app as `src/name`), from ARCHITECTURE.md.
fn floors() -> BTreeMap<String, u32> {
    let text = read("ARCHITECTURE.md");
    let (_, section) = text
        .split_once("## Rooms and floors")
        .expect("ARCHITECTURE.md has its table of floors");
    let table = section
        .split("```")
        .nth(1)
        .expect("the table stands in a code block");
    let mut floors = BTreeMap::new();
    for line in table
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
    {
        let (floor, rest) = line.split_once(' ').expect("a floor and its rooms");
        let rooms = rest
            .split_whitespace()
            .take_while(|word| word.contains('/'));
        for room in rooms {
            let room = room
                .trim_end_matches('/')
                .trim_end_matches(".rs")
                .to_owned();
            let floor = floor.parse().expect("a floor is a number");
            assert_eq!(
                floors.insert(room.clone(), floor),
                None,
                "{room} is on two floors"
            );
        }
    }
    floors
}

/// Rooms for building, testing and measuring, which are on no floor and used by nobody.
fn beside_the_floors() -> BTreeSet<String> {
    let text = read("ARCHITECTURE.md");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Beside the floors:"));
    let named = line
        .expect("ARCHITECTURE.md says what is beside the floors")
        .split('`');
    named.skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

/// The room that a file of the app or of a crate belongs to.
fn room(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    match (parts.next()?, parts.next()?) {
        ("crates", name) => Some(format!("crates/{name}")),
        ("src", name) => Some(format!("src/{}", name.trim_end_matches(".rs"))),
        _ => None,
    }
}

/// The modules named right after `crate::`, also inside braces.
fn modules_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        // `$crate::` and names that merely end in `crate` are somebody else's.
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + mark.len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(first_names(group)),
            None => used.extend(leading_name(rest)),
        }
    }
    used
}

/// The name that each part of a braced group begins with; what is nested deeper belongs to its part.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut parts = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => parts.push(String::new()),
            c => parts.last_mut().expect("there is always a part").push(c),
        }
        if depth == 0 {
            break;
        }
    }
    parts
        .iter()
        .filter_map(|part| leading_name(part.trim()))
        .collect()
}

fn leading_name(text: &str) -> Option<String> {
    let name = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

#[test]
fn a_file_imports_only_from_lower_floors() {
    let (floors, beside) = (floors(), beside_the_floors());
    let mut findings = Vec::new();
    let files = tree();
    let sources = files
        .iter()
        .filter(|file| file.path.starts_with("src/") && is(file, &[".rs"]));
    for file in sources {
        let room = room(&file.path).expect("a file under src/ has a room");
        let Some(floor) = floors.get(&room) else {
            findings.push(format!(
                "{}: `{room}` is not in the table of ARCHITECTURE.md",
                file.path
            ));
            continue;
        };
        for used in modules_used(&code(&file.text)) {
            let used = format!("src/{used}");
            if used != room && floors.get(&used).is_some_and(|other| other >= floor) {
                findings.push(format!(
                    "{} (floor {floor}) imports {used} (floor {})",
                    file.path, floors[&used]
                ));
            }
        }
    }
    for file in files
        .iter()
        .filter(|file| file.path.ends_with("Cargo.toml"))
    {
        let room = file.path.trim_end_matches("/Cargo.toml").to_owned();
        // The app's crate may use every crate but the server, which stands beside it.
        let floor = match floors.get(&room) {
            Some(floor) => *floor,
            None if file.path == "Cargo.toml" => 4,
            None if beside.contains(&room) => 9,
            None => {
                findings.push(format!("{room} is nowhere in ARCHITECTURE.md"));
                continue;
            }
        };
        let own = file
            .text
            .split("\n[")
            .filter(|part| part.starts_with("dependencies"));
        for name in own
            .flat_map(str::lines)
            .filter_map(|line| line.strip_prefix("homestretch-"))
        {
            let name = name.split(['.', ' ', '=']).next().unwrap_or_default();
            let used = format!("crates/{name}");
            let lower = floors.get(&used).is_some_and(|other| *other < floor);
            if !lower || (name == "server" && floor < 9) {
                findings.push(format!(
                    "{}: {room} (floor {floor}) depends on {used}",
                    file.path
                ));
            }
        }
    }
    expect_none("imports go down, never up or sideways", &findings);
}

#[test]
fn every_room_of_the_table_is_there() {
    let there = |room: &str| {
        [room.to_owned(), format!("{room}.rs")]
            .iter()
            .any(|path| root().join(path).exists())
    };
    let findings: Vec<String> = floors().into_keys().filter(|room| !there(room)).collect();
    expect_none(
        "ARCHITECTURE.md puts rooms on floors that are not in the tree",
        &findings,
    );
}

#[test]
fn the_core_reads_no_clock_no_file_and_no_dice() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::time",
        "SystemTime",
        "rand::",
        "Date::now",
        "std::env",
    ];
    let core = [
        "crates/course/src",
        "crates/race/src",
        "crates/dots/src",
        "crates/words/src",
        "crates/feed/src",
    ];
    let mut findings = Vec::new();
    for file in tree()
        .iter()
        .filter(|file| core.iter().any(|folder| file.path.starts_with(folder)))
    {
        let code = code(&file.text);
        let used = forbidden.iter().filter(|name| code.contains(*name));
        findings.extend(used.map(|name| format!("{}: {name}", file.path)));
    }
    expect_none("pass `now`, pass the seed", &findings);
}

#[test]
fn the_reader_of_imports_sees_what_is_imported() {
    let check = |code: &str, modules: &[&str]| {
        let seen = modules_used(code);
        assert_eq!(
            seen.iter().map(String::as_str).collect::<Vec<_>>(),
            modules,
            "{code}"
        );
    };
    check("use crate::held::Held;", &["held"]);
    check(
        "use crate::{clock::{Clock, Offset}, format};\nlet x = crate::live::now();",
        &["clock", "format", "live"],
    );
    check("pub(crate) fn f() { $crate::m!() }", &[]);
    check(
        "use crate::{\n    held::Held,\n    parts::card,\n};",
        &["held", "parts"],
    );
}
