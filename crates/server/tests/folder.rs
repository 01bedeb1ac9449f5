//! Race folders: the example is right, and what is wrong in one is named with its file and place.

use std::path::{Path, PathBuf};

use homestretch_race::event::{Pick, RankBy, Role};
use homestretch_race::pacing::Model;
use homestretch_race::roster::Sex;
use homestretch_race::time::{Instant, Span};
use homestretch_server::demo::demo;
use homestretch_server::folder;
use homestretch_server::folder::entrants::{csv_from_roster, entrants_from_csv};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/small-race")
}

#[test]
fn the_example_is_a_race() {
    let day = folder::load(&example()).expect("the example");
    let contest = &day.event.contests[0];
    // 09:00 in Berlin in May is 07:00 UTC.
    assert_eq!(contest.waves[0].gun, Instant(1_809_846_000_000));
    assert_eq!(contest.waves[1].gun - contest.waves[0].gun, Span(300_000));
    assert_eq!(contest.limit, Some(Span(3_600_000)));
    assert_eq!(contest.rank_by, RankBy::Gun);
    let [start, turn, finish] = &contest.points[..] else {
        panic!("three points");
    };
    assert_eq!((start.role, start.pick), (Role::Start, Pick::Last));
    assert_eq!((turn.role, turn.mat), (Role::Split, 1));
    assert_eq!(
        (finish.role, finish.pick, finish.mat),
        (Role::Finish, Pick::First, 0)
    );
    let amber = day.roster.by_bib("1").expect("bib 1");
    assert_eq!(
        (amber.sex, amber.age, amber.declared_s),
        (Some(Sex::Female), Some((30, 34)), Some(1_350))
    );
    assert_eq!(
        day.roster.by_bib("3").expect("bib 3").names.get("ko"),
        "아침 개울"
    );
    assert!(!day.roster.by_bib("4").expect("bib 4").live);
    assert_eq!(
        day.lookup.entrant("c0002"),
        Some(day.roster.by_bib("2").expect("bib 2").no)
    );
    assert_eq!(
        day.lookup.entrant("2"),
        None,
        "where there are chips, a bib is no chip"
    );
}

/// The example with one file changed.
fn wrong(file: &str, from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().expect("a directory");
    for entry in std::fs::read_dir(example()).expect("the example") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name").to_owned();
        let mut text = std::fs::read_to_string(&path).expect("text");
        if name == file {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        std::fs::write(folder.path().join(name), text).expect("a copy");
    }
    let error = folder::load(folder.path()).expect_err("wrong").to_string();
    error.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn mistakes_are_named_with_file_and_place() {
    insta::assert_snapshot!(wrong("event.json", "09:05:00", "9 h"), @"`event.json`: contest `five`, wave `B`: `9 h` is no time; write it as 9:00, 09:00:00 or 4:30:00.5");
    insta::assert_snapshot!(wrong("event.json", "Europe/Berlin", "Europe/Atlantis"), @"`event.json`: `date` and `zone`: `Europe/Atlantis` is no time zone that is known here; write an IANA name such as Asia/Pyongyang");
    insta::assert_snapshot!(wrong("event.json", "\"mat\": \"turn\"", "\"mat\": \"tern\""), @"`event.json`: contest `five`: point `turn` is on mat `tern`, which is not in `mats`");
    insta::assert_snapshot!(wrong("event.json", "\"at_m\": 2500", "\"at_m\": 5500"), @"`event.json`: contest `five`: point `turn` at 5500 m does not lie beyond the point before it, or beyond the length of 5000 m");
    insta::assert_snapshot!(wrong("entrants.csv", "GER,A", "GER,C"), @"`entrants.csv`: line 2: wave `C` is not in the event; it has: A, B");
    insta::assert_snapshot!(wrong("entrants.csv", "C0002", "C0001"), @"chip `C0001` is given to two entrants; a chip has one wearer");
    insta::assert_snapshot!(wrong("entrants.csv", "\n2,", "\n1,"), @"bib 1 is given to two entrants; bibs must be unique over all contests");
    assert!(wrong("entrants.csv", ",live", ",alive").contains("no column `alive`"));
    assert!(
        folder::load(Path::new("/nowhere"))
            .expect_err("no folder")
            .to_string()
            .contains("event.json")
    );
}

#[test]
fn a_race_may_bring_its_own_pacing_model() {
    let folder = tempfile::tempdir().expect("a directory");
    for entry in std::fs::read_dir(example()).expect("the example") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        std::fs::copy(&path, folder.path().join(name)).expect("a copy");
    }
    let own = Model::blank().to_text();
    let file = folder.path().join("pacing.txt");
    std::fs::write(&file, &own).expect("a model");
    let day = folder::load(folder.path()).expect("a race");
    let brought = day.event.pacing.as_ref().expect("its model");
    assert_eq!(brought.text, own);
    assert!(brought.name.starts_with("own-"), "{}", brought.name);
    std::fs::write(&file, "homestretch pacing 1\nmean0 1 2 x\n").expect("a file");
    let error = folder::load(folder.path())
        .expect_err("no model")
        .to_string();
    let error = error.replace(&format!("{}/", folder.path().display()), "");
    insta::assert_snapshot!(error, @"`pacing.txt`: line `mean0` of the pacing model does not hold 10 numbers; make a model with `homestretch fit`, or remove the file to use the one that is shipped");
}

#[test]
fn a_start_list_written_and_read_again_is_the_same() {
    let demo = demo(1).expect("the demo");
    let text = csv_from_roster(&demo.day.roster, &demo.day.event);
    let read = entrants_from_csv(&text, &demo.day.event).expect("readable");
    for (before, after) in demo.day.roster.all().iter().zip(read.roster.all()) {
        let mut before = before.clone();
        let mut after = after.clone();
        // Columns come in the order of their tags.
        before.names.0.sort();
        after.names.0.sort();
        assert_eq!(before, after);
    }
    assert_eq!(demo.day.roster.all().len(), read.roster.all().len());
}
