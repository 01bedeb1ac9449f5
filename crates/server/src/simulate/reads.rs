//! What the mats read of the truth, and when that becomes known: several reads a visit, some missed, some late.

use homestretch_race::event::{Event, Pick, Point, Role};
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};

use super::chance::Chance;
use super::truth::{End, Truth};

/// Share of visits that a mat misses.
const MISSED: f64 = 0.012;
/// The same at the one mat that is not well laid today.
const MISSED_AT_POOR_MAT: f64 = 0.07;
/// How long the link of one mat is down, while it is busiest.
const LINK_DOWN: Span = Span(12 * 60_000);
/// Share of visits that come late for no reason, and of reads that come twice.
const LATE: f64 = 0.004;
const TWICE: f64 = 0.01;
/// Share of the finished who walk over the stadium's mat once more.
const STRAY: f64 = 0.01;

/// A read of a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SimulatedRead {
    /// When it becomes known to the server.
    pub known_at: Instant,
    /// When the chip was on the mat.
    pub at: Instant,
    /// Whose chip it was.
    pub entrant: EntrantNo,
    /// Index of the mat in the event.
    pub mat: usize,
}

pub(super) fn of(event: &Event, runners: &[Truth], chance: &mut Chance) -> Vec<SimulatedRead> {
    let (poor_mat, down) = (away_mat(event, chance), away_mat(event, chance));
    let mut reads = Vec::new();
    for truth in runners {
        for point in &event.contests[truth.contest].points {
            let missed = match point.role {
                // Two mats lie behind each other at the finish, so nobody comes home unread.
                Role::Finish => 0.0,
                _ if Some(point.mat) == poor_mat => MISSED_AT_POOR_MAT,
                _ => MISSED,
            };
            let visit = truth.passed_at(point.at_m);
            if let (Some(at), false) = (visit, chance.happens(missed)) {
                read_visit(event, truth, point, at, chance, &mut reads);
            }
        }
    }
    if let Some(mat) = down {
        hold_back(&mut reads, mat, chance);
    }
    for i in 0..reads.len() {
        if chance.happens(TWICE) {
            let again = reads[i].known_at + chance.span_s(20.0, 900.0);
            reads.push(SimulatedRead {
                known_at: again,
                ..reads[i]
            });
        }
    }
    reads.sort_unstable();
    reads
}

/// A mat out on the course, away from start and finish.
fn away_mat(event: &Event, chance: &mut Chance) -> Option<usize> {
    let home = |mat: usize| {
        event
            .contests
            .iter()
            .flat_map(|c| &c.points)
            .any(|p| p.mat == mat && p.role != Role::Split)
    };
    let away: Vec<usize> = (0..event.mats.len()).filter(|m| !home(*m)).collect();
    (!away.is_empty()).then(|| away[chance.below(away.len())])
}

fn read_visit(
    event: &Event,
    truth: &Truth,
    point: &Point,
    at: Instant,
    chance: &mut Chance,
    reads: &mut Vec<SimulatedRead>,
) {
    let sent_after = if chance.happens(LATE) {
        chance.span_s(60.0, 1200.0)
    } else {
        chance.span_s(0.3, 1.4)
    };
    let gun = event.contests[truth.contest]
        .waves
        .iter()
        .map(|w| w.gun)
        .filter(|gun| *gun <= at)
        .max()
        .unwrap_or(at);
    let mut push = |at: Instant, sent_after: Span| {
        reads.push(SimulatedRead {
            known_at: at + sent_after,
            at,
            entrant: truth.entrant,
            mat: point.mat,
        });
    };
    push(at, sent_after);
    for _ in 0..chance.below(4) {
        let aside = chance.span_s(0.08, 0.7);
        match point.pick {
            // Behind the line a chip is read until its wearer has left it.
            Pick::First => push(at + aside, sent_after),
            // Before the start it is read while its wearer comes up to the line; never before the gun.
            Pick::Last if at - aside > gun => push(at - aside, sent_after),
            Pick::Last => {}
        }
    }
    if point.role == Role::Finish && truth.end == End::Finished && chance.happens(STRAY) {
        push(at + chance.span_s(240.0, 1_500.0), sent_after);
    }
}

/// The link of a mat goes down as half of its reads are in; what it reads meanwhile comes in one burst.
fn hold_back(reads: &mut [SimulatedRead], mat: usize, chance: &mut Chance) {
    let mut times: Vec<Instant> = reads
        .iter()
        .filter(|r| r.mat == mat)
        .map(|r| r.at)
        .collect();
    times.sort_unstable();
    let Some(&from) = times.get(times.len() / 2) else {
        return;
    };
    let until = from + LINK_DOWN;
    for read in reads.iter_mut().filter(|r| r.mat == mat) {
        if read.known_at >= from && read.known_at < until {
            read.known_at = until + chance.span_s(0.0, 8.0);
        }
    }
}
