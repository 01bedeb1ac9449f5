//! A race is the fold of its changes, whatever order they come in and whenever the roster does.

mod support;

use homestretch_race::change::{Change, Phase, Ruling, Tick, What, Why};
use homestretch_race::race::Race;
use homestretch_race::roster::Roster;
use homestretch_race::time::Span;
use proptest::prelude::*;
use support::any::{entrant, instant};
use support::{GUN, shared};

fn what() -> impl Strategy<Value = What> {
    let why = prop::sample::select(vec![Why::Read, Why::Misplaced, Why::Office]);
    let phase = prop::sample::select(vec![Phase::Before, Phase::Live, Phase::Ended]);
    let ruling = prop::option::of(prop::sample::select(vec![Ruling::Dns, Ruling::Dnf]));
    prop_oneof![
        6 => (entrant(), 0usize..12, prop::option::of(instant()), why).prop_map(
            |(entrant, point, at, why)| What::Passing { entrant, point, at, why }
        ),
        1 => (entrant(), ruling).prop_map(|(entrant, ruling)| What::Status {
            entrant,
            ruling,
            note: Some("in words".into()),
        }),
        1 => (0usize..4, 0usize..3, instant())
            .prop_map(|(contest, wave, at)| What::Gun { contest, wave, at }),
        1 => (phase, any::<bool>()).prop_map(|(phase, official)| What::Phase { phase, official }),
    ]
}

fn changes() -> impl Strategy<Value = (Vec<Change>, Vec<Change>, usize)> {
    // Few ticks, so that rivals meet.
    let change = (0u32..8, what()).prop_map(|(tick, what)| Change {
        tick: Tick(tick),
        what,
    });
    prop::collection::vec(change, 0..60).prop_flat_map(|changes| {
        let mut other = changes.clone();
        other.extend(changes.iter().step_by(2).cloned());
        let n = other.len();
        (Just(changes), Just(other).prop_shuffle(), 0..=n)
    })
}

fn apply(race: &mut Race, changes: &[Change]) {
    for change in changes {
        race.apply(change);
    }
}

proptest! {
    #![proptest_config(support::properties())]

    #[test]
    fn changes_in_any_order_give_the_same_race((one, other, _) in changes()) {
        let (event, roster) = shared();
        let fold = |changes: &[Change]| {
            let mut race = Race::new(event.clone(), roster.clone());
            apply(&mut race, changes);
            race
        };
        prop_assert_eq!(fold(&one), fold(&other));
    }

    #[test]
    fn a_roster_may_come_before_or_after_its_changes((one, other, n) in changes()) {
        let (event, roster) = shared();
        let mut early = Race::new(event.clone(), roster.clone());
        apply(&mut early, &one);
        // First nobody, then half of the runners, then all.
        let mut late = Race::new(event, Roster::default().into());
        let half = Roster::new(roster.all().iter().skip(5).cloned().collect());
        apply(&mut late, &other[..n / 2]);
        late.set_roster(half.into());
        apply(&mut late, &other[n / 2..n]);
        late.set_roster(roster);
        apply(&mut late, &other[n..]);
        prop_assert_eq!(early, late);
    }

    #[test]
    fn what_was_known_stays_what_was_known((one, _, _) in changes()) {
        let (event, roster) = shared();
        let known = Tick(3);
        let mut then = Race::new(event.clone(), roster.clone());
        let early: Vec<_> = one.iter().filter(|c| c.tick <= known).cloned().collect();
        apply(&mut then, &early);
        let mut now = Race::new(event, roster);
        apply(&mut now, &one);
        let at = GUN + Span(9_000_000);
        for i in 0..30 {
            let (a, b) = (then.as_of(at, known), now.as_of(at, known));
            let (a, b) = (a.with_through(at), b.with_through(at));
            prop_assert_eq!(a.splits(i), b.splits(i));
            prop_assert_eq!(a.status(i), b.status(i));
        }
        prop_assert_eq!(then.phase(known), now.phase(known));
    }
}
