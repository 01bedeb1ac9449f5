//! A whole race day in a moment: a made-up race of the real start list goes through the real server, and what comes out
//! at the other end is counted.

use std::sync::Arc;

use homestretch_feed::RaceClock;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::Status;

use crate::demo;
use crate::epoch;
use crate::files::Files;
use crate::hub::pace::Pace;
use crate::hub::status::Status as Standing;
use crate::hub::{Hub, Setup};
use crate::race_day::RaceDay;
use crate::simulate;
use crate::store::writer::News;
use crate::store::{Batch, Store, StoreError};
use crate::timeline::{Timeline, Told};

/// A tick is cut so often, in the race's time.
const TICK: Span = Span(30_000);

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Reads that the mats told.
    pub reads: usize,
    /// Ticks that were published.
    pub ticks: u32,
    /// Reads by mat.
    pub by_mat: Vec<(String, usize)>,
    /// By contest: entrants, finishers, and those who were read and have no place and no status at the end.
    pub contests: Vec<(String, usize, usize, usize)>,
    /// Reads of chips that nobody wears, and of places that are no mat.
    pub unknown: u64,
}

/// What the mats would read of the real start list.
pub fn timeline(day: &RaceDay, seed: u64) -> Timeline {
    let field = simulate::field_of(&day.event, &day.course, &day.roster, seed);
    demo::timeline(day, &field)
}

/// Runs the day at once. Nothing is kept.
///
/// # Errors
/// When the store, which lies in memory, fails.
pub fn at_once(day: &RaceDay, seed: u64) -> Result<Report, StoreError> {
    let timeline = timeline(day, seed);
    let mut store = Store::in_memory()?;
    let status = Arc::new(Standing::default());
    let setup = Setup {
        day: day.clone(),
        pace: Pace::RACE,
        files: Arc::new(Files::default()),
        status: Arc::clone(&status),
    };
    let begin = demo::begin(day);
    let (mut hub, bench) = Hub::resume(setup, &store, epoch::name(begin), RaceClock::REAL)?;
    let mut report = Report::default();
    let mut by_mat = vec![0; day.event.mats.len()];
    let (mut now, mut next) = (begin, 0);
    while next < timeline.steps.len() {
        let mut batch = Batch {
            source: timeline.source.clone(),
            received: now,
            through: Some(now),
            ..Batch::default()
        };
        for told in timeline.due(next, now, usize::MAX) {
            next += 1;
            match told {
                Told::Read(read, _) => {
                    if let Some(mat) = day.lookup.mat(&read.mat) {
                        by_mat[mat] += 1;
                    }
                    batch.reads.push(read);
                }
                Told::Said(no, said) => batch.said.push((no, said)),
            }
        }
        report.reads += batch.reads.len();
        let throughs = vec![(batch.source.clone(), now)];
        let (_, entries) = store.append(&[batch])?;
        hub.take(News { entries, throughs });
        let mut keep = |epoch: &str, row| store.put_tick(epoch, &row);
        hub.beat(now, &mut keep)?;
        // What large files are made of is taken out of the way, as the thread of the press would.
        bench.run_ordered();
        now = now + TICK;
    }
    let seen = hub.published().now();
    let view = seen
        .race
        .as_of(Instant(i64::MAX), seen.tick)
        .with_through(now);
    report.ticks = seen.tick.0;
    report.by_mat = day
        .event
        .mats
        .iter()
        .map(|m| m.key.clone())
        .zip(by_mat)
        .collect();
    for (c, contest) in day.event.contests.iter().enumerate() {
        let (mut entered, mut finished, mut open) = (0, 0, 0);
        for (i, _) in day
            .roster
            .all()
            .iter()
            .enumerate()
            .filter(|(_, e)| e.contest == c)
        {
            entered += 1;
            match view.status(i) {
                Status::Finished => finished += 1,
                Status::OnCourse | Status::Overdue => open += 1,
                _ => {}
            }
        }
        report
            .contests
            .push((contest.key.clone(), entered, finished, open));
    }
    let standing = status.now();
    report.unknown = standing.unknown_chips.reads + standing.unknown_mats.reads;
    Ok(report)
}
