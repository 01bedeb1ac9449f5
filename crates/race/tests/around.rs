//! Who is near a runner on the road, and how the middle of the field runs.

mod support;

use homestretch_race::time::Span;
use support::story::{index, race, view};

/// The half, in which bib 206 was not yet read at 10 km and bib 205 has stopped.
const STORY: &str = "
    201 stadium 0:00:05
    202 stadium 0:00:10
    203 stadium 0:00:15
    204 stadium 0:00:20
    205 stadium 0:00:20
    206 stadium 0:00:25
    201 5k 0:22:05
    202 5k 0:24:10
    203 5k 0:25:00
    204 5k 0:25:00
    205 5k 0:25:00
    206 5k 0:25:20
    201 10k 0:45:00
    202 10k 0:50:00
    203 10k 0:50:30
    204 10k 0:50:45
    205 10k 0:50:40
    rule 205 dnf hamstring
    101 stadium 0:00:30
    101 5k 0:25:00
";

#[test]
fn the_nearest_on_the_road_are_found_with_their_gaps() {
    let race = race(STORY);
    let view = view(&race, "0:50:50");
    let around = view.around(index("203"), 2).expect("on the course");
    assert_eq!(around.point, 2);
    let near = |list: &[homestretch_race::around::Near]| {
        list.iter()
            .map(|near| {
                let bib = &view.race.roster().all()[near.index].bib;
                (bib.clone(), near.gap, near.estimated)
            })
            .collect::<Vec<_>>()
    };
    let s = |s: i64| Span(s * 1000);
    assert_eq!(
        near(&around.ahead),
        [
            ("202".to_owned(), s(30), false),
            ("201".to_owned(), s(330), false)
        ]
    );
    let behind = near(&around.behind);
    assert_eq!(behind[0], ("204".to_owned(), s(15), false));
    // She may be here any moment, and that is a guess.
    assert_eq!((behind[1].0.as_str(), behind[1].2), ("206", true));
    assert!(behind[1].1 >= s(20) && behind[1].1 < s(120), "{behind:?}");
    assert_eq!(behind.len(), 2, "who has stopped is not around");
    assert_eq!(view.around(index("203"), 1).expect("her").ahead.len(), 1);
}

#[test]
fn nobody_is_near_whoever_has_not_come_by_anywhere() {
    let race = race(STORY);
    let view = view(&race, "0:50:50");
    for nobody in ["207", "205"] {
        assert_eq!(view.around(index(nobody), 2), None, "{nobody}");
    }
    assert_eq!(view.around(999, 2), None);
    // Alone in her contest.
    let alone = view.around(index("101"), 2).expect("on the course");
    assert!(alone.ahead.is_empty() && alone.behind.is_empty());
}

#[test]
fn the_middle_of_the_field_needs_a_field() {
    let race = race(STORY);
    let view = view(&race, "1:00:00");
    let paces = view.middle_pace(1, &[0, 1, 2, 3]);
    // Six ran the first 5 km, in 22:00, 24:00, 24:45, 24:40, 24:40 and 24:55: the middle one in 24:40 or 24:45.
    let first = paces[0].expect("six ran it");
    assert!((first - 1480.0 / 5.0).abs() < 2.0, "{first}");
    // Five ran the next, and the sixth counts as slower than they: the middle one in 25:40 or 25:45.
    let second = paces[1].expect("more than half ran it");
    assert!((second - 1545.0 / 5.0).abs() < 2.0, "{second}");
    assert_eq!(paces[2], None);
    // When only the two quickest have come by, they are not the field.
    let early = support::story::view(&race, "0:50:10").middle_pace(1, &[0, 1, 2]);
    assert_eq!((early[0], early[1]), (Some(first), None));
    assert_eq!(view.middle_pace(0, &[0, 2]), [None], "one is no field");
    assert_eq!(view.middle_pace(9, &[0, 1]), [None; 0]);
}
