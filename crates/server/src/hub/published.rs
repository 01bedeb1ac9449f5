//! What has been published so far: the same race that every client has. The hub writes it, others take snapshots.

use std::sync::{Arc, PoisonError, RwLock};

use homestretch_feed::TickContent;
use homestretch_feed::fold::Fold;
use homestretch_race::Tick;
use homestretch_race::race::Race;
use homestretch_race::time::Instant;

use crate::race_day::{Lookup, RaceDay};

/// One moment of what is published. Cloning it copies nothing of size.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The history.
    pub epoch: String,
    /// The newest tick.
    pub tick: Tick,
    /// Up to when every known read is in the ticks.
    pub through: Instant,
    /// Whose bib and whose chip it is.
    pub lookup: Arc<Lookup>,
    /// Raised when the start list changes.
    pub edition: u64,
    /// The race as of the tick.
    pub race: Arc<Race>,
    /// The newest change to each thing.
    pub fold: Arc<Fold>,
}

/// Shared between the hub and those who make files of their own.
#[derive(Debug)]
pub struct Published(RwLock<Snapshot>);

impl Published {
    /// Nothing published yet.
    pub fn new(day: &RaceDay, epoch: &str) -> Self {
        Self(RwLock::new(Snapshot::before(day, epoch)))
    }
    /// As it is now.
    pub fn now(&self) -> Snapshot {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
    /// Takes in a tick, with which every known read up to `through` is in. Whoever holds a snapshot keeps the race as it was; only then is anything copied.
    pub fn add(&self, content: &TickContent, through: Instant) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let now = &mut *now;
        let race = Arc::make_mut(&mut now.race);
        let fold = Arc::make_mut(&mut now.fold);
        race.cut(content.tick, content.at);
        for change in &content.changes {
            race.apply(change);
            fold.add(change);
        }
        fold.learn(content.learned.as_ref());
        if let Some(learned) = &content.learned {
            race.learn(content.tick, content.at, &learned.model, &learned.values);
        }
        now.tick = content.tick;
        now.through = through;
    }
    /// Every known read up to this instant is in the ticks.
    pub fn set_through(&self, through: Instant) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .through = through;
    }
    /// Begins a new history.
    pub fn start_over(&self, day: &RaceDay, epoch: &str) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let edition = now.edition + 1;
        *now = Snapshot {
            edition,
            ..Snapshot::before(day, epoch)
        };
    }
    /// Chips, and with `roster` the start list as well, are others by now.
    pub fn renew(&self, day: &RaceDay, roster: bool) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        now.lookup = Arc::clone(&day.lookup);
        if roster {
            Arc::make_mut(&mut now.race).set_roster(Arc::clone(&day.roster));
            now.edition += 1;
        }
    }
}

impl Snapshot {
    fn before(day: &RaceDay, epoch: &str) -> Self {
        Self {
            epoch: epoch.to_owned(),
            tick: Tick(0),
            through: Instant(i64::MIN),
            lookup: Arc::clone(&day.lookup),
            edition: 0,
            race: Arc::new(Race::new(day.event.clone(), day.roster.clone())),
            fold: Arc::new(Fold::new()),
        }
    }
}
