//! What must be the same to the last bit in every browser and on the server: places on the course, positions on the
//! map, estimates, arrivals. The same tests run natively and in a browser: the native run says the number that it
//! finds, `cargo xtask test` hands it on, and the run in the browser must find the same.

use std::io::Write as _;
use std::sync::Arc;

use homestretch_course::{Course, LatLon, Mark};
use homestretch_dots::world::world_from_lat_lon;
use homestretch_race::change::{Change, Tick, What, Why};
use homestretch_race::event::{Contest, Event, Mat, Point, Role, Wave};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::time::Instant;
use homestretch_words::Words;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

/// 2026-04-05 09:00 in Pyongyang.
const GUN: Instant = Instant(1_775_347_200_000);
const POINTS_M: [f64; 6] = [0.0, 5_000.0, 10_000.0, 21_097.5, 30_000.0, 42_195.0];

/// Folds numbers into one, bit by bit (FNV-1a).
struct Bits(u64);

impl Bits {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
    fn add(&mut self, values: &[f64]) {
        for byte in values
            .iter()
            .flat_map(|value| value.to_bits().to_le_bytes())
        {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    /// Natively says the number, past the capture of the test's output; in the browser holds it against that.
    fn compare(&self, what: &str) {
        let found = format!("same bits: {what} {:016x}", self.0);
        if cfg!(target_arch = "wasm32") {
            // Empty unless `cargo xtask test` has told what was found natively.
            let native = option_env!("HOMESTRETCH_SAME_BITS").unwrap_or_default();
            assert!(
                native.contains(&found),
                "found {found}, natively {native:?}; run by `cargo xtask test`"
            );
        } else {
            writeln!(std::io::stdout(), "\n{found}").expect("standard output is there");
        }
    }
}

fn event() -> Event {
    let points = POINTS_M.iter().enumerate().map(|(i, at_m)| Point {
        key: format!("p{i}"),
        at_m: *at_m,
        mat: i,
        role: [
            Role::Start,
            Role::Split,
            Role::Split,
            Role::Split,
            Role::Split,
            Role::Finish,
        ][i],
        ..Point::default()
    });
    Event {
        base: GUN,
        contests: vec![Contest {
            key: "full".to_owned(),
            length_m: 42_195.0,
            points: points.collect(),
            waves: vec![Wave {
                key: "A".to_owned(),
                gun: GUN,
            }],
            ..Contest::default()
        }],
        mats: (0..POINTS_M.len())
            .map(|i| Mat {
                key: format!("m{i}"),
                ..Mat::default()
            })
            .collect(),
        ..Event::default()
    }
}

/// Two hundred runners between 3:00 and 7:00 a kilometre, each slower by the kilometre, some with a mat missed.
fn race() -> Race {
    let entrants = (0..200).map(|n| Entrant {
        no: EntrantNo(n),
        bib: n.to_string(),
        live: true,
        ..Entrant::default()
    });
    let mut race = Race::new(Arc::new(event()), Arc::new(Roster::new(entrants.collect())));
    for n in 0..200_u32 {
        let pace_s_per_m = 0.180 + f64::from(n) * 0.0012;
        for (point, at_m) in POINTS_M.iter().enumerate() {
            if (n as usize + point).is_multiple_of(11) {
                continue;
            }
            let after_s = f64::from(n) * 0.4 + at_m * pace_s_per_m * (1.0 + at_m / 600_000.0);
            let at = Instant(GUN.0 + (after_s * 10.0) as i64 * 100);
            let what = What::Passing {
                entrant: EntrantNo(n),
                point,
                at: Some(at),
                why: Why::Read,
            };
            race.apply(&Change {
                tick: Tick(1),
                what,
            });
        }
    }
    race
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn estimates_and_arrivals() {
    let race = race();
    let mut bits = Bits::new();
    let mut seen = 0;
    for minute in [1, 20, 47, 90, 133, 180, 241] {
        let at = Instant(GUN.0 + minute * 60_000 + 12_345);
        let view = race.as_of(at, Tick(1)).with_through(at);
        for index in 0..200 {
            if let Some(estimate) = view.estimate(index, at) {
                seen += 1;
                bits.add(&[estimate.low_m, estimate.mid_m, estimate.high_m]);
            }
            for arrival in view.arrivals(index, at) {
                let quantiles = [
                    arrival.p05,
                    arrival.p10,
                    arrival.p50,
                    arrival.p90,
                    arrival.p95,
                ];
                bits.add(&quantiles.map(|instant| instant.0 as f64));
            }
        }
    }
    assert!(
        seen > 500,
        "only {seen} estimates, too few to show anything"
    );
    bits.compare("estimates");
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn places_and_pixels() {
    let line: Vec<LatLon> = (0..300)
        .map(|i| {
            let t = f64::from(i) / 40.0;
            LatLon {
                lat: 39.04 + 0.03 * libm::sin(t),
                lon: 125.7 + 0.002 * f64::from(i),
            }
        })
        .collect();
    let marks = [Mark {
        name: "10 km".to_owned(),
        at_m: 10_000.0,
        place: line[60],
    }];
    let course = Course::along(&line, &marks, 53_900.0).unwrap();
    let mut bits = Bits::new();
    for step in 0..2_000 {
        let place = course.place_at(f64::from(step) * 27.0);
        let world = world_from_lat_lon(place.at);
        bits.add(&[
            place.at.lat,
            place.at.lon,
            place.bearing_deg,
            world.x,
            world.y,
        ]);
    }
    bits.compare("places");
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn another_language_is_read_at_run_time() {
    let words = Words::parse("ko", include_str!("../crates/words/locales/ko.json")).unwrap();
    assert_eq!(words.last_seen("30 km", "11:42"), "11:42에 30 km 통과");
}
