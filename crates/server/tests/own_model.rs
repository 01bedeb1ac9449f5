//! A race with a pacing model of its own: published as a file, and what the field teaches is told in its name.

mod support;

use std::sync::Arc;

use homestretch_feed::{paths, read};
use homestretch_race::event::OwnModel;
use homestretch_race::pacing::{Model, Today};
use homestretch_race::time::Span;
use homestretch_server::store::Store;
use support::{GUN, Rig, batch, read as mat_read, small_race};

#[test]
fn the_model_is_published_and_lessons_bear_its_name() {
    let mut day = small_race();
    let own = OwnModel::new("mine", &Model::blank().to_text()).expect("a model");
    let mut event = (*day.event).clone();
    event.pacing = Some(Arc::new(own.clone()));
    day.event = Arc::new(event);
    let mut rig = Rig::new(&day, Store::in_memory().expect("a store"));
    rig.beat(GUN - Span(60_000));
    let name = rig.head().event;
    let event = read::event(&rig.file(&name).expect("the event")).expect("an event");
    let name = event.value.pacing.expect("names the model's file");
    assert!(name.starts_with("pacing-"), "{name}");
    let file = read::pacing(&rig.file(&name).expect("the model's file")).expect("a file");
    let read_back = OwnModel::new(&file.value.name, &file.value.model).expect("a model");
    assert_eq!(read_back, own, "to the last bit");

    // Everybody takes far longer for the second half; the last one brings a tick when the others have taught.
    let mut no = 0;
    let mut tell = |rig: &mut Rig, mat, bib: u32, s: i64| {
        no += 1;
        rig.submit(batch("decoder", vec![mat_read(no, bib, mat, s)]));
        rig.beat(GUN + Span(s * 1000 + 500));
    };
    for (mat, after_s, n) in [
        ("start", 2, 20),
        ("half-way", 1_500, 20),
        ("finish", 3_600, 19),
    ] {
        for i in 0..n {
            tell(&mut rig, mat, 101 + i, after_s + i64::from(i));
        }
    }
    tell(&mut rig, "finish", 120, 6_000);
    let newest = paths::tick(&rig.head().epoch, rig.head().tick);
    let tick = read::tick(&rig.file(&newest).expect("a tick"), &day.event).expect("readable");
    let lesson = tick.value.learned.expect("something was learned");
    assert_eq!(lesson.model, "mine");
    let race = rig.hub.published().now().race;
    let known = race.expectation().today(race.newest());
    let known: Vec<i32> = known.iter().flat_map(Today::to_values).collect();
    assert_eq!(
        known, lesson.values,
        "the server's own race looks through it too"
    );
}
