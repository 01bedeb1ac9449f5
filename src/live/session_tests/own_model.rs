//! Stories of a race that brings its own pacing model.

use homestretch_feed::{Pacing, paths, write};
use homestretch_race::expectation::MODEL;
use homestretch_race::pacing::Model;

use super::{EPOCH, EventFile, Story, event};

/// A server whose event names a pacing file that holds this text.
fn with_model(text: &str) -> Story {
    let mut story = Story::new();
    let name = |story: &Story, kind: &str| {
        let mut names = story.files.keys();
        names
            .find(|n| n.starts_with(kind))
            .cloned()
            .unwrap_or_default()
    };
    let old = name(&story, "event-");
    story.files.remove(&old);
    let pacing = write::pacing(&Pacing {
        name: "mine".to_owned(),
        model: text.to_owned(),
    });
    let file = EventFile {
        event: event(),
        course: name(&story, "course-"),
        entrants: name(&story, "entrants-"),
        pacing: Some(paths::by_content("pacing", &pacing)),
        ..EventFile::default()
    };
    story
        .files
        .insert(paths::by_content("pacing", &pacing), pacing);
    let event = write::event(&file);
    story
        .files
        .insert(paths::by_content("event", &event), event);
    story.publish(EPOCH, 2);
    story
}

fn model_of(story: &Story) -> Option<String> {
    let race = story.race.as_ref()?;
    Some(race.expectation().model().to_owned())
}

#[test]
fn the_races_own_model_is_fetched_before_anything_is_shown() {
    let mut story = with_model(&Model::blank().to_text());
    story.poll();
    assert_eq!(model_of(&story).as_deref(), Some("mine"));
    assert_eq!((story.begun, story.seen()), (1, 2));
}

#[test]
fn a_model_that_cannot_be_used_does_not_hold_the_race_back() {
    let mut story = with_model("homestretch pacing 9");
    story.poll();
    assert_eq!(model_of(&story).as_deref(), Some(MODEL));
    assert_eq!((story.begun, story.seen()), (1, 2));
}
