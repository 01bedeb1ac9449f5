//! A part of a field: what only the whole of it can tell is as it was told.

mod support;

use homestretch_race::mats::Mats;
use homestretch_race::part::Part;
use homestretch_race::standings::{Group, Place};
use homestretch_race::tally::Tally;
use support::story::{index, race, view};

const STORY: &str = "
    201 stadium 0:00:05
    202 stadium 0:00:10
    201 5k 0:22:05
    202 5k 0:24:10
";

#[test]
fn a_few_are_seen_in_the_whole_field() {
    let mut race = race(STORY);
    let no = race.roster().all()[index("202")].no;
    let place = Place {
        group: Group::All,
        place: 4_711,
        tied: false,
        of: 9_800,
    };
    let tally = Tally {
        on_course: 9_800,
        passed: vec![(9_800, None), (5_000, None)],
        ..Tally::default()
    };
    race.set_part(Some(Part {
        tallies: vec![Tally::default(), tally.clone()],
        mats: Mats::told([(false, 100, 3), (true, 40, 40)].into_iter()),
        middle: vec![Vec::new(), vec![Some(300.0)]],
        places: vec![(no, vec![place.clone()])],
        leaders: 10,
        whole_bytes: 0,
    }));
    let view = view(&race, "0:30:00");
    assert_eq!(view.tally(1), tally);
    assert_eq!(view.tally(7), Tally::default());
    assert_eq!(view.places(index("202")), [place]);
    assert_eq!(view.places(index("201")), []);
    assert_eq!(view.middle_pace(1, &[0, 1]), [Some(300.0)]);
    assert_eq!(view.around(index("202"), 2), None);
    assert_eq!((view.mats().alive(0), view.mats().alive(1)), (true, false));
    let told: Vec<_> = view.mats().tell().collect();
    assert_eq!(told, [(false, 100, 3), (true, 40, 40)]);
}

#[test]
fn with_everybody_here_it_is_counted_again() {
    let mut race = race(STORY);
    race.set_part(Some(Part::default()));
    race.set_part(None);
    let view = view(&race, "0:30:00");
    assert_eq!(view.tally(1).passed[1].0, 2);
    assert_eq!(view.places(index("202"))[0].place, 2);
}
