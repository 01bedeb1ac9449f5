//! Who is hidden is in no file, no page and no history from then on; and who shows results only is not followed.

mod support;

use homestretch_feed::{light, paths};
use homestretch_race::What;
use homestretch_race::time::Span;
use homestretch_server::said::{Said, ShownSaid};
use homestretch_server::store::{Batch, Store};
use serde_json::json;
use support::office::{TOKEN, act, bring, office, row_of, seen, undo};
use support::served::Served;
use support::{GUN, Rig, batch, read, small_race};

/// Everything that is served at addresses of the feed.
fn all_files(served: &Served) -> Vec<(String, String)> {
    let mut paths: Vec<String> = served
        .running
        .files
        .paths("/feed/")
        .iter()
        .map(ToString::to_string)
        .collect();
    paths.push("/feed/v1/field.json".to_owned());
    paths.extend((0..light::buckets_for(20)).map(|b| format!("/feed/v1/{}", paths::light(b))));
    paths
        .into_iter()
        .map(|path| (path.clone(), served.get(&path).text()))
        .collect()
}

#[test]
fn who_is_absent_is_in_no_file_no_page_and_no_history() {
    let served = office();
    for i in 0..20_u64 {
        let bib = (101 + i).to_string();
        bring(&served, "decoder", &[(i, &bib, "start", 3 + i as i64)]);
    }
    bring(
        &served,
        "decoder",
        &[
            (50, "107", "half-way", 1_601),
            (51, "108", "half-way", 1_640),
        ],
    );
    act(
        &served,
        &json!({ "act": "rule", "bib": "107", "ruling": "dnf", "note": "Blisters of Seven" }),
    );
    let before = served.live();
    let old: Vec<(String, String)> = all_files(&served);
    assert!(old.iter().any(|(_, text)| text.contains("Pine Number 6")));
    assert!(
        old.iter()
            .any(|(_, text)| text.contains("Blisters of Seven"))
    );

    act(
        &served,
        &json!({ "act": "show", "bib": "107", "shown": "absent" }),
    );
    let now = served.live();
    assert_ne!(now.epoch, before.epoch);
    assert_eq!(now.tick.0, before.tick.0, "the others keep their history");
    for (path, text) in all_files(&served) {
        assert!(
            !text.contains("Pine Number 6\"")
                && !text.contains("\"107\"")
                && !text.contains("Blisters"),
            "{path}: {text}"
        );
    }
    for (path, _) in old
        .iter()
        .filter(|(path, _)| path.contains("/ticks/") || path.contains("/entrants-"))
    {
        let answer = served.get(path);
        assert_eq!(answer.status, 410, "{path} is to be dropped by caches");
    }
    assert_eq!(served.get("/r/107").status, 404);
    let csv = served
        .get_with("/api/v1/office/results.csv", &[TOKEN])
        .text();
    assert!(!csv.contains(",107,") && csv.contains(",108,"), "{csv}");
    assert_eq!(row_of(&served, "107"), None);
    // The race itself goes on, and says nothing of the reads that come.
    bring(
        &served,
        "decoder",
        &[(60, "107", "finish", 3_000), (61, "108", "finish", 3_010)],
    );
    assert!(
        all_files(&served)
            .iter()
            .all(|(_, text)| !text.contains("Pine Number 6\""))
    );
    assert_eq!(
        served
            .running
            .files
            .paths(&format!("/feed/v1/ticks/{}-", before.epoch)),
        Vec::<Box<str>>::new()
    );

    // The office still knows, and takes it back.
    assert_eq!(seen(&served, "")["hidden"][0]["bib"], "107");
    undo(&served);
    let (name, n_changes) = row_of(&served, "107").expect("back");
    assert_eq!((name.as_str(), n_changes), ("Pine Number 6", 4));
    assert_eq!(served.get("/r/107").status, 200);
}

#[test]
fn who_is_nameless_keeps_the_race_and_loses_the_name() {
    let served = office();
    bring(&served, "decoder", &[(1, "107", "start", 5)]);
    let before = served.live();
    act(
        &served,
        &json!({ "act": "show", "bib": "107", "shown": "nameless" }),
    );
    assert_eq!(
        served.live().epoch,
        before.epoch,
        "the history names nobody"
    );
    assert_ne!(served.live().event, before.event);
    for (path, text) in all_files(&served) {
        assert!(!text.contains("Pine Number 6\""), "{path}");
    }
    assert_eq!(row_of(&served, "107"), Some((String::new(), 1)));
    let page = served.get("/r/107");
    assert!(page.status == 200 && !page.text().contains("Pine Number 6"));
    undo(&served);
    assert_eq!(
        served.live().event,
        before.event,
        "the old files are back under their names"
    );
    assert_eq!(row_of(&served, "107").expect("back").0, "Pine Number 6");
}

/// What a runner's files and pages tell of her run, while she is on it.
fn times_of_her_run(served: &Served) -> Vec<String> {
    let fold = |path: &str| -> Option<Vec<What>> {
        let event = small_race().event;
        let bytes = served.get(path).bytes;
        let changes = if path.contains("/ticks/") && path.matches('-').count() == 1 {
            homestretch_feed::read::tick(&bytes, &event)
                .ok()?
                .value
                .changes
        } else if path.contains("/keyframes/") {
            homestretch_feed::read::keyframe(&bytes, &event)
                .ok()?
                .value
                .changes
        } else if path.contains("/light/") {
            homestretch_feed::read::light(&bytes, &event)
                .ok()?
                .value
                .changes
        } else {
            return None;
        };
        Some(changes.into_iter().map(|change| change.what).collect())
    };
    let no = small_race().roster.by_bib("107").expect("a runner").no;
    let hers =
        |what: &What| matches!(what, What::Passing { entrant, at: Some(_), .. } if *entrant == no);
    let telling = all_files(served)
        .into_iter()
        .filter(|(path, _)| fold(path).is_some_and(|changes| changes.iter().any(hers)));
    let mut telling: Vec<String> = telling.map(|(path, _)| path).collect();
    let page = served.get("/r/107").text();
    telling.extend(page.contains("09:25:00").then(|| "/r/107".to_owned()));
    telling
}

#[test]
fn who_shows_results_only_from_the_middle_of_the_race_on_is_not_in_what_was_published_before() {
    let served = office();
    bring(
        &served,
        "decoder",
        &[
            (1, "107", "start", 5),
            (2, "107", "half-way", 1_500),
            (3, "108", "start", 6),
        ],
    );
    let before = served.live();
    let old: Vec<String> = all_files(&served)
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert!(
        times_of_her_run(&served).len() >= 2,
        "{:?}",
        times_of_her_run(&served)
    );
    act(
        &served,
        &json!({ "act": "rule", "bib": "107", "ruling": "dnf" }),
    );
    act(
        &served,
        &json!({ "act": "show", "bib": "107", "shown": "results" }),
    );
    let now = served.live();
    assert_ne!(now.epoch, before.epoch, "the history was written anew");
    assert_eq!(times_of_her_run(&served), Vec::<String>::new());
    for path in old
        .iter()
        .filter(|path| path.contains("/ticks/") || path.contains("/keyframes/"))
    {
        assert_eq!(
            served.get(path).status,
            410,
            "{path} is to be dropped by caches"
        );
    }
    let csv = || {
        served
            .get_with("/api/v1/office/results.csv", &[TOKEN])
            .text()
    };
    assert!(!csv().contains("0:25:00.0"), "{}", csv());
    // Her name and what was ruled stay, and so does everybody else's race.
    assert_eq!(
        row_of(&served, "107"),
        Some(("Pine Number 6".to_owned(), 1))
    );
    assert_eq!(row_of(&served, "108").map(|row| row.1), Some(1));
    act(&served, &json!({ "act": "rule", "bib": "107" }));

    // What comes in on the way is not published; the result is, with its splits.
    bring(&served, "decoder", &[(4, "108", "half-way", 1_600)]);
    assert_eq!(times_of_her_run(&served), Vec::<String>::new());
    bring(&served, "decoder", &[(5, "107", "finish", 3_000)]);
    assert_eq!(served.live().epoch, now.epoch);
    assert!(
        csv().contains("0:50:00.0") && csv().contains("0:25:00.0"),
        "{}",
        csv()
    );

    // The finish was somebody else's: she is on the way again, and nothing of it stays.
    let finish = seen(&served, "/reads?bib=107")["reads"][0]["read"].clone();
    act(
        &served,
        &json!({ "act": "move", "read": finish, "bib": "108" }),
    );
    bring(&served, "decoder", &[(6, "109", "start", 9)]);
    assert_ne!(served.live().epoch, now.epoch);
    assert_eq!(times_of_her_run(&served), Vec::<String>::new());
    // And back to being followed: what is known of her is published again.
    act(
        &served,
        &json!({ "act": "show", "bib": "107", "shown": "live" }),
    );
    assert!(!times_of_her_run(&served).is_empty());
}

#[test]
fn who_is_home_and_then_shows_the_result_only_keeps_the_history() {
    let served = office();
    bring(
        &served,
        "decoder",
        &[
            (1, "107", "start", 5),
            (2, "107", "half-way", 1_500),
            (3, "107", "finish", 3_000),
        ],
    );
    let before = served.live();
    act(
        &served,
        &json!({ "act": "show", "bib": "107", "shown": "results" }),
    );
    assert_eq!(served.live().epoch, before.epoch);
    assert_eq!(row_of(&served, "107").map(|row| row.1), Some(3));
}

#[test]
fn a_server_that_stops_before_the_history_is_written_anew_does_so_when_it_starts() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("race.sqlite");
    let day = small_race();
    let mut rig = Rig::new(&day, Store::open(&file).expect("a store"));
    rig.submit(batch(
        "decoder",
        vec![read(1, 107, "start", 5), read(2, 108, "start", 6)],
    ));
    rig.beat(GUN + Span(10_000));
    let epoch = rig.head().epoch;
    let no = day.roster.by_bib("107").expect("a runner").no;
    let shown = Some(ShownSaid::Absent);
    rig.submit(Batch {
        source: "@office Kim".to_owned(),
        said: vec![(
            1,
            Said::Show {
                entrant: no.0,
                shown,
            },
        )],
        ..Batch::default()
    });
    drop(rig);

    let mut again = Rig::new(&day, Store::open(&file).expect("a store"));
    assert!(again.hub.is_withdrawn());
    again.beat(GUN + Span(20_000));
    assert!(
        again.file("live.json").is_none(),
        "no head names the old history"
    );
    let store = &again.store;
    let mut rewrite =
        |r: homestretch_server::store::writer::Rewrite| store.rewrite(&r.from, &r.to, &r.change);
    again
        .hub
        .withdraw(GUN + Span(30_000), &mut rewrite)
        .expect("a working store");
    again.beat(GUN + Span(30_000));
    assert_ne!(again.head().epoch, epoch);
    let fold = again.hub.published().now().fold;
    let told = fold.of([no]).1;
    let is_own = |what: &What| matches!(what, What::Passing { entrant, .. } if *entrant == no);
    assert!(told.iter().all(|change| !is_own(&change.what)));
    let (epoch, head) = (again.head().epoch, again.head());
    drop(again);

    let mut third = Rig::new(&day, Store::open(&file).expect("a store"));
    assert!(!third.hub.is_withdrawn());
    third.beat(GUN + Span(40_000));
    assert_eq!(
        (third.head().epoch, third.head().tick),
        (epoch, head.tick),
        "the new history stands"
    );
}
