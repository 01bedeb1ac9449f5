//! Every file that version 1 ever wrote stays readable, and is written the same today.
//!
//! To add a golden file for a new kind, run once with `BLESS=1`; a golden file that exists is never rewritten.

mod support;

use std::fmt::Debug;
use std::path::PathBuf;

use homestretch_feed::content::Keyframe;
use homestretch_feed::{Parsed, read, write};
use support as sample;

fn golden(set: &str, name: &str) -> PathBuf {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    golden.join(set).join(name)
}

/// The golden file is what is written of the value, and gives the value when read; so does the one to which a later
/// version has added fields that this one does not know.
fn check<T: PartialEq + Debug, E: Debug>(
    name: &str,
    value: &T,
    written: &[u8],
    read: impl Fn(&[u8]) -> Result<Parsed<T>, E>,
) {
    let path = golden("v1", name);
    if !path.exists() && std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    let kept = std::fs::read(&path).unwrap();
    assert_eq!(
        String::from_utf8_lossy(written),
        String::from_utf8_lossy(&kept),
        "{name} is written otherwise than it once was"
    );
    for set in ["v1", "v1-extended"] {
        let kept = std::fs::read(golden(set, name)).unwrap();
        let parsed = read(&kept).unwrap();
        assert_eq!(parsed.problems, [], "{set}/{name}");
        assert_eq!(&parsed.value, value, "{set}/{name}");
    }
}

#[test]
fn head() {
    let head = sample::head();
    check("live.json", &head, &write::head(&head), read::head);
}

#[test]
fn head_of_a_big_field() {
    let head = sample::big_head();
    check("live-big.json", &head, &write::head(&head), read::head);
}

#[test]
fn event() {
    let file = sample::event_file();
    check("event.json", &file, &write::event(&file), read::event);
}

#[test]
fn pacing() {
    let pacing = sample::pacing();
    check(
        "pacing.json",
        &pacing,
        &write::pacing(&pacing),
        read::pacing,
    );
}

#[test]
fn entrants() {
    let roster = sample::roster();
    check("entrants.json", &roster, &write::entrants(&roster), |b| {
        read::entrants(b, &sample::event())
    });
}

#[test]
fn tick() {
    let tick = sample::tick();
    check("tick.json", &tick, &write::tick(&tick, sample::BASE), |b| {
        read::tick(b, &sample::event())
    });
}

#[test]
fn bundle() {
    let bundle = sample::bundle();
    let written = write::bundle(&bundle, sample::BASE);
    check("bundle.json", &bundle, &written, |b| {
        read::bundle(b, &sample::event())
    });
}

#[test]
fn keyframe() {
    check_keyframe("keyframe.json", &sample::keyframe());
}

#[test]
fn keyframe_that_says_since_when_rulings_are() {
    check_keyframe("keyframe-ruled.json", &sample::keyframe_with_ruled());
}

fn check_keyframe(name: &str, keyframe: &Keyframe) {
    let written = write::keyframe(keyframe, sample::BASE, &sample::roster());
    check(name, keyframe, &written, |b| {
        let mut parsed = read::keyframe(b, &sample::event())?;
        // Tables come by contest, so that what a file says of one thing may come before what it says of another.
        homestretch_feed::fold::sort(&mut parsed.value.changes);
        Ok::<_, homestretch_feed::FeedError>(parsed)
    });
}

#[test]
fn light() {
    let light = sample::light();
    check(
        "light.json",
        &light,
        &write::light(&light, &sample::event()),
        |b| read::light(b, &sample::event()),
    );
}

#[test]
fn field() {
    let field = sample::field();
    check(
        "field.json",
        &field,
        &write::field(&field, &sample::event()),
        |b| read::field(b, &sample::event()),
    );
}

#[test]
fn light_with_places() {
    let light = sample::light_with_places();
    let written = write::light(&light, &sample::event());
    check("light-places.json", &light, &written, |b| {
        read::light(b, &sample::event())
    });
}

#[test]
fn field_with_more() {
    let field = sample::field_with_more();
    let written = write::field(&field, &sample::event());
    check("field-more.json", &field, &written, |b| {
        read::field(b, &sample::event())
    });
}

#[test]
fn shard() {
    let shard = sample::shard();
    check("search.json", &shard, &write::shard(&shard), |b| {
        read::shard(b, &sample::event())
    });
}

#[test]
fn course() {
    // A calibrated course is compared by what is written of it.
    let written = write::course(&sample::course());
    check("course.json", &written, &written, |b| {
        read::course(b).map(|parsed| Parsed {
            value: write::course(&parsed.value),
            problems: parsed.problems,
        })
    });
}
