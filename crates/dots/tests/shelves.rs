//! What holds for any set of names along a line, and what heights look like.

use homestretch_dots::shelf::{Tag, profile, shelve};
use proptest::prelude::*;

const WIDTH: f32 = 600.0;
const GAP: f32 = 4.0;

fn tags() -> impl Strategy<Value = Vec<Tag>> {
    let tag = (0.0..WIDTH, 10.0..180.0f32, 0..4u32, any::<bool>());
    prop::collection::vec(tag, 0..40).prop_map(|all| {
        let tag = |(x, width, rank, must)| Tag {
            x,
            width,
            rank,
            must,
        };
        all.into_iter().map(tag).collect()
    })
}

proptest! {
    #[test]
    fn names_stay_apart_on_the_line_and_over_their_points(tags in tags(), n_shelves in 1..4usize) {
        let result = shelve(&tags, WIDTH, n_shelves, GAP);
        for (i, a) in result.placed.iter().enumerate() {
            let (tag, right) = (tags[a.tag], a.left + tags[a.tag].width);
            prop_assert!(a.shelf < n_shelves);
            prop_assert!(a.left >= -0.1 && right <= WIDTH + 0.1, "{a:?} leaves the strip");
            prop_assert!(a.left - 0.1 <= tag.x && tag.x <= right + 0.1, "{a:?} has lost its point {}", tag.x);
            for b in result.placed[i + 1..].iter().filter(|b| b.shelf == a.shelf) {
                let apart = right + GAP <= b.left + 0.1 || b.left + tags[b.tag].width + GAP <= a.left + 0.1;
                prop_assert!(apart, "{a:?} {b:?}");
            }
        }
        for (i, tag) in tags.iter().enumerate() {
            let placed = result.placed.iter().filter(|p| p.tag == i).count();
            let listed = result.listed.iter().filter(|&&l| l == i).count();
            if tag.must {
                prop_assert_eq!(placed + listed, 1, "named or listed, once");
            } else {
                prop_assert!(placed <= 1 && listed == 0);
            }
        }
    }

    #[test]
    fn whoever_chooses_first_lies_over_the_middle(tags in tags()) {
        let result = shelve(&tags, WIDTH, 2, GAP);
        if let Some(first) = result.placed.first() {
            let tag = tags[first.tag];
            let wanted = (tag.x - tag.width / 2.0).clamp(0.0, WIDTH - tag.width);
            prop_assert!((first.left - wanted).abs() < 0.1 && first.shelf == 0);
        }
    }
}

#[test]
fn a_second_name_goes_aside_or_up_and_a_third_is_listed() {
    let tag = |x: f32, rank: u32| Tag {
        x,
        width: 100.0,
        rank,
        must: true,
    };
    let at = |tags: &[Tag], n_shelves: usize| {
        let result = shelve(tags, WIDTH, n_shelves, GAP);
        let placed: Vec<_> = result
            .placed
            .iter()
            .map(|p| (p.tag, p.left, p.shelf))
            .collect();
        (placed, result.listed)
    };
    // The second has room beside the first with its point still below it.
    let near = [tag(300.0, 0), tag(360.0, 1)];
    assert_eq!(at(&near, 2).0, [(0, 250.0, 0), (1, 354.0, 0)]);
    // Together on one spot the second lies above the first.
    let same = [tag(300.0, 0), tag(301.0, 1)];
    assert_eq!(at(&same, 2).0, [(0, 250.0, 0), (1, 251.0, 1)]);
    assert_eq!(at(&same, 1), (vec![(0, 250.0, 0)], vec![1]));
}

#[test]
fn a_hill_fills_the_picture_and_a_flat_course_stays_flat() {
    let hill = profile(
        &[(0.0, 10.0), (500.0, 60.0), (1000.0, 10.0)],
        1000.0,
        (200.0, 20.0),
        20.0,
    );
    assert_eq!(hill, [(0.0, 20.0), (100.0, 0.0), (200.0, 20.0)]);
    let flat = profile(&[(0.0, 10.0), (1000.0, 12.0)], 1000.0, (200.0, 20.0), 20.0);
    assert_eq!(flat, [(0.0, 20.0), (200.0, 18.0)]);
    assert!(profile(&[(f64::NAN, 1.0)], 1000.0, (200.0, 20.0), 20.0).is_empty());
    assert!(profile(&[], 0.0, (200.0, 20.0), 0.0).is_empty());
}
