//! A start without a network: what was kept, shown as what it is, until the server is heard again.

use super::*;
use crate::live::keeping::Keep;

/// A new visit of the same device, on which the last race was kept.
fn next_visit(mut before: Story) -> Story {
    before.session = Session::default();
    (before.race, before.stand, before.begun) = (None, None, 0);
    before.asked();
    before
}

fn kept(story: &Story) -> Keep {
    story.kept.clone().expect("a whole race is kept")
}

#[test]
fn a_start_in_an_aeroplane_shows_the_last_race_and_its_age() {
    let story = started();
    let last = story.now_ms;
    let mut story = next_visit(story);
    story.way = Way::Down;
    story.now_ms += 3_600_000;
    story.poll();
    assert_eq!(story.seen(), 2);
    let since = Instant(last);
    let trouble = Trouble::NoAnswer;
    assert_eq!(story.health(), Health::Stale { since, trouble });
    // Asking on changes nothing as long as nobody answers, and what is old is not kept as if it were new.
    let before = kept(&story);
    for _ in 0..5 {
        story.poll();
    }
    assert_eq!(story.health(), Health::Stale { since, trouble });
    assert_eq!((story.begun, kept(&story)), (1, before));

    story.way = Way::Open;
    story.publish(EPOCH, 4);
    story.poll();
    assert_eq!((story.seen(), story.health()), (4, Health::Fresh));
    assert_eq!(story.begun, 1, "the race on the screen goes on");
}

#[test]
fn a_start_behind_a_log_in_page_or_a_broken_server_shows_the_last_race_and_says_why() {
    for (way, trouble) in [
        (Way::Portal, Trouble::WebPage),
        (Way::Status(503), Trouble::Status(503)),
    ] {
        let story = started();
        let since = Instant(story.now_ms);
        let mut story = next_visit(story);
        story.way = way;
        story.now_ms += 3_600_000;
        for _ in 0..3 {
            story.poll();
            assert_eq!(
                (story.seen(), story.health()),
                (2, Health::Stale { since, trouble })
            );
        }
        story.way = Way::Open;
        story.publish(EPOCH, 4);
        story.poll();
        assert_eq!((story.seen(), story.health()), (4, Health::Fresh));
    }
}

#[test]
fn all_that_a_start_needs_is_kept_and_no_more() {
    let story = started();
    let mut files = kept(&story).files;
    files.sort();
    let mut all: Vec<String> = story
        .files
        .keys()
        .filter(|name| *name != HEAD)
        .cloned()
        .collect();
    all.sort();
    assert_eq!(files, all);
}

#[test]
fn a_new_keyframe_is_fetched_for_keeping_only_now_and_then_and_on_leaving() {
    let mut story = started();
    let first = kept(&story).at;
    story.publish(EPOCH, 3);
    story.poll();
    assert_eq!(kept(&story).at, first);
    story.happen(Happening::Hidden(true));
    assert_eq!(kept(&story).at, first, "it was kept just before");
    story.happen(Happening::Hidden(false));
    story.now_ms += 3 * 60_000;
    story.poll();
    let seen = Instant(story.now_ms);
    story.happen(Happening::Hidden(true));
    assert_eq!(kept(&story).at, seen);
    story.happen(Happening::Hidden(false));
    story.now_ms += 31 * 60_000;
    story.poll();
    assert_eq!(kept(&story).at, Instant(story.now_ms));
}

#[test]
fn a_running_app_takes_what_was_kept_for_no_answer() {
    let mut story = started();
    story.way = Way::Down;
    let last = Instant(story.now_ms);
    story.now_ms += 60_000;
    story.poll();
    let trouble = Trouble::NoAnswer;
    assert_eq!(
        story.health(),
        Health::Stale {
            since: last,
            trouble
        }
    );
    assert_eq!(story.begun, 1);
}

#[test]
fn another_race_takes_the_place_of_the_kept_one() {
    let mut story = next_visit(started());
    story.way = Way::Down;
    story.poll();
    story.way = Way::Open;
    story.publish("e2", 1);
    story.poll();
    assert_eq!((story.begun, story.seen()), (2, 1));
    assert_eq!(story.health(), Health::Fresh);
}
