//! A replayed race ends as its results file says, for every runner.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use homestretch_course::LatLon;
use homestretch_feed::{CourseFile, Route};
use homestretch_race::Phase;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::Status;
use homestretch_server::results::columns::Mapping;
use homestretch_server::results::race::{PastRace, past_race};
use homestretch_server::results::rows::{self, Row};
use support::Rig;

fn straight_marathon() -> CourseFile {
    let place = |lat: f64| LatLon { lat, lon: 0.0 };
    let lines = vec![vec![place(40.0), place(40.38)]];
    let route = Route::new("race", &lines, 0, vec![], vec![], 42_195.0).expect("a course");
    CourseFile {
        lines,
        routes: vec![route],
        ..CourseFile::default()
    }
}

fn past(path: &Path) -> (Vec<Row>, PastRace) {
    let mapping = Mapping::default();
    let rows = rows::read(path, &mapping).expect("a results file");
    let past = past_race(
        &rows,
        &mapping,
        "past",
        straight_marathon(),
        None,
        "2026-04-05",
    );
    (rows, past.expect("a race"))
}

/// Tells the race and compares it with the file.
fn ends_as_the_file_says(path: &Path, tick: Span) {
    let (rows, past) = past(path);
    let mut rig = Rig::in_memory(&past.day);
    rig.tell(&past.timeline, tick);
    let now = rig.hub.published().now();
    let view = now.race.as_of(Instant(i64::MAX), now.tick);
    assert_eq!(now.race.phase(now.tick), (Phase::Ended, true));
    let mut wrong = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let finish = row.splits.last().copied().flatten();
        if view.result(index) != finish {
            wrong.push(format!(
                "bib {}: {:?}, not {finish:?}",
                row.bib,
                view.result(index)
            ));
        }
        let splits: BTreeMap<usize, Span> = view
            .splits(index)
            .iter()
            .map(|s| (s.point, s.net_time))
            .collect();
        for (point, split) in row.splits.iter().enumerate() {
            if splits.get(&(point + 1)) != split.as_ref() {
                wrong.push(format!(
                    "bib {} at {point}: {splits:?}, not {split:?}",
                    row.bib
                ));
            }
        }
        let expected = match (finish, row.splits.iter().any(Option::is_some)) {
            (Some(_), _) => Status::Finished,
            (None, true) => Status::Dnf,
            (None, false) => Status::Dns,
        };
        if view.status(index) != expected {
            wrong.push(format!(
                "bib {}: {:?}, not {expected:?}",
                row.bib,
                view.status(index)
            ));
        }
    }
    let n_wrong = wrong.len();
    wrong.truncate(10);
    assert!(wrong.is_empty(), "{n_wrong} differ, such as {wrong:#?}");
    places_follow_from_times(&rows, &view);
}

/// Places counted from the file alone: one more than the number of those who were faster.
fn places_follow_from_times(rows: &[Row], view: &homestretch_race::view::View<'_>) {
    let finish = |row: &Row| row.splits.last().copied().flatten();
    let mut times: Vec<Span> = rows.iter().filter_map(finish).collect();
    times.sort_unstable();
    let standings = view.standings(0, &Group::All);
    assert_eq!(standings.len(), rows.len());
    for standing in standings {
        let time = finish(&rows[standing.index]);
        let place = time.map(|t| times.partition_point(|other| *other < t) as u32 + 1);
        assert_eq!(standing.place, place, "bib {}", rows[standing.index].bib);
    }
}

#[test]
fn a_small_file_with_gaps_drop_outs_and_impossible_stretches() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/small_results.csv");
    ends_as_the_file_says(&path, Span(60_000));
}

#[test]
fn mistakes_in_a_file_are_named_with_their_line() {
    let mapping = Mapping::default();
    let wrong = |csv: &str| {
        rows::rows_from_csv(csv.as_bytes(), &mapping)
            .expect_err("wrong")
            .to_string()
    };
    let header = "bib,s5k,s10k,s15k,s20k,shalf,s25k,s30k,s35k,s40k,finish\n";
    insta::assert_snapshot!(wrong("bib,s5k\n1,2\n"), @"there is no column `s10k`; the file has bib, s5k; name its columns in a file for `--mapping`");
    insta::assert_snapshot!(wrong(&format!("{header}1,25 min,,,,,,,,,\n")), @"line 2, column `s5k`: `25 min` is no time; write seconds, or H:MM:SS");
    insta::assert_snapshot!(wrong(&format!("{header}1,1500,,,,,,,,,\n,1500,,,,,,,,,\n")), @"line 3: the bib is missing");
    insta::assert_snapshot!(wrong(header), @"the file has no rows");
}

/// Real results lie beside the repository where it is developed, and are never part of it.
#[test]
fn a_real_race_of_twenty_six_thousand() {
    let beside: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boston_2015.csv.gz");
    if beside.is_file() {
        ends_as_the_file_says(&beside, Span(10 * 60_000));
    }
}
