//! Stories: what came in, line by line, and what the race then is. Every story is also told in other orders,
//! which must come to the same race.

use std::fmt::Write;

use homestretch_race::change::{Change, Ruling, Tick};
use homestretch_race::corrections::Corrected;
use homestretch_race::event::Event;
use homestretch_race::intake::{Decision, Intake, Read};
use homestretch_race::race::Race;
use homestretch_race::roster::Roster;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;

use super::{GUN, MATS, clock_from_span, ms_from_clock, roster, shared};

/// One line of a story.
#[derive(Clone, Debug)]
pub enum Line {
    Read(Read),
    Decide(u64, Decision),
    Through(Instant),
    /// A tick is published.
    Tick,
}

/// Tells the story and compares what the race is in the end with what is expected.
///
/// Lines: `101 stadium 0:00:05 0:02:10` (bib, mat, times since the first gun; reads are numbered from 1),
/// `withdraw 3`, `accept 3 35k`, `reconsider 3`, `move 3 102`, `retime 3 0:25:00`, `gun full 0 0:01:00`, `rule 101 dnf words`, `rule 101 none`,
/// `through 3:00:00`, `tick`. A bib with `*` behind it has its reads set aside shown as well.
pub fn check(title: &str, story: &str, expected: &str) {
    let lines = lines_of(story);
    let shown = bibs_of(story);
    let race = told(&lines);
    let got = race_text(&race.0, &race.1, &shown);
    assert_eq!(trimmed(&got), trimmed(expected), "{title}");
    for order in 0..6 {
        let again = told(&shuffled(&lines, order));
        let text = race_text(&again.0, &again.1, &shown);
        assert_eq!(
            final_lines(&text),
            final_lines(&got),
            "{title}, order {order}"
        );
    }
}

pub fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

/// What must not depend on the order of arrival: everything but the history of corrections.
fn final_lines(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|l| !l.starts_with("tick"));
    lines.map(str::to_owned).collect()
}

/// The same lines in another order, with ticks in other places.
fn shuffled(lines: &[Line], order: usize) -> Vec<Line> {
    let mut lines = lines.to_vec();
    match order {
        0 => lines.reverse(),
        1 => lines.retain(|l| !matches!(l, Line::Tick)),
        2 => {
            let twice = lines
                .iter()
                .flat_map(|l| [l.clone(), l.clone(), Line::Tick]);
            lines = twice.collect();
        }
        // Steps that have no factor in common with the length come by every line.
        _ => {
            let n = lines.len();
            let step = (order * 7 + 4..99).find(|s| gcd(*s, n) == 1).unwrap_or(1);
            lines = (0..n)
                .map(|i| lines[(i * step + order) % n].clone())
                .collect();
        }
    }
    lines
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The intake and the race after the story.
pub fn told(lines: &[Line]) -> (Intake, Race) {
    let (event, roster) = shared();
    let mut intake = Intake::new(&event, &roster);
    let mut race = Race::new(event, roster);
    let mut tick = Tick(0);
    let mut publish = |intake: &mut Intake| {
        tick.0 += 1;
        for what in intake.take_changes() {
            race.apply(&Change { tick, what });
        }
    };
    for line in lines {
        match line.clone() {
            Line::Read(read) => intake.read(read),
            Line::Decide(seq, decision) => intake.decide(seq, decision),
            Line::Through(through) => intake.seen_through(through),
            Line::Tick => publish(&mut intake),
        }
    }
    publish(&mut intake);
    (intake, race)
}

/// The race in the end, as of the next day: a line for each bib, the reads set aside, and the corrections.
fn race_text(intake: &Intake, race: &Race, shown: &[String]) -> String {
    let view = race
        .as_of(GUN + Span(86_400_000), race.newest())
        .with_through(GUN);
    let mut text = String::new();
    for bib in shown {
        let wanted = bib.trim_end_matches('*');
        let entrant = race.roster().by_bib(wanted).expect("a bib of the roster");
        let index = race.roster().index(entrant.no).expect("of the roster");
        let points = &race.event().contests[entrant.contest].points;
        let _ = write!(text, "{wanted} {:?}", view.status(index));
        if let Some(result) = view.result(index) {
            let _ = write!(text, " in {}", clock_from_span(result));
        }
        for split in view.splits(index) {
            let _ = write!(
                text,
                ", {} {}",
                points[split.point].key,
                since_gun(split.at)
            );
        }
        text.push('\n');
        if bib.ends_with('*') {
            for (read, why) in intake.set_aside(entrant.no) {
                let _ = writeln!(
                    text,
                    "aside {} {} {why:?}",
                    MATS[read.mat],
                    since_gun(read.at)
                );
            }
        }
    }
    for correction in race.corrections() {
        let point = |no, point: usize| {
            let entrant = race.roster().get(no).expect("of the roster");
            let key = &race.event().contests[entrant.contest].points[point].key;
            format!("{} {key}", entrant.bib)
        };
        let at = |at: Option<Instant>| at.map_or("none".into(), since_gun);
        let what = match correction.what {
            Corrected::Passing {
                entrant,
                point: p,
                from,
                to,
                why,
            } => {
                format!("{} {} -> {} {why:?}", point(entrant, p), at(from), at(to))
            }
            Corrected::Status { from, to, .. } => format!("{from:?} -> {to:?}"),
            Corrected::Gun { from, to, .. } => {
                format!("gun {} -> {}", since_gun(from), since_gun(to))
            }
        };
        let _ = writeln!(text, "tick {}: {what}", correction.corrected.0);
    }
    text
}

fn since_gun(at: Instant) -> String {
    clock_from_span(at - GUN)
}

fn bibs_of(story: &str) -> Vec<String> {
    let mut bibs: Vec<String> = Vec::new();
    for word in story.lines().filter_map(|l| l.split_whitespace().next()) {
        let plain = word.trim_end_matches('*');
        let known = bibs.iter().any(|b| b.trim_end_matches('*') == plain);
        if plain.parse::<u32>().is_ok() && !known {
            bibs.push(word.to_owned());
        }
    }
    bibs
}

pub fn lines_of(story: &str) -> Vec<Line> {
    let (event, roster) = shared();
    let mut seq = 0;
    let mut n_decisions = 1000;
    let mut lines = Vec::new();
    for line in story.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let verb = words[0].trim_end_matches('*');
        if let Some(entrant) = roster.by_bib(verb) {
            let mat = MATS.iter().position(|m| *m == words[1]);
            let mat = mat.unwrap_or_else(|| panic!("no such mat: {line}"));
            for time in &words[2..] {
                seq += 1;
                lines.push(Line::Read(Read {
                    seq,
                    entrant: entrant.no,
                    mat,
                    at: GUN + Span(ms_from_clock(time)),
                }));
            }
            continue;
        }
        n_decisions += 1;
        lines.push(match verb {
            "tick" => Line::Tick,
            "through" => Line::Through(GUN + Span(ms_from_clock(words[1]))),
            _ => Line::Decide(n_decisions, decision(&words, &event, &roster, &lines)),
        });
    }
    lines
}

fn decision(words: &[&str], event: &Event, roster: &Roster, lines: &[Line]) -> Decision {
    let number = |i: usize| words[i].parse::<u64>().expect("a number");
    match words[0] {
        "withdraw" => Decision::Withdraw { read: number(1) },
        "reconsider" => Decision::Reconsider { read: number(1) },
        "move" => Decision::Move {
            read: number(1),
            to: roster.by_bib(words[2]).map(|e| e.no),
        },
        "retime" => Decision::Retime {
            read: number(1),
            at: Some(GUN + Span(ms_from_clock(words[2]))),
        },
        "accept" => {
            let of = |l: &Line| match l {
                Line::Read(r) if r.seq == number(1) => roster.get(r.entrant),
                _ => None,
            };
            let entrant = lines.iter().find_map(of).expect("a read above");
            let points = &event.contests[entrant.contest].points;
            Decision::Accept {
                read: number(1),
                point: points
                    .iter()
                    .position(|p| p.key == words[2])
                    .expect("a point"),
            }
        }
        "gun" => Decision::Gun {
            contest: event
                .contests
                .iter()
                .position(|c| c.key == words[1])
                .expect("a contest"),
            wave: number(2) as usize,
            at: GUN + Span(ms_from_clock(words[3])),
        },
        "rule" => Decision::Rule {
            entrant: roster.by_bib(words[1]).expect("a bib").no,
            ruling: match words[2] {
                "dns" => Some(Ruling::Dns),
                "dnf" => Some(Ruling::Dnf),
                "dsq" => Some(Ruling::Dsq),
                "cutoff" => Some(Ruling::CutOff),
                _ => None,
            },
            note: words.get(3).map(|w| (*w).to_owned()),
        },
        other => panic!("no such line: {other}"),
    }
}

/// The race after a story.
pub fn race(story: &str) -> Race {
    told(&lines_of(story)).1
}

/// An instant, as a time since the first gun.
pub fn at(clock: &str) -> Instant {
    GUN + Span(ms_from_clock(clock))
}

/// The race at a time since the gun, all reads until then known.
pub fn view<'a>(race: &'a Race, clock: &str) -> View<'a> {
    race.as_of(at(clock), race.newest()).with_through(at(clock))
}

/// Where the roster has a bib.
pub fn index(bib: &str) -> usize {
    let roster = roster();
    let entrant = roster.by_bib(bib).expect("a bib");
    roster.index(entrant.no).expect("of the roster")
}
