//! A small made-up race, one value for each kind of file. The golden files are what is written of it.
//! Long because the files are of one race, and each refers to what the others hold.
#![allow(
    dead_code,
    unused_imports,
    reason = "each test file is its own crate and uses a part of this"
)]

use homestretch_feed::{
    EventFile, Field, FieldContest, Head, Keyframe, Learned, Light, Pacing, RaceClock, Shard,
    TickContent,
};
use homestretch_race::event::{
    Category, Contest, Event, Mat, Pick, Point, RankBy, Role, Text, Wave, Zone,
};
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::standings::{Group, Place};
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, Phase, Ruling, Tick, What, Why};

mod course;

pub use course::course;

/// 08:00 on race day in Pyongyang, an hour before the first gun.
pub const BASE: Instant = Instant(1_775_343_600_000);

pub fn after(seconds: f64) -> Instant {
    BASE + Span::from_s(seconds)
}

pub fn text(pairs: &[(&str, &str)]) -> Text {
    let pairs = pairs.iter();
    Text(
        pairs
            .map(|(t, x)| ((*t).to_owned(), (*x).to_owned()))
            .collect(),
    )
}

fn point(key: &str, en: &str, at_m: f64, mat: usize, pick: Pick, role: Role) -> Point {
    let names = text(&[("en", en)]);
    Point {
        key: key.to_owned(),
        names,
        at_m,
        mat,
        pick,
        role,
    }
}

pub fn event() -> Event {
    let start = || point("start", "Start", 0.0, 0, Pick::Last, Role::Start);
    let full = Contest {
        key: "full".to_owned(),
        names: text(&[("en", "Marathon"), ("ko", "마라손")]),
        length_m: 42_195.0,
        route: "full".to_owned(),
        points: vec![
            start(),
            point("10k", "10 km", 10_000.0, 1, Pick::First, Role::Split),
            point("half", "Half", 21_097.5, 2, Pick::First, Role::Split),
            point("tunnel", "Tunnel", 41_800.0, 0, Pick::First, Role::Helper),
            point("finish", "Finish", 42_195.0, 0, Pick::First, Role::Finish),
        ],
        waves: vec![
            Wave {
                key: "A".to_owned(),
                gun: after(3600.0),
            },
            Wave {
                key: "B".to_owned(),
                gun: after(3900.0),
            },
        ],
        rank_by: RankBy::Gun,
        limit: Some(Span::from_s(16_200.0)),
        records: Vec::new(),
    };
    let ten = Contest {
        key: "10k".to_owned(),
        names: text(&[("en", "10 km")]),
        length_m: 10_000.0,
        route: "10k".to_owned(),
        points: vec![
            start(),
            point("finish", "Finish", 10_000.0, 0, Pick::First, Role::Finish),
        ],
        waves: vec![Wave {
            key: "A".to_owned(),
            gun: after(4200.0),
        }],
        rank_by: RankBy::Net,
        limit: None,
        records: Vec::new(),
    };
    let mat = |key: &str, names: &[(&str, &str)]| Mat {
        key: key.to_owned(),
        names: text(names),
    };
    Event {
        key: "river-run".to_owned(),
        names: text(&[("en", "River Run"), ("ko", "강변달리기")]),
        places: text(&[("en", "Pyongyang")]),
        date: "2026-04-05".to_owned(),
        zone: Zone {
            iana: "Asia/Pyongyang".to_owned(),
            offset_min: 540,
        },
        base: BASE,
        demo: true,
        contests: vec![full, ten],
        mats: vec![
            mat("stadium", &[("en", "Stadium"), ("ko", "경기장")]),
            mat("bridge", &[("en", "Bridge")]),
            mat("turn", &[]),
        ],
        categories: vec![Category {
            key: "elite".to_owned(),
            names: text(&[("en", "Elite")]),
        }],
        noc_names: vec![(
            "PRK".to_owned(),
            text(&[("en", "DPR Korea"), ("ko", "조선")]),
        )],
        sweep: text(&[("en", "A bus follows the last runner to the stadium.")]),
        wording: vec![("marathon".to_owned(), text(&[("ko", "마라손")]))],
        pacing: None,
    }
}

pub fn event_file() -> EventFile {
    EventFile {
        event: event(),
        course: "course-00000000000000aa.json".to_owned(),
        entrants: "entrants-00000000000000bb.json".to_owned(),
        pacing: Some("pacing-00000000000000cc.json".to_owned()),
        light_buckets: 256,
    }
}

pub fn entrant(no: u32, bib: &str, names: &[(&str, &str)]) -> Entrant {
    Entrant {
        no: EntrantNo(no),
        bib: bib.to_owned(),
        names: text(names),
        live: true,
        ..Entrant::default()
    }
}

pub fn roster() -> Roster {
    Roster::new(vec![
        Entrant {
            noc: Some("PRK".to_owned()),
            category: Some(0),
            sex: Some(Sex::Female),
            age: Some((18, 34)),
            declared_s: Some(9000),
            said: Some("nah-moo soh-nah-moo".to_owned()),
            ..entrant(1, "101", &[("ko", "소나무 나무"), ("en", "Namu Sonamu")])
        },
        Entrant {
            noc: Some("ROU".to_owned()),
            wave: 1,
            sex: Some(Sex::Male),
            age: Some((35, 39)),
            ..entrant(2, "102", &[("en", "Frunză Căprioară")])
        },
        Entrant {
            live: false,
            contest: 1,
            ..entrant(5, "F7", &[("en", "River \"Heron\" <Reed>")])
        },
        Entrant {
            sex: Some(Sex::Other),
            ..entrant(9, "0103", &[])
        },
    ])
}

pub fn passing(tick: u32, entrant: u32, point: usize, seconds: f64) -> Change {
    change(
        tick,
        What::Passing {
            entrant: EntrantNo(entrant),
            point,
            at: Some(after(seconds)),
            why: Why::Read,
        },
    )
}

pub fn change(tick: u32, what: What) -> Change {
    Change {
        tick: Tick(tick),
        what,
    }
}

pub fn learned() -> Learned {
    Learned {
        model: "river-2026".to_owned(),
        values: vec![12, -3, 0, 407],
    }
}

pub fn tick() -> TickContent {
    let status = |entrant, ruling, note: Option<&str>| What::Status {
        entrant: EntrantNo(entrant),
        ruling,
        note: note.map(str::to_owned),
    };
    TickContent {
        tick: Tick(812),
        at: after(5800.0),
        changes: vec![
            change(
                812,
                What::Phase {
                    phase: Phase::Live,
                    official: false,
                },
            ),
            change(
                812,
                What::Gun {
                    contest: 0,
                    wave: 1,
                    at: after(3905.5),
                },
            ),
            change(812, status(5, None, None)),
            change(812, status(9, Some(Ruling::Dnf), Some("stopped at 8 km"))),
            passing(812, 1, 1, 5797.3),
            passing(812, 2, 1, 5799.9),
            passing(812, 5, 1, 5761.0),
            change(
                812,
                What::Passing {
                    entrant: EntrantNo(9),
                    point: 1,
                    at: None,
                    why: Why::Misplaced,
                },
            ),
        ],
        learned: Some(learned()),
        ruled: Vec::new(),
    }
}

/// The ticks 801 to 816: quiet ones, and the one that is told in full.
pub fn bundle() -> Vec<TickContent> {
    (801..=816)
        .map(|n| match n {
            812 => tick(),
            _ => TickContent {
                tick: Tick(n),
                at: after(5800.0 + 5.0 * (f64::from(n) - 812.0)),
                ..TickContent::default()
            },
        })
        .collect()
}

pub fn keyframe() -> Keyframe {
    Keyframe {
        tick: Tick(816),
        through: after(5815.0),
        changes: vec![
            change(
                816,
                What::Phase {
                    phase: Phase::Live,
                    official: false,
                },
            ),
            change(
                816,
                What::Gun {
                    contest: 0,
                    wave: 0,
                    at: after(3600.0),
                },
            ),
            change(
                816,
                What::Status {
                    entrant: EntrantNo(9),
                    ruling: Some(Ruling::Dnf),
                    note: Some("stopped at 8 km".to_owned()),
                },
            ),
            passing(816, 1, 0, 3601.2),
            passing(816, 1, 1, 5797.3),
            passing(816, 1, 2, 8234.5),
            passing(816, 2, 0, 3907.0),
            passing(816, 2, 2, 9000.4),
            passing(816, 5, 0, 4201.0),
            passing(816, 5, 1, 5761.0),
            change(
                816,
                What::Passing {
                    entrant: EntrantNo(9),
                    point: 0,
                    at: Some(after(3602.7)),
                    why: Why::ClockFixed,
                },
            ),
            change(
                816,
                What::Passing {
                    entrant: EntrantNo(9),
                    point: 1,
                    at: None,
                    why: Why::Misplaced,
                },
            ),
        ],
        learned: Some(learned()),
        ruled: Vec::new(),
    }
}

pub fn head() -> Head {
    Head {
        event: "event-00000000000000dd.json".to_owned(),
        epoch: "k7".to_owned(),
        base: BASE,
        tick: Tick(812),
        keyframe: Some(Tick(800)),
        clock: RaceClock {
            at: Instant(1_775_349_000_000),
            race: Instant(1_775_347_200_000),
            rate: 20.0,
        },
        through: after(5800.0),
        phase: Phase::Live,
        official: false,
        ask_again_ms: 5000,
        big: false,
        ticks: vec![
            TickContent {
                tick: Tick(811),
                at: after(5795.0),
                ..TickContent::default()
            },
            tick(),
        ],
    }
}

pub fn pacing() -> Pacing {
    Pacing {
        name: "river-2026".to_owned(),
        model: "segments 4\n0.98 1.01 1.03 1.00\n".to_owned(),
    }
}

pub fn light() -> Light {
    let of = |c: &&Change| !matches!(&c.what, What::Passing { entrant, .. } | What::Status { entrant, .. } if entrant.0 != 2);
    let changes = keyframe().changes;
    Light {
        epoch: "k7".to_owned(),
        tick: Tick(816),
        roster: Roster::new(vec![roster().all()[1].clone()]),
        changes: changes.iter().filter(of).cloned().collect(),
        places: Vec::new(),
    }
}

pub fn field() -> Field {
    Field {
        epoch: "k7".to_owned(),
        tick: Tick(816),
        through: after(5815.0),
        contests: vec![
            FieldContest {
                passed: vec![2, 1, 2, 0, 0],
                on_course: 2,
                finished: 0,
                out: 1,
                stretch_m: 1000,
                density: vec![0, 0, 1, 1],
                leaders: vec![EntrantNo(2)],
                middle: Vec::new(),
            },
            FieldContest {
                passed: vec![1, 1],
                finished: 1,
                stretch_m: 500,
                ..FieldContest::default()
            },
        ],
        mats: vec![Some(after(5761.0)), Some(after(5797.3)), None],
        heard: Vec::new(),
        whole_bytes: 0,
        roster: light().roster,
        changes: light().changes,
        learned: Some(learned()),
    }
}

/// What came to the first light files and heads.
pub fn big_head() -> Head {
    Head {
        big: true,
        ticks: Vec::new(),
        ..head()
    }
}

pub fn keyframe_with_ruled() -> Keyframe {
    Keyframe {
        ruled: vec![(EntrantNo(9), after(5800.0))],
        ..keyframe()
    }
}

pub fn light_with_places() -> Light {
    let place = |group, place, tied, of| Place {
        group,
        place,
        tied,
        of,
    };
    let places = vec![
        place(Group::All, 2, false, 3),
        place(Group::Sex(Sex::Male), 1, true, 2),
        place(Group::Noc("ROU".to_owned()), 1, false, 1),
    ];
    Light {
        places: vec![(EntrantNo(2), places)],
        ..light()
    }
}

pub fn field_with_more() -> Field {
    let mut field = field();
    field.contests[0].middle = vec![Some(2987), None, None];
    field.heard = vec![(false, 4, 0), (true, 9, 9), (false, 0, 0)];
    field.whole_bytes = 61_430;
    field
}

pub fn shard() -> Shard {
    Shard {
        letters: "f".to_owned(),
        roster: Roster::new(vec![roster().all()[1].clone(), roster().all()[2].clone()]),
        more: false,
    }
}
