//! What the press reads, sentence by sentence, in English and Korean.

use std::sync::Arc;

use homestretch_press::Speech;
use homestretch_race::event::{Contest, CourseRecord, Event, Point, Role, Text, Wave, Zone};
use homestretch_race::race::Race;
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, Phase, Ruling, Tick, What, Why};
use homestretch_words::Words;
use homestretch_words::books::{Book, PressWords};

const GUN: Instant = Instant(1_775_347_200_000);

fn race() -> Race {
    let text = |en: &str, ko: &str| Text(vec![("en".into(), en.into()), ("ko".into(), ko.into())]);
    let point = |key: &str, names: Text, at_m, role| Point {
        key: key.into(),
        names,
        at_m,
        role,
        ..Point::default()
    };
    let event = Event {
        names: text("River Run", "강변달리기"),
        zone: Zone {
            iana: "Asia/Pyongyang".into(),
            offset_min: 540,
        },
        contests: vec![Contest {
            key: "ten".into(),
            names: text("10 km", "10km"),
            length_m: 10_000.0,
            points: vec![
                point("start", text("Start", "출발"), 0.0, Role::Start),
                point("5k", text("5 km", "5km"), 5000.0, Role::Split),
                point("finish", text("Finish", "결승"), 10_000.0, Role::Finish),
            ],
            waves: vec![Wave {
                key: "A".into(),
                gun: GUN,
            }],
            records: vec![CourseRecord {
                sex: Some(Sex::Male),
                time: Span(1_750_000),
                ..CourseRecord::default()
            }],
            ..Contest::default()
        }],
        ..Event::default()
    };
    let names = [
        ("Kim Un Ok", "김은옥"),
        ("Ion", "이온"),
        ("Pak", "박"),
        ("", ""),
    ];
    let entrants = (0..4).zip(names).map(|(no, (en, ko))| Entrant {
        no: EntrantNo(no),
        bib: (101 + no).to_string(),
        names: if en.is_empty() {
            Text::default()
        } else {
            text(en, ko)
        },
        noc: Some(["PRK", "ROU", "PRK", "KEN"][no as usize].into()),
        sex: Some(Sex::Male),
        live: true,
        ..Entrant::default()
    });
    let mut race = Race::new(Arc::new(event), Arc::new(Roster::new(entrants.collect())));
    let pass = |no, point, s: f64| What::Passing {
        entrant: EntrantNo(no),
        point,
        at: Some(GUN + Span::from_s(s)),
        why: Why::Read,
    };
    let mut tick = |n, what| {
        race.apply(&Change {
            tick: Tick(n),
            what,
        });
    };
    tick(1, pass(0, 1, 870.0));
    tick(1, pass(1, 1, 872.5));
    tick(1, pass(2, 1, 873.0));
    tick(1, pass(3, 1, 990.0));
    tick(2, pass(1, 2, 1740.0));
    tick(2, pass(0, 2, 1800.0));
    tick(2, pass(2, 2, 1800.4));
    let out = What::Status {
        entrant: EntrantNo(3),
        ruling: Some(Ruling::Dnf),
        note: None,
    };
    tick(3, out);
    let moved = What::Passing {
        entrant: EntrantNo(2),
        point: 1,
        at: Some(GUN + Span::from_s(872.9)),
        why: Why::ClockFixed,
    };
    tick(3, moved);
    let ended = What::Phase {
        phase: Phase::Ended,
        official: false,
    };
    tick(3, ended);
    race
}

fn said(tag: &str) -> Vec<String> {
    let race = race();
    let view = race.as_of(GUN + Span(10_000_000), race.newest());
    let (words, press) = (Words::embedded(tag), PressWords::embedded(tag));
    let speech = Speech {
        words: &words,
        press: &press,
        noc: &str::to_owned,
    };
    let mut said: Vec<String> = view
        .story(0)
        .iter()
        .map(|m| speech.moment(&view, m))
        .collect();
    said.extend(
        race.corrections()
            .iter()
            .map(|c| speech.correction(&race, c)),
    );
    said.push(speech.about(&race, 0, GUN, false, "https://example.org"));
    said
}

#[test]
fn each_moment_is_one_sentence() {
    assert_eq!(
        said("en"),
        [
            "10 km, men: Kim Un Ok (PRK) is first at 5 km, in 0:14:30.",
            "10 km, men: at 5 km, Kim Un Ok (PRK) is 5.0 s ahead of the course record’s even pace.",
            "10 km, men: at 5 km, Kim Un Ok (PRK) is 2.5 s ahead of Ion (ROU).",
            "10 km, men: Runner 104 (KEN), place 4 at 5 km, does not finish.",
            "10 km, men: Ion (ROU) is first home, in 0:29:00.",
            "10 km, men: Ion (ROU) takes the lead from Kim Un Ok (PRK) by Finish, in 0:29:00.",
            "10 km, men: Ion (ROU), place 1, runs the second half faster than the first: 0:14:33 and 0:14:28.",
            "10 km, men: Ion (ROU) finishes in 0:29:00, 10.0 s inside the course record. The claim is pending ratification.",
            "10 km: near the front, Ion (ROU) wins the most places between 5 km and Finish so far: from 2 to 1.",
            "10 km: the first finisher of ROU is Ion (ROU), place 1, in 0:29:00.",
            "10 km, men: Ion (ROU) has broken away and is 1:00 ahead at Finish; at the point before, 3 runners were within five seconds.",
            "10 km, men: at Finish, Ion (ROU) is 1:00 ahead of Kim Un Ok (PRK), who was 2.5 s ahead at the point before.",
            "10 km, men: Kim Un Ok (PRK) is number 2 home, in 0:30:00.",
            "10 km: the first finisher of PRK is Kim Un Ok (PRK), place 2, in 0:30:00.",
            "10 km, men: the closest finish among the first ten is for place 2: Kim Un Ok (PRK) is 0.4 s ahead of Pak (PRK).",
            "10 km, men: Pak (PRK) is number 3 home, in 0:30:01.",
            "10 km: the last finisher is Pak (PRK), in 0:30:01.",
            "Pak (PRK), 5 km: 09:14:33.0 is corrected to 09:14:32.9.",
            "River Run · 10 km · Provisional · As of 2026-04-05 09:00:00 (Asia/Pyongyang), 2026-04-05 00:00:00 UTC · Source: https://example.org",
        ]
    );
}

#[test]
fn every_language_says_all_of_it_in_its_own_words() {
    let english = said("en");
    for tag in homestretch_words::languages::TAGS
        .iter()
        .filter(|tag| **tag != "en")
    {
        let own = said(tag);
        assert_eq!(english.len(), own.len(), "{tag}");
        for (sentence, original) in own.iter().zip(&english) {
            assert!(
                !sentence.contains(['{', '}']) && sentence != original,
                "{tag}: {sentence}"
            );
            // Names, times and gaps go into every sentence that English has them in.
            let figures = original.split(|c: char| !c.is_ascii_digit() && c != ':');
            let figures = figures.filter(|figure| figure.contains(':'));
            for figure in figures.map(|figure| figure.trim_matches(':')) {
                assert!(sentence.contains(figure), "{tag}: {figure} in {sentence}");
            }
        }
    }
}

#[test]
fn who_leads_is_said_as_each_language_says_it() {
    for (tag, first) in [
        (
            "ko",
            "10km 남자: 5km 지점 선두는 김은옥(PRK), 기록 0:14:30.",
        ),
        (
            "de",
            "10 km, Männer: Kim Un Ok (PRK) führt bei 5 km in 0:14:30.",
        ),
        (
            "fr",
            "10 km, hommes : Kim Un Ok (PRK) en tête au point 5 km, en 0:14:30.",
        ),
        (
            "ru",
            "10 km, мужчины: на отметке 5 km лидирует Kim Un Ok (PRK), время 0:14:30.",
        ),
        (
            "zh-Hans",
            "10 km男子：Kim Un Ok（PRK）率先通过5 km，用时0:14:30。",
        ),
    ] {
        assert_eq!(said(tag)[0], first);
    }
}
