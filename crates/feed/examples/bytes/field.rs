//! A made-up field: 30,000 runners of a marathon who pace like people do.

use homestretch_race::event::{Contest, Event, Mat, Point, Text, Wave};
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::time::{Instant, Span};

const BASE: Instant = Instant(1_775_343_600_000);
/// Metres of the points.
pub const POINTS_M: [f64; 11] = [
    0.0, 5000.0, 10_000.0, 15_000.0, 20_000.0, 21_097.5, 25_000.0, 30_000.0, 35_000.0, 40_000.0,
    42_195.0,
];

/// A passing, in tenths of seconds since the event's base.
#[derive(Clone, Copy, Debug)]
pub struct Passing {
    pub tenths: i64,
    pub entrant: EntrantNo,
    pub point: usize,
}

/// The race as it was run.
pub struct Raced {
    pub event: Event,
    pub roster: Roster,
    /// In order of time.
    pub passings: Vec<Passing>,
}

impl Raced {
    pub fn new(entrants: u32, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut by_pace: Vec<(f64, u32)> = (0..entrants)
            .map(|no| (5.75 * (0.17 * random.normal()).exp(), no))
            .collect();
        by_pace.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut passings = Vec::new();
        for (place, (min_per_km, no)) in by_pace.iter().enumerate() {
            passings.extend(run(&mut random, *min_per_km, place, *no));
        }
        passings.sort_by_key(|p| (p.tenths, p.entrant, p.point));
        let words = [
            "Alder", "Birch", "Cedar", "Heron", "Lake", "Maple", "Otter", "Reed", "River", "Stone",
            "Wren",
        ];
        let name = |no: u32| {
            let word = |n: u32| words[n as usize % words.len()];
            let (first, middle, last) = (word(no), word(no / 11), word(no / 121));
            format!("{first} {middle}{}", last.to_lowercase())
        };
        let people = (0..entrants).map(|no| Entrant {
            no: EntrantNo(no),
            bib: (no + 101).to_string(),
            names: Text::of("en", &name(no)),
            noc: Some(["KEN", "ROU", "KOR", "GER"][no as usize % 4].to_owned()),
            live: true,
            ..Entrant::default()
        });
        Self {
            event: event(),
            roster: Roster::new(people.collect()),
            passings,
        }
    }
    /// When the most passings in so many seconds begin, in seconds.
    #[allow(dead_code, reason = "not everybody who measures wants an hour of it")]
    pub fn busiest_s(&self, long_s: i64) -> i64 {
        let within = |from_s: i64| {
            let before = |s: i64| self.passings.partition_point(|p| p.tenths < s * 10);
            before(from_s + long_s) - before(from_s)
        };
        let first_s = self.passings.first().map_or(0, |p| p.tenths / 10);
        let starts = (0..24).map(|n| first_s + n * long_s / 4);
        starts
            .max_by_key(|from_s| within(*from_s))
            .unwrap_or(first_s)
    }
}

/// One runner from start to finish: waves of 5,000, a fade that grows, stretches that vary by one or two in a
/// hundred, now and then a stop, one miss in two hundred mats.
fn run(random: &mut Random, min_per_km: f64, place: usize, no: u32) -> Vec<Passing> {
    let wave = (place / 5000) as f64;
    let mut clock_s =
        3600.0 + wave * 900.0 + (place % 5000) as f64 * 0.09 * (0.7 + 0.6 * random.unit());
    let fade = 0.10 * random.normal().abs() * random.unit();
    let mut passings = Vec::new();
    for (point, at_m) in POINTS_M.iter().enumerate() {
        if point > 0 {
            let stretch_m = at_m - POINTS_M[point - 1];
            // As uneven as the field of a large city marathon is seen to be: more so towards the end.
            let uneven = 0.013 + 0.011 * at_m / 42_195.0;
            let tired = fade * (at_m / 42_195.0).powi(2);
            let pace = min_per_km * (1.0 + tired + uneven * random.normal());
            clock_s += stretch_m / 1000.0 * pace * 60.0;
            if random.unit() < 0.02 {
                clock_s += 90.0 * random.unit();
            }
        }
        if random.unit() > 0.005 {
            let tenths = (clock_s * 10.0) as i64;
            passings.push(Passing {
                tenths,
                entrant: EntrantNo(no),
                point,
            });
        }
    }
    passings
}

fn event() -> Event {
    let point = |(mat, at_m): (usize, &f64)| Point {
        key: format!("{at_m}"),
        at_m: *at_m,
        mat,
        ..Point::default()
    };
    let contest = Contest {
        key: "full".to_owned(),
        length_m: 42_195.0,
        points: POINTS_M.iter().enumerate().map(point).collect(),
        waves: vec![Wave {
            key: "A".to_owned(),
            gun: BASE + Span(3_600_000),
        }],
        ..Contest::default()
    };
    Event {
        base: BASE,
        contests: vec![contest],
        mats: vec![Mat::default(); POINTS_M.len()],
        ..Event::default()
    }
}

/// `SplitMix64`: small, seeded, and good enough for a field.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The sum of twelve units has a variance of one.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}
