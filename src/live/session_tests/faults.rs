//! What stands between a client and the feed: a server that is down or away, a file cut short.

use super::*;

#[test]
fn the_server_goes_down_and_comes_back() {
    for way in [Way::Down, Way::Status(503), Way::Portal] {
        let mut story = started();
        story.way = way;
        for _ in 0..6 {
            story.poll();
        }
        let trouble = match way {
            Way::Status(status) => Trouble::Status(status),
            Way::Portal => Trouble::WebPage,
            _ => Trouble::NoAnswer,
        };
        assert!(
            matches!(story.health(), Health::Stale { trouble: t, .. } if t == trouble),
            "{way:?}"
        );
        assert_eq!(story.seen(), 2, "the last good race stays");
        story.way = Way::Open;
        story.publish(EPOCH, 4);
        story.poll();
        assert_eq!(
            (story.seen(), story.health()),
            (4, Health::Fresh),
            "{way:?}"
        );
    }
}

#[test]
fn a_server_that_is_not_there_at_first_is_waited_for() {
    let mut story = Story::new();
    story.way = Way::Portal;
    story.poll();
    assert_eq!(story.health(), Health::NotYet(Trouble::WebPage));
    story.way = Way::Open;
    story.poll();
    assert_eq!(story.health(), Health::Fresh);
}

#[test]
fn a_file_cut_short_is_fetched_again_and_counts_as_old_news_until_then() {
    let mut story = started();
    story.publish(EPOCH, 3);
    story.way = Way::Cut;
    for _ in 0..5 {
        story.poll();
    }
    assert_eq!(story.seen(), 2);
    assert!(
        matches!(
            story.health(),
            Health::Stale {
                trouble: Trouble::Unreadable,
                ..
            }
        ),
        "{:?}",
        story.health()
    );
    story.way = Way::Open;
    story.poll();
    assert_eq!((story.seen(), story.health()), (3, Health::Fresh));
}
