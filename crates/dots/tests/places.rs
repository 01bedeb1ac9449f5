//! What holds for any screen full of runners: names, fingers, stacks, and the track they all stand on.

use homestretch_course::LatLon;
use homestretch_dots::density::Density;
use homestretch_dots::hit::{hit, stacks};
use homestretch_dots::label::{Area, Side, Taken, Wish, place};
use homestretch_dots::track::{PxTrack, Track};
use homestretch_dots::world::{View, world_from_lat_lon};
use proptest::prelude::*;

const FRAME: Area = Area {
    left: 0.0,
    top: 0.0,
    width: 400.0,
    height: 300.0,
};

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let wish = (
        -20.0..420.0f32,
        -20.0..320.0f32,
        20.0..120.0f32,
        0..5u32,
        any::<bool>(),
    );
    prop::collection::vec(wish, 0..60).prop_map(|all| {
        all.into_iter()
            .map(|(x, y, width, rank, must)| Wish {
                x,
                y,
                radius: 6.0,
                width,
                height: 16.0,
                rank,
                must,
                covers: must,
                before: must.then_some(Side::Left),
                reach: if rank == 0 { 30.0 } else { 0.0 },
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn names_never_overlap_and_none_that_matters_is_lost(wishes in wishes()) {
        let result = place(&wishes, &FRAME, Taken::default(), 3.0);
        for (i, a) in result.placed.iter().enumerate() {
            for b in &result.placed[i + 1..] {
                prop_assert!(!a.area.overlaps(&b.area), "{a:?} {b:?}");
                // Whoever may not cover anything, and chose later, keeps stems and names apart.
                let both = [(a, b), (b, a)].into_iter().filter(|_| !wishes[b.wish].covers);
                for (from, through) in both.filter(|(from, _)| from.away > 0.0) {
                    let w = &wishes[from.wish];
                    let to = from.area.nearest(w.x, w.y);
                    for k in 1..40 {
                        let t = k as f32 / 40.0;
                        let spot = Area { left: w.x + (to.0 - w.x) * t, top: w.y + (to.1 - w.y) * t, width: 0.01, height: 0.01 };
                        let inside = Area { left: through.area.left + 0.1, top: through.area.top + 0.1, width: through.area.width - 0.2, height: through.area.height - 0.2 };
                        prop_assert!(!spot.overlaps(&inside), "the stem of {from:?} runs through {through:?}");
                    }
                }
            }
            for w in &wishes {
                let dot = Area { left: w.x - 6.0, top: w.y - 6.0, width: 12.0, height: 12.0 };
                prop_assert!(!a.area.overlaps(&dot), "{a:?} lies on the dot {w:?}");
            }
            let (w, near) = (&wishes[a.wish], a.area.nearest(wishes[a.wish].x, wishes[a.wish].y));
            let off = (near.0 - w.x).hypot(near.1 - w.y);
            prop_assert!(a.away <= w.reach && off <= (w.radius + 3.0 + a.away) * 1.5, "{a:?} is lost from {w:?}");
            prop_assert!(a.area.left >= 0.0 && a.area.left + a.area.width <= FRAME.width);
            prop_assert!(a.area.top >= 0.0 && a.area.top + a.area.height <= FRAME.height);
        }
        for (i, w) in wishes.iter().enumerate() {
            let placed = result.placed.iter().filter(|p| p.wish == i).count();
            let listed = result.listed.iter().filter(|&&l| l == i).count();
            if w.must {
                prop_assert_eq!(placed + listed, 1, "followed: named or listed, once");
            } else {
                prop_assert!(placed <= 1 && listed == 0);
            }
        }
    }

    #[test]
    fn what_is_written_is_covered_only_where_there_is_no_other_place(
        wishes in wishes(),
        written in prop::collection::vec((0.0..380.0f32, 0.0..280.0f32, 8.0..60.0f32), 0..30),
    ) {
        let written: Vec<Area> = written
            .into_iter()
            .map(|(left, top, width)| Area { left, top, width, height: 14.0 })
            .collect();
        let covers = |area: &Area| written.iter().any(|w| w.overlaps(area));
        let rather_not = Taken { never: &[], rather_not: &written };
        let never = Taken { never: &written, rather_not: &[] };
        for wish in wishes {
            let alone = [Wish { reach: 40.0, ..wish }];
            let free = place(&alone, &FRAME, never, 3.0).placed;
            let placed = place(&alone, &FRAME, rather_not, 3.0).placed;
            match (free.first(), placed.first()) {
                (Some(free), Some(placed)) => prop_assert_eq!(free, placed),
                (Some(_), None) => prop_assert!(false, "room, and not taken"),
                (None, Some(placed)) => prop_assert!(covers(&placed.area)),
                (None, None) => {}
            }
            let shy = [Wish { covers: false, ..alone[0] }];
            let shy = place(&shy, &FRAME, rather_not, 3.0).placed;
            prop_assert!(shy.iter().all(|p| !covers(&p.area)), "covers, and must not");
        }
    }

    #[test]
    fn a_finger_finds_the_nearest_and_its_stack(
        points in prop::collection::vec((0.0..200.0f32, 0.0..200.0f32), 0..80),
        x in 0.0..200.0f32,
        y in 0.0..200.0f32,
    ) {
        let far = |i: usize| ((points[i].0 - x).powi(2) + (points[i].1 - y).powi(2)).sqrt();
        let found = hit(&points, x, y, 22.0, 4.0);
        let nearest = (0..points.len()).min_by(|&a, &b| far(a).total_cmp(&far(b)));
        match nearest {
            Some(n) if far(n) <= 22.0 => {
                prop_assert!((far(found[0]) - far(n)).abs() < 1e-3);
                prop_assert!(found.windows(2).all(|w| far(w[0]) <= far(w[1]) + 1e-3));
                for i in 0..points.len() {
                    let apart = ((points[i].0 - points[n].0).powi(2) + (points[i].1 - points[n].1).powi(2)).sqrt();
                    if apart < 3.99 { prop_assert!(found.contains(&i)); }
                    if apart > 4.01 { prop_assert!(!found.contains(&i)); }
                }
            }
            _ => prop_assert!(found.is_empty()),
        }
    }

    #[test]
    fn stacks_count_everybody_once(points in prop::collection::vec((0.0..60.0f32, 0.0..60.0f32), 0..200)) {
        let all: u32 = stacks(&points, 8.0, 1).iter().map(|s| s.n).sum();
        prop_assert_eq!(all as usize, points.len());
        prop_assert!(stacks(&points, 8.0, 5).iter().all(|s| s.n >= 5));
    }

    #[test]
    fn a_stack_lies_along_its_road(rise in -3.0..3.0f32, n in 6..20u32) {
        // A short piece of a road that rises by so much a pixel of its way.
        let points: Vec<_> = (0..n).map(|i| {
            let way = i as f32 * 0.2 / (1.0 + rise * rise).sqrt();
            (101.0 + way, 201.0 + way * rise)
        }).collect();
        for stack in stacks(&points, 8.0, 6) {
            let (dx, dy) = stack.along;
            prop_assert!((dx * rise - dy).abs() < 1e-2, "{rise}: {dx} {dy}");
        }
    }

    #[test]
    fn a_dot_moves_smoothly_along_a_track(
        steps in prop::collection::vec((-0.002..0.002f64, -0.002..0.002f64), 2..30),
    ) {
        let (mut lat, mut lon, mut m) = (39.04, 125.75, 0.0);
        let mut points = vec![(LatLon { lat, lon }, m)];
        for (a, b) in steps {
            lat += a;
            lon += b;
            m += 111_000.0 * (a * a + b * b * 0.6).sqrt() + 1.0;
            points.push((LatLon { lat, lon }, m));
        }
        let track = Track::new(&points);
        let view = view(14.0);
        let on = track.on(&view, 4.0);
        // No jump: a metre along the course is never more than a few pixels on the screen.
        let mut last = on.at(0.0);
        for k in 1..=(m as usize) {
            let now = on.at(k as f64);
            let moved = (now.0 - last.0).hypot(now.1 - last.1);
            prop_assert!(moved < 6.0, "{moved} px at {k} m");
            last = now;
        }
    }
}

fn view(zoom: f64) -> View {
    let corner = world_from_lat_lon(LatLon {
        lat: 39.06,
        lon: 125.74,
    });
    let side = 256.0 * zoom.exp2();
    View {
        zoom,
        left: corner.x * side,
        top: corner.y * side,
        width: 1000,
        height: 800,
        ratio: 1.0,
    }
}

#[test]
fn out_and_back_keep_to_their_own_side_and_a_lone_road_keeps_to_its_middle() {
    // 3 km east, then 1 km back on the same street.
    let at = |east_m: f64| LatLon {
        lat: 39.04,
        lon: 125.75 + east_m / 86_450.0,
    };
    let track = Track::new(&[(at(0.0), 0.0), (at(3000.0), 3000.0), (at(2000.0), 4000.0)]);
    let view = view(16.0);
    let on = track.on(&view, 5.0);
    let middle = view.px_from_world(world_from_lat_lon(at(0.0))).1;
    let check = |what: &str, at_m: f64, want_px: f32| {
        let aside = on.at(at_m).1 - middle;
        assert!((aside - want_px).abs() < 0.3, "{what}: {aside} px");
    };
    check("alone", 1000.0, 0.0);
    check("eastbound runners keep to the south", 2500.0, 5.0);
    check("westbound runners keep to the north", 3500.0, -5.0);
    assert!(on.heading(2500.0).0 > 0.99 && on.heading(3500.0).0 < -0.99);
    assert_eq!(on.at(-5.0), on.at(0.0), "held at the start");
    assert_eq!(on.at(9999.0), on.at(4000.0), "held at the end");
}

#[test]
fn those_who_turn_earlier_make_lanes_for_those_who_go_on() {
    let at = |east_m: f64| LatLon {
        lat: 39.04,
        lon: 125.75 + east_m / 86_450.0,
    };
    let long = [(at(0.0), 0.0), (at(3000.0), 3000.0)];
    let short = [(at(0.0), 0.0), (at(1000.0), 1000.0), (at(0.0), 2000.0)];
    let tracks = Track::together(&[&long, &short]);
    let view = view(16.0);
    let [long, short] = [0, 1].map(|i: usize| tracks[i].on(&view, 5.0));
    let far = |m: f64| (long.at(m).1 - short.at(m).1).abs();
    assert!(far(500.0) < 0.1, "outward they run in one lane");
    assert!(
        (short.at(1500.0).1 - long.at(500.0).1).abs() > 9.0,
        "the way back is on the other side"
    );
    assert!(
        (long.at(2500.0).1 - long.at(500.0).1).abs() > 4.0,
        "beyond the turn the road is one's own"
    );
}

#[test]
fn a_course_as_a_strip_is_straight_and_even() {
    let line = PxTrack::straight(42_195.0, (20.0, 50.0), (1020.0, 50.0));
    let check = |at_m: f64, want_x: f32| {
        let (x, y) = line.at(at_m);
        assert!(
            (x - want_x).abs() < 0.01 && (y - 50.0).abs() < 0.01,
            "{at_m} m at {x}, {y}"
        );
    };
    check(0.0, 20.0);
    check(21_097.5, 520.0);
    check(42_195.0, 1020.0);
    check(50_000.0, 1020.0);
    assert_eq!(line.heading(100.0), (1.0, 0.0));
    assert_eq!(line.between(0.0, 42_195.0), [(20.0, 50.0), (1020.0, 50.0)]);
}

#[test]
fn an_empty_track_is_harmless() {
    let on = Track::new(&[]).on(&view(14.0), 4.0);
    assert_eq!(on.at(100.0), (0.0, 0.0));
    assert_eq!(on.between(0.0, 10.0).len(), 2);
    let one = Track::new(&[(
        LatLon {
            lat: 39.04,
            lon: 125.75,
        },
        0.0,
    )])
    .on(&view(14.0), 4.0);
    assert!(one.at(50.0).0 > 0.0);
}

#[test]
fn a_name_flips_at_the_edge() {
    let wish = |x: f32| Wish {
        x,
        y: 150.0,
        radius: 6.0,
        width: 80.0,
        height: 16.0,
        rank: 0,
        must: true,
        covers: true,
        before: None,
        reach: 0.0,
    };
    let side = |x: f32| place(&[wish(x)], &FRAME, Taken::default(), 3.0).placed[0].side;
    assert_eq!(side(100.0), Side::Right);
    assert_eq!(side(390.0), Side::Left);
}

#[test]
fn a_name_without_room_goes_further_off_when_it_may() {
    let wish = |reach: f32| Wish {
        x: 200.0,
        y: 150.0,
        radius: 6.0,
        width: 60.0,
        height: 16.0,
        rank: 0,
        must: true,
        covers: true,
        before: None,
        reach,
    };
    // Something lies all around the dot.
    let around = [Area {
        left: 180.0,
        top: 130.0,
        width: 40.0,
        height: 40.0,
    }];
    let never = Taken {
        never: &around,
        rather_not: &[],
    };
    assert_eq!(place(&[wish(0.0)], &FRAME, never, 3.0).listed, [0]);
    let placed = place(&[wish(30.0)], &FRAME, never, 3.0).placed;
    assert!((placed[0].away - 12.0).abs() < 0.1, "{placed:?}");
    assert!(!placed[0].area.overlaps(&around[0]));
    // What had better be left readable is written over only where there is no other place.
    let rather_not = Taken {
        never: &[],
        rather_not: &around,
    };
    let covering = place(&[wish(0.0)], &FRAME, rather_not, 3.0).placed;
    assert!(covering[0].area.overlaps(&around[0]));
    let placed = place(&[wish(30.0)], &FRAME, rather_not, 3.0).placed;
    assert!(!placed[0].area.overlaps(&around[0]));
    let shy = Wish {
        covers: false,
        ..wish(0.0)
    };
    assert_eq!(place(&[shy], &FRAME, rather_not, 3.0).listed, [0]);
}

#[test]
fn a_ribbon_is_as_wide_as_the_field_is_thick() {
    let at = |east_m: f64| LatLon {
        lat: 39.04,
        lon: 125.75 + east_m / 86_450.0,
    };
    let on = Track::new(&[(at(0.0), 0.0), (at(2000.0), 2000.0)]).on(&view(15.0), 0.0);
    let mut density = Density::new(2000.0, 50.0);
    for i in 0..400 {
        density.count(500.0 + f64::from(i % 20));
    }
    density.count(1500.0);
    let ribbons = density.ribbons(&on, 100.0, 8.0, 0.8);
    assert_eq!(ribbons.len(), 2, "the pack and the one behind");
    let widest = |k: usize| ribbons[k].iter().fold(0.0_f32, |w, k| w.max(k.half));
    assert!((widest(0) - 8.0).abs() < 0.01, "{}", widest(0));
    assert!(widest(1) < 1.0, "{}", widest(1));
    assert!(
        (density.per_m(500.0) - 6.5).abs() < 1.6,
        "{}",
        density.per_m(500.0)
    );
}
