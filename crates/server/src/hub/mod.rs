//! The hub: takes in durable reads, cuts ticks, and publishes them. The one writer of the race; it is told the time.
//!
//! A read is durable before the hub hears of it, and a tick is durable before anybody else hears of that: so a restart
//! finds the same reads, serves the same ticks, and goes on from there.

mod bench;
mod cut;
mod hiding;
mod office;
pub mod pace;
mod phase;
pub mod press;
pub mod published;
mod resume;
pub mod run;
pub mod status;
mod teacher;
mod thing;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use homestretch_feed::{RaceClock, TickContent};
use homestretch_race::intake::{Intake, Read};
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Tick, What};

use crate::files::Files;
use crate::office::ledger::Ledger;
use crate::office::reads::Reads;
use crate::office::roll::Roll;
use crate::race_day::RaceDay;
use crate::sources::setup::Placed;
use crate::store::writer::News;
use crate::store::{Entry, Store, StoreError, TickRow};
use pace::Pace;
use phase::Standing;
use press::{Bench, Press};
use published::Published;
use status::Status;
use teacher::Teacher;
use thing::Thing;

/// The feed tells times up to thirty days from its base.
const NEAR_BASE: Span = Span(29 * 86_400_000);

/// Keeps a tick on the disk; the hub publishes it only then.
pub type Keep<'a> = dyn FnMut(&str, TickRow) -> Result<(), StoreError> + 'a;

/// What the hub is made from.
#[derive(Debug)]
pub struct Setup {
    /// The race day.
    pub day: RaceDay,
    /// How often ticks are cut, and heads renewed.
    pub pace: Pace,
    /// Where files go.
    pub files: Arc<Files>,
    /// Where it is told how things stand.
    pub status: Arc<Status>,
}

/// What the hub knows of a race while it is on.
#[derive(Debug)]
pub struct Hub {
    /// As the race folder says.
    base: RaceDay,
    /// As everybody may see it: with what the office decided.
    day: RaceDay,
    roll: Roll,
    ledger: Ledger,
    reads: Reads,
    /// Decisions about start list, chips or places have come in.
    roll_is_stale: bool,
    /// Something that nobody may see is in the history that is out there.
    withdrawn: bool,
    pace: Pace,
    /// How the race's time follows the server's.
    clock: RaceClock,
    epoch: String,
    intake: Intake,
    published: Arc<Published>,
    standing: Standing,
    /// What the field ahead teaches about the course today.
    teacher: Teacher,
    /// What the next tick will say.
    pending: BTreeMap<Thing, What>,
    tick: Tick,
    last_seq: u64,
    /// Up to when every known read is in the ticks; it never goes back.
    through: Instant,
    /// What the newest head says; none before the first.
    told: Option<Told>,
    /// Up to when each source that says so has told everything.
    throughs: BTreeMap<String, Instant>,
    /// The newest ticks, without gaps, as far as the head may hold them.
    recent: VecDeque<TickContent>,
    press: Press,
    status: Arc<Status>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Told {
    tick: Tick,
    through: Instant,
}

impl Hub {
    /// A hub that goes on from what the store holds: the same epoch, the same ticks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn resume(
        setup: Setup,
        store: &Store,
        epoch: String,
        clock: RaceClock,
    ) -> Result<(Self, Bench), StoreError> {
        let Setup {
            day,
            pace,
            files,
            status,
        } = setup;
        let (press, bench) = Press::new(&day, files);
        let mut hub = Self {
            base: day.clone(),
            roll: Roll::of(&day),
            ledger: Ledger::default(),
            reads: Reads::default(),
            roll_is_stale: false,
            withdrawn: false,
            intake: Intake::of(Arc::clone(&day.event), Arc::clone(&day.roster)),
            published: Arc::new(Published::new(&day, &epoch)),
            standing: Standing::default(),
            teacher: Teacher::default(),
            pending: BTreeMap::new(),
            tick: Tick(0),
            last_seq: 0,
            through: Instant(i64::MIN),
            told: None,
            throughs: store.throughs()?.into_iter().collect(),
            recent: VecDeque::new(),
            press,
            day,
            pace,
            clock,
            epoch,
            status,
        };
        resume::replay(&mut hub, store)?;
        hub.report();
        Ok((hub, bench))
    }

    /// Begins a new history: a demo that starts over. Old files are forgotten.
    pub fn start_over(&mut self, epoch: String, clock: RaceClock) {
        self.ledger = Ledger::default();
        self.reads = Reads::default();
        self.roll_is_stale = true;
        self.settle();
        self.withdrawn = false;
        self.intake = Intake::of(Arc::clone(&self.day.event), Arc::clone(&self.day.roster));
        self.published.start_over(&self.day, &epoch);
        self.standing = Standing::default();
        self.teacher = Teacher::default();
        self.pending.clear();
        self.tick = Tick(0);
        self.last_seq = 0;
        self.through = Instant(i64::MIN);
        self.told = None;
        self.throughs.clear();
        self.recent.clear();
        self.press.start_over(false);
        self.clock = clock;
        self.epoch = epoch;
        self.report();
    }

    /// The race as published so far, for those who make files of their own from it.
    pub fn published(&self) -> Arc<Published> {
        Arc::clone(&self.published)
    }

    /// How often ticks are cut, in milliseconds of the wall clock.
    pub fn tick_ms(&self) -> u32 {
        self.pace.tick_ms
    }

    /// Takes in what has become durable.
    pub fn take(&mut self, news: News) {
        for entry in news.entries {
            self.take_entry(entry);
        }
        self.settle();
        for (source, through) in news.throughs {
            let known = self.throughs.entry(source).or_insert(through);
            *known = through.max(*known);
        }
    }

    fn take_entry(&mut self, entry: Entry) {
        self.last_seq = self.last_seq.max(entry.seq());
        match entry {
            Entry::Read { seq, source, read } => {
                let Placed { entrant, mat, at } = self.reads.take(&self.day, seq, &source, &read);
                self.status.set(|s| {
                    s.entries += 1;
                    if entrant.is_none() {
                        s.unknown_chips.count(&read.chip);
                    }
                    if mat.is_none() {
                        s.unknown_mats.count(&read.mat);
                    }
                });
                if let (Some(entrant), Some(mat)) = (entrant, mat) {
                    self.intake.read(Read {
                        seq,
                        entrant,
                        mat,
                        at,
                    });
                }
            }
            Entry::Said {
                seq,
                source,
                received,
                said,
            } => {
                self.status.set(|s| s.entries += 1);
                self.take_said(seq, source, received, said);
            }
        }
    }

    /// Cuts a tick if anything has changed, and renews the head when it says less than is known.
    ///
    /// # Errors
    /// When the tick cannot be kept: then it is not published either, and its changes come with the next.
    pub fn beat(&mut self, server_now: Instant, keep: &mut Keep) -> Result<(), StoreError> {
        if self.withdrawn {
            // Nothing more goes into a history that is to be written anew first.
            return Ok(());
        }
        let race_now = self.clock.race_from_server(server_now);
        // A server set up long before the race, or left running long after: the feed tells times near its base alone.
        let base = self.day.event.base;
        let race_now = race_now.clamp(base - NEAR_BASE, base + NEAR_BASE);
        self.look_through(race_now);
        let guns = phase::Guns::of(&self.published.now().race);
        self.await_tick(self.standing.due(race_now, guns));
        self.intake.seen_through(self.through);
        let changes = self.intake.take_changes();
        let may_give_away = self.may_give_away(&changes);
        self.await_tick(changes);
        if may_give_away {
            self.hide();
        }
        if self.withdrawn {
            return Ok(());
        }
        if !self.pending.is_empty() {
            let cut = self.cut(race_now, keep);
            let trouble = cut.as_ref().err().map(ToString::to_string);
            self.status.set(|s| s.trouble = trouble);
            cut?;
        }
        let idle_ms = self.pace.idle_race_ms(self.clock.rate);
        let stale = self
            .told
            .is_none_or(|told| told.tick < self.tick || (self.through - told.through).0 >= idle_ms);
        if stale {
            self.put_head();
        }
        Ok(())
    }

    fn await_tick(&mut self, what: impl IntoIterator<Item = What>) {
        let things = what.into_iter().map(|what| (Thing::of(&what), what));
        self.pending.extend(things);
    }

    /// Every known read is in by now, or up to what the slowest source has told.
    /// A source that joins late does not turn the time back.
    fn look_through(&mut self, race_now: Instant) {
        let slowest = self.throughs.values().copied().min();
        let through = slowest.map_or(race_now, |s| s.min(race_now));
        self.through = self.through.max(through);
    }

    fn report(&self) {
        self.status.set(|s| {
            s.epoch.clone_from(&self.epoch);
            s.tick = self.tick.0;
        });
    }
}
