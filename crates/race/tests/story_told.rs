//! The story of a race as it is told: what is said when, and what a correction makes of it.

mod support;

use std::sync::Arc;

use homestretch_race::change::{Change, Phase, Ruling, Tick, What, Why};
use homestretch_race::event::CourseRecord;
use homestretch_race::race::Race;
use homestretch_race::roster::{EntrantNo, Sex};
use homestretch_race::story::{Happened, Moment};
use homestretch_race::time::Span;
use support::{GUN, clock_from_span, event, ms_from_clock, roster};

/// What becomes known at one tick: `101 5k 0:15:00`, `101 5k gone`, `101 dnf`, `ended`.
fn told(ticks: &[&str]) -> Race {
    let mut event = event();
    event.contests[0].records = vec![CourseRecord {
        sex: Some(Sex::Female),
        time: Span::from_s(8400.0),
        ..CourseRecord::default()
    }];
    let mut race = Race::new(Arc::new(event), Arc::new(roster()));
    for (n, lines) in (1..).zip(ticks) {
        let tick = Tick(n);
        let mut cut = GUN;
        for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let change = what(&race, &words);
            if let What::Passing { at: Some(at), .. } = &change {
                cut = cut.max(*at);
            }
            race.apply(&Change { tick, what: change });
        }
        race.cut(tick, cut);
    }
    race
}

fn what(race: &Race, words: &[&str]) -> What {
    if words[0] == "ended" {
        return What::Phase {
            phase: Phase::Ended,
            official: false,
        };
    }
    let entrant = race.roster().by_bib(words[0]).expect("a bib");
    let points = &race.event().contests[entrant.contest].points;
    match points.iter().position(|p| p.key == words[1]) {
        Some(point) => What::Passing {
            entrant: entrant.no,
            point,
            at: (words[2] != "gone").then(|| GUN + Span(ms_from_clock(words[2]))),
            why: Why::Read,
        },
        None => What::Status {
            entrant: EntrantNo(entrant.no.0),
            ruling: Some(Ruling::Dnf),
            note: None,
        },
    }
}

fn line(race: &Race, moment: &Moment) -> String {
    let bib = |index: usize| race.roster().all()[index].bib.as_str();
    let s = clock_from_span;
    let said = match moment.what {
        Happened::Leads { index, from, .. } => {
            format!("{} from {}", bib(index), from.map_or("nobody", bib))
        }
        Happened::Gap {
            first,
            second,
            gap,
            before,
            ..
        } => format!(
            "{} {} before {}, was {}",
            bib(first),
            s(gap),
            bib(second),
            before.map_or("-".into(), s)
        ),
        Happened::BreaksAway {
            index,
            gap,
            together,
            ..
        } => format!("{} by {} from {together}", bib(index), s(gap)),
        Happened::Climbs {
            index,
            before,
            after,
            ..
        } => format!("{} {before} to {after}", bib(index)),
        Happened::RecordPace { index, ahead, .. } => format!("{} {}", bib(index), s(ahead)),
        Happened::Home { index, place, time } => format!("{place} {} {}", bib(index), s(time)),
        Happened::Record { index, by, .. } => format!("{} by {}", bib(index), s(by)),
        Happened::FirstOfNoc { index, place, .. } => format!("{place} {}", bib(index)),
        Happened::NegativeSplit { index, .. } => format!("negative {}", bib(index)),
        Happened::Closest {
            index, other, gap, ..
        } => format!("{} {} {}", bib(index), bib(other), s(gap)),
        Happened::Out { index, place, .. } => format!("{} from {place}", bib(index)),
        Happened::Last { index, .. } => bib(index).to_owned(),
    };
    format!(
        "{} {} @{}: {said}",
        s(moment.at - GUN),
        moment.id,
        moment.known.0
    )
}

/// The lines that contain a word, as of an instant, by what was known at a tick.
fn lines(race: &Race, clock: &str, known: u32, word: &str) -> Vec<String> {
    let at = GUN + Span(ms_from_clock(clock));
    let view = race.as_of(at, Tick(known));
    let story = view.story(0);
    story
        .iter()
        .map(|m| line(race, m))
        .filter(|l| l.contains(word))
        .collect()
}

/// Women are odd, men even. 101 leads the women at 5 km and 103 from 10 km on; 103 is alone at 20 km.
const RACE: [&str; 4] = [
    "101 5k 0:16:30
     103 5k 0:16:32
     105 5k 0:18:00
     102 5k 0:15:00
     104 5k 0:15:01
     106 5k 0:15:02",
    "103 10k 0:33:00
     101 10k 0:33:01
     105 10k 0:35:00
     102 10k 0:30:00
     106 10k 0:30:04
     104 10k 0:30:09",
    "103 20k 1:06:00
     101 20k 1:06:40
     105 20k 1:06:50
     102 20k 1:00:00
     104 20k 1:00:01",
    "103 finish 2:18:00
     105 finish 2:18:30
     101 finish 2:18:31.5
     102 finish 2:06:00
     104 finish 2:06:00.3
     106 dnf
     ended",
];

#[test]
fn the_lead_and_the_gap_are_told_where_they_were_read() {
    let race = told(&RACE);
    assert_eq!(
        lines(&race, "3:00:00", 4, ".F.lead"),
        [
            "0:16:30 full.F.lead.5k @1: 101 from nobody",
            "0:33:00 full.F.lead.10k @2: 103 from 101",
        ]
    );
    assert_eq!(
        lines(&race, "3:00:00", 4, ".F.gap"),
        [
            "0:16:32 full.F.gap.5k @1: 101 0:00:02 before 103, was -",
            "0:33:01 full.F.gap.10k @2: 103 0:00:01 before 101, was -0:00:02",
            "1:06:40 full.F.gap.20k @3: 103 0:00:40 before 101, was 0:00:01",
            "2:18:30 full.F.gap.finish @4: 103 0:00:30 before 105, was 0:00:50",
        ]
    );
    assert_eq!(
        lines(&race, "3:00:00", 4, "breaks-away"),
        ["1:06:40 full.F.breaks-away.20k @3: 103 by 0:00:40 from 2"]
    );
}

#[test]
fn the_story_is_causal() {
    let race = told(&RACE);
    // 103 has not come by 10 km yet, or nobody has heard of it.
    assert_eq!(lines(&race, "0:32:59.9", 4, ".F.lead").len(), 1);
    assert_eq!(lines(&race, "3:00:00", 1, ".F.lead").len(), 1);
    // The gap is known once the second has come by.
    assert_eq!(lines(&race, "1:06:39", 4, "F.gap.20k").len(), 0);
    assert_eq!(lines(&race, "1:06:40", 4, "F.gap.20k").len(), 1);
    assert!(lines(&race, "0:10:00", 4, "").is_empty());
}

#[test]
fn coming_home_records_and_who_is_out() {
    let race = told(&RACE);
    assert_eq!(
        lines(&race, "3:00:00", 4, ".home"),
        [
            "2:06:00 full.M.home.1 @4: 1 102 2:06:00",
            "2:06:00.3 full.M.home.2 @4: 2 104 2:06:00.3",
            "2:18:00 full.F.home.1 @4: 1 103 2:18:00",
            "2:18:30 full.F.home.2 @4: 2 105 2:18:30",
            "2:18:31.5 full.F.home.3 @4: 3 101 2:18:31.5",
        ]
    );
    // The women's record is 2:20:00; the men have none.
    assert_eq!(
        lines(&race, "3:00:00", 4, ".record."),
        [
            "2:18:00 full.F.record.103 @4: 103 by 0:02:00",
            "2:18:30 full.F.record.105 @4: 105 by 0:01:30",
            "2:18:31.5 full.F.record.101 @4: 101 by 0:01:28.5",
        ]
    );
    assert_eq!(
        lines(&race, "3:00:00", 4, "record-pace"),
        [
            "0:16:30 full.F.record-pace.5k @1: 101 0:00:05.3",
            "0:33:00 full.F.record-pace.10k @2: 103 0:00:10.7",
            "1:06:00 full.F.record-pace.20k @3: 103 0:00:21.5",
        ]
    );
    assert_eq!(
        lines(&race, "3:00:00", 4, "closest"),
        [
            "2:06:00.3 full.M.closest @4: 102 104 0:00:00.3",
            "2:18:31.5 full.F.closest @4: 105 101 0:00:01.5",
        ]
    );
    assert_eq!(
        lines(&race, "3:00:00", 4, ".out."),
        ["2:18:31.5 full.M.out.106 @4: 106 from 2"]
    );
    assert_eq!(
        lines(&race, "3:00:00", 4, ".last"),
        ["2:18:31.5 full.last @4: 101"]
    );
    assert!(lines(&race, "3:00:00", 3, ".last").is_empty());
    let firsts = lines(&race, "3:00:00", 4, ".noc.");
    assert_eq!(
        firsts,
        [
            "2:06:00 full.noc.ROU @4: 1 102",
            "2:06:00.3 full.noc.KEN @4: 2 104",
            "2:18:00 full.noc.PRK @4: 3 103",
        ]
    );
}

#[test]
fn the_most_places_won_on_a_stretch() {
    let race = told(&RACE);
    // Nobody was read at the mats between 20 km and the finish.
    assert_eq!(
        lines(&race, "3:00:00", 4, "climb"),
        [
            "0:30:04 full.climb-front.10k @2: 106 3 to 2",
            "1:00:01 full.climb-front.20k @3: 104 3 to 2",
            "2:18:30 full.climb-front.finish @4: 105 5 to 4",
        ]
    );
}

#[test]
fn a_correction_withdraws_what_was_told_and_the_past_stays_as_it_was() {
    let mut ticks = RACE.to_vec();
    ticks.push("103 10k gone");
    ticks.push("103 10k 0:33:03");
    let race = told(&ticks);
    let leads = |known| lines(&race, "3:00:00", known, ".F.lead");
    assert_eq!(leads(4)[1], "0:33:00 full.F.lead.10k @2: 103 from 101");
    // Read at 20 km before everybody else but not at 10 km: nobody can say who was first there.
    assert_eq!(leads(5)[1], "1:06:00 full.F.lead.20k @3: 103 from 101");
    // And then it turns out that the lead changed later.
    assert_eq!(leads(6)[1], "1:06:00 full.F.lead.20k @3: 103 from 101");
    assert_eq!(
        lines(&race, "3:00:00", 6, "F.gap.10k"),
        ["0:33:03 full.F.gap.10k @6: 101 0:00:02 before 103, was 0:00:02"]
    );
    assert!(lines(&race, "3:00:00", 5, "F.gap.10k").is_empty());
}

#[test]
fn what_was_known_when_can_be_asked() {
    let race = told(&RACE);
    let at = |clock| GUN + Span(ms_from_clock(clock));
    assert_eq!(race.known_at(at("0:10:00")), Tick(0));
    assert_eq!(race.known_at(at("0:18:00")), Tick(1));
    assert_eq!(race.known_at(at("0:40:00")), Tick(2));
    assert_eq!(race.known_at(at("9:00:00")), Tick(4));
    assert_eq!(race.cut_at(Tick(1)), Some(at("0:18:00")));
    assert_eq!(race.cut_at(Tick(9)), None);
}

#[test]
fn ids_are_unique() {
    let race = told(&RACE);
    let mut ids: Vec<_> = race
        .as_of(GUN + Span(99_000_000), race.newest())
        .story(0)
        .into_iter()
        .map(|m| m.id)
        .collect();
    let n = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n);
    assert!(n > 20);
}
