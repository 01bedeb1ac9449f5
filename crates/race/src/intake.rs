//! From reads to passings: which read of which mat is which point of whose race, and what is set aside and why.
//! Used where reads come in; everybody else sees only the changes that come out.
//!
//! What counts is a pure function of all reads and decisions of a runner, worked out anew whenever one of them
//! comes in. So the order of arrival cannot matter, and a read that was set aside comes back by itself when a
//! later read or decision makes it plausible.

mod assign;
mod judge;
mod pace;
mod publish;
mod time_of_day;
mod visits;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::change::Ruling;
use crate::event::{Contest, Event};
use crate::roster::{Entrant, EntrantNo, Roster};
use crate::time::Instant;

pub use time_of_day::instant_from_time_of_day;

use assign::Rules;
use judge::{Judged, judge};
use pace::StartDelay;
use publish::Published;

/// A read as it came in, after chip and decoder were looked up. `seq` is the order the server took them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The server's sequence number: unique, and the order of rival corrections.
    pub seq: u64,
    /// Whose chip it was.
    pub entrant: EntrantNo,
    /// Index of the mat in the event.
    pub mat: usize,
    /// When the chip was on the mat.
    pub at: Instant,
}

/// Why a read does not count. It is kept, and may count later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aside {
    /// Another read of the same visit counts.
    SameVisit,
    /// Before the gun of the runner's wave.
    BeforeGun,
    /// No point of the runner's contest is on that mat.
    NotOnCourse,
    /// It would make the runner faster than anybody runs.
    TooFast,
    /// It does not fit between the other reads.
    OutOfOrder,
    /// After the finish.
    AfterFinish,
    /// The race office withdrew it.
    Withdrawn,
}

/// A decision of the race office about reads, guns and statuses; later sequence numbers win over earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// The read does not count.
    Withdraw {
        /// Sequence number of the read.
        read: u64,
    },
    /// The read counts as this point, however implausible.
    Accept {
        /// Sequence number of the read.
        read: u64,
        /// Index of the point.
        point: usize,
    },
    /// Takes back what was decided about the read.
    Reconsider {
        /// Sequence number of the read.
        read: u64,
    },
    /// Gun time of a wave.
    Gun {
        /// Index of the contest.
        contest: usize,
        /// Index of the wave.
        wave: usize,
        /// The instant.
        at: Instant,
    },
    /// A ruling on an entrant, or none.
    Rule {
        /// Who.
        entrant: EntrantNo,
        /// The ruling.
        ruling: Option<Ruling>,
        /// The office's words.
        note: Option<String>,
    },
}

/// What stands about a read by the decisions so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pin {
    Withdrawn,
    Point { seq: u64, point: usize },
    Reconsidered,
}

/// Something decided, with the sequence number that decided it.
type Decided<T> = (u64, T);

/// All reads and decisions so far, and what was published of them.
#[derive(Clone, Debug)]
pub struct Intake {
    event: Arc<Event>,
    roster: Arc<Roster>,
    /// Number of entrants by contest and wave.
    wave_sizes: HashMap<(usize, usize), usize>,
    reads: HashMap<EntrantNo, Vec<Read>>,
    pins: HashMap<u64, Decided<Pin>>,
    guns: BTreeMap<(usize, usize), Decided<Instant>>,
    rulings: BTreeMap<EntrantNo, Decided<publish::Said>>,
    through: Instant,
    published: Published,
    /// Entrants whose reads must be judged again.
    stale: BTreeSet<EntrantNo>,
    /// When silence may change the story of whom.
    due: BTreeSet<(Instant, EntrantNo)>,
}

impl Intake {
    /// Nothing read yet.
    pub fn new(event: &Event, roster: &Roster) -> Self {
        let mut intake = Self {
            event: Arc::new(event.clone()),
            roster: Arc::default(),
            wave_sizes: HashMap::new(),
            reads: HashMap::new(),
            pins: HashMap::new(),
            guns: BTreeMap::new(),
            rulings: BTreeMap::new(),
            through: Instant(i64::MIN),
            published: Published::default(),
            stale: BTreeSet::new(),
            due: BTreeSet::new(),
        };
        intake.set_roster(Arc::new(roster.clone()));
        intake
    }
    /// Another start list: chips or contests were swapped, somebody entered late. Every read is judged anew.
    pub fn set_roster(&mut self, roster: Arc<Roster>) {
        self.wave_sizes.clear();
        for entrant in roster.all() {
            let wave = self.wave_of(entrant);
            *self.wave_sizes.entry(wave).or_default() += 1;
        }
        self.roster = roster;
        self.judge_everybody();
    }
    /// Another event file: a mat or a point was moved. Every read is judged anew.
    pub fn set_event(&mut self, event: Arc<Event>) {
        self.event = event;
        self.set_roster(Arc::clone(&self.roster));
    }
    fn judge_everybody(&mut self) {
        self.stale.extend(self.reads.keys());
        self.stale.extend(self.published.entrants());
    }
    /// Takes in a read; the same `seq` twice counts once. Reads of entrants that the roster does not name wait
    /// until it does.
    pub fn read(&mut self, read: Read) {
        let reads = self.reads.entry(read.entrant).or_default();
        if reads.iter().all(|r| r.seq != read.seq) {
            reads.push(read);
            self.stale.insert(read.entrant);
        }
    }
    /// Gives a read to another entrant (a chip was swapped), or takes it from everybody who has it.
    pub fn move_read(&mut self, seq: u64, to: Option<EntrantNo>) {
        let mut found = None;
        for (entrant, reads) in &mut self.reads {
            if let Some(i) = reads.iter().position(|r| r.seq == seq) {
                found = Some(reads.swap_remove(i));
                self.stale.insert(*entrant);
            }
        }
        if let (Some(read), Some(entrant)) = (found, to) {
            self.read(Read { entrant, ..read });
        }
    }
    /// Takes in a decision with its own sequence number.
    pub fn decide(&mut self, seq: u64, decision: Decision) {
        match decision {
            Decision::Withdraw { read } => self.pin(seq, read, Pin::Withdrawn),
            Decision::Accept { read, point } => self.pin(seq, read, Pin::Point { seq, point }),
            Decision::Reconsider { read } => self.pin(seq, read, Pin::Reconsidered),
            Decision::Gun { contest, wave, at } => {
                if newer(&mut self.guns, (contest, wave), seq, at) {
                    self.judge_everybody();
                }
            }
            Decision::Rule {
                entrant,
                ruling,
                note,
            } => {
                newer(&mut self.rulings, entrant, seq, (ruling, note));
            }
        }
    }
    fn pin(&mut self, seq: u64, read: u64, pin: Pin) {
        if self.pins.get(&read).is_some_and(|(s, _)| *s >= seq) {
            return;
        }
        self.pins.insert(read, (seq, pin));
        // Decisions are few, so looking through all reads is quicker than keeping an index of them.
        let whose = |(entrant, reads): (&EntrantNo, &Vec<Read>)| {
            let has = reads.iter().any(|r| r.seq == read);
            has.then_some(*entrant)
        };
        let whose: Vec<_> = self.reads.iter().filter_map(whose).collect();
        self.stale.extend(whose);
    }
    /// Tells up to when every read is in, so that silence before it means something: a runner read on the way
    /// into the stadium and then no more was rather read at the finish. It only ever grows.
    pub fn seen_through(&mut self, through: Instant) {
        self.through = self.through.max(through);
        while let Some(&(due, entrant)) = self.due.first() {
            if due > self.through {
                break;
            }
            self.due.pop_first();
            self.stale.insert(entrant);
        }
    }
    /// Reads set aside of an entrant, with the reason, in order of time.
    pub fn set_aside(&self, entrant: EntrantNo) -> Vec<(Read, Aside)> {
        self.judged(entrant).aside
    }
    /// Reads of an entrant that count, as (index of the point, read), in order of point.
    pub fn counted(&self, entrant: EntrantNo) -> Vec<(usize, Read)> {
        self.judged(entrant).passings
    }

    fn judged(&self, entrant: EntrantNo) -> Judged {
        let Some((who, contest)) = self.entrant(entrant) else {
            return Judged::default();
        };
        let Some(reads) = self.reads.get(&entrant) else {
            return Judged::default();
        };
        let wave = self.wave_of(who);
        let n_wave = self.wave_sizes.get(&wave).copied().unwrap_or(1);
        let rules = Rules {
            contest,
            gun: self.gun(wave),
            start_delay: StartDelay::of_wave(n_wave),
            through: self.through,
        };
        judge(&rules, reads.clone(), |r| {
            self.pins.get(&r.seq).map(|(_, pin)| *pin)
        })
    }
    fn entrant(&self, entrant: EntrantNo) -> Option<(&Entrant, &Contest)> {
        let who = self.roster.get(entrant)?;
        Some((who, self.event.contests.get(who.contest)?))
    }
    fn wave_of(&self, entrant: &Entrant) -> (usize, usize) {
        let contest = self.event.contests.get(entrant.contest);
        let wave = contest.map_or(0, |c| c.known_wave(entrant.wave));
        (entrant.contest, wave)
    }
    fn gun(&self, (contest, wave): (usize, usize)) -> Instant {
        let scheduled = || Some(self.event.contests.get(contest)?.waves.get(wave)?.gun);
        let fired = self.guns.get(&(contest, wave)).map(|(_, at)| *at);
        fired.or_else(scheduled).unwrap_or_default()
    }
}

/// Keeps the later of two decisions about the same thing; true when it is the new one.
fn newer<K: Ord, T>(all: &mut BTreeMap<K, Decided<T>>, key: K, seq: u64, value: T) -> bool {
    let newer = all.get(&key).is_none_or(|(s, _)| *s < seq);
    if newer {
        all.insert(key, (seq, value));
    }
    newer
}
