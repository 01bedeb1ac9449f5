//! Published elsewhere: the same race in any order of trouble, the head last, nothing twice, and nothing that was
//! withdrawn.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Wall};

use homestretch_feed::{RaceClock, light, paths};
use homestretch_race::time::{Instant, Span};
use homestretch_server::files::{Body, Cache, Edit, Files, Found, Kind, app};
use homestretch_server::lights::Lights;
use homestretch_server::publish::target::{Target, Trouble};
use homestretch_server::publish::{Job, Light, Publisher, once};
use homestretch_server::said::{RulingSaid, Said, ShownSaid};
use homestretch_server::store::Batch;
use object_store::Attribute;
use support::bucket::Bucket;
use support::{GUN, Rig, batch, read, small_race};

fn at(after_gun_s: i64) -> Instant {
    GUN + Span(after_gun_s * 1000)
}

/// Somebody passes a mat, and a tick says so.
fn pass(rig: &mut Rig, no: u64) {
    let bib = 101 + (no % 20) as u32;
    let (mat, s) = if no < 20 {
        ("start", 2 + no)
    } else {
        ("half-way", 1_200 + 30 * no)
    };
    rig.submit(batch("decoder", vec![read(no, bib, mat, s as i64)]));
    rig.beat(at(s as i64 + 1));
}

/// The office says another word about somebody, and a tick says so.
fn rule(rig: &mut Rig, no: u64) {
    let said = Said::Rule {
        entrant: (no % 20) as u32,
        ruling: Some(RulingSaid::Dnf),
        note: Some(format!("{no}")),
    };
    rig.submit(Batch {
        said: vec![(no, said)],
        ..batch("office", Vec::new())
    });
    rig.beat(at(3_000 + no as i64));
}

fn job(files: &Arc<Files>, target: Target) -> Job {
    Job {
        files: Arc::clone(files),
        target,
        policy: "default-src 'self'".to_owned(),
        race: "small 2026-04-05".to_owned(),
        light: None,
    }
}

fn publish(job: Job) -> Result<homestretch_server::publish::meter::Counts, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(once(job))
}

fn wait_for(what: &str, mut is: impl FnMut() -> bool) {
    let began = Wall::now();
    while !is() {
        assert!(began.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Puts a small app beside the feed.
fn put_app(files: &Files) {
    let folder = tempfile::tempdir().expect("a directory");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, text).expect("a file");
    };
    put(
        "index.html",
        "<!doctype html><html lang=en><meta charset=utf-8><title>app</title>",
    );
    put(
        "wall/index.html",
        "<!doctype html><meta charset=utf-8><title>wall</title>",
    );
    put(
        "embed/index.html",
        "<!doctype html><meta charset=utf-8><title>embed</title>",
    );
    put(
        "office/index.html",
        "<!doctype html><meta charset=utf-8><title>office</title>",
    );
    put("style-0123456789abcdef.css", &"p { color: red }".repeat(50));
    app::load(folder.path(), files).expect("the app");
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn a_folder_holds_feed_and_app_for_any_web_server() {
    let mut rig = Rig::in_memory(&small_race());
    put_app(&rig.files);
    (0..40).for_each(|no| pass(&mut rig, no));
    let folder = tempfile::tempdir().expect("a directory");
    let at = folder.path();
    let target = || Target::folder(at).expect("a folder");
    let counts = publish(job(&rig.files, target())).expect("published");
    for path in rig.files.paths("/feed/") {
        let Found::Here(body) = rig.files.get(&path) else {
            panic!("{path} is there");
        };
        let file = at.join(&path[1..]);
        assert_eq!(std::fs::read(&file).expect("a file"), body.identity.bytes);
        if let Some(packed) = &body.brotli {
            let packed_file = file.with_extension("json.br");
            assert_eq!(
                std::fs::read(packed_file).expect("a file"),
                packed.bytes,
                "{path}"
            );
        }
        if let Some(packed) = &body.gzip {
            let packed_file = file.with_extension("json.gz");
            assert_eq!(
                std::fs::read(packed_file).expect("a file"),
                packed.bytes,
                "{path}"
            );
        }
    }
    let policy = "content=\"default-src 'self'\"";
    for page in [
        "index.html",
        "404.html",
        "about/index.html",
        "leaders/index.html",
    ] {
        let page = text(&at.join(page));
        assert!(
            page.contains("<title>app</title>") && page.contains(policy),
            "{page}"
        );
    }
    assert!(text(&at.join("wall/index.html")).contains(policy));
    assert!(text(&at.join("embed/index.html")).contains(policy));
    assert!(!at.join("office").exists(), "the office is at home alone");
    assert!(counts.files > 40 && counts.bytes > 10_000, "{counts:?}");
    // Once more, and nothing goes out; a torn file does.
    let again = publish(job(&rig.files, target())).expect("published");
    assert_eq!((again.files, again.bytes), (0, 0));
    let epoch = rig.head().epoch;
    let tick = at.join(format!("feed/v1/ticks/{epoch}-3.json"));
    let whole = text(&tick);
    std::fs::write(&tick, &whole[..whole.len() / 2]).expect("torn");
    std::fs::write(at.join("feed/v1/live.json"), "{}").expect("spoiled");
    let again = publish(job(&rig.files, target())).expect("published");
    assert_eq!(again.files, 2);
    assert_eq!(text(&tick), whole);
}

#[test]
fn another_races_place_is_left_alone() {
    let rig = Rig::in_memory(&small_race());
    let bucket = Arc::new(Bucket::default());
    publish(job(&rig.files, bucket.target())).expect("published");
    let mut other = job(&rig.files, bucket.target());
    other.race = "other 2027-01-01".to_owned();
    bucket.asked();
    let refused = publish(other).expect_err("another race");
    assert!(
        refused.to_string().contains("small 2026-04-05"),
        "{refused}"
    );
    assert_eq!(bucket.asked(), Vec::<String>::new());
}

#[test]
fn a_bucket_is_told_what_a_file_is() {
    let mut rig = Rig::in_memory(&small_race());
    put_app(&rig.files);
    (0..40).for_each(|no| pass(&mut rig, no));
    let bucket = Arc::new(Bucket::default());
    publish(job(&rig.files, bucket.target())).expect("published");
    let head = rig.head();
    let tick = format!("feed/v1/ticks/{}-1-16.json", head.epoch);
    let cases = [
        ("feed/v1/live.json", "application/json", "max-age=1", ""),
        (
            tick.as_str(),
            "application/json",
            "public, max-age=31536000, immutable",
            "br",
        ),
        (
            "style-0123456789abcdef.css",
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
            "br",
        ),
        ("leaders", "text/html; charset=utf-8", "no-cache", "br"),
        ("wall", "text/html; charset=utf-8", "no-cache", "br"),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    for (path, kind, cache, encoding) in cases {
        let found = runtime
            .block_on(bucket.get(path))
            .unwrap_or_else(|| panic!("no {path}"));
        let said = |key| found.attributes.get(&key).map_or("", |v| v.as_ref());
        assert_eq!(said(Attribute::ContentType), kind, "{path}");
        assert_eq!(said(Attribute::CacheControl), cache, "{path}");
        if !encoding.is_empty() {
            assert_eq!(said(Attribute::ContentEncoding), encoding, "{path}");
        }
    }
}

#[test]
fn after_hours_without_a_link_the_race_comes_first() {
    let mut rig = Rig::in_memory(&small_race());
    put_app(&rig.files);
    let bucket = Arc::new(Bucket::default());
    let publisher = Publisher::start(job(&rig.files, bucket.target())).expect("a thread");
    let is_there = |path: &str| {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime
            .expect("a runtime")
            .block_on(bucket.get(path))
            .is_some()
    };
    (0..10).for_each(|no| pass(&mut rig, no));
    wait_for("the first head", || is_there("feed/v1/live.json"));
    wait_for("the app", || is_there("404.html"));
    bucket.cut(true);
    (10..300).for_each(|no| rule(&mut rig, no));
    wait_for("failures", || publisher.meter.now().failures > 1);
    let head = rig.head();
    let keyframe = head.keyframe.expect("a keyframe").0;
    assert!(head.tick.0 - keyframe < 70 && keyframe > 100);
    bucket.asked();
    bucket.cut(false);
    let path = |name: &str| format!("put /feed/v1/{name}");
    let epoch = &head.epoch;
    let last = path(&format!("ticks/{epoch}-{}.json", 12));
    let mut asked = Vec::new();
    wait_for("everything", || {
        asked.extend(bucket.asked());
        asked.contains(&last)
    });
    publisher.stop();
    let place = |of: &str| {
        let of = path(of);
        let place = asked.iter().position(|asked| *asked == of);
        place.unwrap_or_else(|| panic!("no {of} in {asked:?}"))
    };
    let head_at = place("live.json");
    assert!(place(&format!("keyframes/{epoch}-{keyframe}.json")) < head_at);
    for tick in keyframe + 1..=head.tick.0 {
        assert!(
            place(&format!("ticks/{epoch}-{tick}.json")) < head_at,
            "{tick}"
        );
    }
    // What nobody needs who comes now does not hold up the head.
    let old = |asked: &&String| {
        let tick = asked.strip_prefix(path(&format!("ticks/{epoch}-")).as_str());
        let tick = tick.and_then(|t| t.split(['.', '-']).next()?.parse::<u32>().ok());
        tick.is_some_and(|tick| tick <= keyframe)
    };
    assert_eq!(asked[..head_at].iter().filter(old).count(), 0, "{asked:?}");
    assert!(asked.iter().filter(old).count() > 100);
    let once: BTreeSet<_> = asked.iter().collect();
    let heads = asked.iter().filter(|a| **a == path("live.json")).count();
    assert_eq!(
        once.len(),
        asked.len() - (heads - 1),
        "nothing twice: {asked:?}"
    );
}

#[test]
fn what_the_office_withdrew_is_gone() {
    let mut rig = Rig::in_memory(&small_race());
    (0..20).for_each(|no| pass(&mut rig, no));
    let bucket = Arc::new(Bucket::default());
    publish(job(&rig.files, bucket.target())).expect("published");
    let old = rig.head();
    // A new start list and a new history, as when somebody is hidden.
    let entrants = rig.files.paths("/feed/v1/entrants-");
    let mut edit = Edit::default();
    edit.withdraw(entrants[0].clone());
    let body = Body::plain(b"{}".to_vec(), Kind::Json, Cache::Day);
    edit.put("/feed/v1/entrants-0000000000000001.json", body);
    rig.files.change(edit);
    rig.hub.start_over("new".to_owned(), RaceClock::REAL);
    rig.beat(at(5_000));
    bucket.asked();
    let counts = publish(job(&rig.files, bucket.target())).expect("published");
    let asked = bucket.asked();
    assert_eq!(asked[0], format!("delete {}", entrants[0]), "at once");
    let head = asked.iter().position(|a| a == "put /feed/v1/live.json");
    let deleted: Vec<usize> = (1..asked.len())
        .filter(|i| asked[*i].starts_with("delete"))
        .collect();
    assert!(deleted.len() > 20, "{asked:?}");
    assert!(
        deleted.iter().all(|i| Some(*i) > head),
        "who has the old head finds its files until the new one is there: {asked:?}"
    );
    let of_old = format!("/{}-", old.epoch);
    assert!(
        asked
            .iter()
            .any(|a| a.starts_with("delete") && a.contains(&of_old))
    );
    assert_eq!(counts.withdrawn, deleted.len() as u64 + 1);
}

/// The light file of a runner as it is in the bucket.
fn light_of(bucket: &Bucket, bib: &str) -> Option<homestretch_feed::Light> {
    let path = format!(
        "feed/v1/{}",
        paths::light(light::bucket_of(bib, light::buckets_for(20)))
    );
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let bytes = runtime.expect("a runtime").block_on(async {
        let found = bucket.get(&path).await?;
        let packed = found.attributes.get(&Attribute::ContentEncoding).is_some();
        let bytes = found.bytes().await.expect("bytes").to_vec();
        Some((bytes, packed))
    });
    let (bytes, packed) = bytes?;
    let mut plain = Vec::new();
    if packed {
        brotli::BrotliDecompress(&mut bytes.as_slice(), &mut plain).expect("brotli");
    } else {
        plain = bytes;
    }
    let event = small_race().event;
    Some(
        homestretch_feed::read::light(&plain, &event)
            .expect("a light file")
            .value,
    )
}

fn show(rig: &mut Rig, no: u64, shown: ShownSaid) {
    let entrant = small_race().roster.by_bib("107").expect("a runner").no.0;
    let shown = Some(shown);
    rig.submit(Batch {
        said: vec![(no, Said::Show { entrant, shown })],
        ..batch("@office Kim", Vec::new())
    });
    let store = &rig.store;
    let mut rewrite =
        |r: homestretch_server::store::writer::Rewrite| store.rewrite(&r.from, &r.to, &r.change);
    rig.hub
        .withdraw(at(4_000 + no as i64), &mut rewrite)
        .expect("a working store");
    rig.beat(at(4_000 + no as i64));
}

#[test]
fn light_files_go_out_too_and_who_is_hidden_is_taken_from_them_before_the_head() {
    let day = small_race();
    let mut rig = Rig::in_memory(&day);
    (0..40).for_each(|no| pass(&mut rig, no));
    let bucket = Arc::new(Bucket::default());
    let job = || Job {
        light: Some(Light {
            lights: Arc::new(Lights::new(
                &day,
                rig.hub.published(),
                Arc::clone(&rig.files),
            )),
            bytes_per_s: 1_000_000,
        }),
        ..job(&rig.files, bucket.target())
    };
    let publisher = Publisher::start(job()).expect("a thread");
    wait_for("light files", || {
        light_of(&bucket, "107").is_some() && light_of(&bucket, "101").is_some()
    });
    let told = |bib: &str| {
        light_of(&bucket, bib)
            .expect("a light file")
            .roster
            .by_bib(bib)
            .map(|e| e.names.get("en").to_owned())
    };
    assert_eq!(told("107").as_deref(), Some("Pine Number 6"));
    publisher.stop();
    let asked = bucket.asked();
    let place = |of: &str| {
        asked
            .iter()
            .position(|a| a.starts_with(&format!("put /feed/v1/{of}")))
    };
    assert!(
        place("live.json") < place("field.json"),
        "the race itself comes first: {asked:?}"
    );
    assert!(place("field.json") < place("light/"), "{asked:?}");

    // She does not want to be named; then she is in nothing. The rest of the light files can wait.
    let publisher = Publisher::start(job()).expect("a thread");
    let all = u64::from(light::buckets_for(20)) + 1;
    wait_for("what is there is known", || {
        publisher.meter.now().light == all
    });
    for (no, shown) in [(1, ShownSaid::Nameless), (2, ShownSaid::Absent)] {
        wait_for("quiet", || {
            let before = bucket.asked().len();
            std::thread::sleep(Duration::from_millis(300));
            before == 0 && bucket.asked().is_empty()
        });
        show(&mut rig, no, shown);
        let mut asked = Vec::new();
        wait_for("the new head", || {
            asked.extend(bucket.asked());
            asked.iter().any(|a| a == "put /feed/v1/live.json")
        });
        let hers = format!(
            "put /feed/v1/{}",
            paths::light(light::bucket_of("107", light::buckets_for(20)))
        );
        let at = |of: &str| asked.iter().position(|a| a == of);
        assert!(
            at(&hers).is_some() && at(&hers) < at("put /feed/v1/live.json"),
            "{asked:?}"
        );
        match shown {
            ShownSaid::Nameless => assert_eq!(told("107").as_deref(), Some("")),
            _ => assert_eq!(told("107"), None),
        }
    }
    publisher.stop();

    // Where they are not wanted any more, none is left.
    publish(Job {
        light: None,
        ..job_of(&rig, &bucket)
    })
    .expect("published");
    assert!(light_of(&bucket, "101").is_none());
}

fn job_of(rig: &Rig, bucket: &Arc<Bucket>) -> Job {
    job(&rig.files, bucket.target())
}
