//! From an empty folder to a rehearsed race with the commands of docs/SETUP.md, as they stand there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use homestretch_server::folder::entrants::entrants_from_csv;
use homestretch_server::folder::event;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The commands in the page's shell blocks.
fn commands() -> Vec<Vec<String>> {
    let page = std::fs::read_to_string(root().join("docs/SETUP.md")).expect("the page");
    let blocks = page.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    lines.map(words).collect()
}

/// The words of a command line; quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let pieces = line.split('"').enumerate();
    pieces
        .flat_map(|(i, piece)| match i % 2 {
            1 => vec![piece.to_owned()],
            _ => piece.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_homestretch"));
    let command = command.args(args).current_dir(folder);
    command.output().expect("the program runs")
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(err)
}

/// A folder that holds nothing but the examples.
fn empty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a directory");
    let to = folder.path().join("examples/setup");
    std::fs::create_dir_all(&to).expect("a directory");
    for name in ["course.kml", "start-list.csv"] {
        let from = root().join("examples/setup").join(name);
        std::fs::copy(from, to.join(name)).expect("a file");
    }
    folder
}

#[test]
fn the_commands_of_the_page_make_a_rehearsed_race() {
    let folder = empty();
    let commands = commands();
    let verbs: Vec<&str> = commands.iter().map(|words| words[1].as_str()).collect();
    let wanted = [
        "new",
        "import-course",
        "import-entrants",
        "import-entrants",
        "check",
        "rehearse",
    ];
    assert_eq!(verbs, wanted);
    let mut told = String::new();
    for words in &commands {
        assert_eq!(words[0], "homestretch");
        let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let output = run(folder.path(), &args);
        assert!(output.status.success(), "{words:?}: {}", text(&output));
        told += &text(&output);
    }
    assert!(
        told.contains("40 entrants, 4 of them show their result only"),
        "{told}"
    );
    assert!(told.contains("3 marks"), "{told}");
    assert!(told.contains("ok       Course `ten`"), "{told}");
    assert!(told.contains("mind     Race office"), "{told}");
    let line = told
        .lines()
        .find(|line| line.contains("contest ten: 40 entered"));
    let line = line.expect("the rehearsal's result");
    let finished: usize = line
        .split(", ")
        .nth(1)
        .and_then(|part| part.split(' ').next()?.parse().ok())
        .expect("a number");
    assert!((30..=40).contains(&finished), "{line}");
    assert!(line.ends_with("0 still open at the end"), "{line}");
    assert!(
        !folder.path().join("lake-run/race.sqlite").exists(),
        "a rehearsal leaves nothing behind"
    );
}

#[test]
fn what_is_wrong_is_told_with_line_and_remedy_and_nothing_is_written() {
    let folder = empty();
    let new = [
        "new",
        "r",
        "--name",
        "R",
        "--date",
        "2031-05-11",
        "--zone",
        "Europe/Berlin",
        "--contest",
        "ten=10@09:00",
    ];
    assert!(run(folder.path(), &new).status.success());
    let again = run(folder.path(), &new);
    assert!(
        !again.status.success() && text(&again).contains("there already"),
        "{}",
        text(&again)
    );
    let asked = run(folder.path(), &["new", "s", "--name", "S"]);
    assert!(
        text(&asked).contains("--date is missing"),
        "a program that runs it is told the flag: {}",
        text(&asked)
    );

    let list = "Nr,Name,Sex,Contest\n1,Amber Heron,F,ten\n1,Silver Birch,M,ten\n3,Quiet Fern,Q,ten\n4,Misty Otter,F,twenty\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("a file");
    let unmapped = run(
        folder.path(),
        &["import-entrants", "r", "list.csv", "--write"],
    );
    assert!(
        text(&unmapped).contains("--map bib=COLUMN"),
        "{}",
        text(&unmapped)
    );
    let wrong = run(
        folder.path(),
        &[
            "import-entrants",
            "r",
            "list.csv",
            "--map",
            "bib=Nr",
            "--write",
        ],
    );
    let told = text(&wrong);
    for line in [
        "wrong, line 3: bib `1` is on line 2 already",
        "wrong, line 4: sex `Q`",
        "wrong, line 5: contest `twenty`",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert!(!wrong.status.success() && !folder.path().join("r/entrants.csv").exists());

    let check = run(folder.path(), &["check", "r"]);
    let told = text(&check);
    assert!(!check.status.success());
    assert!(
        told.contains("missing  Course") && told.contains("import-course"),
        "{told}"
    );
    assert!(
        told.contains("mind     Contest `ten` has no limit"),
        "{told}"
    );
    let kml = "<kml><Placemark><name>5 km</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>";
    std::fs::write(folder.path().join("no-line.kml"), kml).expect("a file");
    let no_line = run(folder.path(), &["import-course", "r", "no-line.kml"]);
    assert!(text(&no_line).contains("LineString"), "{}", text(&no_line));
}

#[test]
fn of_a_birth_only_the_age_group_is_kept_and_minors_are_not_shown_live() {
    let folder = empty();
    let new = "new r --name R --date 2031-05-11 --zone Europe/Berlin --contest ten=10@09:00";
    assert!(
        run(folder.path(), &new.split(' ').collect::<Vec<_>>())
            .status
            .success()
    );
    let list = "Startnummer;Name;Jahrgang\n1;Amber Heron;1990\n2;Silver Birch;2013\n3;Quiet Fern;31.12.2012\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("a file");
    let import = ["import-entrants", "r", "list.csv", "--contest", "ten"];
    let written = run(folder.path(), &[&import[..], &["--write"]].concat());
    let told = text(&written);
    // Nobody knows yet whether the second has had her eighteenth birthday by then.
    assert!(
        told.contains("3 entrants, 1 of them show their result only"),
        "{told}"
    );
    let kept = std::fs::read_to_string(folder.path().join("r/entrants.csv")).expect("written");
    for (kept, wanted) in kept.lines().zip([
        "bib,name,age,contest",
        "1,Amber Heron,40-44,ten",
        "2,Silver Birch,17-,ten",
        "3,Quiet Fern,18-19,ten",
    ]) {
        assert_eq!(kept, wanted);
    }

    let list = "Startnummer;Name;Jahrgang\n1;Amber Heron;'90\n2;Silver Birch;2039\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("a file");
    let told = text(&run(folder.path(), &import));
    for line in [
        "wrong, line 2: born `'90` is no year",
        "wrong, line 3: born `2039` is no year",
    ] {
        assert!(told.contains(line), "{told}");
    }
}

#[test]
fn a_start_list_is_taken_as_people_write_it() {
    let folder = empty();
    let new = "new r --name R --date 2031-05-11 --zone Europe/Berlin \
               --contest ten=10@09:00 --contest half=21.0975@09:30";
    let new: Vec<&str> = new.split_whitespace().collect();
    assert!(run(folder.path(), &new).status.success());
    let list = "Startnummer;Name;Geschlecht;Nation;Strecke;Zielzeit\n\
                1;Amber Heron;weiblich;GER;10 km;45:00\n\
                2;Silver Birch;M;Austria;half;1:45\n\
                3;;M;AUT;10km;0:45:00\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("a file");
    let told = text(&run(
        folder.path(),
        &["import-entrants", "r", "list.csv", "--write"],
    ));
    assert!(
        told.contains("line 3: nation `Austria` is left out"),
        "{told}"
    );
    assert!(told.contains("line 4: no name"), "{told}");
    let event = event(&folder.path().join("r/event.json")).expect("an event");
    let kept = std::fs::read_to_string(folder.path().join("r/entrants.csv")).expect("written");
    let kept = entrants_from_csv(&kept, &event)
        .expect("a start list")
        .roster;
    let expected: Vec<_> = kept.all().iter().map(|who| who.declared_s).collect();
    assert_eq!(expected, [2_700, 6_300, 2_700].map(Some));

    // A quotation mark left open would swallow the lines after it.
    let list = "Startnummer;Name;Strecke;Zielzeit\n\
                1;\"Amber Heron;ten;45:00\n2;Silver Birch;ten;1:00\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("a file");
    let told = text(&run(folder.path(), &["import-entrants", "r", "list.csv"]));
    assert!(told.contains("wrong, line 2: a cell goes on"), "{told}");
    let list = "Startnummer;Strecke;Zielzeit\n1;ten;12:00\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("a file");
    let told = text(&run(folder.path(), &["import-entrants", "r", "list.csv"]));
    assert!(told.contains("nobody takes `12:00` for 10 km"), "{told}");
}
